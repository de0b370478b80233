import { z } from 'zod';

import { limitQuery } from './routes.js';
import { cardShape, profileShape } from './shapes.js';

/** Shapes of what those who run the network see of players, cards and changes. */
export const accountShape = z.object({ id: z.int(), username: z.string(), email: z.string().nullable() });
export const playerSummaryShape = z.object({
  id: z.int(), name: z.string(), account: accountShape.nullable(), remote: z.boolean(), cards: z.array(cardShape), extids: z.array(z.object({ series: z.string(), extid: z.string() })),
  games: z.array(z.object({ series: z.string(), version: z.int(), game: z.string(), name: z.string() })), balance: z.int(), plays: z.int(), last_play: z.string().nullable(), created_at: z.string(),
});
export const playerDetailShape = playerSummaryShape.extend({
  profiles: z.array(profileShape), balances: z.array(z.object({ arcade: z.int(), arcade_name: z.string(), balance: z.int() })), pin_refused: z.boolean(),
});
export const cardLineShape = cardShape.extend({ player: z.int(), player_name: z.string(), account: accountShape.nullable() });
export const changeShape = z.object({
  id: z.int(), at: z.string(), kind: z.string(), title: z.string(), account: accountShape.nullable(), report: z.unknown(), undone_at: z.string().nullable(),
});

/** What an import comes to, by kind of row. */
export const reportShape = z.object({
  counts: z.record(z.string(), z.object({ added: z.int(), changed: z.int(), kept: z.int() })), notes: z.array(z.string()), dry_run: z.boolean(), change: z.int().nullable().describe('The change to undo; null after a dry run'),
});

/** `?q=&limit=&offset=` of a list. */
export const listQuery = z.object({ q: z.string().max(64).optional(), limit: limitQuery(200, 50), offset: z.coerce.number().int().min(0).max(10_000_000).default(0) });
/** One page of a list, and how many there are in all. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), total: z.int(), limit: z.int(), offset: z.int() });
