import { constants } from 'node:fs';
import { access, mkdir, readdir, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { launchArguments } from '../configuration/files/launch-arguments.js';
import { renderFiles } from '../configuration/files/render.js';
import { LanguardError, type LanguardCode } from '../errors.js';
import { checkExecutable } from '../servers/executable.js';
import { conflictsWith, takenOnHost } from '../servers/ports.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import type { LaunchModel } from './file-model.service.js';
import { processesIn } from './game-processes.js';
import { ServerSettings } from '../settings/server-settings.js';

/** Something that stands in the way of a start (`error`), or may spoil it (`warning`). */
export const PROBLEM = z.object({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string(), details: z.unknown() });
export interface Problem extends z.infer<typeof PROBLEM> {
  code: LanguardCode | 'DISK_LOW' | 'MEMORY_LOW' | 'NO_LOGS' | 'AUTO_INIT' | 'RCON_OFF';
}

const GIBIBYTE = 1024 ** 3;
const MEMORY_PER_PROCESS = 2 * GIBIBYTE;
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
const warning = (code: Problem['code'], message: string, details: unknown = null): Problem => ({ severity: 'warning', code, message, details });
const fault = (error: unknown): Problem[] => {
  if (error instanceof LanguardError) return [{ severity: 'error', code: error.code, message: error.message, details: error.details }];
  throw error;
};

/** Finds everything that stands in the way of a start, at once (arma-servers spec §4.4). */
@Injectable()
export class LaunchChecks {
  constructor(
    private readonly live: ServerSettings,
    private readonly servers: ServersRepository,
  ) {}

  /** All problems; a start is possible when none of them is an error. */
  async run(server: ArmaServer, model: LaunchModel): Promise<Problem[]> {
    const found = await Promise.all([
      this.executable(server),
      this.files(model),
      this.ports(server, model),
      this.others(model),
      this.missions(model),
      this.mods(model),
      this.room(model),
      this.advice(model),
    ]);
    return found.flat();
  }

  private async executable(server: ArmaServer): Promise<Problem[]> {
    return checkExecutable(server.exe_path, this.live.values.installRoots).then(() => [], fault);
  }

  private async files(model: LaunchModel): Promise<Problem[]> {
    try {
      renderFiles(model);
      launchArguments(model);
      await mkdir(model.paths.root, { recursive: true, mode: 0o700 });
      await access(model.paths.root, constants.W_OK);
      return [];
    } catch (error) {
      if (error instanceof LanguardError) return fault(error);
      return [{ severity: 'error', code: 'CONFIG_WRITE_FAILED', message: 'The folder of this server can’t be written', details: { path: model.paths.root } }];
    }
  }

  private async ports(server: ArmaServer, model: LaunchModel): Promise<Problem[]> {
    const others = (await this.servers.ofHost(server.host_id)).filter(({ id }) => id !== server.id);
    const { bind_ip: address } = model.config.launch;
    const conflicts = [...conflictsWith(server, others), ...(await takenOnHost(server, typeof address === 'string' ? address : undefined))];
    if (conflicts.length === 0) return [];
    const ports = [...new Set(conflicts.map(({ port }) => port))].join(', ');
    return [{ severity: 'error', code: 'PORT_IN_USE', message: `Ports in use: ${ports}`, details: conflicts }];
  }

  /** A process of this server that is not ours, say one that restarted itself, would have its files written by two. */
  private async others({ paths }: LaunchModel): Promise<Problem[]> {
    const pids = await processesIn(paths.profiles);
    return pids.length === 0 ? [] : [{ severity: 'error', code: 'SERVER_ALREADY_RUNNING', message: `Another process uses the folder of this server: ${pids.join(', ')}`, details: pids.map((pid) => ({ pid })) }];
  }

  private async missions({ missionRows, paths }: LaunchModel): Promise<Problem[]> {
    const present = await Promise.all(missionRows.map(({ filename }) => exists(join(paths.mpmissions, filename))));
    const absent = missionRows.filter((_, index) => present[index] === false).map(({ filename }) => filename);
    return absent.length === 0 ? [] : [{ severity: 'error', code: 'MISSION_FILE_MISSING', message: `Missing missions: ${absent.join(', ')}`, details: absent }];
  }

  private async mods({ modRows, config }: LaunchModel): Promise<Problem[]> {
    const problems: Problem[] = [];
    const present = await Promise.all(modRows.map(({ folder_path: path }) => readdir(path).then(() => true, () => false)));
    const absent = modRows.filter((_, index) => present[index] === false).map(({ name }) => name);
    if (absent.length > 0) problems.push({ severity: 'error', code: 'MOD_FOLDER_MISSING', message: `Missing mods: ${absent.join(', ')}`, details: absent });
    const unsigned = modRows.filter(({ kind, keys, signed }) => kind !== 'server' && (keys.length === 0 || signed !== 'all')).map(({ name }) => name);
    if (config.server['verify_signatures'] === 2 && unsigned.length > 0) {
      problems.push(warning('KEYS_MISSING', `Signatures are checked, but these mods bring no key or hold files without a signature, so players with them can't join: ${unsigned.join(', ')}`, unsigned));
    }
    return problems;
  }

  private async room({ paths, config }: LaunchModel): Promise<Problem[]> {
    const problems: Problem[] = [];
    const disk = await statfs(paths.root).catch(() => undefined);
    if (disk !== undefined && disk.bavail * disk.bsize < 2 * GIBIBYTE) problems.push(warning('DISK_LOW', 'Less than 2 GiB of disk are free', { free_bytes: disk.bavail * disk.bsize }));
    const headless = typeof config.launch['headless_count'] === 'number' ? config.launch['headless_count'] : 0;
    if (freemem() < MEMORY_PER_PROCESS * (1 + headless)) problems.push(warning('MEMORY_LOW', 'The game needs about 2 GiB of memory, and as much again for each headless client', { free_bytes: freemem() }));
    return problems;
  }

  private async advice({ config, rotation }: LaunchModel): Promise<Problem[]> {
    const { server, launch, rcon } = config;
    const problems: Problem[] = [];
    if (server['battleye'] === false || rcon['enabled'] === false) problems.push(warning('RCON_OFF', 'Without RCon there is no player list, no kick and no graceful stop'));
    if (launch['no_logs'] === true) problems.push(warning('NO_LOGS', 'Without logs nobody sees why something went wrong'));
    if (launch['auto_init'] === true && rotation.some(({ params }) => Object.keys(params).length > 0)) problems.push(warning('AUTO_INIT', 'With autoInit the parameters of missions fall back to their defaults'));
    if (launch['auto_init'] === true && server['persistent'] !== true) problems.push(warning('AUTO_INIT', 'autoInit needs a persistent server'));
    return problems;
  }
}

/** @throws LanguardError for the first problem that stands in the way, naming all of them */
export function throwFirst(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const details = errors.length === 1 ? first.details : errors;
  throw new LanguardError(first.code as LanguardCode, errors.map(({ message }) => message).join('; '), details);
}
