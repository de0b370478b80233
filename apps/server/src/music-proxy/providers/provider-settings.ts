import type { Config } from '@rumpus/config';

type Name = keyof Config['music'];

interface ProviderSettings {
  /** For people, also while the provider is not there. */
  readonly label: string;
  /** Without all of these it cannot be used. */
  readonly needs: readonly Name[];
  /** These make it another one. */
  readonly uses: readonly Name[];
}

/** Every provider there is, with the settings that are its own. */
export const providerSettings: Readonly<Record<string, ProviderSettings>> = {
  deezer: { label: 'Deezer', needs: [], uses: ['deezerApiUrl'] },
  squidwtf: { label: 'SquidWTF', needs: ['squidwtfBaseUrls'], uses: ['squidwtfQuality'] },
  qobuz: { label: 'Qobuz', needs: ['qobuzAppId', 'qobuzAppSecret', 'qobuzUserAuthToken'], uses: ['qobuzQuality', 'qobuzApiUrl'] },
  jamendo: { label: 'Jamendo', needs: ['jamendoClientId'], uses: ['jamendoApiUrl'] },
  archive: { label: 'Internet Archive', needs: ['archiveEnabled'], uses: ['archiveCollections', 'archiveUrl'] },
  folder: { label: 'Local folder', needs: ['providerFolderPaths'], uses: [] },
  subsonic: { label: 'Subsonic', needs: ['providerSubsonicUrl', 'providerSubsonicUser', 'providerSubsonicPassword'], uses: [] },
};

export const providerNames: readonly string[] = Object.keys(providerSettings);

/** The settings a provider needs and does not have. */
export function missingSettings(name: string, music: Config['music']): Name[] {
  return (providerSettings[name]?.needs ?? []).filter((need) => {
    const value = music[need];
    return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  });
}
