import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CONTROL, PAGE, type SerializedError, type TaskAnswer, type TaskMessage } from './protocol.js';

export interface WorkerPoolOptions {
  /** The worker's script, which calls `serveTasks`. */
  script: URL;
  /** Threads; the number of cores unless told. */
  size?: number;
  /** A task that shows no progress for so long is given up, ms. */
  stallMs?: number;
  /** Tasks handed to a thread ahead of time, so that small ones don't wait for the main thread. */
  prefetch?: number;
  /** Threads that had nothing to do for so long end, and start anew when there is something, ms. */
  idleMs?: number;
}

export interface TaskOptions {
  signal?: AbortSignal;
  /** Gets what the task sends ahead of its result. */
  onPart?: (part: unknown) => void;
  /** Gives the task up after so long even if it makes progress, ms. */
  limitMs?: number;
}

/** A task was given up: no progress, over its time, or its thread died. `code` tells which. */
export class TaskGivenUpError extends Error {
  constructor(
    readonly code: 'stalled' | 'timed-out' | 'crashed',
    message: string,
  ) {
    super(message);
    this.name = 'TaskGivenUpError';
  }
}

interface Task extends TaskOptions {
  id: number;
  kind: string;
  payload: unknown;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  startedAt: number;
  onAbort?: () => void;
}

const DEFAULT_STALL_MS = 60_000;
const DEFAULT_PREFETCH = 8;
/** A thread takes some fifteen megabytes and fifty milliseconds to start. */
const DEFAULT_IDLE_MS = 20_000;
/** Threads work on buffers, not on objects: the default of 48 MB for young ones would only be filled because it is there. */
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/** Runs tasks in worker threads. A task that gets stuck, even in a system call, costs its thread and nothing else. */
export class WorkerPool {
  private readonly threads: Thread[] = [];
  private readonly waiting: Task[] = [];
  private nextId = 1;
  private watchdog: NodeJS.Timeout | undefined;
  private closed = false;
  private idleSince: number | undefined;

  constructor(private readonly options: WorkerPoolOptions) {}

  /** How many threads there are. */
  get size(): number {
    return this.threads.length;
  }

  /** Runs one task; its answer, or its error, is the promise's. */
  run<T>(kind: string, payload: unknown, options: TaskOptions = {}): Promise<T> {
    if (this.closed) return Promise.reject(new Error('The worker pool is closed'));
    if (options.signal?.aborted) return Promise.reject(abortError(options.signal));
    return new Promise<T>((resolve, reject) => {
      const task: Task = { ...options, id: this.nextId++, kind, payload, startedAt: 0, resolve: resolve as (value: unknown) => void, reject };
      if (options.signal) {
        const signal = options.signal;
        // One caller may have thousands of tasks under way; that is no leak.
        setMaxListeners(0, signal);
        task.onAbort = () => this.abort(task, signal);
        signal.addEventListener('abort', task.onAbort, { once: true });
      }
      this.waiting.push(task);
      this.dispatch();
    });
  }

  /** The tasks at work and how many bytes each has done. */
  active(): { kind: string; payload: unknown; bytes: number }[] {
    return this.threads.flatMap((thread) => thread.current());
  }

  /** Ends all threads; tasks not done fail. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.watchdog);
    const gone = new Error('The worker pool was closed');
    for (const task of this.waiting.splice(0)) settle(task, () => task.reject(gone));
    await Promise.all(this.threads.splice(0).map((thread) => thread.end(gone)));
  }

  private dispatch(): void {
    const size = this.options.size ?? availableParallelism();
    const prefetch = this.options.prefetch ?? DEFAULT_PREFETCH;
    while (this.waiting.length > 0) {
      const idle = this.threads.find((thread) => thread.load === 0);
      const thread = idle ?? (this.threads.length < size ? this.start() : this.leastLoaded());
      if (!thread || thread.load >= prefetch) return;
      const task = this.waiting.shift();
      this.idleSince = undefined;
      if (task) thread.give(task);
    }
  }

  private leastLoaded(): Thread | undefined {
    return this.threads.reduce<Thread | undefined>((best, thread) => (best && best.load <= thread.load ? best : thread), undefined);
  }

  private start(): Thread {
    const thread = new Thread(this.options.script, {
      freed: () => this.dispatch(),
      died: (dead, unfinished) => this.replace(dead, unfinished),
    });
    this.threads.push(thread);
    this.watchdog ??= setInterval(() => this.watch(), Math.min(1000, this.options.stallMs ?? DEFAULT_STALL_MS, this.options.idleMs ?? DEFAULT_IDLE_MS)).unref();
    return thread;
  }

  private replace(dead: Thread, unfinished: Task[]): void {
    const at = this.threads.indexOf(dead);
    if (at !== -1) this.threads.splice(at, 1);
    this.waiting.unshift(...unfinished);
    if (!this.closed) this.dispatch();
  }

  private watch(): void {
    const stallMs = this.options.stallMs ?? DEFAULT_STALL_MS;
    for (const thread of this.threads.slice()) thread.check(stallMs);
    if (this.waiting.length > 0 || this.threads.some((thread) => thread.load > 0)) return;
    for (const thread of this.threads) thread.rest();
    this.idleSince ??= Date.now();
    if (Date.now() - this.idleSince >= (this.options.idleMs ?? DEFAULT_IDLE_MS)) this.retire();
  }

  private retire(): void {
    clearInterval(this.watchdog);
    this.watchdog = undefined;
    const nothing = new Error('The worker thread had nothing to do');
    for (const thread of this.threads.splice(0)) void thread.end(nothing);
  }

  private abort(task: Task, signal: AbortSignal): void {
    const at = this.waiting.indexOf(task);
    if (at !== -1) this.waiting.splice(at, 1);
    else for (const thread of this.threads) thread.abort(task);
    settle(task, () => task.reject(abortError(signal)));
  }
}

interface ThreadEvents {
  freed(): void;
  died(thread: Thread, unfinished: Task[]): void;
}

/** One worker thread with the tasks handed to it. */
class Thread {
  private readonly control = new Int32Array(new SharedArrayBuffer(CONTROL.words * 4));
  private readonly worker: Worker;
  private readonly tasks = new Map<number, Task>();
  private lastTicks = -1;
  private lastMove = Date.now();
  private dead = false;

