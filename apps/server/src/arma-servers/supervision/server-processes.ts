import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DEFAULT_RESTART_POLICY, lineAppears, ProcessSupervisor, signalGroup, signalRung, type ReadinessCheck, type ResourceSample, type RestartPolicy, type StopRung, type SupervisedProcess } from '@rumpus/process-supervisor';
import { RconConnections } from '../rcon/rcon-connections.js';
import type { ArmaServer, MemoryPolicy } from '../servers/server.entity.js';
import { LaunchPreparer } from './launch-preparer.js';
import { queryInfo } from './query.js';
import { ServerSignals } from './signals.js';
import { StatusWriter } from './status-writer.js';

const READY_LINE = /Host identity created\./;
/** Without a log line an answer to a query counts, but only after the time a server with many mods needs to get there. */
const QUERY_AFTER_MS = 60_000;
const LAST_LINES = 50;
const POLITE_SIGNAL_MS = 10_000;

/** What an operator set for a server that matters after its start. Kept here so that a decision needs no database. */
type Policy = Pick<ArmaServer, 'auto_restart' | 'max_restarts' | 'restart_window_seconds' | 'restart_delay_seconds' | 'game_port' | 'memory_limit_mb' | 'memory_policy'> & { noLogs: boolean };

/** The processes of all servers of this host. */
@Injectable()
export class ServerProcesses implements OnApplicationShutdown {
  readonly supervisor = new ProcessSupervisor();
  private readonly policies = new Map<number, Policy>();

  constructor(
    private readonly preparer: LaunchPreparer,
    private readonly writer: StatusWriter,
    private readonly signals: ServerSignals,
    private readonly rcon: RconConnections,
  ) {}

  /** Lets go; the servers live on and are found again by the next manager. */
  async onApplicationShutdown(): Promise<void> {
    await this.supervisor.close();
  }

  /** The process of a server, made on first use. */
  of(server: ArmaServer): SupervisedProcess {
    this.learn(server);
    return this.supervisor.get(String(server.id)) ?? this.add(server.id);
  }

  /** Takes over changed settings. */
  learn(server: ArmaServer, noLogs = false): void {
    const { auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, game_port, memory_limit_mb, memory_policy } = server;
    this.policies.set(server.id, { auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, game_port, memory_limit_mb, memory_policy, noLogs });
  }

  /** Forgets a deleted server. */
  async forget(serverId: number): Promise<void> {
    await this.supervisor.remove(String(serverId));
    this.policies.delete(serverId);
    this.signals.emit('gone', serverId);
  }

  /** The game port a server was started with. */
  gamePort(serverId: number): number | undefined {
    return this.policies.get(serverId)?.game_port;
  }

  /** What memory a server may take; undefined without a limit. */
  memoryLimit(serverId: number): { mb: number; policy: MemoryPolicy } | undefined {
    const known = this.policies.get(serverId);
    return known?.memory_limit_mb == null ? undefined : { mb: known.memory_limit_mb, policy: known.memory_policy };
  }

  /** Ends a process that hangs, so that it counts as crashed and the restart policy decides. */
  async crash(serverId: number): Promise<void> {
    const identity = this.supervisor.get(String(serverId))?.identity;
    if (identity !== undefined) await signalGroup(identity, 'SIGKILL');
  }

  /** Calls back with one reading of all living processes, by server id. */
  onSamples(listener: (samples: ReadonlyMap<number, ResourceSample>) => void): void {
    this.supervisor.on('samples', (samples) => listener(new Map([...samples].map(([id, sample]) => [Number(id), sample]))));
  }

  private add(serverId: number): SupervisedProcess {
    const supervised = this.supervisor.add({
      id: String(serverId),
      prepare: () => this.preparer.prepare(serverId),
      output: () => ({
        path: this.preparer.session(serverId)?.logPath ?? '/dev/null',
        onLines: (lines) => this.signals.lineSink(serverId, this.preparer.session(serverId)?.id ?? '', lines),
      }),
      ready: [lineAppears(READY_LINE), this.answersQueries(serverId)],
      restart: () => this.restartPolicy(serverId),
      stopRungs: () => this.stopRungs(serverId, 30),
    });
    this.listen(serverId, supervised);
    return supervised;
  }

  private listen(serverId: number, supervised: SupervisedProcess): void {
    supervised.on('spawned', (identity, warnings, adopted) => {
      this.writer.spawned(serverId, identity, this.preparer.session(serverId), adopted);
      for (const warning of warnings) this.writer.note(serverId, 'updated', { warning });
      this.signals.emit('up', serverId, adopted);
    });
    let lastWords: string[] = [];
    supervised.on('transition', (transition) => {
      if (transition.to === 'crashed' || transition.to === 'stopped') lastWords = supervised.lastLines(LAST_LINES);
      this.writer.moved(serverId, transition, supervised.restartCount, transition.to === 'crashed' ? { lines: lastWords, pidFileLeft: this.preparer.pidFileLeft(serverId) } : undefined);
      if (transition.to === 'running') this.signals.emit('ready', serverId);
      if (transition.to === 'restarting') this.signals.emit('restarting', serverId);
      if (transition.to === 'crashed' || transition.to === 'stopped') this.signals.emit('down', serverId, transition.to);
    });
    supervised.on('start-timeout', () => this.writer.note(serverId, 'hang_detected', { phase: 'start' }));
    supervised.on('given-up', (why) => this.writer.note(serverId, 'restart_given_up', { why, last_lines: lastWords }));
  }

  private answersQueries(serverId: number): ReadinessCheck {
    return async ({ signal }) => {
      const policy = this.policies.get(serverId);
      const wait = (ms: number): Promise<void> =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          timer.unref();
          signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
          });
        });
      await wait(policy?.noLogs === true ? 1_000 : QUERY_AFTER_MS);
      while (!signal.aborted) {
        if (policy !== undefined && (await queryInfo(policy.game_port + 1)) !== undefined) return 'answers queries';
        await wait(1_000);
      }
      throw new Error('aborted');
    };
  }

  private restartPolicy(serverId: number): RestartPolicy {
    const policy = this.policies.get(serverId);
    if (policy === undefined) return { ...DEFAULT_RESTART_POLICY, enabled: false };
    return { ...DEFAULT_RESTART_POLICY, enabled: policy.auto_restart, maxRestarts: policy.max_restarts, windowMs: policy.restart_window_seconds * 1_000, delayMs: policy.restart_delay_seconds * 1_000 };
  }

  /** The ways to stop a server: RCon first, then the signals its own tools use. */
  stopRungs(serverId: number, timeoutSeconds: number): StopRung[] {
    return [{ name: 'rcon', act: () => this.rcon.shutdown(serverId), waitMs: timeoutSeconds * 1_000 }, signalRung('SIGINT', POLITE_SIGNAL_MS), signalRung('SIGTERM', POLITE_SIGNAL_MS)];
  }
}
