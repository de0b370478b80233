import { defineJob } from '@rumpus/queue';
import { z } from 'zod';

/**
 * A scan as a job. It carries no more than the id: what to do and how far it got is in the scan's row, so an attempt after a
 * crash, a restart, a lost database or a full disk goes on where the last one stopped; there is an attempt every five seconds for
 * ten minutes. No time limit: items have one, the whole has none.
 */
export const scanJob = defineJob('library.scan', {
  payload: z.object({ scanId: z.int() }),
  concurrency: 1,
  attempts: 120,
  backoff: { kind: 'fixed', delay: 5000 },
});

/** Starts the scan of the schedule (library-scan spec §20, `scan_library`). */
export const scheduledScanJob = defineJob('library.scheduled-scan', { payload: z.object({}) });
