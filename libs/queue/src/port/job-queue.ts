import type { JobDefinition } from './job-definition.js';
import type { JobProgress } from './job-context.js';

export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed' | 'cancelled';

/** A job as it can be looked at. */
export interface JobView {
  readonly id: string;
  readonly name: string;
  /** The node it is meant for; null when any instance may run it. */
  readonly node: string | null;
  readonly state: JobState;
  readonly payload: unknown;
  readonly progress: JobProgress | null;
  /** What the handler returned. */
  readonly result: unknown;
  /** Attempts made so far. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Message of the last failure. */
  readonly failure: string | null;
  /** The job's own log, newest last. */
  readonly log: readonly string[];
  readonly createdAt: Date;
  /** When it may run, for delayed jobs. */
  readonly runAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface AddOptions {
  /** A job with this id that has not finished yet is kept and given back instead of a second one. */
  readonly id?: string;
  /** Milliseconds to wait before it may run. */
  readonly delay?: number;
  /** Higher runs earlier; 0 by default. */
  readonly priority?: number;
  /** The node that has to run it; needed for jobs that are `perNode`, not allowed for others. */
  readonly node?: string;
}

export interface JobFilter {
  readonly names?: readonly string[];
  readonly states?: readonly JobState[];
  /** Newest first; 100 by default. */
  readonly limit?: number;
  readonly offset?: number;
}

/** Numbers per state, for one job name. */
export type JobCounts = Readonly<Record<JobState, number>>;

/** The queue as modules see it. The same on Redis (Bull) and on the database (embedded); one conformance suite runs on both. */
export abstract class JobQueue {
  /**
   * Queues a job.
   * @returns the job's id
   * @throws ZodError when the payload does not fit the definition
   */
  abstract add<Payload>(definition: JobDefinition<string, Payload>, payload: Payload, options?: AddOptions): Promise<string>;

  /** From now on jobs that are meant for a node run here. */
  abstract join(node: string): Promise<void>;

  /** No further job that is meant for a node starts here; what runs goes on. */
  abstract leave(node: string): Promise<void>;

  /** Takes a waiting job out, or aborts a running one. False when there is no such job or it has finished. */
  abstract cancel(id: string): Promise<boolean>;

  /** Runs a failed or cancelled job once more, with the attempts it had at first. False when it is in another state. */
  abstract retry(id: string): Promise<boolean>;

  abstract get(id: string): Promise<JobView | undefined>;

  /** Newest first. */
  abstract list(filter?: JobFilter): Promise<readonly JobView[]>;

  /** Counts of one name, or of all together. */
  abstract counts(name?: string): Promise<JobCounts>;

  /** No further job of that name starts, on any instance; what runs goes on. Survives a restart. */
  abstract pause(name: string): Promise<void>;

  abstract resume(name: string): Promise<void>;

  abstract isPaused(name: string): Promise<boolean>;

  /** Changes how many jobs of that name run at the same time, at once and until the next start. */
  abstract setConcurrency(name: string, concurrency: number): Promise<void>;

  /** Queues a job at each time of a five-field cron expression (server time), once over all instances. Replaces the earlier schedule of that key. */
  abstract schedule<Payload>(key: string, cron: string, definition: JobDefinition<string, Payload>, payload: Payload): Promise<void>;

  abstract unschedule(key: string): Promise<void>;

  /** Forgets finished jobs (completed, failed, cancelled) of a name, or all. Gives how many. */
  abstract clean(name?: string): Promise<number>;

  /** Calls back on every change of a job that this instance sees. Gives the function that ends it. */
  abstract onChange(listener: (job: JobChange) => void): () => void;
}

/** A change of state or progress. */
export interface JobChange {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly progress: JobProgress | null;
  /** How long the attempt took, when this is its end. */
  readonly seconds?: number;
}
