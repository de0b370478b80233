import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Config } from '@rumpus/config';
import type { OutboundEvent } from '@rumpus/outbound';
import type { DataSource } from 'typeorm';
import { AudioResolver } from './catalogue/audio-resolver.js';
import { Catalogue } from './catalogue/catalogue.js';
import type { ExplicitFilter } from './core/merge.js';
import { Covers } from './covers/covers.js';
import { AudioResponse } from './downloads/audio-response.js';
import { Downloads } from './downloads/downloads.js';
import { Finisher } from './downloads/finisher.js';
import { PartStore } from './downloads/part-store.js';
import { Placement } from './downloads/placement.js';
import { Tagger } from './downloads/tagger.js';
import { Keeper } from './keeping/keeper.js';
import { LibraryScan } from './keeping/library-scan.js';
import { PlaylistFiles } from './keeping/playlist-files.js';
import { CacheSweeper } from './keeping/cache-sweeper.js';
import { audioOrder, createProviders, qualityFor } from './providers/create-providers.js';
import { Relay } from './relay/relay.js';
import { Favourites } from './store/favourites.js';
import { Matches } from './store/matches.js';
import { Tracks } from './store/tracks.js';
import { AnnotationEndpoints } from './subsonic/annotation.endpoints.js';
import { SubsonicBackend } from './subsonic/backend.js';
import { BrowseEndpoints } from './subsonic/browse.endpoints.js';
import { CredentialGate } from './subsonic/credential-gate.js';
import { LyricsEndpoints } from './subsonic/lyrics.endpoints.js';
import { MediaEndpoints } from './subsonic/media.endpoints.js';
import { PlaylistEndpoints } from './subsonic/playlist.endpoints.js';
import { Presenter } from './subsonic/presenter.js';
import { SearchEndpoints } from './subsonic/search.endpoints.js';
import { MusicSurface } from './surface/music-surface.js';
import { RequestLog } from './surface/request-log.js';

const day = 86_400_000;

/** What the proxy tells its operator. */
export interface MusicLog {
  debug(message: string, details?: object): void;
  warn(message: string, error?: unknown): void;
}

/**
 * The music proxy put together: everything between a music client and its Subsonic server. Built once from the settings; knows nothing of
 * the framework it is started by.
 */
export class MusicProxy {
  readonly hop = randomUUID();
  readonly log = new RequestLog();
  readonly tracks: Tracks;
  readonly favourites: Favourites;
  readonly matches: Matches;
  readonly catalogue: Catalogue;
  readonly backend: SubsonicBackend;
  readonly gate: CredentialGate;
  readonly covers: Covers;
  readonly placement: Placement;
  readonly downloads: Downloads;
  readonly keeper: Keeper;
  readonly sweeper: CacheSweeper;
  readonly scan: LibraryScan;
  readonly surface: MusicSurface;
  readonly tagger = new Tagger();
  private readonly relay: Relay;

