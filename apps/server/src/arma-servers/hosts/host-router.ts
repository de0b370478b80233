import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CONFIG, type Config } from '@rumpus/config';
import { type JobContext, JobHandler, JobQueue, type PayloadOf } from '@rumpus/queue';
import { LANGUARD_STATUS, LanguardError, type LanguardCode } from '../errors.js';
import { languardFailure } from '../http/languard.filter.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { HostDirectory, type HostView } from './host-directory.js';
import { HostLease } from './host-lease.js';
import { OWNER_ACTION, type OwnerAction } from './on-owner.js';
import { COMMAND_RESULT, serverCommandJob, type CommandResult } from './server-command.job.js';

const FIRST_LOOK_MS = 40;
const LONGEST_PAUSE_MS = 250;

/**
 * Takes commands to the host that owns a server (arma-servers spec §4.10). Servers of a host whose manager is away are
 * never taken over by another host: their processes are out of its reach. It says so instead.
 */
@Injectable()
export class HostRouter implements OnModuleInit {
  private readonly actions = new Map<string, (...args: unknown[]) => unknown>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly queue: JobQueue,
    private readonly lease: HostLease,
    private readonly directory: HostDirectory,
    private readonly servers: ServersRepository,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) this.collect(instance as unknown);
    this.lease.on('acquired', () => this.queue.join(this.lease.hostId));
    this.lease.on('lost', () => this.queue.leave(this.lease.hostId));
  }

  /**
   * Does something on the host of a server.
   *
   * @param args the first is the server's id
   * @param here does it when this is the host
   * @param waitSeconds how long the owner itself may wait
   * @throws LanguardError what the owner answers; `HOST_AWAY` when no manager runs there, `HOST_TIMEOUT` when it does not answer
   */
  async run<R>(action: string, args: readonly [number, ...unknown[]], here: () => Promise<R>, waitSeconds: number): Promise<R> {
    const { host_id: hostId } = await this.servers.get(args[0]);
    return this.runOn(hostId, action, args, here, waitSeconds);
  }

  /** Does something on a host. @throws LanguardError as {@link run} */
  async runOn<R>(hostId: string, action: string, args: readonly unknown[], here: () => Promise<R>, waitSeconds = 0): Promise<R> {
    return hostId === this.lease.hostId ? here() : ((await this.send(hostId, action, args, waitSeconds)) as R);
  }

  /**
   * For work that is put into the queue of a host and not waited for: with nobody there to do it, it would be done at some later time when nobody expects it.
   *
   * @throws LanguardError `HOST_AWAY`
   */
  async assertOnline(hostId: string): Promise<void> {
    if (hostId !== this.lease.hostId) await this.onlineHost(hostId);
  }

  /** Whether a server is of this host. @throws LanguardError `OWNED_BY_OTHER_HOST` for what only works there, with the host's name */
  async assertHere(serverId: number): Promise<void> {
    const { host_id: hostId } = await this.servers.get(serverId);
    if (hostId === this.lease.hostId) return;
    const host = await this.directory.find(hostId);
    throw new LanguardError('OWNED_BY_OTHER_HOST', `The files of this server are on the host ${host.name}: use the manager there`, { host_id: hostId, host_name: host.name, online: host.online });
  }

  /** A command that another manager sent to this host. */
  @JobHandler(serverCommandJob)
  handle(command: PayloadOf<typeof serverCommandJob>, _context: JobContext): Promise<unknown> {
    return this.carryOut(command);
  }

  private async carryOut({ action, args, expires_at: expires }: PayloadOf<typeof serverCommandJob>): Promise<CommandResult> {
    try {
      if (Date.now() > expires) throw new LanguardError('HOST_TIMEOUT', 'The command came too late; it was not carried out');
      const method = this.actions.get(action);
      if (method === undefined) throw new LanguardError('NOT_FOUND', 'The manager of that host does not know this command; it may be an older version', { action });
      return { ok: true, value: (await method(...args)) ?? null };
    } catch (error) {
      const failure = languardFailure(error);
      if (failure === undefined) throw error;
      return { ok: false, code: failure.code, message: failure.message, details: failure.details };
    }
  }

  private async send(hostId: string, action: string, args: readonly unknown[], waitSeconds: number): Promise<unknown> {
    const host = await this.onlineHost(hostId);
    const facts = { host_id: hostId, host_name: host.name, last_seen: host.last_seen };
    const deadline = Date.now() + (this.config.servers.commandTimeoutSeconds + waitSeconds) * 1_000;
    const job = await this.queue.add(serverCommandJob, { action, args: [...args], expires_at: deadline }, { node: hostId, priority: 100 });
    const result = await this.outcome(job, deadline);
    if (result === undefined) {
      await this.queue.cancel(job);
      throw new LanguardError('HOST_TIMEOUT', `The manager of the host ${host.name} did not answer in time`, facts);
    }
    if (result.ok) return result.value;
    throw new LanguardError(result.code in LANGUARD_STATUS ? (result.code as LanguardCode) : 'HOST_TIMEOUT', result.message, result.details);
  }

  private async onlineHost(hostId: string): Promise<HostView> {
    const host = await this.directory.find(hostId);
    if (!host.online) throw new LanguardError('HOST_AWAY', `This belongs to the host ${host.name}, whose manager is away; it can’t be reached from here`, { host_id: hostId, host_name: host.name, last_seen: host.last_seen });
    return host;
  }

  private async outcome(job: string, deadline: number): Promise<CommandResult | undefined> {
    for (let pause = FIRST_LOOK_MS; Date.now() < deadline; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const view = await this.queue.get(job);
      if (view?.state === 'completed') return COMMAND_RESULT.parse(view.result);
      if (view?.state === 'failed') return { ok: false, code: 'HOST_TIMEOUT', message: 'The manager of that host failed at this command', details: null };
      if (view === undefined || view.state === 'cancelled') return undefined;
    }
    return undefined;
  }

  private collect(instance: unknown): void {
    if (typeof instance !== 'object' || instance === null) return;
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (prototype === null || prototype === Object.prototype) return;
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const method: unknown = Object.getOwnPropertyDescriptor(prototype, key)?.value;
      const found = typeof method === 'function' ? (Reflect.getMetadata(OWNER_ACTION, method) as OwnerAction | undefined) : undefined;
      if (found !== undefined) this.actions.set(found.action, (...args) => Reflect.apply(found.here, instance, args) as unknown);
    }
  }
}
