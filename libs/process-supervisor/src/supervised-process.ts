import { EventEmitter } from 'node:events';
import { SupervisorError } from './errors.js';
import { inspect, isAlive, type ProcessIdentity } from './identity.js';
import { launch, type LaunchPlan } from './launch.js';
import { OutputLog, type OutputOptions } from './output-log.js';
import { signalGroup, sweepGroup } from './process-group.js';
import type { ReadinessCheck } from './readiness.js';
import { RestartHistory, type RestartPolicy } from './restart-policy.js';
import { STARTABLE, mayGo, type ExitStatus, type ProcessState, type Transition } from './states.js';
import { climb, signalRung, type StopReport, type StopRung } from './stop-ladder.js';

/** What is supervised, and how. Functions are asked again at every start, so changes apply at the next one. */
export interface ProcessSpec {
  id: string;
  /** Prepares a start (writes files, checks ports …) and says what to run. A failure leads to `error`, without restart. */
  prepare: () => Promise<LaunchPlan>;
  output: () => OutputOptions;
  /** The first evidence moves `starting` to `running`. None = at once. */
  ready?: readonly ReadinessCheck[];
  startTimeoutMs?: number;
  /** What to do when no evidence came in time. `warn` only tells. */
  onStartTimeout?: 'warn' | 'kill';
  restart: () => RestartPolicy;
  /** Polite ways to stop, first to last; default SIGINT, then SIGTERM, 10 s each. SIGKILL always comes last. */
  stopRungs?: () => readonly StopRung[];
  /** How long SIGKILL may take before the process counts as unkillable. */
  killWaitMs?: number;
}

/** What a supervised process tells. */
export interface SupervisedProcessEvents {
  transition: [transition: Transition];
  /** A program was spawned (pid known) or adopted. */
  spawned: [identity: ProcessIdentity, warnings: string[], adopted: boolean];
  /** No evidence of readiness in time. */
  'start-timeout': [];
  /** A crash that will not be followed by a restart, and why. */
  'given-up': [why: 'disabled' | 'limit' | 'fast-crash-loop'];
}

/** What is known of a process that was started by an earlier manager. */
export interface Adoption {
  identity: ProcessIdentity;
  /** How far its output was read, in bytes. */
  outputOffset?: number;
  startedAt?: Date;
}

interface Run {
  identity: ProcessIdentity;
  startedAt: number;
  output: OutputLog;
  own: boolean;
  ready: AbortController;
  ended: Promise<void>;
  end: () => void;
}

const DEFAULT_RUNGS = (): StopRung[] => [signalRung('SIGINT', 10_000), signalRung('SIGTERM', 10_000)];

/** One process under supervision, over all its starts. */
export class SupervisedProcess extends EventEmitter<SupervisedProcessEvents> {
  private readonly history = new RestartHistory();
  private current: ProcessState = 'stopped';
  private run: Run | undefined;
  private lastOutput: OutputLog | undefined;
  private launching: Promise<void> | undefined;
  private restartTimer: NodeJS.Timeout | undefined;
  private stopping: { report: Promise<StopReport>; force: AbortController } | undefined;
  private plannedExit: string | undefined;
  private detached = false;

  constructor(readonly spec: ProcessSpec) {
    super();
  }

  get state(): ProcessState {
    return this.current;
  }

  /** The living process, if any. */
  get identity(): ProcessIdentity | undefined {
    return this.run?.identity;
  }

  /** Its output, from this start on. */
  get output(): OutputLog | undefined {
    return this.run?.output;
  }

  /** The last lines of the current run, or of the last one when it has ended. */
  lastLines(count?: number): string[] {
    return (this.run?.output ?? this.lastOutput)?.lastLines(count) ?? [];
  }

  /** Automatic restarts within the policy's window. */
  get restartCount(): number {
    return this.history.count(this.spec.restart(), Date.now());
  }

