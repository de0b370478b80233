import { dialectOf } from '@rumpus/persistence';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../shared/viewer.js';
import { LIBRARY, userScope } from '../../versions/library-versions.js';

/** What lists need to know before they are made: how fresh the library is, and what the caller's notes have to do with it. */
export interface CallerState extends Viewer {
  readonly libraryVersion: number;
  readonly userVersion: number;
  readonly hasHidden: boolean;
  readonly hasMainSiblings: boolean;
}

/** Reads the state in one query. */
export async function readCallerState(manager: EntityManager, viewer: Viewer): Promise<CallerState> {
  const { userId } = viewer;
  const parameters = [LIBRARY, userScope(userId), userId, true, userId, true];
  const marks = dialectOf(manager) === 'postgres' ? ['$1', '$2', '$3', '$4', '$5', '$6'] : parameters.map(() => '?');
  const [row] = await manager.query<Record<'library' | 'own' | 'hidden' | 'main', number | string | boolean | null>[]>(
    `SELECT (SELECT version FROM library_versions WHERE scope = ${marks[0]}) AS library,
            (SELECT version FROM library_versions WHERE scope = ${marks[1]}) AS own,
            EXISTS (SELECT 1 FROM rom_user WHERE user_id = ${marks[2]} AND hidden = ${marks[3]}) AS hidden,
            EXISTS (SELECT 1 FROM rom_user WHERE user_id = ${marks[4]} AND is_main_sibling = ${marks[5]}) AS main`,
    dialectOf(manager) === 'sqlite' ? parameters.map((value) => (value === true ? 1 : value)) : parameters,
  );
  return {
    ...viewer,
    libraryVersion: Number(row?.library ?? 0),
    userVersion: Number(row?.own ?? 0),
    hasHidden: Boolean(Number(row?.hidden ?? 0)),
    hasMainSiblings: Boolean(Number(row?.main ?? 0)),
  };
}
