import { dialectOf } from '@rumpus/persistence';
import type { EntityManager } from 'typeorm';
import { LibraryVersion } from './library-version.entity.js';

/** Scope of games, platforms and their files. */
export const LIBRARY = 'library';
/** Scope of what one user noted about games. */
export const userScope = (userId: number): string => `user:${userId}`;

/**
 * Says that something has changed; call it in the transaction of every write to games, platforms, files or notes.
 * Lists that were cached before are then made anew.
 */
export async function bumpVersion(manager: EntityManager, scope: string): Promise<void> {
  const now = 'VALUES (?, 1)';
  if (dialectOf(manager) === 'mysql') {
    await manager.query(`INSERT INTO library_versions (scope, version) ${now} ON DUPLICATE KEY UPDATE version = version + 1`, [scope]);
    return;
  }
  const values = dialectOf(manager) === 'postgres' ? 'VALUES ($1, 1)' : now;
  await manager.query(
    `INSERT INTO library_versions (scope, version) ${values} ON CONFLICT (scope) DO UPDATE SET version = library_versions.version + 1`,
    [scope],
  );
}

/** The counters of the given scopes, in their order; 0 for one that never changed. */
export async function readVersions(manager: EntityManager, scopes: readonly string[]): Promise<number[]> {
  const rows = await manager.createQueryBuilder(LibraryVersion, 'v').where('v.scope IN (:...scopes)', { scopes }).getMany();
  const known = new Map(rows.map(({ scope, version }) => [scope, version]));
  return scopes.map((scope) => known.get(scope) ?? 0);
}
