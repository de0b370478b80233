import { z } from 'zod';

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
