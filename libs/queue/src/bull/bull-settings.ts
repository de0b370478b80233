import type { BullRootModuleOptions } from '@nestjs/bull';
import type { Backoff } from '../port/job-definition.js';
import { backoffDelay } from '../run/job-run.js';
import type { BullConnections } from './connections.js';

/** A job that keeps killing its process is given up after so many times. */
const maxCrashes = 3;

/** What all queues of Bull have in common. The braces keep one queue's keys on one node of a Redis Cluster. */
export function bullSettings(connections: BullConnections, prefix: string, leaseMs: number): BullRootModuleOptions {
  return {
    prefix: `{${prefix}}`,
    createClient: connections.createClient,
    settings: {
      lockDuration: leaseMs,
      stalledInterval: leaseMs / 2,
      maxStalledCount: maxCrashes - 1,
      // Seconds that one look for work blocks; it also bounds how long a stop may take.
      drainDelay: 1,
      backoffStrategies: { rumpus: (attempt: number, _error: Error, options: Backoff) => backoffDelay({ backoff: options }, attempt) },
    },
  };
}
