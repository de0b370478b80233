import { placedSettings, type Config, type PlacedSetting } from '@rumpus/config';

/** The settings the music proxy works by. */
export type MusicSettings = Pick<Config, 'music' | 'musicCache'>;

/** Parts of the settings form. */
export type SettingGroup = 'upstream' | 'providers' | 'search' | 'downloads' | 'cache';

const groups: Readonly<Record<SettingGroup, readonly (keyof Config['music'] | keyof Config['musicCache'])[]>> = {
  upstream: ['subsonicUrl', 'backendTimeoutMs', 'subsonicScanUser', 'subsonicScanPassword'],
  providers: [
    'service', 'providerOrder', 'audioProviderOrder', 'providersOff', 'providerTimeoutMs', 'squidwtfBaseUrls', 'squidwtfQuality', 'qobuzAppId', 'qobuzAppSecret', 'qobuzUserAuthToken', 'qobuzQuality', 'qobuzApiUrl',
    'jamendoClientId', 'jamendoApiUrl', 'archiveEnabled', 'archiveCollections', 'archiveUrl', 'deezerApiUrl', 'providerSubsonicUrl', 'providerSubsonicUser', 'providerSubsonicPassword', 'providerFolderPaths',
  ],
  search: ['searchBudgetMs', 'externalSearchLimit', 'externalLabel', 'explicitFilter', 'enableExternalPlaylists', 'enrichArtists', 'enrichAlbums', 'searchResultsMinutes', 'metadataDays', 'lrclibEnabled'],
  downloads: ['storageMode', 'downloadMode', 'keepAfterSeconds', 'prefetchLimit', 'lyricsFiles', 'embedLyrics', 'transcoding', 'allowPreviews', 'minFreeMb', 'playlistsDirectory', 'playlistsExtension'],
  cache: ['cacheDurationHours', 'cacheMaxGb', 'userQuotaMb', 'userDownloadsPerHour', 'transcodeMinutes'],
};

/** A setting that can be changed while the app runs. */
export interface Changeable {
  readonly group: SettingGroup;
  readonly placed: PlacedSetting;
}

const placedByName = new Map(placedSettings.filter(({ section }) => section === 'music' || section === 'musicCache').map((placed) => [placed.name, placed]));

/** What can be changed by the admin, by environment name. Everything else (ports, folders) needs the environment and a restart. */
export const changeable: ReadonlyMap<string, Changeable> = new Map(
  Object.entries(groups).flatMap(([group, names]) =>
    names.map((name): [string, Changeable] => {
      const placed = placedByName.get(name);
      if (!placed) throw new Error(`There is no setting ${name}`);
      return [placed.setting.env, { group: group as SettingGroup, placed }];
    }),
  ),
);
