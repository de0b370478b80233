import { isUniqueViolation } from '@rumpus/persistence';
import type { EntityManager } from 'typeorm';
import { detectPlatform } from '../scan/platforms/detect-platform.js';
import { bumpVersion, LIBRARY } from '../versions/library-versions.js';
import { Platform } from './platform.entity.js';

/** Writes the row of a platform folder with what the tables know of its slug. @returns its id */
export async function insertPlatform(manager: EntityManager, fsSlug: string, slug: string): Promise<number> {
  const { hashable: _hashable, ...facts } = detectPlatform(slug);
  const now = new Date();
  const { identifiers } = await manager.insert(Platform, { ...facts, fs_slug: fsSlug, created_at: now, updated_at: now });
  await bumpVersion(manager, LIBRARY);
  return Number(identifiers[0]?.['id']);
}

/** The row of a platform folder, made when there is none; somebody else may make it at the same moment. */
export async function ensurePlatform(manager: EntityManager, fsSlug: string, slug: string): Promise<Platform> {
  const known = await manager.findOneBy(Platform, { fs_slug: fsSlug });
  if (known !== null) return known;
  try {
    await manager.transaction((inner) => insertPlatform(inner, fsSlug, slug));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  return manager.findOneByOrFail(Platform, { fs_slug: fsSlug });
}
