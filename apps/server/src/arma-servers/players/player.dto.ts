import { z } from 'zod';
import { BAN_VIEW } from '../bans/ban.dto.js';
import { MOMENT } from '../http/answers.js';
import { PLAYER_VIEW } from '../realtime/feed.js';

/** The players of a server. */
export const PLAYER_LIST = z.object({
  players: z.array(PLAYER_VIEW),
  count: z.int(),
  updated_at: MOMENT,
  /** The server could not be asked lately. */
  stale: z.boolean(),
});
export type PlayerList = z.infer<typeof PLAYER_LIST>;

/** Somebody who was seen, by BattlEye GUID. */
export const SEEN_PLAYER = z.object({ guid: z.string(), name: z.string(), steam_id: z.string().nullable(), first_seen: MOMENT, last_seen: MOMENT, visits: z.int(), total_seconds: z.int(), watch: z.boolean() });
export type SeenPlayer = z.infer<typeof SEEN_PLAYER>;

/** One visit of a player; the server is null once it was deleted. */
export const VISIT = z.object({
  id: z.int(),
  server_id: z.int().nullable(),
  server_name: z.string(),
  guid: z.string().nullable(),
  name: z.string(),
  ip: z.string(),
  steam_id: z.string().nullable(),
  joined_at: MOMENT,
  left_at: MOMENT.nullable(),
  duration_seconds: z.int(),
  leave_reason: z.enum(['disconnect', 'kicked', 'banned', 'server_stop', 'lost', 'manager_restart']).nullable(),
  detail: z.string().nullable(),
});
export type Visit = z.infer<typeof VISIT>;

/** What the staff noted about a GUID. */
export const NOTE_VIEW = z.object({ guid: z.string(), note: z.string(), watch: z.boolean() });
export type NoteView = z.infer<typeof NOTE_VIEW>;

/** Everything known about a GUID, on servers the caller may see. */
export const DOSSIER = NOTE_VIEW.extend({
  names: z.array(z.string()),
  ips: z.array(z.string()),
  steam_ids: z.array(z.string()),
  servers: z.array(z.string()),
  total_seconds: z.int(),
  first_seen: MOMENT.nullable(),
  last_seen: MOMENT.nullable(),
  bans: z.array(BAN_VIEW),
  sessions: z.array(VISIT),
});
export type Dossier = z.infer<typeof DOSSIER>;
