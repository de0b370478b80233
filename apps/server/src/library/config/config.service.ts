import { builtInExclusions, exclusionLists, RommFile, type ExclusionList, type RommFileConfig } from '@rumpus/config';
import { invalid } from '@rumpus/errors';
import { Injectable } from '@nestjs/common';
import type { ConfigResponse, ScanSettings } from './config.dto.js';

/** Reads and changes the library's part of config.yml for the config routes (library-api spec §15.5). */
@Injectable()
export class ConfigService {
  constructor(private readonly file: RommFile) {}

  /** @param stranger true for a caller who isn't signed in: he learns neither the file's faults nor TURN credentials */
  read(stranger: boolean): ConfigResponse {
    const config = this.file.current();
    return {
      CONFIG_FILE_MOUNTED: this.file.mounted,
      CONFIG_FILE_WRITABLE: this.file.writable,
      CONFIG_FILE_PARSE_ERROR: stranger ? null : this.file.parseError,
      ...exclusionsOf(config),
      PLATFORMS_BINDING: { ...config.platformBindings },
      PLATFORMS_VERSIONS: { ...config.platformVersions },
      SKIP_HASH_CALCULATION: config.filesystem.skipHashCalculation,
      ...emulatorOf(config, stranger),
      ...scanOf(config),
    };
  }

  async bindPlatform(folder: string, slug: string): Promise<void> {
    await this.file.bindPlatform(folder, slug);
  }

  async unbindPlatform(folder: string): Promise<void> {
    await this.file.unbindPlatform(folder);
  }

  async bindVersion(folder: string, slug: string): Promise<void> {
    await this.file.bindVersion(folder, slug);
  }

  async unbindVersion(folder: string): Promise<void> {
    await this.file.unbindVersion(folder);
  }

  /** @throws DomainError `invalid` for an unknown list */
  async exclude(list: string, value: string): Promise<void> {
    await this.file.exclude(knownList(list), value);
  }

  /** @throws DomainError `invalid` for an unknown list */
  async unexclude(list: string, value: string): Promise<void> {
    await this.file.unexclude(knownList(list), value);
  }

  /** Replaces the scan section; `region_mode`, which this route doesn't know, stays. */
  async replaceScan(scan: ScanSettings): Promise<void> {
    await this.file.replaceScan({
      metadataPriority: scan.metadata_priority,
      artworkPriority: scan.artwork_priority,
      coverPriority: scan.cover_priority ?? null,
      screenshotPriority: scan.screenshot_priority ?? null,
      manualPriority: scan.manual_priority ?? null,
      regionPriority: scan.region_priority,
      languagePriority: scan.language_priority,
      media: scan.media,
      gamelistExport: scan.gamelist_export,
      gamelistThumbnail: scan.gamelist_thumbnail,
      gamelistImage: scan.gamelist_image,
      pegasusExport: scan.pegasus_export,
    });
  }
}

function knownList(name: string): ExclusionList {
  if (Object.hasOwn(exclusionLists, name)) return name as ExclusionList;
  throw invalid(`Unknown exclusion type '${name}'`, 'exclusion_type');
}

type Part<P extends string> = Pick<ConfigResponse, Extract<keyof ConfigResponse, P>>;

const exclusionsOf = ({ excluded }: RommFileConfig): Part<`EXCLUDED_${string}` | `DEFAULT_EXCLUDED_${string}`> => ({
  EXCLUDED_PLATFORMS: [...excluded.EXCLUDED_PLATFORMS],
  EXCLUDED_SINGLE_EXT: [...excluded.EXCLUDED_SINGLE_EXT],
  EXCLUDED_SINGLE_FILES: [...excluded.EXCLUDED_SINGLE_FILES],
  EXCLUDED_MULTI_FILES: [...excluded.EXCLUDED_MULTI_FILES],
  EXCLUDED_MULTI_PARTS_EXT: [...excluded.EXCLUDED_MULTI_PARTS_EXT],
  EXCLUDED_MULTI_PARTS_FILES: [...excluded.EXCLUDED_MULTI_PARTS_FILES],
  DEFAULT_EXCLUDED_DIRS: [...builtInExclusions.directories],
  DEFAULT_EXCLUDED_FILES: [...builtInExclusions.files],
  DEFAULT_EXCLUDED_EXTENSIONS: [...builtInExclusions.extensions],
});

const emulatorOf = ({ emulatorjs }: RommFileConfig, stranger: boolean): Part<`EJS_${string}`> => ({
  EJS_DEBUG: emulatorjs.debug,
  EJS_CACHE_LIMIT: emulatorjs.cacheLimit,
  EJS_DISABLE_AUTO_UNLOAD: emulatorjs.disableAutoUnload,
  EJS_DISABLE_BATCH_BOOTUP: emulatorjs.disableBatchBootup,
  EJS_NETPLAY_ENABLED: emulatorjs.netplayEnabled,
  EJS_NETPLAY_ICE_SERVERS: stranger ? [] : emulatorjs.iceServers.map(({ urls, ...rest }) => ({ urls: typeof urls === 'string' ? urls : [...urls], ...rest })),
  EJS_SETTINGS: Object.fromEntries(Object.entries(emulatorjs.settings).map(([core, options]) => [core, { ...options }])),
  EJS_CONTROLS: Object.fromEntries(
    Object.entries(emulatorjs.controls).map(([core, players]) => [core, { _0: players[0], _1: players[1], _2: players[2], _3: players[3] }]),
  ),
});

const scanOf = ({ scan }: RommFileConfig): Part<`SCAN_${string}` | `GAMELIST_${string}` | `PEGASUS_${string}`> => ({
  SCAN_METADATA_PRIORITY: [...scan.metadataPriority],
  SCAN_ARTWORK_PRIORITY: [...scan.artworkPriority],
  SCAN_ARTWORK_PRIORITY_OVERRIDES: Object.fromEntries(Object.entries(scan.artworkOverrides).map(([field, order]) => [field, [...order]])),
  SCAN_REGION_PRIORITY: [...scan.regionPriority],
  SCAN_LANGUAGE_PRIORITY: [...scan.languagePriority],
  SCAN_MEDIA: [...scan.media],
  GAMELIST_AUTO_EXPORT_ON_SCAN: scan.gamelistExport,
  PEGASUS_AUTO_EXPORT_ON_SCAN: scan.pegasusExport,
  GAMELIST_MEDIA_THUMBNAIL: scan.gamelistThumbnail,
  GAMELIST_MEDIA_IMAGE: scan.gamelistImage,
});
