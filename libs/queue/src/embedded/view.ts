import type { JobState, JobView } from '../port/job-queue.js';
import { nameAndNode } from '../port/node-name.js';
import type { QueueJobRow } from './queue.entities.js';

/** A row as the port shows it. */
export function viewOf(row: QueueJobRow): JobView {
  const delayed = row.state === 'waiting' && row.runAt.getTime() > Date.now();
  const state: JobState = delayed ? 'delayed' : row.state;
  return {
    id: row.id, ...nameAndNode(row.name), state, payload: row.payload, progress: row.progress, result: row.result ?? null, attempts: row.attempts, maxAttempts: row.maxAttempts, failure: row.failure, log: row.log,
    createdAt: row.createdAt, runAt: delayed ? row.runAt : null, startedAt: row.startedAt, finishedAt: row.finishedAt,
  };
}
