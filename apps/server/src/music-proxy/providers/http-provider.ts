import { HttpClient, MemoryCache, OutboundError, type Answer, type HttpClientOptions, type OutboundEvent, type StreamAnswer } from '@rumpus/outbound';
import type { AudioSource, ProviderHealth } from './provider.js';

/** What every provider over HTTP is told. */
export interface HttpProviderOptions {
  /** Milliseconds a metadata call may take. */
  readonly timeoutMs: number;
  /** Milliseconds search answers are kept. */
  readonly searchCacheMs: number;
  /** Milliseconds albums, artists and tracks are kept. */
  readonly metadataCacheMs: number;
  readonly onEvent?: (event: OutboundEvent) => void;
}

/** A picture is refused above this size. */
const maxImageBytes = 10 * 1024 * 1024;

/**
 * What providers over HTTP share: one client for the API, and one for files whose addresses come from its answers. The second may only
 * reach the provider's own hosts (music-proxy spec §9.3).
 */
export abstract class HttpProvider {
  readonly isRemote = true;
  protected readonly api: HttpClient;
  protected readonly media: HttpClient;

  protected constructor(
    protected readonly options: HttpProviderOptions,
    api: Pick<HttpClientOptions, 'name' | 'baseUrl' | 'headers' | 'rateLimit' | 'allowOrigins' | 'allowHosts' | 'retries' | 'circuit'>,
    mediaHosts: readonly string[],
  ) {
    const shared = options.onEvent ? { onEvent: options.onEvent } : {};
    this.api = new HttpClient({
      ...api,
      ...shared,
      cache: new MemoryCache(8 * 1024 * 1024),
      timeouts: { connectMs: 2000, headersMs: options.timeoutMs, totalMs: options.timeoutMs },
      circuit: api.circuit ?? { failures: 3, openMs: 60_000 },
    });
    this.media = new HttpClient({
      name: `${api.name} media`,
      ...shared,
      allowHosts: mediaHosts,
      // One damaged file says nothing about the others of that host, and each download bounds its own attempts.
      circuit: false,
      ...(api.allowOrigins ? { allowOrigins: api.allowOrigins } : {}),
      timeouts: { connectMs: 3000, headersMs: 10_000, idleMs: 30_000, totalMs: 15_000 },
    });
  }

  /** How long to keep a search answer. */
  protected get searching(): { cacheMs: number } {
    return { cacheMs: this.options.searchCacheMs };
  }

  /** How long to keep an answer to a look-up. */
  protected get looking(): { cacheMs: number } {
    return { cacheMs: this.options.metadataCacheMs };
  }

  openAudio(source: AudioSource & { kind: 'http' }, from: number, signal: AbortSignal): Promise<StreamAnswer> {
    const range = from > 0 ? `bytes=${from}-` : undefined;
    return this.media.stream(source.url, { headers: { 'accept-encoding': 'identity', ...source.headers, range }, signal });
  }

  async openImage(url: string, signal: AbortSignal): Promise<Answer> {
    const answer = await this.media.request(url, { maxBytes: maxImageBytes, signal, headers: { accept: 'image/*' } });
    if (!/^image\/(?!svg)/i.test(answer.headers['content-type'] ?? '')) throw new OutboundError('content', 'The picture is no picture');
    return answer;
  }

  health(): ProviderHealth {
    const [peer] = this.api.health();
    return {
      healthy: peer === undefined || (peer.circuit === 'closed' && peer.lastError === undefined),
      circuit: peer?.circuit ?? 'closed',
      ...(peer?.lastError === undefined ? {} : { lastError: peer.lastError }),
      ...(peer?.latencyMs === undefined ? {} : { latencyMs: peer.latencyMs }),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.api.close(), this.media.close()]);
  }
}

/** Undefined instead of a "not found" of the peer; other failures stay. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OutboundError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
