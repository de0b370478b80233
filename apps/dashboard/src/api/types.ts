import type { Schemas } from './client.js';

/** An account (library-api spec §2.1). */
export type User = Schemas['User'];

/** A named set of rights (library-api spec §6). */
export type Group = Schemas['PermissionGroup'];

/** One right: what may be done with one kind of thing. */
export type Grant = Group['grants'][number];

/** `/api/heartbeat` (library-api spec §15.1). */
export interface Heartbeat {
  SYSTEM: { VERSION: string; SHOW_SETUP_WIZARD: boolean };
  FRONTEND: { DISABLE_USERPASS_LOGIN: boolean };
  OIDC: { ENABLED: boolean; AUTOLOGIN: boolean; PROVIDER: string; RP_INITIATED_LOGOUT: boolean };
}

/** Library-api spec §2.2. */
export interface Platform {
  id: number;
  slug: string;
  fs_slug: string;
  rom_count: number;
  name: string;
  custom_name: string | null;
  description: string | null;
  category: string | null;
  generation: number | null;
  family_name: string | null;
  fs_size_bytes: number;
  is_identified: boolean;
  missing_from_fs: boolean;
  display_name: string;
  firmware_count: number;
  updated_at: string;
}

export interface RomFile {
  id: number;
  file_name: string;
  file_path: string;
  full_path: string;
  file_size_bytes: number;
  is_top_level: boolean;
  crc_hash: string | null;
  md5_hash: string | null;
  sha1_hash: string | null;
  ra_hash: string | null;
  chd_sha1_hash: string | null;
  archive_members: { name: string; size: number; crc_hash: string; md5_hash: string; sha1_hash: string }[] | null;
  category: string | null;
  last_modified: string;
}

export interface SiblingRom {
  id: number;
  name: string | null;
  fs_name_no_tags: string;
  fs_name_no_ext: string;
}

/** Library-api spec §2.4, as the list and the page of a game read it. */
export interface Rom {
  id: number;
  platform_id: number;
  platform_slug: string;
  platform_fs_slug: string;
  platform_display_name: string;
  fs_name: string;
  fs_name_no_ext: string;
  fs_name_no_tags: string;
  fs_extension: string;
  fs_path: string;
  fs_size_bytes: number;
  name: string | null;
  summary: string | null;
  alternative_names: string[];
  metadatum: { genres: string[]; companies: string[]; franchises: string[]; player_count: string; first_release_date: number | null; average_rating: number | null } | null;
  path_cover_small: string | null;
  path_cover_large: string | null;
  url_cover: string | null;
  is_identified: boolean;
  revision: string | null;
  regions: string[];
  languages: string[];
  tags: string[];
  crc_hash: string | null;
  md5_hash: string | null;
  sha1_hash: string | null;
  ra_hash: string | null;
  has_simple_single_file: boolean;
  has_multiple_files: boolean;
  full_path: string;
  missing_from_fs: boolean;
  merged_screenshots: string[];
  created_at: string;
  updated_at: string;
  files: RomFile[];
  sibling_roms: SiblingRom[];
}

/** Values the filter controls offer (library-api spec §2.11). */
export interface RomFilters {
  genres: string[];
  franchises: string[];
  companies: string[];
  regions: string[];
  languages: string[];
  tags: string[];
  platforms: number[];
}

/** Library-api spec §1.3. */
export interface RomPage {
  items: Rom[];
  total: number | null;
  limit: number;
  offset: number;
  char_index: Record<string, number>;
  rom_id_index: number[];
  filter_values: RomFilters;
}

/** Library-api spec §2.14. */
export interface ScanStats {
  total_platforms: number;
  total_roms: number;
  scanned_platforms: number;
  new_platforms: number;
  identified_platforms: number;
  scanned_roms: number;
  new_roms: number;
  identified_roms: number;
  scanned_firmware: number;
  new_firmware: number;
}

/** Library-api spec §15.4. */
export interface Stats {
  PLATFORMS: number;
  ROMS: number;
  SAVES: number;
  STATES: number;
  SCREENSHOTS: number;
  TOTAL_FILESIZE_BYTES: number;
}

/** Library-api spec §15.3. */
export interface SetupLibrary {
  detected_structure: 'struct_a' | 'struct_b' | null;
  existing_platforms: { fs_slug: string; rom_count: number }[];
  supported_platforms: Platform[];
}

/** Library-api spec §2.13. */
export interface ClientToken {
  id: number;
  name: string;
  scopes: string[];
  expires_at: string | null;
  last_used_at: string | null;
  created_at: string;
  device_id: string | null;
}