  constructor(
    private readonly config: Pick<Config, 'music' | 'musicCache'>,
    source: DataSource,
    private readonly operator: MusicLog,
  ) {
    const { music, musicCache } = config;
    const onEvent = (event: OutboundEvent): void => operator.debug('outgoing', event);
    const providers = createProviders(config, { hop: this.hop, onEvent });
    const quality = qualityFor(music);
    const audio = audioOrder(providers, music.audioProviderOrder);
    this.tracks = new Tracks(source);
    this.favourites = new Favourites(source);
    this.matches = new Matches(source);
    this.catalogue = new Catalogue(providers, { explicitFilter: music.explicitFilter as ExplicitFilter, playlists: music.enableExternalPlaylists, lookUpMs: music.providerTimeoutMs });
    this.backend = new SubsonicBackend({ url: music.subsonicUrl, timeoutMs: music.backendTimeoutMs, hop: this.hop, onEvent });
    this.gate = new CredentialGate(this.backend);
    this.covers = new Covers(this.catalogue, { ttlMs: musicCache.proxyImagesDays * day, maxBytes: 32 * 1024 * 1024 });
    this.placement = new Placement(music.downloadPath);
    this.scan = new LibraryScan(this.backend, this.tracks, { user: music.subsonicScanUser, password: music.subsonicScanPassword, quietMs: 30_000, longestMs: 300_000, onWarning: this.warn });
    this.downloads = this.createDownloads(new AudioResolver(this.matches, { order: audio, quality, previews: music.allowPreviews ? providers : [] }), quality);
    this.keeper = new Keeper(this.catalogue, this.favourites, this.downloads, this.tracks, this.placement, new PlaylistFiles(music.downloadPath, music.playlistsDirectory), {
      graceMs: day,
      onWarning: this.warn,
    });
    this.sweeper = new CacheSweeper(this.tracks, this.placement, this.downloads, { lifeMs: musicCacheLife(music), maxBytes: music.cacheMaxGb * 1024 ** 3 });
    this.relay = new Relay({ backend: new URL(music.subsonicUrl), connectMs: 2000, firstByteMs: music.backendTimeoutMs, hop: this.hop });
    this.surface = new MusicSurface(this.relay, this.endpoints(new Presenter(this.favourites, this.tracks, { label: music.externalLabel ?? '', audio, quality })), this.log, {
      port: music.port,
      corsOrigins: music.corsAllowedOrigins,
      hop: this.hop,
      onFault: (error) => operator.warn('A music request failed', error),
    });
  }

  /** Makes the folders, goes on with unfinished downloads. */
  async start(): Promise<void> {
    await mkdir(this.config.music.downloadPath, { recursive: true });
    await this.downloads.recover();
  }

  /** Ends downloads (they can be gone on with) and connections. */
  async close(): Promise<void> {
    this.scan.close();
    await this.downloads.close();
    this.relay.close();
    await Promise.all([this.backend.close(), ...this.catalogue.providers.map((provider) => provider.close())]);
  }

  private readonly warn = (message: string, error: unknown): void => this.operator.warn(message, error);

  private createDownloads(resolver: AudioResolver, quality: (provider: string) => string): Downloads {
    const { music } = this.config;
    const finisher = new Finisher(this.catalogue, this.tracks, this.placement, this.tagger, { embedLyrics: music.embedLyrics, quality, onWarning: this.warn });
    return new Downloads(this.catalogue, resolver, this.tracks, new PartStore(music.downloadPath), this.placement, finisher, {
      storage: music.storageMode === 'Cache' ? 'cache' : 'permanent',
      limits: { total: 4, perProvider: 2, perOwner: 3 },
      minFreeBytes: music.minFreeMb * 1024 * 1024,
      abandonMs: 30_000,
      rawMs: 600_000,
      onFinished: (track) => {
        if (track.storage !== 'cache') this.scan.request();
      },
      onFailed: (id, error) => this.operator.warn(`Download of ${id.provider} ${id.id} failed`, error),
    });
  }

  private endpoints(presenter: Presenter) {
    const { music } = this.config;
    const { backend, gate, catalogue } = this;
    return {
      ...new SearchEndpoints(backend, gate, catalogue, presenter, { limit: music.externalSearchLimit, budgetMs: music.searchBudgetMs }).table(),
      ...new BrowseEndpoints(backend, gate, catalogue, presenter).table(),
      ...new MediaEndpoints(gate, new AudioResponse(this.downloads, this.tracks, this.placement), this.covers).table(),
      ...new AnnotationEndpoints(backend, gate, catalogue, this.keeper, this.favourites, presenter).table(),
      ...new PlaylistEndpoints(backend, gate, catalogue, this.tracks).table(),
      ...new LyricsEndpoints(backend, gate, catalogue).table(),
    };
  }
}

/** Cached plays live this long since their last use; only where plays are cached at all. */
function musicCacheLife(music: Config['music']): number {
  return music.cacheDurationHours * 3_600_000;
}
