import { defineJob } from '@rumpus/queue';
import { z } from 'zod';

/** Id of a workshop item. */
export const WORKSHOP_ID = z.string().regex(/^[0-9]{6,20}$/, 'must be the number of a workshop item');

const ITEM = z.object({ id: WORKSHOP_ID, title: z.string().nullable(), size_bytes: z.number().nullable(), updated_at: z.number().nullable() });
export type WorkshopItem = z.infer<typeof ITEM>;

const WORK = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('game'), install_dir: z.string(), branch: z.string().nullable(), validate: z.boolean() }),
  z.object({ kind: z.literal('mods'), items: z.array(ITEM).min(1), validate: z.boolean(), restart: z.array(z.int()), actor: z.string() }),
  z.object({ kind: z.literal('mission'), server_id: z.int(), item: ITEM, actor: z.string() }),
]);
export type SteamWorkload = z.infer<typeof WORK>;

/** Everything done with steamcmd. Per host and one at a time: steamcmd locks its folder, and Steam limits logins. */
export const steamJob = defineJob('servers.steam', { payload: WORK, perNode: true, concurrency: 1 });

/** How far a job is; `phase` is what the page shows. */
export const STEAM_PROGRESS = z.looseObject({
  phase: z.enum(['starting', 'logging_in', 'waiting_for_guard', 'waiting_for_confirmation', 'downloading', 'installing', 'done', 'failed']),
  percent: z.number().optional(),
  current: z.string().optional(),
  items: z.object({ done: z.int(), total: z.int() }).optional(),
  /** The try that runs, after downloads that were cut off. */
  attempt: z.int().optional(),
  fault: z.string().optional(),
  /** Workshop items whose files are others than before. */
  changed: z.array(z.string()).optional(),
});
export type SteamProgress = z.infer<typeof STEAM_PROGRESS>;