  /**
   * Starts the program. The state changes before anything is awaited, so of two simultaneous calls one fails.
   * Resolves when it is spawned; that it works shows as `running`.
   *
   * @throws SupervisorError `invalid-state`; whatever `prepare` throws; `spawn-failed`
   */
  async start(reason = 'requested'): Promise<void> {
    if (!STARTABLE.includes(this.current)) throw new SupervisorError('invalid-state', `Can't start while ${this.current}`);
    this.history.reset();
    await this.begin(reason);
  }

  /**
   * Takes over a process that an earlier manager started, if it is still that process.
   *
   * @returns whether it was; if not, nothing changes
   */
  async adopt({ identity, outputOffset = 0, startedAt = new Date() }: Adoption, as: 'starting' | 'running'): Promise<boolean> {
    if (this.current !== 'stopped' || !(await isAlive(identity))) return false;
    // It may have been started while we looked.
    if (!this.is('stopped')) return false;
    this.attach(identity, startedAt.getTime(), false, outputOffset);
    this.go(as, { reason: 'adopted' });
    this.emit('spawned', identity, [], true);
    if (as === 'starting') this.awaitReadiness();
    return true;
  }

  /**
   * Stops by the ladder. Called again while stopping it joins, and with `force` it goes straight to SIGKILL.
   *
   * @throws SupervisorError `invalid-state` when nothing runs, `unkillable`
   */
  async stop({ force = false, rungs }: { force?: boolean; rungs?: readonly StopRung[] } = {}): Promise<StopReport> {
    if (this.current === 'restarting') {
      this.cancelRestart();
      this.go('stopped', { reason: 'requested' });
      return { by: 'exited', skipped: [], tookMs: 0 };
    }
    if (this.stopping !== undefined) {
      if (force) this.stopping.force.abort();
      return this.stopping.report;
    }
    if (this.current !== 'running' && this.current !== 'starting') throw new SupervisorError('invalid-state', `Can't stop while ${this.current}`);
    const controller = new AbortController();
    if (force) controller.abort();
    this.go('stopping', { reason: force ? 'killed' : 'requested' });
    const report = this.climbDown(rungs ?? this.spec.stopRungs?.() ?? DEFAULT_RUNGS(), controller.signal);
    this.stopping = { report, force: controller };
    return report.finally(() => (this.stopping = undefined));
  }

  /** The next exit was announced (an admin shut it down from inside): it is a stop, not a crash. */
  expectExit(reason: string): void {
    if (this.run !== undefined) this.plannedExit = reason;
  }

  /** Gives no more orders and watches no longer; the process lives on and can be adopted. */
  async detach(): Promise<void> {
    this.detached = true;
    this.cancelRestart();
    await this.launching?.catch(() => undefined);
    this.run?.ready.abort();
    await this.run?.output.close();
  }

  /** Looks after an adopted process, whose end nobody reports, and after the size of the output. Called regularly. */
  async poll(): Promise<void> {
    const run = this.run;
    if (run === undefined || this.detached) return;
    if (!run.own && !(await isAlive(run.identity))) await this.onExit(run, { code: null, signal: null });
    else await run.output.rotateIfLarge();
  }

