/** What the pool sends to its worker threads and gets back. */
export interface TaskMessage {
  id: number;
  kind: string;
  payload: unknown;
}

export type TaskAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: SerializedError } | { id: number; part: unknown };

export interface SerializedError {
  message: string;
  name: string;
  code?: string;
}

/** Words of the shared control block of a worker. */
export const CONTROL = {
  /** Id of the task at work, 0 when idle. */
  task: 0,
  /** Counts up whenever the task gets on; standing still is being stuck. */
  ticks: 1,
  /** Bytes worked on for this task, in units of 4 KiB. */
  pages: 2,
  /** Id of the task that shall stop. */
  abort: 3,
  words: 4,
} as const;

export const PAGE = 4096;
