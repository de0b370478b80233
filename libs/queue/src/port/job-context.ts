/** What a running job can say and must heed. */
export interface JobContext {
  /** The job's id, the same over all its attempts. */
  readonly id: string;
  /** 1 for the first run. */
  readonly attempt: number;
  /**
   * Aborted when the job is cancelled, timed out, or the instance stops; `signal.reason` is a {@link JobAborted}. A handler
   * that is stopped by a shutdown should throw it on, so that the job runs again.
   */
  readonly signal: AbortSignal;
  /** Publishes how far it is; any JSON. Stored and sent at most four times a second, the last value always. */
  progress(value: JobProgress): void;
  /** Adds a line to the job's own log (bounded; shown with a failed job). */
  log(line: string): void;
}

/** Progress as the jobs page shows it; handlers may add fields of their own. */
export interface JobProgress {
  /** 0 to 100; absent while it is not known. */
  readonly percent?: number;
  /** What is being worked on. */
  readonly current?: string;
  readonly [field: string]: unknown;
}

export type AbortCause = 'cancelled' | 'timeout' | 'shutdown';

/** Why a job was stopped from outside. */
export class JobAborted extends Error {
  constructor(readonly why: AbortCause) {
    super(`the job was stopped: ${why}`);
    this.name = 'JobAborted';
  }
}