  private async begin(reason: string): Promise<void> {
    this.plannedExit = undefined;
    this.go('starting', { reason });
    this.launching = this.spawn();
    try {
      await this.launching;
    } catch (error) {
      this.go('error', { reason: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      this.launching = undefined;
    }
  }

  private async spawn(): Promise<void> {
    const plan = await this.spec.prepare();
    // Stopped while it was being prepared: nothing to start any more.
    if (this.current !== 'starting') return;
    const output = new OutputLog(this.spec.output());
    const { pid, exit, warnings } = await launch(plan, output);
    const facts = await inspect(pid);
    const identity: ProcessIdentity = { pid, startTime: facts?.startTime ?? '', bootId: facts?.bootId ?? '' };
    const run = this.attach(identity, Date.now(), true, 0, output);
    this.emit('spawned', identity, warnings, false);
    void exit.then((status) => this.onExit(run, status));
    if (this.is('starting')) this.awaitReadiness();
  }

  private attach(identity: ProcessIdentity, startedAt: number, own: boolean, offset: number, output = new OutputLog(this.spec.output())): Run {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const run: Run = { identity, startedAt, output, own, ready: new AbortController(), ended, end };
    this.run = run;
    output.follow(offset);
    return run;
  }

  private awaitReadiness(): void {
    const { run } = this;
    if (run === undefined) return;
    const { signal } = run.ready;
    const { ready = [], startTimeoutMs = 300_000, onStartTimeout = 'warn' } = this.spec;
    const timer = setTimeout(() => {
      this.emit('start-timeout');
      if (onStartTimeout === 'kill') void signalGroup(run.identity, 'SIGKILL');
    }, startTimeoutMs);
    timer.unref();
    signal.addEventListener('abort', () => clearTimeout(timer));
    const checks = ready.map((check) => check({ pid: run.identity.pid, signal, onLine: (listener) => run.output.onLine(listener) }));
    const evidence = checks.length === 0 ? Promise.resolve('spawned') : Promise.any(checks);
    evidence.then(
      (text) => {
        if (signal.aborted || !this.is('starting')) return;
        run.ready.abort();
        this.go('running', { reason: `ready: ${text}` });
      },
      () => undefined,
    );
  }

  private async climbDown(rungs: readonly StopRung[], force: AbortSignal): Promise<StopReport> {
    await this.launching?.catch(() => undefined);
    const { run } = this;
    if (run === undefined) {
      if (this.is('stopping')) this.go('stopped', { reason: 'requested' });
      return { by: 'exited', skipped: [], tookMs: 0 };
    }
    const watch = run.own ? undefined : setInterval(() => void this.poll(), 200);
    try {
      const signal = async (name: NodeJS.Signals): Promise<void> => void (await signalGroup(run.identity, name));
      const report = await climb({ ended: run.ended, signal }, rungs, force, this.spec.killWaitMs ?? 10_000);
      if (report !== undefined) return report;
    } finally {
      clearInterval(watch);
    }
    this.go('error', { reason: 'unkillable' });
    throw new SupervisorError('unkillable', 'The process does not end, not even by SIGKILL');
  }

  private async onExit(run: Run, exit: ExitStatus): Promise<void> {
    if (this.run !== run || this.detached) return;
    this.run = undefined;
    this.lastOutput = run.output;
    run.ready.abort();
    sweepGroup(run.identity.pid);
    await run.output.close();
    run.end();
    if (this.is('stopping')) this.go('stopped', { reason: 'requested', exit });
    else if (this.is('error')) this.go('stopped', { reason: 'ended at last', exit });
    else if (this.plannedExit !== undefined) this.go('stopped', { reason: this.plannedExit, exit });
    else this.onCrash(Date.now() - run.startedAt, exit);
  }

  private onCrash(ranForMs: number, exit: ExitStatus): void {
    this.go('crashed', { reason: 'exited', exit });
    const decision = this.history.decide(this.spec.restart(), ranForMs, Date.now());
    // A listener of `crashed` may have started or stopped it already.
    if (!this.is('crashed')) return;
    if (!decision.restart) {
      if (decision.why === 'fast-crash-loop') this.go('error', { reason: 'fast crash loop', exit });
      this.emit('given-up', decision.why);
      return;
    }
    this.go('restarting', { reason: 'crashed', restartInMs: decision.delayMs });
    this.restartTimer = setTimeout(() => {
      this.restartTimer = undefined;
      // Its failure is the `error` state.
      this.begin('restart after a crash').catch(() => undefined);
    }, decision.delayMs);
    this.restartTimer.unref();
  }

  private cancelRestart(): void {
    clearTimeout(this.restartTimer);
    this.restartTimer = undefined;
  }

  /** Compared through a call, because the state changes while this class waits and the compiler can't know. */
  private is(state: ProcessState): boolean {
    return this.current === state;
  }

  private go(to: ProcessState, details: Omit<Transition, 'from' | 'to' | 'at'>): void {
    const from = this.current;
    if (!mayGo(from, to)) throw new SupervisorError('invalid-state', `No way from ${from} to ${to}`);
    this.current = to;
    this.emit('transition', { from, to, at: new Date(), ...details });
  }
}
