import { join } from 'node:path';
import { invalidInput } from '../../errors.js';
import { LAUNCH_PARAMETERS } from '../parameters/other-parameters.js';
import type { SectionData } from '../parameters/sections.js';
import type { FileModel } from './model.js';

/** `par` reads further arguments from a file, `exit` ends at once, the last is known to freeze Windows Server. */
const FIXED = ['server', 'port', 'config', 'cfg', 'profiles', 'bepath', 'mpmissions', 'keysfolder', 'mod', 'servermod', 'pid', 'connect', 'password', 'par', 'exit', 'setthreadcharacteristics'];
const MANAGED = new Set([...LAUNCH_PARAMETERS.filter(({ group }) => group === 'launch').map(({ key }) => key.toLowerCase()), ...FIXED]);

/** @throws LanguardError `VALIDATION_ERROR` naming the argument that has a field of its own or is not allowed */
export function checkExtraArguments(args: readonly string[]): void {
  args.forEach((arg, index) => {
    const name = arg.slice(1).split('=')[0]?.toLowerCase() ?? '';
    if (MANAGED.has(name) || name.startsWith('beservice')) throw invalidInput({ path: `launch.extra_args.${String(index)}`, rule: 'managed', message: `-${name} can't be given here` });
  });
}

const value = (launch: SectionData, field: string): string[] => {
  const key = LAUNCH_PARAMETERS.find((parameter) => parameter.field === field)?.key ?? field;
  const chosen = launch[field];
  return typeof chosen === 'string' || typeof chosen === 'number' ? [`-${key}=${String(chosen)}`] : [];
};

const flag = (launch: SectionData, field: string): string[] => {
  const key = LAUNCH_PARAMETERS.find((parameter) => parameter.field === field)?.key ?? field;
  return launch[field] === true ? [`-${key}`] : [];
};

const list = (name: string, folders: readonly string[]): string[] => (folders.length === 0 ? [] : [`-${name}=${folders.join(';')}`]);

/** The arguments of a dedicated server, in a fixed order, each one element without quotes (arma-servers spec §4.2). */
export function launchArguments({ config, gamePort, mods, paths }: FileModel): string[] {
  const { launch, server } = config;
  const extra = (launch['extra_args'] ?? []) as string[];
  checkExtraArguments(extra);
  return [
    ...value(launch, 'bind_ip'),
    `-port=${String(gamePort)}`,
    `-config=${join(paths.config, 'server.cfg')}`,
    `-cfg=${join(paths.config, 'basic.cfg')}`,
    `-profiles=${paths.profiles}`,
    `-name=${profileName(launch)}`,
    ...(server['battleye'] === false ? [] : [`-bepath=${paths.battleye}`]),
    `-mpmissions=${paths.mpmissions}`,
    ...(server['verify_signatures'] === 0 ? [] : [`-keysFolder=${paths.keys}`]),
    ...value({ world: 'empty', ...launch }, 'world'),
    ...list('mod', mods.client),
    ...list('serverMod', mods.server),
    ...value(launch, 'limit_fps'),
    ...flag(launch, 'load_mission_to_memory'),
    ...flag(launch, 'auto_init'),
    ...flag(launch, 'enable_ht'),
    ...value(launch, 'cpu_count'),
    ...value(launch, 'ex_threads'),
    ...value(launch, 'max_mem'),
    ...value(launch, 'malloc'),
    ...flag(launch, 'huge_pages'),
    ...value(launch, 'bandwidth_alg'),
    ...flag(launch, 'file_patching'),
    ...flag(launch, 'netlog'),
    ...value(launch, 'ranking_file'),
    ...flag(launch, 'no_logs'),
    `-pid=${join(paths.run, 'server.pid')}`,
    ...extra,
  ];
}

/** The profile's name; the game looks for its file by it. */
export const profileName = (launch: SectionData): string => (typeof launch['profile_name'] === 'string' ? launch['profile_name'] : 'server');

/** The arguments of the n-th headless client (arma-servers spec §3.3.6). The join password is visible in the process list. */
export function headlessArguments({ config, gamePort, mods, paths }: FileModel, index: number): string[] {
  const { password } = config.server;
  const { bind_ip: address } = config.launch;
  const name = `hc${String(index)}`;
  return [
    '-client',
    `-connect=${typeof address === 'string' ? address : '127.0.0.1'}`,
    `-port=${String(gamePort)}`,
    ...(typeof password === 'string' && password !== '' ? [`-password=${password}`] : []),
    `-profiles=${join(paths.root, name)}`,
    `-name=${name}`,
    '-nosound',
    ...list('mod', mods.client),
  ];
}
