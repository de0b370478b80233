import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, parse } from 'node:path';
import type { FieldFault } from '../errors.js';
import type { SettingsChange } from './changeable.js';

/** Names under which Valve ships it; anything else under this setting would be a way to run any program. */
const STEAMCMD = new Set(['steamcmd', 'steamcmd.sh', 'steamcmd.exe']);

async function folderFault(path: string, folder: string): Promise<FieldFault[]> {
  const fault = (rule: string, message: string): FieldFault[] => [{ path, rule, message }];
  if (!isAbsolute(folder)) return fault('absolute', 'must be an absolute path');
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory()) return fault('folder', 'there is no such folder on this host');
  return real === parse(real).root ? fault('folder', 'the whole disk is no folder of games or mods') : [];
}

async function steamcmdFault(path: string): Promise<FieldFault[]> {
  const fault = (rule: string, message: string): FieldFault[] => [{ path: 'steamcmd_path', rule, message }];
  if (!STEAMCMD.has(basename(path))) return fault('name', `must end with ${[...STEAMCMD].join(', ')}`);
  if (path === basename(path)) return [];
  if (!isAbsolute(path)) return fault('absolute', 'must be an absolute path, or steamcmd for the one in PATH');
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() !== true) return fault('file', 'there is no such file on this host');
  return access(path, constants.X_OK).then(() => [], () => fault('executable', 'is not executable'));
}

/** What is wrong with paths of a change, on this host; everything at once. */
export async function pathFaults(change: SettingsChange): Promise<FieldFault[]> {
  const lists = (['install_roots', 'mod_roots'] as const).flatMap((name) => (change[name] ?? []).map((folder, index) => folderFault(`${name}.${String(index)}`, folder)));
  const steamcmd = change.steamcmd_path == null ? [] : [steamcmdFault(change.steamcmd_path)];
  return (await Promise.all([...lists, ...steamcmd])).flat();
}
