import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboundEvent } from '@rumpus/outbound';
import type { DataSource } from 'typeorm';
import { AudioResolver } from './catalogue/audio-resolver.js';
import { Catalogue } from './catalogue/catalogue.js';
import { parseExternalId } from './core/external-id.js';
import { Covers } from './covers/covers.js';
import { Allowance, type SharedCounters } from './downloads/allowance.js';
import { AudioResponse } from './downloads/audio-response.js';
import { Downloads } from './downloads/downloads.js';
import { Finisher } from './downloads/finisher.js';
import type { JobView } from './downloads/job.js';
import { PartStore } from './downloads/part-store.js';
import { Placement } from './downloads/placement.js';
import { Tagger } from './downloads/tagger.js';
import { Transcoder } from './downloads/transcoder.js';
import { AlbumFiller } from './keeping/album-filler.js';
import { CacheSweeper } from './keeping/cache-sweeper.js';
import { Companions } from './keeping/companions.js';
import { Keeper } from './keeping/keeper.js';
import { LibraryScan } from './keeping/library-scan.js';
import { OpenedPlaylists } from './keeping/opened-playlists.js';
import { PlaylistFiles } from './keeping/playlist-files.js';
import { Listening } from './listening/listening.js';
import { Lrclib } from './lyrics/lrclib.js';
import { Lyrics } from './lyrics/lyrics.js';
import * as options from './options.js';
import { ProviderSet } from './providers/create-providers.js';
import { Relay } from './relay/relay.js';
import type { LiveSettings } from './settings/live-settings.js';
import { Bookmarks } from './store/bookmarks.js';
import { Counters } from './store/counters.js';
import type { MusicTrack } from './store/entities.js';
import { Favourites } from './store/favourites.js';
import { Matches } from './store/matches.js';
import { PlayQueues } from './store/play-queues.js';
import { PlaylistAdditions } from './store/playlist-additions.js';
import { Plays } from './store/plays.js';
import { Ratings } from './store/ratings.js';
import { Tracks } from './store/tracks.js';
import { AnnotationEndpoints } from './subsonic/annotation.endpoints.js';
import { SubsonicBackend } from './subsonic/backend.js';
import { BookmarkEndpoints } from './subsonic/bookmark.endpoints.js';
import { BrowseEndpoints } from './subsonic/browse.endpoints.js';
import { CredentialGate } from './subsonic/credential-gate.js';
import { EnrichEndpoints } from './subsonic/enrich.endpoints.js';
import { LibraryOnlyEndpoints } from './subsonic/library-only.endpoints.js';
import { LyricsEndpoints } from './subsonic/lyrics.endpoints.js';
import { MediaEndpoints } from './subsonic/media.endpoints.js';
import { NowPlayingEndpoints } from './subsonic/now-playing.endpoints.js';
import { PlayQueueEndpoints } from './subsonic/play-queue.endpoints.js';
import { PlaylistEndpoints } from './subsonic/playlist.endpoints.js';
import { Presenter } from './subsonic/presenter.js';
import { ScrobbleEndpoints } from './subsonic/scrobble.endpoints.js';
import { SearchEndpoints } from './subsonic/search.endpoints.js';
import { MusicSurface } from './surface/music-surface.js';
import { RequestLog } from './surface/request-log.js';

const day = 86_400_000;

/** What the proxy tells its operator. */
export interface MusicLog {
  debug(message: string, details?: object): void;
  warn(message: string, error?: unknown): void;
}

/** Who watches live. */
export interface MusicFeed {
  download(view: JobView): void;
  /** What is played has changed. */
  playing(): void;
}

/**
 * The music proxy put together: everything between a music client and its Subsonic server. Built once from the settings; knows nothing of
 * the framework it is started by.
 */
export class MusicProxy {
  readonly hop = randomUUID();
  readonly log: RequestLog;
  readonly tracks: Tracks;
  readonly favourites: Favourites;
  readonly matches: Matches;
  readonly plays: Plays;
  readonly ratings: Ratings;
  readonly counters: Counters;
  readonly providers: ProviderSet;
  readonly catalogue: Catalogue;
  readonly backend: SubsonicBackend;
  readonly gate: CredentialGate;
  readonly covers: Covers;
  readonly placement: Placement;
  readonly downloads: Downloads;
  readonly keeper: Keeper;
  readonly sweeper: CacheSweeper;
  readonly scan: LibraryScan;
  readonly listening: Listening;
  readonly audio: AudioResponse;
  readonly surface: MusicSurface;
  readonly tagger = new Tagger();
  private readonly relay: Relay;
  private readonly allowance: Allowance;
  private readonly companions: Companions;
  private readonly transcoder: Transcoder;
  private readonly albums: AlbumFiller;
  private readonly playlists: OpenedPlaylists;
  private readonly lrclib: Lrclib;
  private readonly lyrics: Lyrics;

