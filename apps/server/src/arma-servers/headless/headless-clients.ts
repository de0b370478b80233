import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DEFAULT_RESTART_POLICY, livesFor, ProcessSupervisor, signalRung, type ProcessIdentity, type SupervisedProcess } from '@rumpus/process-supervisor';
import { writeAtomic } from '@rumpus/storage';
import { z } from 'zod';
import { headlessArguments } from '../configuration/files/launch-arguments.js';
import { checkExecutable } from '../servers/executable.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import { SERVER_STATUS } from '../servers/server.dto.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { ServerSignals } from '../supervision/signals.js';
import { ServerSettings } from '../settings/server-settings.js';

/** A headless client as the API shows it. */
export const HEADLESS_VIEW = z.object({ name: z.string(), status: SERVER_STATUS, pid: z.int().nullable() });
export type HeadlessView = z.infer<typeof HEADLESS_VIEW>;

const SETTLED_MS = 2_000;
const MAX_CLIENTS = 8;
const idOf = (serverId: number, index: number): string => `${String(serverId)}:hc${String(index)}`;

/** Headless clients: further processes of the same program that join a server to take computing off it (arma-servers spec §3.3.6). */
@Injectable()
export class HeadlessClients implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('headless');
  private readonly supervisor = new ProcessSupervisor();

  constructor(
    private readonly live: ServerSettings,
    private readonly signals: ServerSignals,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    readonly router: HostRouter,
  ) {}

  onModuleInit(): void {
    const attempt = (work: Promise<void>): void => void work.catch((error: unknown) => this.logger.warn({ err: error }, 'headless clients could not be started or stopped'));
    this.signals.on('ready', (id) => attempt(this.startHere(id)));
    this.signals.on('down', (id) => attempt(this.stopHere(id)));
    this.signals.on('gone', (id) => attempt(this.stopHere(id)));
  }

  /** They live on with their server. */
  async onApplicationShutdown(): Promise<void> {
    await this.supervisor.close();
  }

  @OnOwner('headless.list')
  async list(serverId: number): Promise<HeadlessView[]> {
    return Promise.resolve(this.of(serverId).map(({ spec, state, identity }) => ({ name: spec.id.split(':')[1] ?? '', status: state, pid: identity?.pid ?? null })));
  }

  /** Starts as many as the configuration says, and takes over those that an earlier manager started. */
  @OnOwner('headless.start')
  start(serverId: number): Promise<void> {
    return this.startHere(serverId);
  }

  private async startHere(serverId: number): Promise<void> {
    const { config } = await this.models.build(await this.servers.get(serverId));
    const count = typeof config.launch['headless_count'] === 'number' ? config.launch['headless_count'] : 0;
    for (let index = 1; index <= count; index += 1) await this.ensure(serverId, index);
  }

  /** Ends all of a server. */
  @OnOwner('headless.stop')
  stop(serverId: number): Promise<void> {
    return this.stopHere(serverId);
  }

  private async stopHere(serverId: number): Promise<void> {
    await Promise.all(
      this.of(serverId).map(async (client) => {
        if (client.state === 'running' || client.state === 'starting' || client.state === 'restarting') await client.stop();
        await this.supervisor.remove(client.spec.id);
      }),
    );
    for (let index = 1; index <= MAX_CLIENTS; index += 1) await rm(this.identityFile(serverId, index), { force: true });
  }

  private of(serverId: number): SupervisedProcess[] {
    return this.supervisor.list().filter(({ spec }) => spec.id.startsWith(`${String(serverId)}:`));
  }

  private identityFile(serverId: number, index: number): string {
    return join(this.models.paths(serverId).run, `hc${String(index)}.json`);
  }

  private async ensure(serverId: number, index: number): Promise<void> {
    const client = this.supervisor.get(idOf(serverId, index)) ?? this.add(serverId, index);
    if (client.state !== 'stopped' && client.state !== 'error' && client.state !== 'crashed') return;
    const known = await readFile(this.identityFile(serverId, index), 'utf8').catch(() => undefined);
    if (known !== undefined && client.state === 'stopped' && (await client.adopt({ identity: JSON.parse(known) as ProcessIdentity }, 'running'))) return;
    await client.start();
  }

  private add(serverId: number, index: number): SupervisedProcess {
    const paths = this.models.paths(serverId);
    const client = this.supervisor.add({
      id: idOf(serverId, index),
      prepare: async () => {
        const server = await this.servers.get(serverId);
        const model = await this.models.build(server);
        await mkdir(join(paths.root, `hc${String(index)}`), { recursive: true, mode: 0o700 });
        return { file: await checkExecutable(server.exe_path, this.live.values.installRoots), args: headlessArguments(model, index), cwd: paths.root };
      },
      output: () => ({ path: join(paths.logs, `hc${String(index)}.log`), maxBytes: 20 * 1024 * 1024, keep: 2 }),
      ready: [livesFor(SETTLED_MS)],
      restart: () => ({ ...DEFAULT_RESTART_POLICY, maxRestarts: 10 }),
      stopRungs: () => [signalRung('SIGINT', 5_000), signalRung('SIGTERM', 5_000)],
    });
    client.on('spawned', (identity) => void writeAtomic(this.identityFile(serverId, index), JSON.stringify(identity), { mode: 0o600 }).catch(() => undefined));
    return client;
  }
}
