import { resolve } from 'node:path';
import { z } from 'zod';
import { choice, cron, flag, int, list, port, structure, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';
import { path } from './server.js';

const secret = (env: string, doc: string) => setting(text(), { env, secret: true, doc });
const plain = (env: string, doc: string) => setting(text(), { env, doc });
const days = (env: string, default_: number, doc: string) => setting(int(0, 3650), { env, default: default_, unit: 'days', doc });
const hours = (env: string, default_: number, doc: string) => setting(int(0, 87_600), { env, default: default_, unit: 'hours', doc });
const minutes = (env: string, default_: number, doc: string) => setting(int(0, 525_600), { env, default: default_, unit: 'minutes', doc });
const parsesAsCron = (value: string): boolean => cron().schema.safeParse(value).success;

/** One imported playlist: name, Spotify id, Jellyfin id, where local tracks go, schedule (music-proxy spec §1.3). */
const importedPlaylists = z
  .array(z.tuple([z.string().min(1), z.string().min(1), z.string()], z.string()))
  .refine((rows) => rows.every((row) => (row[3] === undefined || ['', 'first', 'last'].includes(row[3])) && (row[4] === undefined || row[4] === '' || parsesAsCron(row[4]))));

/** The music proxy. */
export const music = section('The music proxy (Subsonic and Jellyfin).', {
  port: setting(port(), { env: 'MUSIC_PORT', default: 5274, doc: 'Listener of its own for music clients; 0 switches it off.' }),
  adminPort: setting(port(), { env: 'MUSIC_ADMIN_PORT', default: 5275, doc: 'Listener of its own for the music admin; 0 switches it off.' }),
  adminHost: setting(text(), {
    env: 'MUSIC_ADMIN_HOST',
    aliases: ['ADMIN_BIND_ADDRESS', { env: 'ADMIN_BIND_ANY_IP', convert: (word) => (['1', 'true', 'yes', 'on'].includes(word.toLowerCase()) ? '0.0.0.0' : undefined) }],
    default: '127.0.0.1',
    doc: 'Address the music admin binds to.',
  }),
  adminTrustedSubnets: setting(list(text()), { env: 'ADMIN_TRUSTED_SUBNETS', default: [], doc: 'Networks that may reach the music admin.' }),
  adminPasswordHash: secret('ADMIN_PASSWORD_HASH', 'Password hash of the music admin, for those who come from another installation.'),
  backendType: setting(choice('Subsonic', 'Jellyfin'), { env: 'MUSIC_BACKEND_TYPE', aliases: ['BACKEND_TYPE'], default: 'Subsonic', doc: 'Which server stands behind the proxy.' }),
  backendTimeoutMs: setting(int(100, 600_000), { env: 'BACKEND_TIMEOUT_MS', default: 30_000, unit: 'milliseconds', doc: 'Time limit of a call to that server (not of a stream).' }),
  subsonicUrl: setting(url(), { env: 'SUBSONIC_URL', default: 'http://localhost:4533', doc: 'Address of the Subsonic server.' }),
  subsonicScanUser: plain('SUBSONIC_SCAN_USER', 'Account that starts library scans.'),
  subsonicScanPassword: secret('SUBSONIC_SCAN_PASSWORD', 'Its password.'),
  jellyfinUrl: setting(url(), { env: 'JELLYFIN_URL', default: 'http://localhost:8096', doc: 'Address of the Jellyfin server.' }),
  jellyfinApiKey: secret('JELLYFIN_API_KEY', 'Key for work without a user: scans, playlist matching, look-ups of admins.'),
  jellyfinUserId: plain('JELLYFIN_USER_ID', 'User whose library that work sees.'),
  jellyfinLibraryId: plain('JELLYFIN_LIBRARY_ID', 'Music library; found by itself when unset.'),
  jellyfinClientUsername: plain('JELLYFIN_CLIENT_USERNAME', 'Accepted for old environment files.'),
  jellyfinIdMode: setting(choice('guid', 'prefixed'), { env: 'JELLYFIN_ID_MODE', default: 'guid', doc: 'Shape of ids of external items.' }),
  service: setting(choice('SquidWTF', 'Deezer', 'Qobuz'), { env: 'MUSIC_SERVICE', default: 'SquidWTF', doc: 'First provider of music that is not in the library.' }),
  providerOrder: setting(list(text()), { env: 'PROVIDER_ORDER', default: [], doc: 'Order of providers in search.' }),
  providersOff: setting(list(text()), { env: 'PROVIDERS_OFF', default: [], doc: 'Providers that are set up but not to be used.' }),
  audioProviderOrder: setting(list(text()), { env: 'AUDIO_PROVIDER_ORDER', default: [], doc: 'Order of providers for audio.' }),
  providerTimeoutMs: setting(int(100, 600_000), { env: 'PROVIDER_TIMEOUT_MS', default: 10_000, unit: 'milliseconds', doc: 'Time limit of a call to a provider.' }),
  searchBudgetMs: setting(int(100, 60_000), { env: 'MUSIC_SEARCH_BUDGET_MS', default: 2000, unit: 'milliseconds', doc: 'Longest time providers may add to a search.' }),
  allowPreviews: setting(flag(), { env: 'ALLOW_PREVIEWS', default: false, doc: "Play a provider's short sample when no provider has the whole track." }),
  minFreeMb: setting(int(0, 10_000_000), { env: 'MUSIC_MIN_FREE_MB', default: 1024, unit: 'MB', doc: 'Free space below which nothing is downloaded.' }),
  qobuzApiUrl: setting(url(), { env: 'QOBUZ_API_URL', doc: "A mirror of Qobuz' API; the public one when unset." }),
  jamendoApiUrl: setting(url(), { env: 'JAMENDO_API_URL', doc: "A mirror of Jamendo's API; the public one when unset." }),
  archiveUrl: setting(url(), { env: 'ARCHIVE_URL', doc: 'A mirror of the Internet Archive; the public one when unset.' }),
  deezerApiUrl: setting(url(), { env: 'DEEZER_API_URL', doc: "A mirror of Deezer's API; the public one when unset." }),
  enableExternalPlaylists: setting(flag(), { env: 'ENABLE_EXTERNAL_PLAYLISTS', default: true, doc: "Find and star providers' playlists." }),
  playlistsDirectory: setting(text(), { env: 'PLAYLISTS_DIRECTORY', default: 'playlists', doc: 'Folder of M3U files below the downloads.' }),
  playlistsExtension: setting(choice('m3u', 'm3u8'), { env: 'PLAYLISTS_EXTENSION', default: 'm3u', doc: 'Ending of those files. Both are UTF-8; some players believe only m3u8.' }),
  explicitFilter: setting(choice('All', 'ExplicitOnly', 'CleanOnly'), { env: 'EXPLICIT_FILTER', default: 'All', doc: 'Which versions of a song are shown.' }),
  externalLabel: plain('EXTERNAL_LABEL', 'Suffix that marks external items.'),
  externalSearchLimit: setting(int(0, 500), { env: 'EXTERNAL_SEARCH_LIMIT', default: 20, doc: 'Most external results of each sort in a search.' }),
  downloadMode: setting(choice('Track', 'Album'), { env: 'DOWNLOAD_MODE', default: 'Track', doc: 'What a play downloads.' }),
  keepAfterSeconds: setting(int(0, 3600), { env: 'KEEP_AFTER_SECONDS', default: 0, unit: 'seconds', doc: 'A play is kept once it was heard this long, so that what a player only fetches ahead is not; 0 keeps all.' }),
  prefetchLimit: setting(int(0, 100), { env: 'PREFETCH_LIMIT', default: 3, doc: 'Most tracks one user may fetch ahead at a time.' }),
  userQuotaMb: setting(int(0, 1_000_000_000), { env: 'MUSIC_USER_QUOTA_MB', default: 0, unit: 'MB', doc: "Most space of files that stay which one user may have fetched; beyond it plays stay in the cache. 0 for no limit." }),
  userDownloadsPerHour: setting(int(0, 100_000), { env: 'MUSIC_USER_DOWNLOADS_PER_HOUR', default: 0, doc: 'Downloads one user may start within an hour; 0 for no limit.' }),
  storageMode: setting(choice('Permanent', 'Cache'), { env: 'STORAGE_MODE', default: 'Permanent', doc: 'Whether downloads stay.' }),
  cacheDurationHours: hours('CACHE_DURATION_HOURS', 1, 'Life of a cached download since its last use.'),
  cacheMaxGb: setting(int(0, 1_000_000), { env: 'CACHE_MAX_GB', default: 0, unit: 'GB', doc: 'Most space of cached downloads; 0 for no limit.' }),
  downloadPath: setting(path(), { env: 'DOWNLOAD_PATH', aliases: ['Library__DownloadPath'], default: ({ dataDir }) => resolve(dataDir, 'downloads'), defaultText: '$DATA_DIR/downloads', doc: 'Where downloads go.' }),
  squidwtfBaseUrls: setting(list(url()), { env: 'SQUIDWTF_BASE_URLS', default: [], doc: 'Addresses of SquidWTF-like servers you may use. None are built in.' }),
  squidwtfQuality: setting(choice('HI_RES', 'HI_RES_LOSSLESS', 'FLAC', 'LOSSLESS', 'HIGH', 'LOW'), { env: 'SQUIDWTF_QUALITY', default: 'LOSSLESS', doc: 'Wanted quality.' }),
  deezerQuality: plain('DEEZER_QUALITY', 'Accepted for old environment files; Deezer gives no audio here.'),
  qobuzAppId: plain('QOBUZ_APP_ID', "Operator's own Qobuz application."),
  qobuzAppSecret: secret('QOBUZ_APP_SECRET', 'Its secret.'),
  qobuzUserAuthToken: secret('QOBUZ_USER_AUTH_TOKEN', "Token of the operator's account."),
  qobuzUserId: plain('QOBUZ_USER_ID', "Id of the operator's account."),
  qobuzQuality: setting(choice('FLAC', 'FLAC_24_HIGH', 'FLAC_24_LOW', 'FLAC_16', 'MP3_320'), { env: 'QOBUZ_QUALITY', doc: 'Wanted quality; the highest when unset.' }),
  jamendoClientId: plain('JAMENDO_CLIENT_ID', 'Jamendo application.'),
  archiveEnabled: setting(flag(), { env: 'ARCHIVE_ENABLED', default: false, doc: 'Search the Internet Archive.' }),
  archiveCollections: setting(list(text()), { env: 'ARCHIVE_COLLECTIONS', default: [], doc: 'Collections to search.' }),
  providerSubsonicUrl: setting(url(), { env: 'PROVIDER_SUBSONIC_URL', doc: 'A second Subsonic server as provider.' }),
  providerSubsonicUser: plain('PROVIDER_SUBSONIC_USER', 'Account there.'),
  providerSubsonicPassword: secret('PROVIDER_SUBSONIC_PASSWORD', 'Password there.'),
  providerFolderPaths: setting(list(path()), { env: 'PROVIDER_FOLDER_PATHS', default: [], doc: 'Folders with music as provider.' }),
  corsAllowedOrigins: setting(list(text()), { env: 'MUSIC_CORS_ALLOWED_ORIGINS', default: ['*'], doc: 'Origins that may call the music API from a browser.' }),
  enrichArtists: setting(flag(), { env: 'ENRICH_ARTISTS', default: false, doc: "Add providers' albums to artists of the library." }),
  enrichAlbums: setting(flag(), { env: 'ENRICH_ALBUMS', default: false, doc: "Add providers' tracks to albums of the library." }),
  lrclibEnabled: setting(flag(), { env: 'LRCLIB_ENABLED', default: true, doc: 'Ask LRCLIB for the words of songs that are not in the library.' }),
  lrclibUrl: setting(url(), { env: 'LRCLIB_URL', default: 'https://lrclib.net/api', doc: 'Address of LRCLIB, or of a server of its kind.' }),
  lyricsFiles: setting(flag(), { env: 'LYRICS_FILES', default: true, doc: 'Write lyrics beside files that stay, as .lrc.' }),
  transcoding: setting(flag(), { env: 'MUSIC_TRANSCODING', default: true, doc: 'Convert external songs for players that ask for less (needs ffmpeg); otherwise they get the file as it is.' }),
  embedLyrics: setting(flag(), { env: 'EMBED_LYRICS', default: false, doc: 'Write lyrics into downloads.' }),
});

/** How long answers are kept. */
export const musicCache = section('How long the music proxy keeps what it learned.', {
  searchResultsMinutes: minutes('CACHE_SEARCH_RESULTS_MINUTES', 120, 'Search results.'),
  playlistImagesHours: hours('CACHE_PLAYLIST_IMAGES_HOURS', 168, 'Playlist images.'),
  spotifyPlaylistItemsHours: hours('CACHE_SPOTIFY_PLAYLIST_ITEMS_HOURS', 168, 'Items of Spotify playlists.'),
  spotifyMatchedTracksDays: days('CACHE_SPOTIFY_MATCHED_TRACKS_DAYS', 30, 'Matches of Spotify tracks.'),
  lyricsDays: days('CACHE_LYRICS_DAYS', 14, 'Lyrics.'),
  genreDays: days('CACHE_GENRE_DAYS', 30, 'Genres.'),
  metadataDays: days('CACHE_METADATA_DAYS', 7, 'Albums, artists and tracks.'),
  odesliLookupDays: days('CACHE_ODESLI_LOOKUP_DAYS', 60, 'Conversions of links.'),
  proxyImagesDays: days('CACHE_PROXY_IMAGES_DAYS', 14, 'Images.'),
  transcodeMinutes: minutes('CACHE_TRANSCODE_MINUTES', 60, 'Transcoded files.'),
});

/** Playlists from Spotify. */
export const spotify = section('Playlists from Spotify (Jellyfin only).', {
  importEnabled: setting(flag(), { env: 'SPOTIFY_IMPORT_ENABLED', default: false, doc: 'Import playlists.' }),
  syncStartHour: setting(int(0, 23), { env: 'SPOTIFY_IMPORT_SYNC_START_HOUR', default: 16, doc: 'Hour at which the daily sync may start.' }),
  syncStartMinute: setting(int(0, 59), { env: 'SPOTIFY_IMPORT_SYNC_START_MINUTE', default: 15, doc: 'Minute of that hour.' }),
  syncWindowHours: setting(int(1, 24), { env: 'SPOTIFY_IMPORT_SYNC_WINDOW_HOURS', default: 2, unit: 'hours', doc: 'Length of the window in which it starts.' }),
  playlistIds: setting(list(text()), { env: 'SPOTIFY_IMPORT_PLAYLIST_IDS', default: [], doc: 'Jellyfin ids of playlists (older form).' }),
  matchingIntervalHours: setting(int(0, 8760), { env: 'SPOTIFY_IMPORT_MATCHING_INTERVAL_HOURS', default: 24, unit: 'hours', doc: 'How often tracks are matched again; 0 for only at start.' }),
  playlists: setting(structure(importedPlaylists, 'a list of [name, Spotify id, Jellyfin id, first|last, cron]'), { env: 'SPOTIFY_IMPORT_PLAYLISTS', default: [], doc: 'Playlists: name, Spotify id, Jellyfin id, where local tracks go (first or last), cron.' }),
  apiEnabled: setting(flag(), { env: 'SPOTIFY_API_ENABLED', default: false, doc: "Use Spotify's API." }),
  apiCacheMinutes: setting(int(0, 525_600), { env: 'SPOTIFY_API_CACHE_DURATION_MINUTES', default: 60, unit: 'minutes', doc: 'How long answers are kept.' }),
  apiRateLimitDelayMs: setting(int(0, 60_000), { env: 'SPOTIFY_API_RATE_LIMIT_DELAY_MS', default: 100, unit: 'milliseconds', doc: 'Pause between calls.' }),
  apiPreferIsrcMatching: setting(flag(), { env: 'SPOTIFY_API_PREFER_ISRC_MATCHING', default: true, doc: 'Match by ISRC first.' }),
  clientId: plain('SPOTIFY_CLIENT_ID', 'Application.'),
  clientSecret: secret('SPOTIFY_CLIENT_SECRET', 'Its secret.'),
  refreshToken: secret('SPOTIFY_REFRESH_TOKEN', 'Refresh token of the account.'),
});

/** MusicBrainz, for genres. */
export const musicbrainz = section('Genres from MusicBrainz.', {
  enabled: setting(flag(), { env: 'MUSICBRAINZ_ENABLED', default: false, doc: 'Ask MusicBrainz.' }),
  username: plain('MUSICBRAINZ_USERNAME', 'Account.'),
  password: secret('MUSICBRAINZ_PASSWORD', 'Password.'),
  baseUrl: setting(url(), { env: 'MUSICBRAINZ_BASE_URL', default: 'https://musicbrainz.org/ws/2', doc: 'Address.' }),
  rateLimitMs: setting(int(0, 60_000), { env: 'MUSICBRAINZ_RATE_LIMIT_MS', default: 1000, unit: 'milliseconds', doc: 'Pause between calls.' }),
});

/** What was played is told to others. */
export const scrobbling = section('Scrobbling.', {
  enabled: setting(flag(), { env: 'SCROBBLING_ENABLED', default: false, doc: 'Tell others what was played.' }),
  localTracksEnabled: setting(flag(), { env: 'SCROBBLING_LOCAL_TRACKS_ENABLED', default: false, doc: 'Also for tracks of the library.' }),
  lastfmEnabled: setting(flag(), { env: 'SCROBBLING_LASTFM_ENABLED', default: false, doc: 'Last.fm.' }),
  lastfmApiKey: secret('SCROBBLING_LASTFM_API_KEY', 'Last.fm: API key.'),
  lastfmSharedSecret: secret('SCROBBLING_LASTFM_SHARED_SECRET', 'Last.fm: shared secret.'),
  lastfmUsername: plain('SCROBBLING_LASTFM_USERNAME', 'Last.fm: account.'),
  lastfmPassword: secret('SCROBBLING_LASTFM_PASSWORD', 'Last.fm: password.'),
  lastfmSessionKey: secret('SCROBBLING_LASTFM_SESSION_KEY', 'Last.fm: session key.'),
  listenbrainzEnabled: setting(flag(), { env: 'SCROBBLING_LISTENBRAINZ_ENABLED', default: false, doc: 'ListenBrainz.' }),
  listenbrainzUserToken: secret('SCROBBLING_LISTENBRAINZ_USER_TOKEN', 'ListenBrainz: user token.'),
});
