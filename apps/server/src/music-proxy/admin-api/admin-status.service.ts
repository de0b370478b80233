import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { notFound, unavailable } from '@rumpus/errors';
import { formatExternalId } from '../core/external-id.js';
import { mainArtist } from '../core/models.js';
import { MusicProxy } from '../music-proxy.js';
import { capabilitiesOf } from '../providers/provider.js';
import { audioOrder } from '../providers/create-providers.js';
import { SquidWtfProvider } from '../providers/squidwtf/squidwtf.provider.js';
import type { SearchResult, Status } from './admin.dto.js';

/** Settings that are secrets: the admin learns only whether they are set. */
const secretNames = ['adminPasswordHash', 'subsonicScanPassword', 'jellyfinApiKey', 'qobuzAppSecret', 'qobuzUserAuthToken', 'providerSubsonicPassword'] as const;

/** What the music admin shows of the proxy's state. */
@Injectable()
export class AdminStatusService {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    private readonly proxy: MusicProxy,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.delay.enable();
  }

  async status(): Promise<Status> {
    const { music } = this.config;
    const [backend, storage, matches, taggingAvailable] = await Promise.all([this.backend(), this.proxy.tracks.usage(), this.proxy.matches.countByState(), this.proxy.tagger.isAvailable()]);
    const { providers } = this.proxy.catalogue;
    return {
      version: '0.1.0',
      backendType: music.backendType,
      backend,
      providers: providers.map((provider) => ({ name: provider.name, label: provider.label, capabilities: capabilitiesOf(provider), ...provider.health() })),
      audioOrder: audioOrder(providers, music.audioProviderOrder).map(({ name }) => name),
      downloads: { active: this.proxy.downloads.list().filter(({ state }) => state === 'waiting' || state === 'downloading').length, storage, taggingAvailable },
      matches,
    };
  }

  /** The settings in force; of secrets only whether they are there. */
  settings(): Record<string, unknown> {
    const secrets = new Set<string>(secretNames);
    return Object.fromEntries(Object.entries(this.config.music).map(([name, value]) => [name, secrets.has(name) ? { set: value !== undefined } : (value ?? null)]));
  }

  memory() {
    const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
    return { rss, heapTotal, heapUsed, external, arrayBuffers, eventLoopDelayMs: Math.round(this.delay.mean / 1e4) / 100 || 0 };
  }

  /** Searches the providers as a client would, and tells what each gave and how long it took. */
  async search(query: string, limit: number): Promise<SearchResult> {
    const hits = await this.proxy.catalogue.search(query, { songs: limit, albums: limit, artists: limit, playlists: limit }, this.config.music.searchBudgetMs, new AbortController().signal);
    const songs = hits.songs.map((song) => ({
      id: formatExternalId({ kind: 'song', provider: song.provider, id: song.id }),
      title: song.title, artist: mainArtist(song).name, album: song.album?.name, duration: song.duration, isrc: song.isrc, provider: song.provider,
    }));
    return { songs, sources: [...hits.sources] };
  }

  /** Asks a provider something cheap. @throws DomainError with what it answered */
  async probe(name: string): Promise<void> {
    const provider = this.proxy.catalogue.providers.find((one) => one.name === name);
    if (!provider) throw notFound('There is no such provider');
    await provider.probe(AbortSignal.timeout(this.config.music.providerTimeoutMs));
  }

  baseUrl(): string {
    const provider = this.proxy.catalogue.providers.find((one) => one instanceof SquidWtfProvider);
    if (provider?.baseUrl === undefined) throw notFound('No base URL is configured');
    return provider.baseUrl;
  }

  async clearCache(): Promise<{ filesDeleted: number; imagesDeleted: number }> {
    return { filesDeleted: await this.proxy.sweeper.clear(), imagesDeleted: this.proxy.covers.clear() };
  }

  /** Collects garbage, where the process was started so that it can. */
  collectGarbage(): { MemoryFreedMB: number } {
    const { gc } = globalThis;
    if (!gc) throw unavailable('Garbage can be collected on demand only when Node runs with --expose-gc');
    const before = process.memoryUsage().heapUsed;
    gc();
    return { MemoryFreedMB: Math.round((before - process.memoryUsage().heapUsed) / 1024 / 1024) };
  }

  /** Anyone may ping; a refusal tells as much about the server as a welcome. */
  private async backend(): Promise<Status['backend']> {
    const url = this.config.music.subsonicUrl;
    try {
      const answer = await this.proxy.backend.ping();
      const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
      return { url, reachable: true, version: text(answer['serverVersion']) ?? text(answer['version']), type: text(answer['type']), openSubsonic: answer['openSubsonic'] === true };
    } catch (error) {
      return { url, reachable: false, openSubsonic: false, error: error instanceof Error ? error.message : 'unknown' };
    }
  }
}