  constructor(
    readonly settings: LiveSettings,
    private readonly source: DataSource,
    private readonly operator: MusicLog,
    private readonly feed: MusicFeed,
    counters: SharedCounters,
  ) {
    const { music, musicCache } = settings;
    this.providers = new ProviderSet({ hop: this.hop, onEvent: this.onEvent });
    this.providers.update(settings);
    this.tracks = new Tracks(source);
    this.favourites = new Favourites(source);
    this.matches = new Matches(source);
    this.plays = new Plays(source);
    this.ratings = new Ratings(source);
    this.counters = new Counters(source);
    this.log = new RequestLog(() => this.counters.add('requests'));
    this.catalogue = new Catalogue(this.providers, options.catalogue(settings));
    this.lrclib = new Lrclib({ url: music.lrclibUrl, cacheMs: musicCache.lyricsDays * day, onEvent: this.onEvent });
    this.lyrics = new Lyrics(this.catalogue, () => (settings.music.lrclibEnabled ? this.lrclib : undefined), (song) => this.companions.read(song));
    this.backend = new SubsonicBackend(this.backendOptions());
    this.gate = new CredentialGate(this.backend);
    this.covers = new Covers(this.catalogue, { ttlMs: musicCache.proxyImagesDays * day, maxBytes: 32 * 1024 * 1024 });
    this.placement = new Placement(music.downloadPath);
    this.companions = new Companions(this.placement, this.tracks, this.catalogue, this.covers, this.lyrics, options.companions(settings));
    this.playlists = new OpenedPlaylists(this.tracks, new PlaylistFiles(music.downloadPath, () => ({ directory: settings.music.playlistsDirectory, extension: settings.music.playlistsExtension })));
    this.scan = new LibraryScan(this.backend, this.tracks, options.scan(settings, this.warn));
    this.transcoder = new Transcoder(join(music.downloadPath, '.transcoded'), options.transcoder(settings));
    this.allowance = new Allowance(this.tracks, counters, options.allowance(settings));
    this.downloads = this.createDownloads();
    this.keeper = new Keeper(this.catalogue, this.favourites, this.downloads, this.tracks, this.placement, this.playlists, this.allowance, { graceMs: day, onPlaced: (track) => this.placed(track), onWarning: this.warn });
    this.albums = new AlbumFiller(this.catalogue, this.downloads, this.warn);
    this.sweeper = new CacheSweeper(this.tracks, this.placement, this.downloads, options.sweep(settings));
    this.listening = new Listening(options.listening(settings, { onHeard: (id, user) => void this.heard(id, user).catch((error: unknown) => this.warn('A play could not be kept', error)), onChange: () => feed.playing() }));
    this.audio = new AudioResponse(this.downloads, this.tracks, this.placement, async () => (settings.music.transcoding && (await this.tagger.isAvailable()) ? this.transcoder : undefined));
    this.relay = new Relay({ ...this.relayOptions(), connectMs: 2000, hop: this.hop });
    this.surface = new MusicSurface(this.relay, this.endpoints(new Presenter(this.favourites, this.tracks, this.plays, this.ratings, options.presenter(settings, this.providers))), this.log, {
      port: music.port,
      corsOrigins: music.corsAllowedOrigins,
      hop: this.hop,
      onFault: (error) => operator.warn('A music request failed', error),
    });
  }

  /** Makes the folders, goes on with unfinished downloads. */
  async start(): Promise<void> {
    await mkdir(this.settings.music.downloadPath, { recursive: true });
    await this.transcoder.start();
    await this.downloads.recover();
  }

  /** Puts changed settings in force. Most are read at each use; what holds connections is made anew. */
  async apply(overrides: ReadonlyMap<string, unknown>): Promise<void> {
    const changed = this.settings.replace(overrides);
    if (changed.size === 0) return;
    this.providers.update(this.settings);
    if (changed.has('SUBSONIC_URL') || changed.has('BACKEND_TIMEOUT_MS')) {
      this.relay.retarget(this.relayOptions());
      if (changed.has('SUBSONIC_URL')) this.gate.forget();
      await this.backend.retarget(this.backendOptions());
    }
  }

