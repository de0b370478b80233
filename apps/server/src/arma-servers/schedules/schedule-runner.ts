import { Injectable } from '@nestjs/common';
import { JobAborted, JobHandler, type JobContext } from '@rumpus/queue';
import { STARTABLE } from '@rumpus/process-supervisor';
import { HostLease } from '../hosts/host-lease.js';
import { BackupsService } from '../backups/backups.service.js';
import { RconService } from '../rcon/rcon.service.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { LifecycleService } from '../supervision/lifecycle.service.js';
import { ModUpdate } from './mod-update.js';
import { NothingToDo } from './nothing-to-do.js';
import { ScheduleRuns, scheduleRunJob } from './schedule-runs.js';
import type { ArmaScheduleRun } from './schedule.entities.js';

const WAIT_SECONDS = 60;
const COMMAND_TIMEOUT_MS = 10_000;
/** After a manager has taken a server over, its RCon link needs a moment. */
const LINK_ATTEMPTS = 15;
const LINK_PAUSE_MS = 1_000;

/** Does what schedules are for. */
@Injectable()
export class ScheduleRunner {
  constructor(
    private readonly runs: ScheduleRuns,
    private readonly servers: ServersRepository,
    private readonly lease: HostLease,
    private readonly lifecycle: LifecycleService,
    private readonly rcon: RconService,
    private readonly backups: BackupsService,
    private readonly modUpdate: ModUpdate,
  ) {}

  @JobHandler(scheduleRunJob)
  async run({ run_id: runId }: { run_id: number }, { signal }: JobContext): Promise<unknown> {
    const known = await this.runs.get(runId);
    if (known === null) return { status: 'gone' };
    const server = await this.servers.get(known.server_id);
    this.lease.assertOwner(server);
    const run = await this.runs.begin(runId);
    if (run === undefined) return { status: known.status };
    const again = known.status === 'running';
    try {
      const message = await this.act(run, server, again, signal);
      signal.throwIfAborted();
      await this.runs.end(run, 'done', message);
      return { status: 'done' };
    } catch (error) {
      if (error instanceof JobAborted && error.why === 'shutdown') throw error;
      const status = error instanceof NothingToDo ? 'skipped' : 'failed';
      await this.runs.end(run, status, error instanceof Error ? error.message : 'failed');
      return { status };
    }
  }

  /** @param again the run had begun before and broke off with its manager */
  private async act({ id, action, payload, actor, schedule_id: scheduleId }: ArmaScheduleRun, server: ArmaServer, again: boolean, signal: AbortSignal): Promise<string> {
    const by = actor as 'scheduler';
    const off = STARTABLE.includes(server.status);
    switch (action) {
      case 'start':
        if (!off) throw new NothingToDo(`The server is ${server.status}`);
        return this.outcome((await this.lifecycle.start(server.id, by, WAIT_SECONDS)).status, ['running', 'starting']);
      case 'stop':
        if (off) throw new NothingToDo(`The server is ${server.status}`);
        return this.outcome((await this.lifecycle.stop(server.id, stopRequest(payload.timeout_seconds), by, WAIT_SECONDS + (payload.timeout_seconds ?? 30))).status, ['stopped']);
      case 'restart':
        // A server that was stopped on purpose stays so; one that crashed is started, and so is one whose restart broke off half-way.
        if (off && server.desired_state === 'stopped' && !again) throw new NothingToDo('The server is stopped, so it is not started by a restart');
        await this.lifecycle.restart(server.id, stopRequest(payload.timeout_seconds), by, WAIT_SECONDS + (payload.timeout_seconds ?? 30));
        return this.outcome((await this.servers.get(server.id)).status, ['running', 'starting']);
      case 'say':
        return this.say(server, `say -1 ${payload.message ?? ''}`);
      case 'lock':
      case 'unlock':
        return this.say(server, `#${action}`);
      case 'mission':
        return this.say(server, payload.mission_name === undefined ? '#restart' : ['#mission', payload.mission_name, payload.difficulty ?? ''].join(' ').trimEnd());
      case 'command': {
        this.assertRunning(server);
        const { response } = await whenLinked(() => this.rcon.command(server.id, payload.command ?? '', COMMAND_TIMEOUT_MS, by));
        return response === '' ? 'Sent' : response;
      }
      case 'backup': {
        const { size_bytes: size } = await this.backups.bySchedule(server, scheduleId, payload, signal);
        return `${String(size)} bytes`;
      }
      case 'mod_update':
        return this.modUpdate.run(server, payload, `schedule-mods-${String(id)}`, by, signal);
    }
  }

  private assertRunning({ status }: ArmaServer): void {
    if (status !== 'running') throw new NothingToDo(`The server is ${status}`);
  }

  private async say(server: ArmaServer, command: string): Promise<string> {
    this.assertRunning(server);
    await whenLinked(() => this.rcon.send(server.id, command));
    return 'Sent';
  }

  private outcome(status: string, good: readonly string[]): string {
    const message = `The server is ${status}`;
    if (!good.includes(status)) throw new Error(message);
    return message;
  }
}

async function whenLinked<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'RCON_UNAVAILABLE' || attempt >= LINK_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, LINK_PAUSE_MS).unref());
    }
  }
}

const stopRequest = (timeout = 30): { force: boolean; timeout_seconds: number; warn_seconds: number } => ({ force: false, timeout_seconds: timeout, warn_seconds: 0 });
