import { defaultArtworkPriority, defaultLanguagePriority, defaultMedia, defaultMetadataPriority, defaultRegionPriority, imageTypes, mediaTypes, sourceNames, thumbnailTypes } from './tables.js';

const flow = (words: readonly string[]): string => `[${words.join(', ')}]`;

/** RomM's keys as they stand in `config/config.example.yml`. They are read again whenever the file changes. */
export const rommExample = `# ---- Keys of RomM's config.yml. They take effect at once, without a restart.
#exclude: # added to the built-in exclusions
#  platforms: [] # folders that are no platforms
#  roms:
#    single_file:
#      extensions: [] # without the dot
#      names: [] # * and ? work
#    multi_file:
#      names: []
#      parts:
#        extensions: []
#        names: []
#filesystem:
#  roms_folder: roms
#  firmware_folder: bios
#  skip_hash_calculation: false
#system:
#  platforms: {} # folder: platform, e.g. gc: ngc
#  versions: {} # folder: the platform it is a version of, e.g. naomi: arcade
#scan:
#  priority: # sources: ${sourceNames.join(', ')}
#    metadata: ${flow(defaultMetadataPriority)}
#    artwork: ${flow(defaultArtworkPriority)}
#    cover: # a list for covers only, instead of artwork
#    screenshot: # a list for screenshots only
#    manual: # a list for manuals only
#    region: ${flow(defaultRegionPriority)}
#    region_mode: prefer_rom_tags # or prefer_config
#    language: ${flow(defaultLanguagePriority)}
#  media: ${flow(defaultMedia)} # of ${mediaTypes.join(', ')}
#  gamelist:
#    export: false
#    media:
#      thumbnail: box2d # ${thumbnailTypes.join(', ')}
#      image: screenshot # ${imageTypes.join(', ')}
#  pegasus:
#    export: false
#emulatorjs:
#  debug: false
#  cache_limit: # bytes; none when empty
#  disable_auto_unload: false
#  disable_batch_bootup: false
#  netplay:
#    enabled: false
#    ice_servers: [] # e.g. - urls: stun:stun.example.org
#  settings: {} # core: { option: value }
#  controls: {} # core: { 0: { button: { value, value2 } } }
#streaming:
#  enabled: false
#  containers: []
`;
