import { byCodePoint, sorted, wireTime, wireTimeOrNull } from '../shared/wire.js';
import type { ProviderBlob, RomDetails } from './rom-details.entity.js';
import type { RomFileDto } from './rom-file.dto.js';
import type { RomFile } from './rom-file.entity.js';
import type { RomMetadata } from './rom-metadata.dto.js';
import type { RomUserDto } from './rom-user.dto.js';
import type { RomUser } from './rom-user.entity.js';
import type { DetailedRom, RomBase, SiblingRomDto, SimpleRom } from './rom.dto.js';
import type { Rom } from './rom.entity.js';

/** Where the web server shows the resources folder. */
const RESOURCES = '/assets/romm/resources';

/** What a list shows of a game's platform. */
export interface PlatformNames {
  readonly slug: string;
  readonly fs_slug: string;
  readonly name: string;
  readonly custom_name: string;
}

/** A sibling as it was read. */
export interface SiblingRow {
  readonly id: number;
  readonly name: string | null;
  readonly fs_name_no_tags: string;
  readonly fs_name_no_ext: string;
  readonly is_main_sibling: boolean;
}

/** All that is read of one game for an answer. */
export interface RomParts {
  readonly rom: Rom;
  readonly platform: PlatformNames;
  readonly details: RomDetails | undefined;
  readonly user: RomUser | undefined;
  readonly siblings: readonly SiblingRow[];
  readonly files: readonly RomFile[];
}

/** A game in a list (library-api spec §2.4). `screenshot_path` is for lists of what was played last; nothing was saved yet. */
export const toSimpleRom = (parts: RomParts, now: Date): SimpleRom => Object.assign(toBase(parts, now), { screenshot_path: null });

/** A game with what users keep with it: nothing yet, since this server has no saves, states, screenshots, collections or notes. */
export const toDetailedRom = (parts: RomParts, now: Date): DetailedRom =>
  Object.assign(toBase(parts, now), {
    user_saves: [],
    user_states: [],
    user_screenshots: [],
    all_user_saves: [],
    all_user_states: [],
    all_user_screenshots: [],
    user_collections: [],
    all_user_notes: [],
  });

