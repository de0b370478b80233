import type { AudioResolver } from './catalogue/audio-resolver.js';
import type { CatalogueOptions } from './catalogue/catalogue.js';
import type { ExplicitFilter } from './core/merge.js';
import type { AllowanceOptions } from './downloads/allowance.js';
import type { TranscoderOptions } from './downloads/transcoder.js';
import type { DownloadOptions } from './downloads/downloads.js';
import type { FinisherOptions } from './downloads/finisher.js';
import type { SweepOptions } from './keeping/cache-sweeper.js';
import type { CompanionOptions } from './keeping/companions.js';
import type { ScanOptions } from './keeping/library-scan.js';
import type { ListeningOptions } from './listening/listening.js';
import { qualityFor, type ProviderSet } from './providers/create-providers.js';
import type { Quality } from './providers/provider.js';
import type { LiveSettings } from './settings/live-settings.js';
import type { Counters } from './store/counters.js';
import type { EnrichOptions } from './subsonic/enrich.endpoints.js';
import type { MediaOptions } from './subsonic/media.endpoints.js';
import type { PresenterOptions } from './subsonic/presenter.js';
import type { SearchOptions } from './subsonic/search.endpoints.js';

// What each part is told. The fields that settings decide are getters, so that a changed setting is in force at the next use.

type Warn = (message: string, error: unknown) => void;

const quality = (settings: LiveSettings) => (provider: string): Quality => qualityFor(settings.music)(provider);

export const catalogue = (settings: LiveSettings): CatalogueOptions => ({
  get explicitFilter() {
    return settings.music.explicitFilter as ExplicitFilter;
  },
  get playlists() {
    return settings.music.enableExternalPlaylists;
  },
  get lookUpMs() {
    return settings.music.providerTimeoutMs;
  },
});

export const resolver = (settings: LiveSettings, providers: ProviderSet): ConstructorParameters<typeof AudioResolver>[1] => ({
  get order() {
    return providers.audio(settings.music.audioProviderOrder);
  },
  quality: quality(settings),
  get previews() {
    return settings.music.allowPreviews ? providers.list : [];
  },
});

export const presenter = (settings: LiveSettings, providers: ProviderSet): PresenterOptions => ({
  get label() {
    return settings.music.externalLabel ?? '';
  },
  get audio() {
    return providers.audio(settings.music.audioProviderOrder);
  },
  quality: quality(settings),
});

export const search = (settings: LiveSettings, counters: Counters): SearchOptions => ({
  get limit() {
    return settings.music.externalSearchLimit;
  },
  get budgetMs() {
    return settings.music.searchBudgetMs;
  },
  onSearch: (_, sources) => {
    counters.add('searches');
    for (const source of sources) counters.add(`hits.${source.provider}`, source.songs + source.albums + source.artists + source.playlists);
  },
});

export const finisher = (settings: LiveSettings, onWarning: Warn): FinisherOptions => ({
  get embedLyrics() {
    return settings.music.embedLyrics;
  },
  quality: quality(settings),
  onWarning,
});

export const downloads = (settings: LiveSettings, tell: Pick<DownloadOptions, 'onFinished' | 'onFailed' | 'onChange'>): DownloadOptions => ({
  get storage() {
    return settings.music.storageMode === 'Cache' ? ('cache' as const) : ('permanent' as const);
  },
  limits: { total: 4, perProvider: 2, perOwner: 3 },
  get aheadLimit() {
    return Math.max(1, settings.music.prefetchLimit);
  },
  get minFreeBytes() {
    return settings.music.minFreeMb * 1024 * 1024;
  },
  abandonMs: 30_000,
  rawMs: 600_000,
  get lesserMs() {
    return settings.musicCache.transcodeMinutes * 60_000;
  },
  ...tell,
});

export const companions = (settings: LiveSettings): CompanionOptions => ({
  get words() {
    return settings.music.lyricsFiles;
  },
});

export const transcoder = (settings: LiveSettings): TranscoderOptions => ({
  get keepMs() {
    return settings.musicCache.transcodeMinutes * 60_000;
  },
});

export const allowance = (settings: LiveSettings): AllowanceOptions => ({
  get quotaBytes() {
    return settings.music.userQuotaMb * 1024 ** 2;
  },
  get perHour() {
    return settings.music.userDownloadsPerHour;
  },
});

export const sweep = (settings: LiveSettings): SweepOptions => ({
  get lifeMs() {
    return settings.music.cacheDurationHours * 3_600_000;
  },
  get maxBytes() {
    return settings.music.cacheMaxGb * 1024 ** 3;
  },
});

export const scan = (settings: LiveSettings, onWarning: Warn): ScanOptions => ({
  get user() {
    return settings.music.subsonicScanUser;
  },
  get password() {
    return settings.music.subsonicScanPassword;
  },
  quietMs: 30_000,
  longestMs: 300_000,
  lookMs: 5000,
  patienceMs: 1_800_000,
  onWarning,
});

export const listening = (settings: LiveSettings, tell: Pick<ListeningOptions, 'onHeard' | 'onChange'>): ListeningOptions => ({
  get heardAfter() {
    return settings.music.keepAfterSeconds;
  },
  ...tell,
});

export const media = (settings: LiveSettings): MediaOptions => ({
  get unheard() {
    return settings.music.keepAfterSeconds > 0 && settings.music.storageMode === 'Permanent' ? ('cache' as const) : undefined;
  },
});

export const enrich = (settings: LiveSettings): EnrichOptions => ({
  get albums() {
    return settings.music.enrichAlbums;
  },
  get artists() {
    return settings.music.enrichArtists;
  },
  budgetMs: 1500,
});
