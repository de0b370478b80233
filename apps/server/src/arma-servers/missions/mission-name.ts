import { LanguardError } from '../errors.js';

/** A mission's file name and what it says. */
export interface MissionName {
  filename: string;
  mission: string;
  terrain: string;
}

const ALLOWED = /^[A-Za-z0-9 _.()[\]&+%'-]{1,120}\.pbo$/i;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Checks the name of an uploaded mission: `name.terrain.pbo`. Folders in it, with either separator, are cut off; on Linux
 * it becomes lower case, because the game asks for lower-case names.
 *
 * @throws LanguardError `BAD_FILENAME`
 */
export function missionName(uploaded: string, platform: NodeJS.Platform = process.platform): MissionName {
  const refuse = (why: string): LanguardError => new LanguardError('BAD_FILENAME', `The file name ${why}`, { name: uploaded.slice(0, 200) });
  const base = (uploaded.split(/[\\/]/).at(-1) ?? '').normalize('NFC');
  if (!ALLOWED.test(base)) throw refuse('must look like name.terrain.pbo, without unusual characters');
  if (base.startsWith('.') || RESERVED.test(base) || /[ .]\.pbo$/i.test(base)) throw refuse('is not possible on every system');
  const filename = platform === 'linux' ? base.toLowerCase() : base;
  const stem = filename.slice(0, -'.pbo'.length);
  const dot = stem.lastIndexOf('.');
  if (dot <= 0 || dot === stem.length - 1) throw refuse('must name the terrain: name.terrain.pbo');
  return { filename, mission: stem.slice(0, dot), terrain: stem.slice(dot + 1) };
}
