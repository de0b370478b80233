import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exampleConfigYml, exampleEnv } from './docs.js';
import { loadConfig } from './load.js';
import { aliasTable, placedSettings } from './places.js';
import { parseRommFile } from './romm-file/index.js';

const repository = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, repository), 'utf8');

describe('example files', () => {
  it('are in step with the settings (npm run config:docs writes them)', () => {
    expect(read('.env.example')).toBe(exampleEnv());
    expect(read('config/config.example.yml')).toBe(exampleConfigYml());
  });

  it('hold every variable with its default', () => {
    const lines = exampleEnv().split('\n');
    for (const { setting } of placedSettings) expect(lines.some((line) => line.startsWith(`#${setting.env}=`)), setting.env).toBe(true);
  });

  it('say nothing else than the defaults when every line is made live', () => {
    const live = exampleConfigYml().split('\n').map((line) => line.replace(/^#(?= *[a-z_]+:)/, '')).join('\n');
    const tree = parse(live) as Record<string, unknown>;
    expect(parseRommFile(tree)).toEqual(parseRommFile({}));
    for (const { path, setting } of placedSettings) {
      const value = path.reduce<unknown>((node, key) => (node as Record<string, unknown> | null)?.[key], tree);
      if (setting.defaultText === undefined && value != null) expect(value, path.join('.')).toEqual(setting.default);
    }
  });
});

describe('declarations', () => {
  it('use each environment name once', () => {
    const names = placedSettings.flatMap(({ setting }) => [setting.env, ...setting.aliases.map((alias) => alias.env), ...(setting.compose?.env ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have defaults that their own rules accept', () => {
    for (const { setting } of placedSettings) {
      const value = typeof setting.default === 'function' ? (setting.default as (from: { dataDir: string }) => unknown)({ dataDir: '/data' }) : setting.default;
      if (value !== undefined) expect(setting.kind.schema.safeParse(value).success, setting.env).toBe(true);
    }
  });

  it('have no default for a secret', () => {
    expect(placedSettings.filter(({ setting }) => setting.secret && setting.default !== undefined).map(({ setting }) => setting.env)).toEqual(['DATABASE_URL']);
  });
});

/** Names under which people who move over have their values (RomM, Allstarr, Languard), and what they become. */
const seeds: Record<string, string> = {
  ROMM_BASE_PATH: 'DATA_DIR', ROMM_BASE_URL: 'BASE_URL', ROMM_PORT: 'PORT', ROMM_TMP_PATH: 'TMP_DIR', LOGLEVEL: 'LOG_LEVEL', ROMM_CORS_ALLOWED_ORIGINS: 'CORS_ALLOWED_ORIGINS',
  ROMM_DB_DRIVER: 'DATABASE_URL', DB_HOST: 'DATABASE_URL', DB_PORT: 'DATABASE_URL', DB_USER: 'DATABASE_URL', DB_PASSWD: 'DATABASE_URL', DB_NAME: 'DATABASE_URL', DEV_SQL_ECHO: 'DATABASE_LOG_QUERIES',
  REDIS_HOST: 'REDIS_URL', REDIS_PORT: 'REDIS_URL', REDIS_USERNAME: 'REDIS_URL', REDIS_PASSWORD: 'REDIS_URL', REDIS_DB: 'REDIS_URL', REDIS_SSL: 'REDIS_URL',
  ROMM_AUTH_SECRET_KEY: 'AUTH_JWT_SECRET', ROMM_SESSION_SECURE_COOKIE: 'SESSION_SECURE_COOKIE', LIBRARY_BASE_PATH: 'LIBRARY_PATH', TASK_RESULT_TTL: 'QUEUE_RETENTION_SECONDS',
  BACKEND_TYPE: 'MUSIC_BACKEND_TYPE', ADMIN_BIND_ADDRESS: 'MUSIC_ADMIN_HOST', ADMIN_BIND_ANY_IP: 'MUSIC_ADMIN_HOST', Library__DownloadPath: 'DOWNLOAD_PATH', DEBUG_LOG_ALL_REQUESTS: 'LOG_REQUESTS',
  LSM_ENCRYPTION_KEY: 'ENCRYPTION_KEY', http_proxy: 'HTTP_PROXY', https_proxy: 'HTTPS_PROXY', no_proxy: 'NO_PROXY',
};

/** Names of the seeds that are ours as well. */
const kept = `IGDB_CLIENT_ID IGDB_CLIENT_SECRET MOBYGAMES_API_KEY SCREENSCRAPER_USER SCREENSCRAPER_PASSWORD SCREENSCRAPER_DEV_ID SCREENSCRAPER_DEV_PASSWORD STEAMGRIDDB_API_KEY RETROACHIEVEMENTS_API_KEY
LAUNCHBOX_API_ENABLED PLAYMATCH_API_ENABLED HASHEOUS_API_ENABLED TGDB_API_ENABLED FLASHPOINT_API_ENABLED HLTB_API_ENABLED DISABLE_EMULATOR_JS DISABLE_RUFFLE_RS SCAN_TIMEOUT SCAN_WORKERS TASK_TIMEOUT SEVEN_ZIP_TIMEOUT
ENABLE_SCHEDULED_RESCAN SCHEDULED_RESCAN_CRON ENABLE_RESCAN_ON_FILESYSTEM_CHANGE RESCAN_ON_FILESYSTEM_CHANGE_DELAY ENABLE_SCHEDULED_UPDATE_SWITCH_TITLEDB SCHEDULED_UPDATE_SWITCH_TITLEDB_CRON
ENABLE_SCHEDULED_UPDATE_LAUNCHBOX_METADATA SCHEDULED_UPDATE_LAUNCHBOX_METADATA_CRON ENABLE_SCHEDULED_CONVERT_IMAGES_TO_WEBP SCHEDULED_CONVERT_IMAGES_TO_WEBP_CRON ENABLE_SCHEDULED_RETROACHIEVEMENTS_PROGRESS_SYNC
SCHEDULED_RETROACHIEVEMENTS_PROGRESS_SYNC_CRON ENABLE_SCHEDULED_CLEANUP_ORPHANED_RESOURCES SCHEDULED_CLEANUP_ORPHANED_RESOURCES_CRON REFRESH_RETROACHIEVEMENTS_CACHE_DAYS OAUTH_ACCESS_TOKEN_EXPIRE_SECONDS
OAUTH_REFRESH_TOKEN_EXPIRE_SECONDS SESSION_MAX_AGE_SECONDS DISABLE_CSRF_PROTECTION DISABLE_DOWNLOAD_ENDPOINT_AUTH DISABLE_USERPASS_LOGIN DISABLE_LOGS_VIEWER KIOSK_MODE OIDC_ENABLED OIDC_PROVIDER OIDC_CLIENT_ID
OIDC_CLIENT_SECRET OIDC_REDIRECT_URI OIDC_USERNAME_ATTRIBUTE OIDC_CLAIM_ROLES OIDC_ROLE_VIEWER OIDC_ROLE_EDITOR OIDC_ROLE_ADMIN OIDC_TLS_CACERTFILE OIDC_RP_INITIATED_LOGOUT OIDC_END_SESSION_ENDPOINT
OIDC_SERVER_APPLICATION_URL OIDC_SERVER_METADATA_URL OIDC_ALLOW_REGISTRATION INVITE_TOKEN_EXPIRY_SECONDS MAX_ASSET_UPLOAD_SIZE_BYTES MAX_AUTOCLEANUP_LIMIT ENABLE_SYNC_FOLDER_WATCHER SYNC_FOLDER_SCAN_DELAY
ENABLE_SYNC_PUSH_PULL SYNC_PUSH_PULL_CRON SYNC_SSH_KEYS_PATH SYNC_SSH_KNOWN_HOSTS_PATH TINFOIL_WELCOME_MESSAGE PLAYMATCH_API_URL YOUTUBE_BASE_URL HTTP_PROXY HTTPS_PROXY NO_PROXY
SUBSONIC_URL JELLYFIN_URL JELLYFIN_API_KEY JELLYFIN_USER_ID JELLYFIN_LIBRARY_ID JELLYFIN_CLIENT_USERNAME MUSIC_SERVICE ENABLE_EXTERNAL_PLAYLISTS PLAYLISTS_DIRECTORY EXPLICIT_FILTER DOWNLOAD_MODE STORAGE_MODE
CACHE_DURATION_HOURS DOWNLOAD_PATH SQUIDWTF_QUALITY DEEZER_QUALITY QOBUZ_USER_AUTH_TOKEN QOBUZ_USER_ID QOBUZ_QUALITY REDIS_ENABLED CACHE_SEARCH_RESULTS_MINUTES CACHE_PLAYLIST_IMAGES_HOURS
CACHE_SPOTIFY_PLAYLIST_ITEMS_HOURS CACHE_SPOTIFY_MATCHED_TRACKS_DAYS CACHE_LYRICS_DAYS CACHE_GENRE_DAYS CACHE_METADATA_DAYS CACHE_ODESLI_LOOKUP_DAYS CACHE_PROXY_IMAGES_DAYS CACHE_TRANSCODE_MINUTES
SPOTIFY_IMPORT_ENABLED SPOTIFY_IMPORT_SYNC_START_HOUR SPOTIFY_IMPORT_SYNC_START_MINUTE SPOTIFY_IMPORT_SYNC_WINDOW_HOURS SPOTIFY_IMPORT_PLAYLIST_IDS SPOTIFY_IMPORT_MATCHING_INTERVAL_HOURS SPOTIFY_IMPORT_PLAYLISTS
SPOTIFY_API_ENABLED SPOTIFY_API_CACHE_DURATION_MINUTES SPOTIFY_API_RATE_LIMIT_DELAY_MS SPOTIFY_API_PREFER_ISRC_MATCHING MUSICBRAINZ_ENABLED SCROBBLING_ENABLED SCROBBLING_LOCAL_TRACKS_ENABLED SCROBBLING_LASTFM_ENABLED
SCROBBLING_LASTFM_API_KEY SCROBBLING_LASTFM_SHARED_SECRET SCROBBLING_LASTFM_USERNAME SCROBBLING_LASTFM_PASSWORD SCROBBLING_LASTFM_SESSION_KEY SCROBBLING_LISTENBRAINZ_ENABLED SCROBBLING_LISTENBRAINZ_USER_TOKEN
ADMIN_TRUSTED_SUBNETS ADMIN_PASSWORD_HASH`.split(/\s+/);

describe('names of the seeds', () => {
  it('are all accepted', () => {
    expect(Object.fromEntries(aliasTable())).toEqual(seeds);
    const own = new Set(placedSettings.map(({ setting }) => setting.env));
    expect(kept.filter((name) => !own.has(name))).toEqual([]);
  });

  it('are converted where the seed spelt values differently', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rumpus-config-'));
    const env = { DATA_DIR: dataDir, CONFIG_FILE: '/nowhere/config.yml', AUTH_JWT_SECRET: 'x'.repeat(16), AUTH_SESSION_SECRET: 'x'.repeat(16), ENCRYPTION_KEY: 'a'.repeat(64) };
    const { config } = loadConfig({ ...env, LOGLEVEL: 'WARNING', ADMIN_BIND_ANY_IP: 'true', BACKEND_TYPE: 'jellyfin', SPOTIFY_IMPORT_PLAYLISTS: '[["Mix","sp1","jf1","first","0 8 * * 5"]]' });
    expect(config.log.level).toBe('warn');
    expect(config.music.adminHost).toBe('0.0.0.0');
    expect(config.music.backendType).toBe('Jellyfin');
    expect(config.spotify.playlists).toEqual([['Mix', 'sp1', 'jf1', 'first', '0 8 * * 5']]);
    expect(loadConfig({ ...env, ADMIN_BIND_ANY_IP: 'false' }).config.music.adminHost).toBe('127.0.0.1');
    rmSync(dataDir, { recursive: true });
  });
});
