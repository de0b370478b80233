import { z } from 'zod';
import { firmwareSchema } from '../firmware/firmware.dto.js';
import { queryDate } from '../shared/query.js';
import { timestamp } from '../shared/wire.js';

const id = z.int().nullable();
const text = z.string().nullable();

/** A platform (library-api spec §2.2). */
export const platformSchema = z
  .object({
    id: z.int().meta({ description: '-1 for a platform without a row' }),
    slug: z.string(),
    fs_slug: z.string(),
    rom_count: z.int(),
    name: z.string(),
    igdb_slug: text,
    moby_slug: text,
    hltb_slug: text,
    libretro_slug: text,
    custom_name: text,
    description: text,
    igdb_id: id,
    sgdb_id: id,
    moby_id: id,
    launchbox_id: id,
    ss_id: id,
    ra_id: id,
    hasheous_id: id,
    tgdb_id: id,
    flashpoint_id: id,
    category: text,
    generation: z.int().nullable(),
    family_name: text,
    family_slug: text,
    url: text,
    url_logo: text,
    firmware: z.array(firmwareSchema),
    created_at: timestamp,
    updated_at: timestamp,
    fs_size_bytes: z.int(),
    is_unidentified: z.boolean(),
    is_identified: z.boolean(),
    missing_from_fs: z.boolean(),
    display_name: z.string(),
    firmware_count: z.int(),
  })
  .meta({ id: 'Platform' });
export type PlatformDto = z.output<typeof platformSchema>;

export const platformListQuery = z.object({ updated_after: queryDate().optional() });
export type PlatformListQuery = z.output<typeof platformListQuery>;

export const newPlatformBody = z.object({ fs_slug: z.string().min(1).max(400) });
export type NewPlatform = z.output<typeof newPlatformBody>;

/** Null and absent leave a field alone; the empty text clears it. */
export const platformChangesBody = z.object({ custom_name: z.string().max(400).nullish(), description: z.string().max(65_535).nullish() });
export type PlatformChanges = z.output<typeof platformChangesBody>;
