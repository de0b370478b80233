import { z } from 'zod';
import { imageTypes, mediaTypes, sourceNames, thumbnailTypes } from '@rumpus/config';

const stringMap = z.record(z.string(), z.string());
const anyMap = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Answer of `GET /config` (library-api spec §15.5). */
export const configResponse = z.object({
  CONFIG_FILE_MOUNTED: z.boolean(),
  CONFIG_FILE_WRITABLE: z.boolean(),
  CONFIG_FILE_PARSE_ERROR: z.string().nullable(),
  EXCLUDED_PLATFORMS: z.array(z.string()),
  EXCLUDED_SINGLE_EXT: z.array(z.string()),
  EXCLUDED_SINGLE_FILES: z.array(z.string()),
  EXCLUDED_MULTI_FILES: z.array(z.string()),
  EXCLUDED_MULTI_PARTS_EXT: z.array(z.string()),
  EXCLUDED_MULTI_PARTS_FILES: z.array(z.string()),
  DEFAULT_EXCLUDED_DIRS: z.array(z.string()),
  DEFAULT_EXCLUDED_FILES: z.array(z.string()),
  DEFAULT_EXCLUDED_EXTENSIONS: z.array(z.string()),
  PLATFORMS_BINDING: stringMap,
  PLATFORMS_VERSIONS: stringMap,
  SKIP_HASH_CALCULATION: z.boolean(),
  EJS_DEBUG: z.boolean(),
  EJS_CACHE_LIMIT: z.int().nullable(),
  EJS_DISABLE_AUTO_UNLOAD: z.boolean(),
  EJS_DISABLE_BATCH_BOOTUP: z.boolean(),
  EJS_NETPLAY_ENABLED: z.boolean(),
  EJS_NETPLAY_ICE_SERVERS: z.array(
    z.object({ urls: z.union([z.string(), z.array(z.string())]), username: z.string().optional(), credential: z.string().optional() }),
  ),
  EJS_SETTINGS: anyMap,
  EJS_CONTROLS: anyMap,
  SCAN_METADATA_PRIORITY: z.array(z.string()),
  SCAN_ARTWORK_PRIORITY: z.array(z.string()),
  SCAN_ARTWORK_PRIORITY_OVERRIDES: z.record(z.string(), z.array(z.string())),
  SCAN_REGION_PRIORITY: z.array(z.string()),
  SCAN_LANGUAGE_PRIORITY: z.array(z.string()),
  SCAN_MEDIA: z.array(z.string()),
  GAMELIST_AUTO_EXPORT_ON_SCAN: z.boolean(),
  PEGASUS_AUTO_EXPORT_ON_SCAN: z.boolean(),
  GAMELIST_MEDIA_THUMBNAIL: z.string(),
  GAMELIST_MEDIA_IMAGE: z.string(),
});
export type ConfigResponse = z.output<typeof configResponse>;

/** Body of the bindings: a folder name and the slug it stands for. */
export const bindingBody = z.object({ fs_slug: z.string().min(1).max(400), slug: z.string().min(1).max(400) });
export type Binding = z.output<typeof bindingBody>;
/** Body of an exclusion: which of the six lists, and what to add. */
export const exclusionBody = z.object({ exclusion_value: z.string().min(1).max(450), exclusion_type: z.string() });
export type Exclusion = z.output<typeof exclusionBody>;

const sources = z.array(z.enum(sourceNames));
const codes = z.array(z.string().max(20)).transform((list) => [...new Set(list.map((code) => code.trim().toLowerCase()).filter((code) => code !== ''))]);

/** Body of `PUT /config/scan`: replaces what the scan section says, except `region_mode`. */
export const scanSettingsBody = z.object({
  metadata_priority: sources,
  artwork_priority: sources,
  cover_priority: sources.nullish(),
  screenshot_priority: sources.nullish(),
  manual_priority: sources.nullish(),
  region_priority: codes,
  language_priority: codes,
  media: z.array(z.enum(mediaTypes)),
  gamelist_export: z.boolean(),
  gamelist_thumbnail: z.enum(thumbnailTypes),
  gamelist_image: z.enum(imageTypes),
  pegasus_export: z.boolean(),
});
export type ScanSettings = z.output<typeof scanSettingsBody>;
