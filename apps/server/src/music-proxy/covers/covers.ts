import { createHash } from 'node:crypto';
import { notFound } from '@rumpus/errors';
import { Collapser } from '@rumpus/outbound';
import { LRUCache } from 'lru-cache';
import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, type ExternalId } from '../core/external-id.js';
import { sniffImage } from '../downloads/audio-sniff.js';

export interface Picture {
  readonly body: Buffer;
  readonly type: string;
  /** For ETags. */
  readonly hash: string;
}

export interface CoverOptions {
  readonly ttlMs: number;
  readonly maxBytes: number;
}

const notThereMs = 60_000;

/** Pictures of external items, kept in memory up to a bound. A picture that is not there is remembered for a minute. */
export class Covers {
  private readonly pictures: LRUCache<string, Picture>;
  private readonly missing = new LRUCache<string, true>({ max: 5000, ttl: notThereMs });
  private readonly fetching = new Collapser<Picture>();

  constructor(
    private readonly catalogue: Catalogue,
    options: CoverOptions,
  ) {
    this.pictures = new LRUCache({ maxSize: options.maxBytes, ttl: options.ttlMs, sizeCalculation: ({ body }) => body.length + 256 });
  }

  /**
   * @param size wanted edge in pixels; 0 for the largest. The provider's nearest size that is not smaller is sent.
   * @throws DomainError `not-found`
   */
  async get(id: ExternalId, size: number, signal: AbortSignal): Promise<Picture> {
    const key = `${formatExternalId(id)}:${step(size)}`;
    const known = this.pictures.get(key);
    if (known) return known;
    if (this.missing.has(key)) throw notFound('No such picture');
    return await this.fetching.run(key, signal, async (shared) => {
      const picture = await this.fetch(id, step(size), shared).catch((error: unknown) => {
        if (!shared.aborted) this.missing.set(key, true);
        throw error;
      });
      this.pictures.set(key, picture);
      return picture;
    });
  }

  /** What is held in memory. */
  usage(): { count: number; bytes: number } {
    return { count: this.pictures.size, bytes: this.pictures.calculatedSize };
  }

  clear(): number {
    const count = this.pictures.size;
    this.pictures.clear();
    this.missing.clear();
    return count;
  }

  private async fetch(id: ExternalId, size: number, signal: AbortSignal): Promise<Picture> {
    const url = await this.address(id, signal);
    const provider = this.catalogue.providerOf(id);
    if (url === undefined || !provider) throw notFound('No such picture');
    const { body } = await provider.openImage(provider.sizedImage?.(url, size) ?? url, signal);
    const type = sniffImage(body);
    if (!type) throw notFound('No such picture');
    return { body, type, hash: createHash('sha256').update(body).digest('hex').slice(0, 32) };
  }

  private async address(id: ExternalId, signal: AbortSignal): Promise<string | undefined> {
    switch (id.kind) {
      case 'song':
        return (await this.catalogue.song(id, signal))?.cover;
      case 'album':
        return (await this.catalogue.album(id, signal))?.cover;
      case 'artist':
        return (await this.catalogue.artist(id, signal))?.artist.image;
      case 'playlist':
        return (await this.catalogue.playlist(id, signal))?.playlist.cover;
      case 'curator':
        return undefined;
    }
  }
}

/** A few steps instead of every number a client may think of, so that the cache holds a few pictures of each item and not a thousand. */
function step(size: number): number {
  return size === 0 ? 0 : ([160, 320, 640, 1280].find((one) => one >= size) ?? 0);
}
