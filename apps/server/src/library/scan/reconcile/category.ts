import type { FileCategory } from '../../roms/rom-file.dto.js';

/** In the order in which they win (library-scan spec §6.1). */
const CATEGORIES: readonly FileCategory[] = [
  'game', 'dlc', 'hack', 'manual', 'patch', 'update', 'mod', 'demo', 'translation', 'prototype', 'cheat', 'soundtrack', 'screenshot',
];

/**
 * The category of a file by the folders it lies in below its game's folder; RomM also looks above, where a platform folder or a
 * game called "Demo" would mark everything (library-scan spec §6.1, "Better"). Singular and plural count.
 * @param folder the file's folder, relative to the library
 * @param entryFolder the game's folder, relative to the library
 */
export function categoryOf(folder: string, entryFolder: string): FileCategory | null {
  if (!folder.startsWith(`${entryFolder}/`)) return null;
  const parts = new Set(folder.slice(entryFolder.length + 1).toLowerCase().split('/'));
  return CATEGORIES.find((category) => parts.has(category) || parts.has(`${category}s`) || (category === 'patch' && parts.has('patches'))) ?? null;
}