  /** Ends downloads (they can be gone on with) and connections. */
  async close(): Promise<void> {
    this.scan.close();
    this.companions.close();
    this.albums.close();
    this.listening.close();
    await this.downloads.close();
    await this.transcoder.close();
    this.relay.close();
    await this.counters.flush().catch((error: unknown) => this.warn('Figures of today could not be written', error));
    await Promise.all([this.backend.close(), this.providers.close(), this.lrclib.close()]);
  }

  private readonly warn = (message: string, error: unknown): void => this.operator.warn(message, error);
  private readonly onEvent = (event: OutboundEvent): void => this.operator.debug('outgoing', event);

  private backendOptions() {
    const { subsonicUrl: url, backendTimeoutMs: timeoutMs } = this.settings.music;
    return { url, timeoutMs, hop: this.hop, onEvent: this.onEvent };
  }

  private relayOptions() {
    const { subsonicUrl, backendTimeoutMs: firstByteMs } = this.settings.music;
    return { backend: new URL(subsonicUrl), firstByteMs };
  }

  /** A play was heard for long enough: now it stays, and the rest of its album is fetched where the operator wants whole albums. */
  private async heard(itemId: string, user: string): Promise<void> {
    const { keepAfterSeconds, storageMode, downloadMode } = this.settings.music;
    const id = parseExternalId(itemId);
    if (storageMode !== 'Permanent' || id?.kind !== 'song') return;
    if (keepAfterSeconds > 0) await this.keeper.heard(id, user);
    if (downloadMode !== 'Album') return;
    await this.downloads.running(id)?.finished;
    const song = await this.catalogue.song(id, AbortSignal.timeout(this.settings.music.providerTimeoutMs));
    if (song) this.albums.fill(song, user);
  }

  /** A file has come to stay. */
  private placed(track: MusicTrack): void {
    this.scan.request();
    void this.companions.beside(track).catch((error: unknown) => this.warn('What belongs beside a file could not be written', error));
    void this.playlists.arrived(track).catch((error: unknown) => this.warn('A playlist could not be written', error));
  }

  private createDownloads(): Downloads {
    const { settings } = this;
    const resolver = new AudioResolver(this.matches, options.resolver(settings, this.providers));
    const finisher = new Finisher(this.catalogue, this.tracks, this.placement, this.tagger, this.lyrics, options.finisher(settings, this.warn));
    return new Downloads(
      this.catalogue,
      resolver,
      this.tracks,
      new PartStore(settings.music.downloadPath),
      this.placement,
      finisher,
      this.allowance,
      options.downloads(settings, {
        onFinished: (track, fetched) => {
          if (fetched) this.counters.add('downloads');
          if (track.storage !== 'cache') this.placed(track);
        },
        onFailed: (id, error) => {
          this.counters.add('downloads_failed');
          this.operator.warn(`Download of ${id.provider} ${id.id} failed`, error);
        },
        onChange: (view) => this.feed.download(view),
      }),
    );
  }

  private endpoints(presenter: Presenter) {
    const { backend, gate, catalogue, settings, audio } = this;
    const browse = new BrowseEndpoints(backend, gate, catalogue, presenter, this.playlists).table();
    return {
      ...new SearchEndpoints(backend, gate, catalogue, presenter, options.search(settings, this.counters)).table(),
      ...browse,
      ...new EnrichEndpoints(backend, gate, catalogue, presenter, options.enrich(settings)).table(browse),
      ...new MediaEndpoints(backend, gate, catalogue, audio, this.covers, this.listening, this.counters, options.media(settings)).table(),
      ...new AnnotationEndpoints(backend, gate, catalogue, this.keeper, this.favourites, this.ratings, presenter).table(),
      ...new ScrobbleEndpoints(backend, gate, catalogue, this.listening, this.plays, this.counters).table(),
      ...new PlaylistEndpoints(backend, gate, catalogue, this.tracks, new PlaylistAdditions(this.source), presenter).table(browse['getplaylist']),
      ...new PlayQueueEndpoints(backend, gate, catalogue, new PlayQueues(this.source), presenter).table(),
      ...new BookmarkEndpoints(backend, gate, catalogue, new Bookmarks(this.source), presenter).table(),
      ...new NowPlayingEndpoints(backend, gate, catalogue, this.listening, presenter).table(),
      ...new LibraryOnlyEndpoints(backend, gate, this.tracks).table(),
      ...new LyricsEndpoints(backend, gate, catalogue, this.lyrics).table(),
    };
  }
}
