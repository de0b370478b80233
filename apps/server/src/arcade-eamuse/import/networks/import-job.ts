import { defineJob } from '@rumpus/queue';
import { z } from 'zod';

const request = z.object({ kind: z.enum(['bemaniutils', 'asphyxia']), source: z.string(), dryRun: z.boolean(), accountId: z.number().int().nullable() });
/** An import as it waits: `source` is sealed. */
export type NetworkImportRequest = z.infer<typeof request>;

/** One at a time; a failure is taken back, so there is nothing to try again by itself. */
export const networkImportJob = defineJob('arcade.import', { payload: request });
