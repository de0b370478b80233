import { z } from 'zod';
import { timestamp } from '../shared/wire.js';
import { romFile } from './rom-file.dto.js';
import { providerMetadata, romMetadata } from './rom-metadata.dto.js';
import { romUser } from './rom-user.dto.js';

const id = z.int().nullable();
const text = z.string().nullable();
const strings = z.array(z.string());

/** Another version of a game on the same platform (library-api spec §2.9). */
export const siblingRom = z
  .object({
    id: z.int(),
    name: text,
    fs_name_no_tags: z.string(),
    fs_name_no_ext: z.string(),
    is_main_sibling: z.boolean(),
    sort_comparator: z.string(),
  })
  .meta({ id: 'SiblingRom' });
export type SiblingRomDto = z.output<typeof siblingRom>;

/** Fields that lists and the game page share (library-api spec §2.4). */
const romBase = {
  id: z.int(),
  igdb_id: id,
  sgdb_id: id,
  moby_id: id,
  ss_id: id,
  ra_id: id,
  launchbox_id: id,
  hasheous_id: id,
  tgdb_id: id,
  hltb_id: id,
  flashpoint_id: text,
  gamelist_id: text,
  libretro_id: text,
  platform_id: z.int(),
  platform_slug: z.string(),
  platform_fs_slug: z.string(),
  platform_display_name: z.string(),
  platform_custom_name: text,
  fs_name: z.string(),
  fs_name_no_ext: z.string(),
  fs_name_no_tags: z.string(),
  fs_extension: z.string(),
  fs_path: z.string(),
  fs_size_bytes: z.int(),
  name: text,
  name_sort_key: text,
  slug: text,
  summary: text,
  alternative_names: strings,
  youtube_video_id: text,
  metadatum: romMetadata,
  igdb_metadata: providerMetadata,
  moby_metadata: providerMetadata,
  ss_metadata: providerMetadata,
  launchbox_metadata: providerMetadata,
  hasheous_metadata: providerMetadata,
  flashpoint_metadata: providerMetadata,
  hltb_metadata: providerMetadata,
  gamelist_metadata: providerMetadata,
  manual_metadata: providerMetadata,
  path_cover_small: text,
  path_cover_large: text,
  url_cover: text,
  has_manual: z.boolean(),
  has_soundtrack: z.boolean(),
  path_manual: text,
  url_manual: text,
  path_video: text,
  is_identifying: z.boolean(),
  is_identified: z.boolean(),
  is_unidentified: z.boolean(),
  revision: text,
  regions: strings,
  languages: strings,
  tags: strings,
  crc_hash: text,
  md5_hash: text,
  sha1_hash: text,
  ra_hash: text,
  has_simple_single_file: z.boolean(),
  has_nested_single_file: z.boolean(),
  has_multiple_files: z.boolean(),
  full_path: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  missing_from_fs: z.boolean(),
  has_notes: z.boolean(),
  rom_user: romUser,
  merged_screenshots: strings,
  merged_ra_metadata: providerMetadata,
  files: z.array(romFile),
  sibling_roms: z.array(siblingRom),
};

/** A game in a list. */
export const simpleRom = z.object({ ...romBase, screenshot_path: text }).meta({ id: 'SimpleRom' });
export type SimpleRom = z.output<typeof simpleRom>;

/** Things users keep with a game. This server has none of them yet, so the lists are empty. */
const nothingYet = z.array(z.unknown());

/** A game with all that belongs to it. */
export const detailedRom = z
  .object({
    ...romBase,
    user_saves: nothingYet,
    user_states: nothingYet,
    user_screenshots: nothingYet,
    all_user_saves: nothingYet,
    all_user_states: nothingYet,
    all_user_screenshots: nothingYet,
    user_collections: nothingYet,
    all_user_notes: nothingYet,
  })
  .meta({ id: 'DetailedRom' });
export type DetailedRom = z.output<typeof detailedRom>;
export type RomBase = Omit<SimpleRom, 'screenshot_path'>;

/** The values that a list can be filtered by (library-api spec §2.11); every list is sorted. */
export const romFilters = z
  .object({
    genres: strings,
    franchises: strings,
    collections: strings,
    companies: strings,
    game_modes: strings,
    age_ratings: strings,
    player_counts: strings,
    regions: strings,
    languages: strings,
    tags: strings,
    platforms: z.array(z.int()),
  })
  .meta({ id: 'RomFilters' });
export type RomFilters = z.output<typeof romFilters>;

/** Envelope of `GET /roms` (library-api spec §1.3). */
export const romPage = z
  .object({
    items: z.array(simpleRom),
    total: z.int().nullable(),
    limit: z.int(),
    offset: z.int(),
    char_index: z.record(z.string(), z.int()),
    rom_id_index: z.array(z.int()),
    filter_values: romFilters,
  })
  .meta({ id: 'RomPage' });
export type RomPage = z.output<typeof romPage>;
