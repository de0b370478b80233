import type { ExclusionList } from './tables.js';

/** A server that helps two players find each other. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What one button of a player is bound to. */
export interface ControlBinding {
  readonly value?: string | number;
  readonly value2?: string | number;
}

/** Buttons by number. */
export type PlayerControls = Readonly<Record<string, ControlBinding>>;

/** Buttons of the four players. */
export type CoreControls = Readonly<Record<'0' | '1' | '2' | '3', PlayerControls>>;

/** RomM's part of config.yml, checked and with its defaults (library-scan spec §2). */
export interface RommFileConfig {
  /** Sorted unions of the built-in and the configured values; extensions in lower case without the dot. */
  readonly excluded: Readonly<Record<ExclusionList, readonly string[]>>;
  readonly filesystem: { readonly romsFolder: string; readonly firmwareFolder: string; readonly skipHashCalculation: boolean };
  /** Folder name to platform slug. */
  readonly platformBindings: Readonly<Record<string, string>>;
  /** Folder name to the slug of the main version. */
  readonly platformVersions: Readonly<Record<string, string>>;
  readonly scan: {
    readonly metadataPriority: readonly string[];
    readonly artworkPriority: readonly string[];
    /** Per field, only those that are set: `url_cover`, `url_screenshots`, `url_manual`. */
    readonly artworkOverrides: Readonly<Record<string, readonly string[]>>;
    readonly regionPriority: readonly string[];
    readonly regionMode: 'prefer_rom_tags' | 'prefer_config';
    readonly languagePriority: readonly string[];
    readonly media: readonly string[];
    readonly gamelistExport: boolean;
    readonly gamelistThumbnail: string;
    readonly gamelistImage: string;
    readonly pegasusExport: boolean;
  };
  readonly emulatorjs: {
    readonly debug: boolean;
    readonly cacheLimit: number | null;
    readonly disableAutoUnload: boolean;
    readonly disableBatchBootup: boolean;
    readonly netplayEnabled: boolean;
    readonly iceServers: readonly IceServer[];
    readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly controls: Readonly<Record<string, CoreControls>>;
  };
  readonly streaming: {
    readonly enabled: boolean;
    readonly containers: readonly Readonly<Record<string, unknown>>[];
  };
}
