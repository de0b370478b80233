import { prettifyError } from 'zod';
import { type AbortCause, JobAborted, type JobContext, type JobProgress } from '../port/job-context.js';
import type { JobDefinition } from '../port/job-definition.js';

/** Progress goes out at most this often. */
const PROGRESS_INTERVAL_MS = 250;
/** Lines of a job's own log that are kept, the newest. */
const LOG_LINES = 500;
const LINE_LENGTH = 4000;
const MESSAGE_LENGTH = 4000;
/** A handler that does not heed its signal is given up after this time. */
const HEED_MS = 5000;

/** How one attempt ended. */
export type RunEnd = { readonly kind: 'completed'; readonly result: unknown } | { readonly kind: 'failed'; readonly message: string; /** Trying again can't help. */ readonly final: boolean } | { readonly kind: 'aborted'; readonly why: AbortCause };

export interface RunInput {
  readonly id: string;
  readonly attempt: number;
  readonly definition: JobDefinition;
  readonly payload: unknown;
  readonly log: readonly string[];
  /** Stores and announces progress and log; not called more than four times a second. */
  readonly onProgress: (progress: JobProgress | null, log: readonly string[]) => void;
}

type Handler = (payload: unknown, context: JobContext) => Promise<unknown>;

/** One attempt at one job: hands the context to the handler, bounds its time, and can be stopped from outside. */
export class JobRun {
  readonly #abort = new AbortController();
  readonly log: string[];
  progress: JobProgress | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastSent = 0;
  readonly #began = performance.now();

  constructor(private readonly input: RunInput) {
    this.log = [...input.log];
  }

  get id(): string {
    return this.input.id;
  }

  stop(why: AbortCause): void {
    this.#abort.abort(new JobAborted(why));
  }

  async execute(handler: Handler): Promise<RunEnd> {
    const { definition } = this.input;
    const timeout = definition.timeout === undefined ? undefined : setTimeout(() => this.stop('timeout'), definition.timeout);
    const parsed = definition.payload.safeParse(this.input.payload);
    try {
      if (!parsed.success) return { kind: 'failed', message: `the payload does not fit: ${prettifyError(parsed.error)}`, final: true };
      const result = await Promise.race([handler(parsed.data, this.#context()), this.#unheeded()]);
      // A handler that ends in good order after a cancel was still cancelled; one that made it in time before a shutdown is done.
      const reason: unknown = this.#abort.signal.reason;
      return reason instanceof JobAborted && reason.why === 'cancelled' ? { kind: 'aborted', why: 'cancelled' } : { kind: 'completed', result: result ?? null };
    } catch (error) {
      return this.#endOf(error);
    } finally {
      clearTimeout(timeout);
      clearTimeout(this.#timer);
    }
  }

  #endOf(error: unknown): RunEnd {
    const reason: unknown = this.#abort.signal.reason;
    if (reason instanceof JobAborted) return reason.why === 'timeout' ? { kind: 'failed', message: `no end after ${this.input.definition.timeout} ms`, final: false } : { kind: 'aborted', why: reason.why };
    if (error instanceof Error && error.stack !== undefined) this.#addLog(error.stack);
    return { kind: 'failed', message: (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH), final: false };
  }

  #context(): JobContext {
    return {
      id: this.input.id,
      attempt: this.input.attempt,
      signal: this.#abort.signal,
      progress: (value) => {
        this.progress = value;
        this.#announce();
      },
      log: (line) => {
        this.#addLog(line);
        this.#announce();
      },
    };
  }

  /** Seconds since the attempt began. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  #addLog(line: string): void {
    this.log.push(line.slice(0, LINE_LENGTH));
    if (this.log.length > LOG_LINES) this.log.splice(0, this.log.length - LOG_LINES);
  }

  #announce(): void {
    const wait = this.#lastSent + PROGRESS_INTERVAL_MS - Date.now();
    if (wait > 0) {
      this.#timer ??= setTimeout(() => this.#send(), wait);
      return;
    }
    this.#send();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = Date.now();
    this.input.onProgress(this.progress, this.log);
  }

  /** Rejects a while after the stop when the handler goes on regardless. */
  #unheeded(): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.#abort.signal.addEventListener('abort', () => setTimeout(() => reject(new Error('the job did not stop when it was told to')), HEED_MS).unref(), { once: true });
    });
  }
}

/** Milliseconds to wait before the attempt after `attempt` (1 for the first that failed). */
export function backoffDelay({ backoff }: Pick<JobDefinition, 'backoff'>, attempt: number): number {
  return backoff.kind === 'fixed' ? backoff.delay : backoff.delay * 2 ** (attempt - 1);
}
