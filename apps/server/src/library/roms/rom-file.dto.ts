import { z } from 'zod';
import { timestamp } from '../shared/wire.js';

/** What a file of a game is for, in the order in which a path is tried against them (library-scan spec §6.1). */
export const FILE_CATEGORIES = [
  'game', 'dlc', 'hack', 'manual', 'patch', 'update', 'mod', 'demo', 'translation', 'prototype', 'cheat', 'soundtrack', 'screenshot',
] as const;
export type FileCategory = (typeof FILE_CATEGORIES)[number];

export const archiveMember = z.object({
  name: z.string(),
  size: z.int(),
  crc_hash: z.string(),
  md5_hash: z.string(),
  sha1_hash: z.string(),
});
export type ArchiveMember = z.output<typeof archiveMember>;

export const trackMeta = z.object({
  title: z.string().nullable(),
  artist: z.string().nullable(),
  album: z.string().nullable(),
  genre: z.string().nullable(),
  cover_path: z.string().nullable(),
  year: z.int().nullable(),
  track: z.int().nullable(),
  disc: z.int().nullable(),
  duration_seconds: z.number().nullable(),
  has_embedded_cover: z.boolean(),
});
export type TrackMeta = z.output<typeof trackMeta>;

/** A track of a game's music (library-api spec §12). */
export const soundtrackFile = z
  .object({ file_id: z.int(), file_name: z.string(), file_size_bytes: z.int(), track_meta: trackMeta.nullable() })
  .meta({ id: 'SoundtrackFile' });
export type SoundtrackFileDto = z.output<typeof soundtrackFile>;

/** One file of a game (library-api spec §2.8). */
export const romFile = z
  .object({
    id: z.int(),
    rom_id: z.int(),
    file_name: z.string(),
    file_path: z.string(),
    file_size_bytes: z.int(),
    full_path: z.string(),
    is_top_level: z.boolean(),
    created_at: timestamp,
    updated_at: timestamp,
    last_modified: timestamp,
    crc_hash: z.string().nullable(),
    md5_hash: z.string().nullable(),
    sha1_hash: z.string().nullable(),
    ra_hash: z.string().nullable(),
    chd_sha1_hash: z.string().nullable(),
    archive_members: z.array(archiveMember).nullable(),
    category: z.enum(FILE_CATEGORIES).nullable(),
    track_meta: trackMeta.nullable(),
  })
  .meta({ id: 'RomFile' });
export type RomFileDto = z.output<typeof romFile>;
