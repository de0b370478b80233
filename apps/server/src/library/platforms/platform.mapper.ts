import { toFirmware } from '../firmware/firmware.dto.js';
import type { Firmware } from '../firmware/firmware.entity.js';
import { detectPlatform, isIdentifiedPlatform } from '../scan/platforms/detect-platform.js';
import { byCodePoint, wireTime } from '../shared/wire.js';
import type { PlatformDto } from './platform.dto.js';
import type { Platform } from './platform.entity.js';

/** What is counted over the games of a platform. */
export interface PlatformCounts {
  readonly games: number;
  readonly bytes: number;
}

export function toPlatform(row: Platform, counts: PlatformCounts, firmware: readonly Firmware[]): PlatformDto {
  const identified = isIdentifiedPlatform(row);
  return {
    id: row.id,
    slug: row.slug,
    fs_slug: row.fs_slug,
    rom_count: counts.games,
    name: row.name,
    igdb_slug: row.igdb_slug,
    moby_slug: row.moby_slug,
    hltb_slug: row.hltb_slug,
    libretro_slug: row.libretro_slug,
    custom_name: row.custom_name,
    description: row.description ?? '',
    igdb_id: row.igdb_id,
    sgdb_id: row.sgdb_id,
    moby_id: row.moby_id,
    launchbox_id: row.launchbox_id,
    ss_id: row.ss_id,
    ra_id: row.ra_id,
    hasheous_id: row.hasheous_id,
    tgdb_id: row.tgdb_id,
    flashpoint_id: row.flashpoint_id,
    category: row.category,
    generation: row.generation,
    family_name: row.family_name,
    family_slug: row.family_slug,
    url: row.url,
    url_logo: row.url_logo,
    firmware: firmware.toSorted((a, b) => byCodePoint(a.file_name, b.file_name)).map(toFirmware),
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    fs_size_bytes: counts.bytes,
    is_unidentified: !identified,
    is_identified: identified,
    missing_from_fs: row.missing_from_fs,
    display_name: row.custom_name || row.name,
    firmware_count: firmware.length,
  };
}

/** A platform that has no row: what the tables know of its slug. */
export function toUnsavedPlatform(fsSlug: string, slug: string, now: Date): PlatformDto {
  const { hashable: _hashable, ...facts } = detectPlatform(slug);
  return toPlatform({ ...facts, id: -1, fs_slug: fsSlug, sgdb_id: null, custom_name: '', description: null, missing_from_fs: false, created_at: now, updated_at: now }, { games: 0, bytes: 0 }, []);
}
