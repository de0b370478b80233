import { basename, dirname, resolve } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { signalGroup, STARTABLE, type ProcessFacts } from '@rumpus/process-supervisor';
import { LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import type { Actor } from '../http/caller.js';
import { redact } from '../logs/line-parser.js';
import { LogOffsets } from '../logs/log-offsets.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { gameProcesses } from './game-processes.js';
import { LaunchPreparer } from './launch-preparer.js';
import { ServerProcesses } from './server-processes.js';
import { ServerSignals } from './signals.js';

/** A process of the game that this manager does not look after. */
export interface Orphan {
  pid: number;
  /** The server whose folder it uses; null for one that is none of ours and is never touched. */
  server_id: number | null;
  server_name: string | null;
  command_line: string;
}

interface Found extends Orphan {
  facts: ProcessFacts;
}

/** A server that restarts itself (`#restartserver`) is there again by the time its end is seen. */
const AFTER_CRASH_MS = 1_500;
const HOUR_MS = 3_600_000;

/** Finds processes of the game that nobody looks after, and takes them over or ends them when asked (arma-servers spec §4.10). */
@Injectable()
export class OrphansService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('servers');
  private readonly told = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly lease: HostLease,
    private readonly servers: ServersRepository,
    private readonly processes: ServerProcesses,
    private readonly preparer: LaunchPreparer,
    private readonly offsets: LogOffsets,
    private readonly events: EventsService,
    private readonly signals: ServerSignals,
  ) {}

  onModuleInit(): void {
    const look = (): void => void this.look().catch((error: unknown) => this.logger.warn({ err: error }, 'processes that nobody looks after could not be looked for'));
    this.lease.on('acquired', look);
    this.timer = setInterval(look, HOUR_MS).unref();
    this.signals.on('down', (_id, why) => {
      if (why === 'crashed') setTimeout(look, AFTER_CRASH_MS).unref();
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Looks for them, and remembers each new one as an event of its server. */
  async look(): Promise<void> {
    if (!this.lease.held) return;
    for (const { facts, server_id: id, server_name: name } of await this.find()) {
      const key = `${String(facts.pid)}|${facts.startTime}`;
      if (id === null || name === null || this.told.has(key)) continue;
      this.told.add(key);
      await this.events.record({ id, name }, 'orphan_found', 'system', { pid: facts.pid });
    }
  }

  async list(): Promise<Orphan[]> {
    return (await this.find()).map(({ facts: _facts, ...orphan }) => orphan);
  }

  /**
   * Takes a process over as the one of its server.
   *
   * @throws LanguardError `NOT_FOUND`, `PATH_NOT_ALLOWED` for one that is none of ours, `SERVER_ALREADY_RUNNING`
   */
  async adopt(pid: number): Promise<void> {
    const { facts, server_id: id } = await this.ours(pid);
    const server = await this.servers.get(id);
    this.lease.assertOwner(server);
    if (!STARTABLE.includes(this.processes.of(server).state)) throw new LanguardError('SERVER_ALREADY_RUNNING', 'Another process runs for this server', { server_id: id });
    // A fresh start of its supervision: what it was waiting for, a restart say, is over.
    await this.processes.supervisor.remove(String(id));
    this.preparer.resume(server);
    const adopted = await this.processes.of(server).adopt({ identity: facts, outputOffset: await this.offsets.last(server) }, 'running');
    if (!adopted) throw missing('process');
    await this.servers.change(id, { desired_state: 'running' });
  }

  /** Ends a process of ours. @throws LanguardError `NOT_FOUND`, `PATH_NOT_ALLOWED` */
  async kill(pid: number, actor: Actor): Promise<void> {
    const { facts, server_id: id } = await this.ours(pid);
    await signalGroup(facts, 'SIGKILL');
    await this.events.record(await this.servers.get(id), 'killed', actor, { orphan: pid });
  }

  private async ours(pid: number): Promise<Found & { server_id: number }> {
    const found = (await this.find()).find((orphan) => orphan.pid === pid);
    if (found === undefined) throw missing('process');
    if (found.server_id === null) throw new LanguardError('PATH_NOT_ALLOWED', 'This process belongs to none of our servers; it is not touched', { pid });
    return { ...found, server_id: found.server_id };
  }

  private async find(): Promise<Found[]> {
    const known = new Set(this.processes.supervisor.list().map(({ identity }) => identity?.pid));
    const own = new Map((await this.servers.ofHost(this.lease.hostId)).map((server) => [server.id, server]));
    return (await gameProcesses(known)).map(({ facts, profiles }) => {
      const server = own.get(this.serverOf(profiles) ?? 0);
      return { facts, pid: facts.pid, server_id: server?.id ?? null, server_name: server?.name ?? null, command_line: redact(facts.commandLine.join(' ')).slice(0, 2_000) };
    });
  }

  /** `<servers>/<id>/profiles` is of the server with that id. */
  private serverOf(profiles: string): number | undefined {
    const root = dirname(resolve(profiles));
    const id = basename(root);
    return basename(profiles) === 'profiles' && dirname(root) === resolve(this.config.servers.dir) && /^[1-9]\d{0,9}$/.test(id) ? Number(id) : undefined;
  }
}
