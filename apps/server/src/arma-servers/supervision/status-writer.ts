import { Injectable, Logger } from '@nestjs/common';
import type { ProcessIdentity, ProcessState, Transition } from '@rumpus/process-supervisor';
import { EventsService, type EventType } from '../events/events.service.js';
import type { StatusFrame } from '../realtime/feed.js';
import { ServerFeed } from '../realtime/server-feed.js';
import { LiveStates } from '../servers/live-state.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { insist } from './insist.js';
import type { RunSession } from './launch-preparer.js';

const EVENT_OF: Partial<Record<ProcessState, EventType>> = { running: 'ready', stopped: 'stopped', crashed: 'crashed', restarting: 'restart_scheduled' };

/** What a crash leaves behind for the person who has to mend it. */
export interface LastWords {
  lines: string[];
  /** The game removes its pid file on a clean exit, so one that is left tells a crash from an exit (arma-servers spec §4.7). */
  pidFileLeft: Promise<boolean>;
}

/** Writes what happens to processes into the database, in order, however long the database is away. */
@Injectable()
export class StatusWriter {
  private readonly logger = new Logger('servers');
  private readonly queues = new Map<number, Promise<void>>();

  constructor(
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
    private readonly feed: ServerFeed,
    private readonly live: LiveStates,
  ) {}

  /** A process was spawned or adopted. */
  spawned(serverId: number, identity: ProcessIdentity, session: RunSession | undefined, adopted: boolean): void {
    const known = { pid: identity.pid, pid_start_time: identity.startTime, pid_boot_id: identity.bootId };
    const fresh = adopted ? {} : { started_at: new Date(), ready_at: null, session_id: session?.id ?? null, log_path: session?.logPath ?? null, running_revision: session?.revision ?? null };
    this.enqueue(serverId, async () => {
      await this.servers.change(serverId, { ...known, ...fresh });
      const server = await this.servers.get(serverId);
      await this.events.record(server, adopted ? 'reattached' : 'started', 'system', { pid: identity.pid });
    });
  }

  /** A step from state to state. */
  moved(serverId: number, transition: Transition, restartCount: number, lastWords: LastWords | undefined): void {
    this.live.set(serverId, { restartAt: transition.restartInMs === undefined ? null : transition.at.getTime() + transition.restartInMs });
    this.enqueue(serverId, async () => {
      await this.servers.change(serverId, { status: transition.to, restart_count: restartCount, updated_at: transition.at, ...effects(transition) });
      const server = await this.servers.get(serverId);
      this.tell(server, transition);
      const type = EVENT_OF[transition.to];
      if (type !== undefined && transition.reason !== 'adopted') await this.events.record(server, type, 'system', await details(transition, lastWords));
    });
  }

  /** Something worth remembering that is no step. */
  note(serverId: number, type: EventType, detail: Record<string, unknown> = {}): void {
    this.enqueue(serverId, async () => this.events.record(await this.servers.get(serverId), type, 'system', detail));
  }

  /** Resolves when everything told so far about a server is written. */
  async settled(serverId: number): Promise<void> {
    await this.queues.get(serverId);
  }

  /** The state as it is stored, for those who begin to watch. */
  frame(server: ArmaServer, previous: ProcessState = server.status, reason = ''): StatusFrame {
    const { restartAt } = this.live.get(server.id);
    return {
      status: server.status,
      previous,
      desired_state: server.desired_state,
      pid: server.pid,
      started_at: server.started_at?.toISOString() ?? null,
      reason,
      exit_code: server.last_exit?.code ?? null,
      exit_signal: server.last_exit?.signal ?? null,
      restart_in_seconds: restartAt === null ? null : Math.max(0, Math.round((restartAt - Date.now()) / 1_000)),
      restart_count: server.restart_count,
    };
  }

  private tell(server: ArmaServer, { from, reason }: Transition): void {
    this.feed.tell(server.id, 'status', this.frame(server, from, reason));
  }

  private enqueue(serverId: number, work: () => Promise<void>): void {
    const before = this.queues.get(serverId) ?? Promise.resolve();
    const next = before.then(() => this.insist(serverId, work));
    this.queues.set(serverId, next);
    void next.then(() => {
      if (this.queues.get(serverId) === next) this.queues.delete(serverId);
    });
  }

  /** Tries until the database takes it; a server that was deleted meanwhile ends the trying. */
  private async insist(serverId: number, work: () => Promise<void>): Promise<void> {
    try {
      await insist(work, { onFirst: (error) => this.logger.warn({ err: error, serverId }, 'a change of state could not be written; trying until it can') });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'NOT_FOUND') this.logger.error({ err: error, serverId }, 'a change of state was not written');
    }
  }
}

function effects({ to, at, reason, exit }: Transition): Partial<ArmaServer> {
  switch (to) {
    case 'starting':
      return { last_error: null };
    case 'running':
      return reason === 'adopted' ? {} : { ready_at: at };
    case 'stopped':
    case 'crashed': {
      const last = { code: exit?.code ?? null, signal: exit?.signal ?? null, at: at.toISOString(), reason };
      return { pid: null, pid_start_time: null, pid_boot_id: null, stopped_at: at, last_exit: last };
    }
    case 'error':
      return { last_error: reason.slice(0, 2_000) };
    case 'stopping':
    case 'restarting':
      return {};
  }
}

async function details(transition: Transition, lastWords: LastWords | undefined): Promise<Record<string, unknown>> {
  const { reason, exit, restartInMs } = transition;
  return {
    reason,
    ...(exit === undefined ? {} : { exit_code: exit.code, exit_signal: exit.signal }),
    ...(restartInMs === undefined ? {} : { restart_in_seconds: Math.round(restartInMs / 1_000) }),
    ...(lastWords === undefined ? {} : { last_lines: lastWords.lines, pid_file_left: await lastWords.pidFileLeft }),
  };
}