/** One literal with every field: a list makes thousands of these, and putting them together from parts takes ten times as long. */
function toBase({ rom, platform, details, user, siblings, files }: RomParts, now: Date): RomBase {
  const identified = isIdentified(rom);
  const stamp = `?ts=${wireTime(rom.updated_at).replace('T', ' ')}`;
  const igdb = details?.igdb_metadata;
  const ss = details?.ss_metadata;
  const launchbox = details?.launchbox_metadata;
  return {
    id: rom.id,
    igdb_id: rom.igdb_id,
    sgdb_id: rom.sgdb_id,
    moby_id: rom.moby_id,
    ss_id: rom.ss_id,
    ra_id: rom.ra_id,
    launchbox_id: rom.launchbox_id,
    hasheous_id: rom.hasheous_id,
    tgdb_id: rom.tgdb_id,
    hltb_id: rom.hltb_id,
    flashpoint_id: rom.flashpoint_id,
    gamelist_id: rom.gamelist_id,
    libretro_id: rom.libretro_id,
    platform_id: rom.platform_id,
    platform_slug: platform.slug,
    platform_fs_slug: platform.fs_slug,
    platform_display_name: platform.custom_name || platform.name,
    platform_custom_name: platform.custom_name,
    fs_name: rom.fs_name,
    fs_name_no_ext: rom.fs_name_no_ext,
    fs_name_no_tags: rom.fs_name_no_tags,
    fs_extension: rom.fs_extension,
    fs_path: rom.fs_path,
    fs_size_bytes: rom.fs_size_bytes,
    name: rom.name,
    name_sort_key: rom.name_sort_key,
    slug: details?.slug ?? null,
    summary: details?.summary ?? null,
    alternative_names: alternativeNames(details),
    youtube_video_id: firstText(igdb?.['youtube_video_id'], launchbox?.['youtube_video_id']),
    metadatum: metadatumOf(rom, details),
    // Clients index into these without looking, so "nothing" is an empty object (library-api spec §25, trap 8).
    igdb_metadata: igdb ?? {},
    moby_metadata: details?.moby_metadata ?? {},
    ss_metadata: ss ?? {},
    launchbox_metadata: launchbox ?? {},
    hasheous_metadata: details?.hasheous_metadata ?? {},
    flashpoint_metadata: details?.flashpoint_metadata ?? {},
    hltb_metadata: details?.hltb_metadata ?? {},
    gamelist_metadata: details?.gamelist_metadata ?? {},
    manual_metadata: details?.manual_metadata ?? {},
    path_cover_small: coverPath(details?.path_cover_s, stamp),
    path_cover_large: coverPath(details?.path_cover_l, stamp),
    url_cover: details?.url_cover ?? null,
    has_manual: Boolean(details?.path_manual),
    has_soundtrack: rom.has_soundtrack,
    path_manual: details?.path_manual ?? null,
    url_manual: details?.url_manual ?? null,
    path_video: firstText(ss?.['video_path'], ss?.['video_normalized_path'], details?.gamelist_metadata?.['video_path'], launchbox?.['video_path']),
    is_identifying: false,
    is_identified: identified,
    is_unidentified: !identified,
    revision: rom.revision,
    regions: details?.regions ?? [],
    languages: details?.languages ?? [],
    tags: details?.tags ?? [],
    crc_hash: rom.crc_hash,
    md5_hash: rom.md5_hash,
    sha1_hash: rom.sha1_hash,
    ra_hash: rom.ra_hash,
    has_simple_single_file: !rom.multi_file && rom.top_level_file_count <= 1,
    has_nested_single_file: rom.multi_file && rom.top_level_file_count === 1,
    has_multiple_files: rom.top_level_file_count > 1,
    full_path: `${rom.fs_path}/${rom.fs_name}`,
    created_at: wireTime(rom.created_at),
    updated_at: wireTime(rom.updated_at),
    missing_from_fs: rom.missing_from_fs,
    has_notes: false,
    rom_user: toRomUser(user, now),
    merged_screenshots: (details?.path_screenshots ?? []).map((path) => `${RESOURCES}/${path}`),
    merged_ra_metadata: raMetadata(details?.ra_metadata),
    files: files.map((file) => toRomFile(file, rom)).sort((a, b) => byCodePoint(a.file_name, b.file_name)),
    sibling_roms: toSiblings(siblings),
  };
}

/** TheGamesDB and SteamGridDB ids don't count (library-api spec §2.4). */
const isIdentified = (rom: Rom): boolean =>
  [rom.igdb_id, rom.moby_id, rom.ss_id, rom.ra_id, rom.launchbox_id, rom.hasheous_id, rom.flashpoint_id, rom.hltb_id, rom.gamelist_id, rom.libretro_id].some((id) => id !== null);

function metadatumOf(rom: Rom, details: RomDetails | undefined): RomMetadata {
  const lists = details?.metadata_lists;
  return {
    rom_id: rom.id,
    genres: sorted(lists?.genres ?? []),
    franchises: sorted(lists?.franchises ?? []),
    collections: sorted(lists?.collections ?? []),
    companies: sorted(lists?.companies ?? []),
    game_modes: sorted(lists?.game_modes ?? []),
    age_ratings: sorted(lists?.age_ratings ?? []),
    player_count: rom.player_count,
    first_release_date: rom.first_release_date,
    average_rating: rom.average_rating,
  };
}

const coverPath = (path: string | null | undefined, stamp: string): string => (path ? `${RESOURCES}/${path}${stamp}` : '');

/** The first provider with other names for the game has the word. */
function alternativeNames(details: RomDetails | undefined): string[] {
  const names = [details?.igdb_metadata?.['alternative_names'], details?.moby_metadata?.['alternate_titles'], details?.ss_metadata?.['alternative_names']];
  return sorted(names.map(stringsOf).find((list) => list.length > 0) ?? []);
}

const stringsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);
const firstText = (...values: unknown[]): string | null => values.find((value): value is string => typeof value === 'string' && value !== '') ?? null;

/** RetroAchievements' answer with the badge paths made absolute. */
function raMetadata(blob: ProviderBlob | null | undefined): ProviderBlob | null {
  if (blob == null) return null;
  const achievements: unknown = blob['achievements'];
  if (!Array.isArray(achievements)) return blob;
  const absolute = (path: unknown): unknown => (typeof path === 'string' && path !== '' ? `${RESOURCES}/${path}` : path);
  return {
    ...blob,
    achievements: (achievements as ProviderBlob[]).map((entry) => ({ ...entry, badge_path: absolute(entry['badge_path']), badge_path_lock: absolute(entry['badge_path_lock']) })),
  };
}

/** What the caller noted; a placeholder when he noted nothing (library-api spec §2.7). */
export function toRomUser(user: RomUser | undefined, now: Date): RomUserDto {
  if (user === undefined) {
    const time = wireTime(now);
    return {
      id: -1, user_id: -1, rom_id: -1, created_at: time, updated_at: time, last_played: null, is_main_sibling: false,
      backlogged: false, now_playing: false, hidden: false, rating: 0, difficulty: 0, completion: 0, status: null,
    };
  }
  return {
    id: user.id,
    user_id: user.user_id,
    rom_id: user.rom_id,
    created_at: wireTime(user.created_at),
    updated_at: wireTime(user.updated_at),
    last_played: wireTimeOrNull(user.last_played),
    is_main_sibling: user.is_main_sibling,
    backlogged: user.backlogged,
    now_playing: user.now_playing,
    hidden: user.hidden,
    rating: user.rating,
    difficulty: user.difficulty,
    completion: user.completion,
    status: user.status,
  };
}

/** One file of a game (library-api spec §2.8). */
export function toRomFile(file: RomFile, rom: Pick<Rom, 'fs_path' | 'fs_name'>): RomFileDto {
  const full_path = `${file.file_path}/${file.file_name}`;
  const is_top_level = isTopLevel(file, rom);
  return {
    id: file.id,
    rom_id: file.rom_id,
    file_name: file.file_name,
    file_path: file.file_path,
    file_size_bytes: file.file_size_bytes,
    full_path,
    is_top_level,
    created_at: wireTime(file.created_at),
    updated_at: wireTime(file.updated_at),
    last_modified: wireTime(file.last_modified),
    crc_hash: file.crc_hash,
    md5_hash: file.md5_hash,
    sha1_hash: file.sha1_hash,
    ra_hash: file.ra_hash,
    chd_sha1_hash: file.chd_sha1_hash,
    archive_members: file.archive_members,
    category: file.category ?? (is_top_level ? 'game' : null),
    track_meta: file.track_meta,
  };
}

/** The file is the game itself, or lies directly in the game's folder. */
export function isTopLevel(file: Pick<RomFile, 'file_path' | 'file_name'>, rom: Pick<Rom, 'fs_path' | 'fs_name'>): boolean {
  const game = `${rom.fs_path}/${rom.fs_name}`;
  return `${file.file_path}/${file.file_name}` === game || file.file_path === game;
}

const toSiblings = (siblings: readonly SiblingRow[]): SiblingRomDto[] =>
  siblings
    .map((sibling) => ({ ...sibling, sort_comparator: comparatorOf(sibling) }))
    .sort((a, b) => (a.sort_comparator === b.sort_comparator ? a.id - b.id : a.sort_comparator < b.sort_comparator ? -1 : 1));

/** Name without a leading English article, for sorting siblings (library-api spec §2.9). */
const comparatorOf = ({ name, fs_name_no_tags }: SiblingRow): string => (name ?? fs_name_no_tags).replace(/^(?:The|A|And) /, '').trim().toLowerCase();
