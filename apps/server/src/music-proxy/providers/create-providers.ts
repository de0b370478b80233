import type { Config } from '@rumpus/config';
import type { OutboundEvent } from '@rumpus/outbound';
import { ArchiveProvider } from './archive/archive.provider.js';
import { DeezerProvider } from './deezer/deezer.provider.js';
import { FolderProvider } from './folder/folder.provider.js';
import { JamendoProvider } from './jamendo/jamendo.provider.js';
import type { MusicProvider, Quality } from './provider.js';
import { QobuzProvider } from './qobuz/qobuz.provider.js';
import { SquidWtfProvider } from './squidwtf/squidwtf.provider.js';
import { SubsonicProvider } from './subsonic/subsonic.provider.js';

export interface ProviderSurroundings {
  readonly hop: string;
  readonly onEvent?: (event: OutboundEvent) => void;
}

/** The providers the operator has configured, in search order. A provider without its settings is not there. */
export function createProviders(config: Pick<Config, 'music' | 'musicCache'>, surroundings: ProviderSurroundings): MusicProvider[] {
  const { music } = config;
  const makers = makersFor(config, surroundings);
  const named = music.providerOrder.map((name) => name.toLowerCase());
  const first = music.service.toLowerCase();
  const order = named.length > 0 ? named : [first, ...Object.keys(makers).filter((name) => name !== first && name !== 'deezer')];
  return [...new Set(order)].flatMap((name) => {
    const provider = makers[name]?.();
    return provider ? [provider] : [];
  });
}

/** Those with audio, in the order in which they are asked for it. */
export function audioOrder(providers: readonly MusicProvider[], wanted: readonly string[]): MusicProvider[] {
  const able = providers.filter((provider) => provider.resolveAudio);
  if (wanted.length === 0) return able;
  return wanted.flatMap((name) => able.filter((provider) => provider.name === name.toLowerCase()));
}

/** The quality the operator wants of each provider. */
export function qualityFor(music: Config['music']): (provider: string) => Quality {
  const squid: Readonly<Record<string, Quality>> = { HI_RES: 'hires', HI_RES_LOSSLESS: 'hires', FLAC: 'lossless', LOSSLESS: 'lossless', HIGH: 'high', LOW: 'low' };
  const qobuz: Readonly<Record<string, Quality>> = { FLAC: 'hires', FLAC_24_HIGH: 'hires', FLAC_24_LOW: 'hires', FLAC_16: 'lossless', MP3_320: 'high' };
  return (provider) => {
    if (provider === 'qobuz') return qobuz[music.qobuzQuality ?? 'FLAC'] ?? 'hires';
    return provider === 'squidwtf' ? (squid[music.squidwtfQuality] ?? 'lossless') : 'lossless';
  };
}

/** The API's format ids of the setting's words (music-proxy spec §4.3). */
const qobuzFormats: Readonly<Record<string, number>> = { FLAC: 27, FLAC_24_HIGH: 27, FLAC_24_LOW: 7, FLAC_16: 6, MP3_320: 5 };

function makersFor({ music, musicCache }: Pick<Config, 'music' | 'musicCache'>, { hop, onEvent }: ProviderSurroundings): Record<string, () => MusicProvider | undefined> {
  const shared = {
    timeoutMs: music.providerTimeoutMs,
    searchCacheMs: musicCache.searchResultsMinutes * 60_000,
    metadataCacheMs: musicCache.metadataDays * 86_400_000,
    ...(onEvent ? { onEvent } : {}),
  };
  const { providerSubsonicUrl: url, providerSubsonicUser: user, providerSubsonicPassword: password } = music;
  const { qobuzAppId: appId, qobuzAppSecret: appSecret, qobuzUserAuthToken: userAuthToken, jamendoClientId: clientId } = music;
  return {
    deezer: () => new DeezerProvider({ ...shared, apiUrl: music.deezerApiUrl }),
    squidwtf: () => (music.squidwtfBaseUrls.length > 0 ? new SquidWtfProvider({ ...shared, baseUrls: music.squidwtfBaseUrls }) : undefined),
    qobuz: () =>
      appId !== undefined && appSecret !== undefined && userAuthToken !== undefined
        ? new QobuzProvider({ ...shared, appId, appSecret, userAuthToken, apiUrl: music.qobuzApiUrl, highestFormat: qobuzFormats[music.qobuzQuality ?? 'FLAC'] })
        : undefined,
    jamendo: () => (clientId === undefined ? undefined : new JamendoProvider({ ...shared, clientId, apiUrl: music.jamendoApiUrl })),
    archive: () => (music.archiveEnabled ? new ArchiveProvider({ ...shared, collections: music.archiveCollections, apiUrl: music.archiveUrl }) : undefined),
    folder: () => (music.providerFolderPaths.length > 0 ? new FolderProvider(music.providerFolderPaths) : undefined),
    subsonic: () => (url !== undefined && user !== undefined && password !== undefined ? new SubsonicProvider({ ...shared, url, user, password, hop }) : undefined),
  };
}
