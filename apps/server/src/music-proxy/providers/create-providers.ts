import type { Config } from '@rumpus/config';
import type { OutboundEvent } from '@rumpus/outbound';
import { ArchiveProvider } from './archive/archive.provider.js';
import { DeezerProvider } from './deezer/deezer.provider.js';
import { FolderProvider } from './folder/folder.provider.js';
import { JamendoProvider } from './jamendo/jamendo.provider.js';
import type { MusicSettings } from '../settings/changeable.js';
import type { MusicProvider, Quality } from './provider.js';
import { QobuzProvider } from './qobuz/qobuz.provider.js';
import { missingSettings, providerNames, providerSettings } from './provider-settings.js';
import { SquidWtfProvider } from './squidwtf/squidwtf.provider.js';
import { SubsonicProvider } from './subsonic/subsonic.provider.js';

export interface ProviderSurroundings {
  readonly hop: string;
  readonly onEvent?: (event: OutboundEvent) => void;
}

/** How long a provider that was replaced goes on for those who still read from it. */
const graceMs = 10 * 60_000;

/**
 * The providers in use. After a change of settings those it does not touch stay as they are, with what they have cached; the others are
 * made anew.
 */
export class ProviderSet {
  private readonly made = new Map<string, { print: string; provider: MusicProvider }>();
  private readonly leaving = new Map<MusicProvider, NodeJS.Timeout>();
  private inOrder: readonly MusicProvider[] = [];

  constructor(private readonly surroundings: ProviderSurroundings) {}

  /** In the operator's order. */
  get list(): readonly MusicProvider[] {
    return this.inOrder;
  }

  /** Those with audio, in the order in which they are asked for it. */
  audio(wanted: readonly string[]): readonly MusicProvider[] {
    return audioOrder(this.inOrder, wanted);
  }

  /** Puts other settings in force. */
  update(settings: MusicSettings): void {
    const names = wantedProviders(settings.music);
    const makers = makersFor(settings, this.surroundings);
    for (const name of this.made.keys()) if (!names.includes(name) || this.made.get(name)?.print !== fingerprint(name, settings)) this.leave(name);
    for (const name of names) {
      if (this.made.has(name)) continue;
      const provider = makers[name]?.();
      if (provider) this.made.set(name, { print: fingerprint(name, settings), provider });
    }
    this.inOrder = names.flatMap((name) => this.made.get(name)?.provider ?? []);
  }

  async close(): Promise<void> {
    const all = [...this.made.values()].map(({ provider }) => provider).concat([...this.leaving.keys()]);
    for (const timer of this.leaving.values()) clearTimeout(timer);
    await Promise.all(all.map((provider) => provider.close()));
  }

  private leave(name: string): void {
    const provider = this.made.get(name)?.provider;
    this.made.delete(name);
    if (!provider) return;
    const close = (): void => {
      this.leaving.delete(provider);
      void provider.close();
    };
    this.leaving.set(provider, setTimeout(close, graceMs).unref());
  }
}

/** The providers the operator has configured, in search order. A provider without its settings is not there. */
export function wantedProviders(music: Config['music']): string[] {
  const named = music.providerOrder.map((name) => name.toLowerCase());
  const first = music.service.toLowerCase();
  const order = named.length > 0 ? named : [first, ...providerNames.filter((name) => name !== first && name !== 'deezer')];
  const off = new Set(music.providersOff.map((name) => name.toLowerCase()));
  return [...new Set(order)].filter((name) => name in providerSettings && !off.has(name) && missingSettings(name, music).length === 0);
}

function fingerprint(name: string, { music, musicCache }: MusicSettings): string {
  const { needs = [], uses = [] } = providerSettings[name] ?? {};
  return JSON.stringify([music.providerTimeoutMs, musicCache.searchResultsMinutes, musicCache.metadataDays, ...[...needs, ...uses].map((key) => music[key] ?? null)]);
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

function makersFor({ music, musicCache }: MusicSettings, { hop, onEvent }: ProviderSurroundings): Record<string, () => MusicProvider | undefined> {
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
