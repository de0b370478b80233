import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ProcessIdentity, ProcessState } from '@rumpus/process-supervisor';
import { HostLease } from '../hosts/host-lease.js';
import { LogOffsets } from '../logs/log-offsets.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { LaunchPreparer } from './launch-preparer.js';
import { LifecycleService } from './lifecycle.service.js';
import { ServerProcesses } from './server-processes.js';
import { StatusWriter } from './status-writer.js';

const BUSY: readonly ProcessState[] = ['starting', 'running', 'stopping', 'restarting', 'crashed'];

function identityOf({ pid, pid_start_time: startTime, pid_boot_id: bootId }: ArmaServer): ProcessIdentity | undefined {
  return pid === null || startTime === null || startTime === '' ? undefined : { pid, startTime, bootId: bootId ?? '' };
}

/** Finds the servers again that an earlier manager left running, and starts those that should run (arma-servers spec §4.8). */
@Injectable()
export class Recovery implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('servers');

  constructor(
    private readonly lease: HostLease,
    private readonly servers: ServersRepository,
    private readonly processes: ServerProcesses,
    private readonly preparer: LaunchPreparer,
    private readonly writer: StatusWriter,
    private readonly lifecycle: LifecycleService,
    private readonly offsets: LogOffsets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.lease.on('acquired', () => this.recoverAll());
    this.lease.on('lost', () => this.letGo());
    await this.lease.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.lease.stop();
  }

  private async recoverAll(): Promise<void> {
    const servers = await this.servers.ofHost(this.lease.hostId);
    const results = await Promise.allSettled(servers.map((server) => this.recover(server)));
    for (const result of results) if (result.status === 'rejected') this.logger.error({ err: result.reason as unknown }, 'a server could not be recovered');
  }

  /** Another manager looks after the servers from now on; they themselves are not touched. */
  private async letGo(): Promise<void> {
    await Promise.all(this.processes.supervisor.list().map(({ spec }) => this.processes.supervisor.remove(spec.id)));
  }

  private async recover(server: ArmaServer): Promise<void> {
    const supervised = this.processes.of(server);
    if (supervised.state !== 'stopped') return;
    const identity = identityOf(server);
    if (identity !== undefined) {
      this.preparer.resume(server);
      const outputOffset = await this.offsets.last(server);
      const adopted = await supervised.adopt({ identity, outputOffset, startedAt: server.started_at ?? new Date() }, server.status === 'starting' ? 'starting' : 'running');
      if (adopted) {
        if (server.desired_state === 'stopped') await this.lifecycle.stopHere(server.id, { force: false, timeout_seconds: 30, warn_seconds: 0 }, 'system');
        return;
      }
    }
    await this.afterAbsence(server);
  }

  private async afterAbsence(server: ArmaServer): Promise<void> {
    const died = BUSY.includes(server.status) && (server.pid !== null || server.status === 'starting');
    if (died) {
      const last = { code: null, signal: null, at: new Date().toISOString(), reason: 'died_while_manager_down' };
      await this.servers.change(server.id, { status: 'crashed', pid: null, pid_start_time: null, pid_boot_id: null, stopped_at: new Date(), last_exit: last });
      this.writer.note(server.id, 'crashed', { reason: 'died_while_manager_down' });
    } else if (server.status === 'restarting') {
      await this.servers.change(server.id, { status: 'crashed' });
    } else if (server.status === 'stopping') {
      await this.servers.change(server.id, { status: 'stopped', pid: null });
    }
    const wanted = server.desired_state === 'running' && server.auto_restart && BUSY.includes(server.status) && server.status !== 'crashed';
    if (wanted || server.auto_start) await this.lifecycle.startHere(server.id, 'system').catch((error: unknown) => this.logger.warn({ err: error, serverId: server.id }, 'a server could not be started'));
  }
}
