import { Injectable } from '@nestjs/common';
import { STARTABLE, SupervisorError, type ProcessState, type SupervisedProcess } from '@rumpus/process-supervisor';
import { z } from 'zod';
import { LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import { MOMENT } from '../http/answers.js';
import type { Actor } from '../http/caller.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { SERVER_STATUS, type StopRequest } from '../servers/server.dto.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServerLocks } from './server-locks.js';
import { LaunchPreparer } from './launch-preparer.js';
import { ServerProcesses } from './server-processes.js';
import { StatusWriter } from './status-writer.js';

/** What a lifecycle call answers. */
export const STATUS_RESPONSE = z.object({ id: z.int(), status: SERVER_STATUS, pid: z.int().nullable(), started_at: MOMENT.nullable(), job_id: z.null(), message: z.string() });
export type StatusResponse = z.infer<typeof STATUS_RESPONSE>;

const wrongState = (server: { status: ProcessState } | SupervisedProcess, verb: string): LanguardError => {
  const status = 'status' in server ? server.status : server.state;
  const code = verb === 'start' ? 'SERVER_ALREADY_RUNNING' : 'SERVER_NOT_RUNNING';
  return new LanguardError(code, `A server that is ${status} can't ${verb}`, { status });
};

const seconds = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Starts, stops, restarts and kills servers. Of two calls at the same time one wins and the other is told so. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly servers: ServersRepository,
    private readonly processes: ServerProcesses,
    private readonly writer: StatusWriter,
    private readonly lease: HostLease,
    private readonly events: EventsService,
    private readonly rcon: RconConnections,
    private readonly locks: ServerLocks,
    private readonly preparer: LaunchPreparer,
    readonly router: HostRouter,
  ) {}

  /**
   * Starts a server. Answers when nothing stands in the way; writing the files and spawning go on behind the answer, and
   * the outcome shows as `running` or `error`.
   *
   * @param waitSeconds how long to wait for that
   * @throws LanguardError `SERVER_ALREADY_RUNNING`, or what stands in the way
   */
  @OnOwner('lifecycle.start', ([, , wait]) => seconds(wait))
  async start(id: number, actor: Actor, waitSeconds = 0): Promise<StatusResponse> {
    await this.lease.settled();
    return this.startHere(id, actor, waitSeconds);
  }

  /** The same for a server of this host, also while the servers of an earlier manager are being found again. */
  async startHere(id: number, actor: Actor, waitSeconds = 0): Promise<StatusResponse> {
    const server = await this.servers.get(id);
    this.lease.assertOwner(server);
    const supervised = this.processes.of(server);
    await this.writer.settled(id);
    if (!STARTABLE.includes(supervised.state)) throw wrongState(supervised, 'start');
    this.locks.assertFree(id);
    if (!(await this.servers.move(id, STARTABLE, { status: 'starting', desired_state: 'running' }))) throw wrongState(await this.servers.get(id), 'start');
    await this.begin(server, supervised, actor);
    if (waitSeconds === 0) return { id, status: 'starting', pid: null, started_at: null, job_id: null, message: 'The server is starting' };
    await this.until(supervised, (state) => state !== 'starting', waitSeconds);
    return this.response(id);
  }

  /** Stops a server by the ladder; a second call with `force` goes straight to the kill. */
  @OnOwner('lifecycle.stop', ([, , , wait]) => seconds(wait))
  async stop(id: number, request: StopRequest, actor: Actor, waitSeconds = 0): Promise<StatusResponse> {
    await this.lease.settled();
    return this.stopHere(id, request, actor, waitSeconds);
  }

  /** The same for a server of this host, also while the servers of an earlier manager are being found again. */
  async stopHere(id: number, request: StopRequest, actor: Actor, waitSeconds = 0): Promise<StatusResponse> {
    const server = await this.servers.get(id);
    this.lease.assertOwner(server);
    const supervised = this.processes.of(server);
    if (STARTABLE.includes(supervised.state)) throw wrongState(server, 'stop');
    await this.servers.change(id, { desired_state: 'stopped' });
    await this.events.record(server, request.force ? 'killed' : 'stop_requested', actor, { ...request });
    // Its outcome is the state; who wants to know waits, the others watch.
    this.climbDown(id, supervised, request).catch(() => undefined);
    await this.until(supervised, (state) => state === 'stopped' || state === 'error', waitSeconds);
    return this.response(id);
  }

  /** Stops, then starts again. A server that is not running is only started. */
  @OnOwner('lifecycle.restart', ([, , , wait]) => seconds(wait))
  async restart(id: number, request: StopRequest, actor: Actor, waitSeconds = 0): Promise<StatusResponse> {
    await this.lease.settled();
    const server = await this.servers.get(id);
    this.lease.assertOwner(server);
    const supervised = this.processes.of(server);
    if (STARTABLE.includes(supervised.state)) return this.startHere(id, actor, waitSeconds);
    await this.events.record(server, 'stop_requested', actor, { ...request, restart: true });
    const done = this.climbDown(id, supervised, request).then(() => this.startHere(id, actor));
    done.catch((error: unknown) => this.writer.note(id, 'job_failed', { action: 'restart', message: error instanceof Error ? error.message : 'failed' }));
    if (waitSeconds > 0) await Promise.race([done.catch(() => undefined), this.until(supervised, () => false, waitSeconds)]);
    return this.response(id);
  }

  /** Ends the process at once. */
  kill(id: number, actor: Actor): Promise<StatusResponse> {
    return this.stop(id, { force: true, timeout_seconds: 0, warn_seconds: 0 }, actor, 12);
  }

  private async begin(server: ArmaServer, supervised: SupervisedProcess, actor: Actor): Promise<void> {
    try {
      // Looked at again now that the state is ours: work that saw the server stopped may have begun meanwhile.
      this.locks.assertFree(server.id);
      const passed = this.preparer.passed(server.id);
      const started = supervised.start();
      // A failure behind the answer is the state `error`; nobody must take it for unhandled and end the process.
      started.catch(() => undefined);
      await Promise.all([this.events.record(server, 'start_requested', actor), Promise.race([started, passed])]);
    } catch (error) {
      if (error instanceof LanguardError && error.code === 'JOB_RUNNING') await this.servers.move(server.id, ['starting'], { status: server.status, desired_state: server.desired_state });
      await this.writer.settled(server.id);
      if (error instanceof SupervisorError && error.code === 'invalid-state') throw wrongState(await this.servers.get(server.id), 'start');
      if (error instanceof SupervisorError) throw new LanguardError('EXE_MISSING', error.message, null, error);
      throw error;
    }
  }

  private async climbDown(id: number, supervised: SupervisedProcess, request: StopRequest): Promise<void> {
    if (request.warn_seconds > 0 && !request.force) await this.warn(id, request);
    await supervised.stop({ force: request.force, rungs: this.processes.stopRungs(id, request.timeout_seconds) });
  }

  private async warn(id: number, { message, warn_seconds: seconds }: StopRequest): Promise<void> {
    await this.rcon.command(id, `say -1 ${message ?? `The server goes down in ${String(seconds)} seconds.`}`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000).unref());
  }

  private until(supervised: SupervisedProcess, reached: (state: ProcessState) => boolean, seconds: number): Promise<void> {
    if (seconds === 0 || reached(supervised.state)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        supervised.off('transition', check);
        resolve();
      };
      const check = (): void => {
        if (reached(supervised.state)) done();
      };
      const timer = setTimeout(done, seconds * 1_000);
      supervised.on('transition', check);
    });
  }

  private async response(id: number): Promise<StatusResponse> {
    await this.writer.settled(id);
    const server = await this.servers.get(id);
    return { id, status: server.status, pid: server.pid, started_at: server.started_at?.toISOString() ?? null, job_id: null, message: server.status === 'error' && server.last_error !== null ? server.last_error : `The server is ${server.status}` };
  }
}
