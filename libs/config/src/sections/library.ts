import { resolve } from 'node:path';
import { cron, flag, float, int, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';
import { path } from './server.js';

const daily = (env: string, default_: string, doc: string) => setting(cron(), { env, default: default_, doc });

/** The game library. */
export const library = section('The game library.', {
  path: setting(path(), {
    env: 'LIBRARY_PATH',
    aliases: ['LIBRARY_BASE_PATH'],
    default: ({ dataDir }) => resolve(dataDir, 'library'),
    defaultText: '$DATA_DIR/library',
    doc: 'The folder with the games.',
  }),
  resourcesPath: setting(path(), { env: 'RESOURCES_PATH', default: ({ dataDir }) => resolve(dataDir, 'resources'), defaultText: '$DATA_DIR/resources', doc: 'Covers, screenshots and manuals.' }),
  assetsPath: setting(path(), { env: 'ASSETS_PATH', default: ({ dataDir }) => resolve(dataDir, 'assets'), defaultText: '$DATA_DIR/assets', doc: 'Saves, states and other files of users.' }),
  scanWorkers: setting(int(1, 64), { env: 'SCAN_WORKERS', default: 1, doc: 'Entries that are scanned at the same time.' }),
  scanTimeout: setting(int(1, 604_800), { env: 'SCAN_TIMEOUT', default: 14_400, unit: 'seconds', doc: 'Longest time one entry may take before it is given up with its reason. A scan as a whole has no limit.' }),
  sevenZipTimeout: setting(int(1, 86_400), { env: 'SEVEN_ZIP_TIMEOUT', default: 60, unit: 'seconds', doc: 'Time limit for listing or testing one archive.' }),
  linksAnywhere: setting(flag(), { env: 'LIBRARY_LINKS_ANYWHERE', default: false, doc: 'Follow links of games to places outside of the library. A platform folder may always be a link: that is how storage is mounted.' }),
  archiveMaxMembers: setting(int(1, 10_000_000), { env: 'ARCHIVE_MAX_MEMBERS', default: 100_000, doc: 'An archive with more members is not looked into.' }),
  archiveMaxRatio: setting(int(1, 1_000_000), { env: 'ARCHIVE_MAX_RATIO', default: 1000, doc: 'An archive that unpacks to more than this many times its size, and to more than 1 GiB, counts as a bomb.' }),
  archiveMaxBytes: setting(int(1, Number.MAX_SAFE_INTEGER), { env: 'ARCHIVE_MAX_BYTES', default: 1_099_511_627_776, unit: 'bytes', doc: 'An archive that unpacks to more is not looked into.' }),
  missingBrake: setting(float(0, 1), { env: 'SCAN_MISSING_BRAKE', default: 0.2, doc: 'When more than this share of a platform vanished, nothing is marked missing until a person confirms.' }),
  watch: setting(flag(), { env: 'ENABLE_RESCAN_ON_FILESYSTEM_CHANGE', default: false, doc: 'Scan when files change.' }),
  watchDelay: setting(int(1, 10_080), { env: 'RESCAN_ON_FILESYSTEM_CHANGE_DELAY', default: 5, unit: 'minutes', doc: 'Quiet time before a change leads to a scan.' }),
  maxAssetUploadBytes: setting(int(0, Number.MAX_SAFE_INTEGER), { env: 'MAX_ASSET_UPLOAD_SIZE_BYTES', default: 536_870_912, unit: 'bytes', doc: 'Largest save, state or screenshot; 0 for no limit.' }),
  maxAutocleanupLimit: setting(int(1, 100_000), { env: 'MAX_AUTOCLEANUP_LIMIT', default: 100, doc: 'Upper bound of what clients may ask for as autocleanup_limit.' }),
  disableEmulatorJs: setting(flag(), { env: 'DISABLE_EMULATOR_JS', default: false, doc: 'Hide the player in the browser.' }),
  disableRuffle: setting(flag(), { env: 'DISABLE_RUFFLE_RS', default: false, doc: 'Hide the Flash player.' }),
  disableSetupWizard: setting(flag(), { env: 'DISABLE_SETUP_WIZARD', default: false, doc: 'Never show the first-run pages.' }),
  disableLogsViewer: setting(flag(), { env: 'DISABLE_LOGS_VIEWER', default: false, doc: 'No log viewer in the dashboard.' }),
  tinfoilWelcomeMessage: setting(text(), { env: 'TINFOIL_WELCOME_MESSAGE', default: 'RomM Switch Library', doc: 'Greeting of the Tinfoil feed.' }),
  youtubeBaseUrl: setting(url(), { env: 'YOUTUBE_BASE_URL', default: 'https://www.youtube.com', doc: 'Where trailers are embedded from.' }),
});

/** Scheduled work of the library. */
export const tasks = section('Scheduled tasks of the library.', {
  rescan: setting(flag(), { env: 'ENABLE_SCHEDULED_RESCAN', default: false, doc: 'Scan the whole library on a schedule.' }),
  rescanCron: daily('SCHEDULED_RESCAN_CRON', '0 3 * * *', 'When to scan.'),
  switchTitledb: setting(flag(), { env: 'ENABLE_SCHEDULED_UPDATE_SWITCH_TITLEDB', default: false, doc: 'Refresh the table of Switch titles.' }),
  switchTitledbCron: daily('SCHEDULED_UPDATE_SWITCH_TITLEDB_CRON', '0 4 * * *', 'When to refresh it.'),
  launchboxMetadata: setting(flag(), { env: 'ENABLE_SCHEDULED_UPDATE_LAUNCHBOX_METADATA', default: false, doc: 'Refresh the LaunchBox tables.' }),
  launchboxMetadataCron: daily('SCHEDULED_UPDATE_LAUNCHBOX_METADATA_CRON', '0 4 * * *', 'When to refresh them.'),
  convertImages: setting(flag(), { env: 'ENABLE_SCHEDULED_CONVERT_IMAGES_TO_WEBP', default: false, doc: 'Make WebP copies of covers.' }),
  convertImagesCron: daily('SCHEDULED_CONVERT_IMAGES_TO_WEBP_CRON', '0 4 * * *', 'When to make them.'),
  retroachievements: setting(flag(), { env: 'ENABLE_SCHEDULED_RETROACHIEVEMENTS_PROGRESS_SYNC', default: false, doc: "Fetch users' RetroAchievements progress." }),
  retroachievementsCron: daily('SCHEDULED_RETROACHIEVEMENTS_PROGRESS_SYNC_CRON', '0 4 * * *', 'When to fetch it.'),
  cleanupOrphans: setting(flag(), { env: 'ENABLE_SCHEDULED_CLEANUP_ORPHANED_RESOURCES', default: false, doc: 'Remove resources whose game is gone.' }),
  cleanupOrphansCron: daily('SCHEDULED_CLEANUP_ORPHANED_RESOURCES_CRON', '0 5 * * *', 'When to remove them.'),
});

/** Save sync with devices by folder and SSH. */
export const sync = section('Save sync by folder and by SSH.', {
  folderWatcher: setting(flag(), { env: 'ENABLE_SYNC_FOLDER_WATCHER', default: false, doc: 'Watch the sync folder for incoming saves.' }),
  folderDelay: setting(int(0, 1440), { env: 'SYNC_FOLDER_SCAN_DELAY', default: 2, unit: 'minutes', doc: 'Quiet time before incoming files are taken in.' }),
  pushPull: setting(flag(), { env: 'ENABLE_SYNC_PUSH_PULL', default: false, doc: 'Exchange saves with devices over SSH on a schedule.' }),
  pushPullCron: daily('SYNC_PUSH_PULL_CRON', '*/30 * * * *', 'When to exchange them.'),
  sshKeysPath: setting(path(), { env: 'SYNC_SSH_KEYS_PATH', default: ({ dataDir }) => resolve(dataDir, 'sync', 'keys'), defaultText: '$DATA_DIR/sync/keys', doc: 'Private keys, one <device id>.pem each.' }),
  sshKnownHostsPath: setting(path(), { env: 'SYNC_SSH_KNOWN_HOSTS_PATH', default: ({ dataDir }) => resolve(dataDir, 'sync', 'known_hosts'), defaultText: '$DATA_DIR/sync/known_hosts', doc: 'Known host keys.' }),
});

const key = (env: string, doc: string, secret = true) => setting(text(), { env, secret, doc });
const source = (env: string, doc: string) => setting(flag(), { env, default: false, doc });

/** Where facts and pictures of games come from. */
export const metadata = section('Sources of metadata. A source without its key is off.', {
  igdbClientId: key('IGDB_CLIENT_ID', 'IGDB (through Twitch): client id.', false),
  igdbClientSecret: key('IGDB_CLIENT_SECRET', 'IGDB: client secret.'),
  mobygamesApiKey: key('MOBYGAMES_API_KEY', 'MobyGames.'),
  screenscraperUser: key('SCREENSCRAPER_USER', 'ScreenScraper: account.', false),
  screenscraperPassword: key('SCREENSCRAPER_PASSWORD', 'ScreenScraper: password.'),
  screenscraperDevId: key('SCREENSCRAPER_DEV_ID', 'ScreenScraper: developer id of this installation.', false),
  screenscraperDevPassword: key('SCREENSCRAPER_DEV_PASSWORD', 'ScreenScraper: developer password.'),
  retroachievementsApiKey: key('RETROACHIEVEMENTS_API_KEY', 'RetroAchievements.'),
  retroachievementsCacheDays: setting(int(1, 3650), { env: 'REFRESH_RETROACHIEVEMENTS_CACHE_DAYS', default: 30, unit: 'days', doc: 'Age at which game lists are fetched again.' }),
  steamgriddbApiKey: key('STEAMGRIDDB_API_KEY', 'SteamGridDB.'),
  launchboxEnabled: source('LAUNCHBOX_API_ENABLED', 'LaunchBox.'),
  playmatchEnabled: source('PLAYMATCH_API_ENABLED', 'Playmatch.'),
  playmatchUrl: setting(url(), { env: 'PLAYMATCH_API_URL', default: 'https://playmatch.retrorealm.dev/api/v2', doc: 'Address of Playmatch.' }),
  hasheousEnabled: source('HASHEOUS_API_ENABLED', 'Hasheous.'),
  tgdbEnabled: source('TGDB_API_ENABLED', 'TheGamesDB.'),
  flashpointEnabled: source('FLASHPOINT_API_ENABLED', 'Flashpoint.'),
  hltbEnabled: source('HLTB_API_ENABLED', 'HowLongToBeat.'),
});
