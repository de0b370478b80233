import type { Job } from 'bull';
import type { JobProgress } from '../port/job-context.js';
import type { JobState, JobView } from '../port/job-queue.js';
import { nameAndNode } from '../port/node-name.js';

/** What a job carries in Redis. */
export interface BullData {
  readonly payload: unknown;
}

/** A queue of Bull that holds our jobs. */
export type BullJob = Job<BullData>;

/** How a cancelled job looks in Bull, which knows only failed ones. */
export const cancelledReason = 'the job was cancelled';

/** Bull's word for where a job is, in ours. */
export function stateOf(job: BullJob, bullState: string): JobState {
  switch (bullState) {
    case 'completed':
    case 'delayed':
    case 'active':
      return bullState;
    case 'failed':
      return job.failedReason === cancelledReason ? 'cancelled' : 'failed';
    default:
      return 'waiting';
  }
}

const date = (epoch: number | null | undefined): Date | null => (epoch == null ? null : new Date(epoch));

/** A job as the port shows it. */
export function viewOf(job: BullJob, queueName: string, state: JobState, log: readonly string[]): JobView {
  // Bull counts an attempt when it has failed; one that runs or has worked counts here too.
  const attempts = job.attemptsMade + (state === 'active' || state === 'completed' ? 1 : 0);
  const progress: unknown = job.progress();
  const result: unknown = job.returnvalue;
  return {
    id: String(job.id), ...nameAndNode(queueName), state, payload: job.data.payload, progress: typeof progress === 'object' ? (progress as JobProgress | null) : null, result: state === 'completed' ? (result ?? null) : null,
    attempts, maxAttempts: job.opts.attempts ?? 1, failure: state === 'completed' || state === 'cancelled' ? null : (job.failedReason ?? null), log,
    createdAt: new Date(job.timestamp), runAt: state === 'delayed' ? new Date(job.timestamp + (job.opts.delay ?? 0)) : null, startedAt: date(job.processedOn), finishedAt: date(job.finishedOn),
  };
}