  constructor(
    script: URL,
    private readonly events: ThreadEvents,
  ) {
    this.worker = new Worker(script, { workerData: { control: this.control.buffer }, execArgv: [], resourceLimits: THREAD_MEMORY });
    this.worker.on('message', (answer: TaskAnswer) => this.receive(answer));
    this.worker.on('error', (error) => this.fail(new TaskGivenUpError('crashed', `The worker thread broke down: ${error.message}`)));
    this.worker.on('exit', () => this.fail(new TaskGivenUpError('crashed', 'The worker thread ended')));
  }

  get load(): number {
    return this.tasks.size;
  }

  give(task: Task): void {
    if (this.tasks.size === 0) {
      this.lastMove = Date.now();
      this.worker.ref();
    }
    task.startedAt = 0;
    this.tasks.set(task.id, task);
    const message: TaskMessage = { id: task.id, kind: task.kind, payload: task.payload };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    this.worker.postMessage(message);
  }

  current(): { kind: string; payload: unknown; bytes: number }[] {
    const task = this.tasks.get(Atomics.load(this.control, CONTROL.task));
    return task ? [{ kind: task.kind, payload: task.payload, bytes: Atomics.load(this.control, CONTROL.pages) * PAGE }] : [];
  }

  abort(task: Task): void {
    if (this.tasks.has(task.id)) Atomics.store(this.control, CONTROL.abort, task.id);
  }

  /** Lets the process end although this thread waits for work. */
  rest(): void {
    if (this.tasks.size === 0) this.worker.unref();
  }

  check(stallMs: number): void {
    if (this.tasks.size === 0) return;
    const now = Date.now();
    const ticks = Atomics.load(this.control, CONTROL.ticks);
    if (ticks !== this.lastTicks) {
      this.lastTicks = ticks;
      this.lastMove = now;
    }
    const task = this.tasks.get(Atomics.load(this.control, CONTROL.task)) ?? first(this.tasks);
    if (!task) return;
    task.startedAt ||= now;
    if (now - this.lastMove >= stallMs) {
      this.fail(new TaskGivenUpError('stalled', `No progress for ${Math.round(stallMs / 1000)} s`), task);
    } else if (task.limitMs !== undefined && now - task.startedAt >= task.limitMs) {
      this.fail(new TaskGivenUpError('timed-out', `Not done within ${Math.round(task.limitMs / 1000)} s`), task);
    }
  }

  async end(reason: Error): Promise<void> {
    this.dead = true;
    for (const task of this.tasks.values()) settle(task, () => task.reject(reason));
    this.tasks.clear();
    await this.worker.terminate();
  }

  private receive(answer: TaskAnswer): void {
    const task = this.tasks.get(answer.id);
    if (!task) return;
    if ('part' in answer) {
      task.onPart?.(answer.part);
      return;
    }
    this.tasks.delete(answer.id);
    settle(task, () => (answer.ok ? task.resolve(answer.value) : task.reject(revive(answer.error))));
    this.lastMove = Date.now();
    this.events.freed();
  }

  /** Gives up the culprit; the tasks behind it go to other threads. */
  private fail(error: TaskGivenUpError, culprit = this.tasks.get(Atomics.load(this.control, CONTROL.task)) ?? first(this.tasks)): void {
    if (this.dead) return;
    this.dead = true;
    // A thread stuck in a system call can't be ended and isn't waited for.
    void this.worker.terminate();
    this.worker.unref();
    if (culprit) {
      this.tasks.delete(culprit.id);
      settle(culprit, () => culprit.reject(error));
    }
    this.events.died(this, [...this.tasks.values()]);
  }
}

const first = (tasks: Map<number, Task>): Task | undefined => tasks.values().next().value;

function settle(task: Task, outcome: () => void): void {
  if (task.onAbort) task.signal?.removeEventListener('abort', task.onAbort);
  outcome();
}

function revive(error: SerializedError): Error {
  const revived = new Error(error.message);
  revived.name = error.name;
  if (error.code !== undefined) Object.assign(revived, { code: error.code });
  return revived;
}

const abortError = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('The task was called off', 'AbortError');
