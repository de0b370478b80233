import { defineJob } from '@rumpus/queue';
import { z } from 'zod';

/** A command for another host, mostly about one of its servers, as it travels through the queue. */
export const serverCommandJob = defineJob('servers.command', {
  payload: z.object({
    action: z.string().max(64),
    /** What the method is called with; the first is the id of the server, or of the host. */
    args: z.array(z.unknown()).min(1),
    /** Epoch milliseconds. Nobody waits for it any more after this moment, so it must not be done then. */
    expires_at: z.int(),
  }),
  perNode: true,
  concurrency: 12,
});

/** What came of it: the answer, or the failure in the terms of our API. */
export const COMMAND_RESULT = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), details: z.unknown() }),
]);
export type CommandResult = z.infer<typeof COMMAND_RESULT>;
