import { z } from 'zod';
import { queryBool } from '../shared/query.js';
import { timestamp } from '../shared/wire.js';

export const ROM_STATUSES = ['incomplete', 'finished', 'completed_100', 'retired', 'never_playing'] as const;
export type RomStatus = (typeof ROM_STATUSES)[number];

/** What the caller noted about a game (library-api spec §2.7). */
export const romUser = z
  .object({
    id: z.int(),
    user_id: z.int(),
    rom_id: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
    last_played: timestamp.nullable(),
    is_main_sibling: z.boolean(),
    backlogged: z.boolean(),
    now_playing: z.boolean(),
    hidden: z.boolean(),
    rating: z.int().min(0).max(10),
    difficulty: z.int().min(0).max(10),
    completion: z.int().min(0).max(100),
    status: z.enum(ROM_STATUSES).nullable(),
  })
  .meta({ id: 'RomUser' });
export type RomUserDto = z.output<typeof romUser>;

/** Body of `PUT /roms/{id}/props`: only the keys that were sent change. */
export const romPropsBody = z
  .object({
    is_main_sibling: z.boolean(),
    backlogged: z.boolean(),
    now_playing: z.boolean(),
    hidden: z.boolean(),
    rating: z.int().min(0).max(10),
    difficulty: z.int().min(0).max(10),
    completion: z.int().min(0).max(100),
    status: z.enum(ROM_STATUSES).nullable(),
  })
  .partial();
export type RomProps = z.output<typeof romPropsBody>;

export const romPropsQuery = z.object({
  update_last_played: queryBool().default(false),
  remove_last_played: queryBool().default(false),
});
export type RomPropsQuery = z.output<typeof romPropsQuery>;
