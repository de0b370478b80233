import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { LaunchPlan } from '@rumpus/process-supervisor';
import { launchArguments } from '../configuration/files/launch-arguments.js';
import { KeyFolder } from '../mods/key-folder.js';
import { ModViews } from '../mods/mod-views.js';
import { checkExecutable } from '../servers/executable.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService, type LaunchModel } from './file-model.service.js';
import { insist } from './insist.js';
import { LaunchChecks, throwFirst, type Problem } from './launch-checks.js';
import { makeFolders, refreshBattlEye, removeActiveBattlEyeCopies, writeServerFiles } from './server-files.js';
import { ServerSettings } from '../settings/server-settings.js';

/** One run of a server, from a start to its end. */
export interface RunSession {
  id: string;
  logPath: string;
  revision: number;
}

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');

/** A server that nothing stands in the way of. */
interface Checked {
  server: ArmaServer;
  model: LaunchModel;
}

/** Does everything that must be done before the process of a server is spawned. */
@Injectable()
export class LaunchPreparer {
  private readonly sessions = new Map<number, RunSession>();
  /** One server's files after the other's: they share the folders of mods. Ports need no turn, as servers of a host never overlap. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly awaiting = new Map<number, () => void>();

  constructor(
    private readonly live: ServerSettings,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly checks: LaunchChecks,
    private readonly keys: KeyFolder,
    private readonly views: ModViews,
  ) {}

  /** The current or last run of a server. */
  session(serverId: number): RunSession | undefined {
    return this.sessions.get(serverId);
  }

  /** Remembers the run of a process that an earlier manager started. */
  resume(server: ArmaServer): void {
    if (server.session_id === null || server.log_path === null) return;
    this.sessions.set(server.id, { id: server.session_id, logPath: server.log_path, revision: server.running_revision ?? server.config_revision });
  }

  /** Whether the game's pid file is still there. */
  pidFileLeft(serverId: number): Promise<boolean> {
    return access(join(this.models.paths(serverId).run, 'server.pid')).then(
      () => true,
      () => false,
    );
  }

  /** What would stand in the way of a start now. Nothing is written but the folder. */
  async problems(server: ArmaServer): Promise<Problem[]> {
    return this.checks.run(server, await this.models.build(server));
  }

  /** Resolves when the next preparation of a server has passed all its checks; what is left then is writing and spawning. */
  passed(serverId: number): Promise<void> {
    return new Promise((resolve) => this.awaiting.set(serverId, resolve));
  }

  /**
   * Checks, writes the files, and says what to run.
   *
   * @throws LanguardError for what stands in the way
   */
  async prepare(serverId: number): Promise<LaunchPlan> {
    // Looked at at once, so that the answer need not wait for files of another server that is being started; those are written in turn.
    const checked = await this.check(serverId);
    const prepared = this.turn.then(() => this.write(checked));
    this.turn = prepared.catch(() => undefined);
    return prepared;
  }

  private async look(serverId: number): Promise<{ server: ArmaServer; model: LaunchModel; problems: Problem[] }> {
    const server = await this.servers.get(serverId);
    const model = await this.models.build(server);
    return { server, model, problems: await this.checks.run(server, model) };
  }

  private async check(serverId: number): Promise<Checked> {
    // A server that crashed while the database is away is started as soon as that is back.
    const { server, model, problems } = await insist(() => this.look(serverId));
    throwFirst(problems);
    this.awaiting.get(serverId)?.();
    this.awaiting.delete(serverId);
    return { server, model };
  }

  private async write({ server, model }: Checked): Promise<LaunchPlan> {
    const executable = await checkExecutable(server.exe_path, this.live.values.installRoots);
    const { paths } = model;
    await makeFolders(paths);
    await removeActiveBattlEyeCopies(paths.battleye);
    await refreshBattlEye(paths.battleye, executable);
    await this.keys.sync(paths.keys, model.modRows);
    await this.views.make(model.modRows);
    await writeServerFiles(model);
    this.sessions.set(server.id, { id: randomUUID(), logPath: join(paths.logs, `console-${stamp(new Date())}-${randomUUID().slice(0, 4)}.log`), revision: model.revision });
    const { cpu_affinity: cores, priority } = server;
    return { file: executable, args: launchArguments(model), cwd: paths.root, priority, ...(cores === null ? {} : { cpuAffinity: cores }) };
  }
}
