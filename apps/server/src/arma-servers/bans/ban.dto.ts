import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { PAGE } from '../http/paging.js';

/** A text that goes into an RCon command: a line break would be a second command line. */
// oxlint-disable-next-line no-control-regex
export const rconText = (max: number): z.ZodString => z.string().max(max).regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/, 'must be a single line');

const MINUTES = z.int().min(0).max(5_256_000);

/** `POST /servers/{id}/bans`. */
export const CREATE_BAN = z.strictObject({
  guid: z.string().regex(/^[0-9a-f]{32}$/).optional(),
  ip: z.ipv4().optional(),
  steam_id: z.string().regex(/^7656119[0-9]{10}$/).optional(),
  duration_minutes: MINUTES.default(0),
  reason: rconText(128).default(''),
  name: rconText(255).optional(),
  scope: z.enum(['server', 'all']).default('server'),
});
export type CreateBan = z.infer<typeof CREATE_BAN>;

/** `POST …/players/{player_num}/kick`; the GUID says who is meant, as the number may belong to another person by now. */
export const KICK = z.strictObject({ reason: rconText(128).default(''), guid: z.string().optional() });

/** `POST …/players/{player_num}/ban`. */
export const BAN_PLAYER = z.strictObject({ duration_minutes: MINUTES.default(0), reason: rconText(128).default(''), kind: z.enum(['guid', 'ip']).default('guid'), guid: z.string().optional(), scope: z.enum(['server', 'all']).default('server') });
export type BanPlayer = z.infer<typeof BAN_PLAYER>;

/** A ban as the API shows it; `id` 0 is one that only the game knows. */
export const BAN_VIEW = z.object({
  id: z.int(),
  server_id: z.int().nullable(),
  kind: z.enum(['guid', 'ip']),
  identity: z.string(),
  steam_id: z.string().nullable(),
  player_name: z.string().nullable(),
  reason: z.string(),
  duration_minutes: z.int(),
  created_by: z.string(),
  created_at: MOMENT,
  expires_at: MOMENT.nullable(),
  lifted_at: MOMENT.nullable(),
  lifted_by: z.string().nullable(),
  source: z.enum(['panel', 'game', 'import']),
  synced_at: MOMENT.nullable(),
  in_game: z.boolean(),
});
export type BanView = z.infer<typeof BAN_VIEW>;

/** A ban in the list over all servers; the name is null for a ban everywhere, and for a server that is gone. */
export const LISTED_BAN = BAN_VIEW.extend({ server_name: z.string().nullable() });
export type ListedBan = z.infer<typeof LISTED_BAN>;

/** `GET /bans`. */
export const FIND_BANS = z.object({
  ...PAGE,
  /** Part of a name or a reason, or the whole of a GUID, address or Steam id. */
  search: z.string().trim().max(128).default(''),
  /** Those that count on this server: its own, and those everywhere. */
  server_id: z.coerce.number().int().positive().optional(),
  state: z.enum(['active', 'expired', 'lifted', 'all']).default('active'),
  /** Whether they end by themselves. */
  lasts: z.enum(['any', 'forever', 'for_a_time']).default('any'),
});
export type FindBans = z.infer<typeof FIND_BANS>;

/** `POST /bans`: everywhere. */
export const CREATE_BAN_EVERYWHERE = CREATE_BAN.omit({ scope: true });

/** What a comparison with the game has changed. */
export const BAN_SYNC = z.object({ added_to_game: z.int(), taken_in: z.int() });
export type BanSync = z.infer<typeof BAN_SYNC>;

/** What became of the lines of a `bans.txt`. */
export const BAN_IMPORT = z.object({ imported: z.int(), known: z.int(), rejected: z.array(z.string()) });
export type BanImport = z.infer<typeof BAN_IMPORT>;
