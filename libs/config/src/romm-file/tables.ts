/** Words and lists of RomM's part of config.yml (library-scan spec §2). */

/** Media types that `scan.media` may name. */
export const mediaTypes = [
  'bezel', 'box2d', 'box2d_back', 'box2d_side', 'box3d', 'miximage', 'miximage_v2', 'physical', 'screenshot', 'title_screen', 'marquee', 'logo', 'fanart', 'video', 'video_normalized', 'manual',
] as const;

/** Sources that the priority lists may name. */
export const sourceNames = ['igdb', 'moby', 'ss', 'ra', 'launchbox', 'hasheous', 'tgdb', 'sgdb', 'flashpoint', 'hltb', 'gamelist', 'libretro', 'playmatch'] as const;

/** What `scan.gamelist.media.thumbnail` may be. */
export const thumbnailTypes = ['box2d', 'box3d', 'miximage', 'miximage_v2', 'physical'] as const;
/** What `scan.gamelist.media.image` may be. */
export const imageTypes = ['title_screen', 'miximage', 'miximage_v2', 'box2d', 'screenshot'] as const;

/** Exclusions that are always active; the file can only add to them. */
export const builtInExclusions = {
  extensions: ['db', 'ini', 'tmp', 'bak', 'lock', 'log', 'cache', 'crdownload'],
  files: ['.DS_Store', '.localized', '.Trashes', '.stfolder', '@SynoResource', '*:Zone.Identifier', 'gamelist.xml', 'metadata.pegasus.txt'],
  directories: ['@eaDir', 'assets', '__MACOSX', '#recycle', '$RECYCLE.BIN', '.Trash-*', '.stfolder', '.Spotlight-V100', '.fseventsd', '.DocumentRevisions-V100', 'System Volume Information'],
} as const;

/** The six lists of exclusions: the name the API uses, the place in the file, and what is built in. */
export const exclusionLists = {
  EXCLUDED_PLATFORMS: { path: ['exclude', 'platforms'], builtIn: 'directories', extension: false },
  EXCLUDED_SINGLE_EXT: { path: ['exclude', 'roms', 'single_file', 'extensions'], builtIn: 'extensions', extension: true },
  EXCLUDED_SINGLE_FILES: { path: ['exclude', 'roms', 'single_file', 'names'], builtIn: 'files', extension: false },
  EXCLUDED_MULTI_FILES: { path: ['exclude', 'roms', 'multi_file', 'names'], builtIn: 'directories', extension: false },
  EXCLUDED_MULTI_PARTS_EXT: { path: ['exclude', 'roms', 'multi_file', 'parts', 'extensions'], builtIn: 'extensions', extension: true },
  EXCLUDED_MULTI_PARTS_FILES: { path: ['exclude', 'roms', 'multi_file', 'parts', 'names'], builtIn: 'files', extension: false },
} as const satisfies Record<string, { path: readonly string[]; builtIn: keyof typeof builtInExclusions; extension: boolean }>;

/** Name of one of the six lists of exclusions. */
export type ExclusionList = keyof typeof exclusionLists;

export const defaultMetadataPriority = ['igdb', 'moby', 'ss', 'ra', 'launchbox', 'gamelist', 'hasheous', 'tgdb', 'flashpoint', 'hltb'];
export const defaultArtworkPriority = ['sgdb', 'igdb', 'moby', 'ss', 'libretro', 'ra', 'launchbox', 'gamelist', 'hasheous', 'tgdb', 'flashpoint', 'hltb'];
export const defaultRegionPriority = ['us', 'wor', 'ss', 'eu', 'jp'];
export const defaultLanguagePriority = ['en'];
export const defaultMedia = ['box2d', 'screenshot', 'manual'];
