import { DomainError } from '@rumpus/errors';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import type { Song } from '../core/models.js';
import type { Downloads } from '../downloads/downloads.js';

/** Albums that may wait; further ones are left out until they are played again. */
const mostWaiting = 20;

/** Fetches the rest of an album one track after the other once a track of it was played (music-proxy spec §5.5). */
export class AlbumFiller {
  private readonly waiting = new Map<string, Promise<void>>();
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly downloads: Downloads,
    private readonly onWarning: (message: string, error: unknown) => void,
  ) {}

  /** Queues what is missing of the song's album; an album that waits already is not queued again. */
  fill(song: Song, user: string): void {
    const albumId = song.album?.id;
    if (albumId === undefined) return;
    const key = `${song.provider}:${albumId}`;
    if (this.closed || this.waiting.has(key) || this.waiting.size >= mostWaiting) return;
    this.last = this.last
      .then(() => this.fetch({ kind: 'album', provider: song.provider, id: albumId }, user))
      .catch((error: unknown) => this.onWarning('The rest of an album could not be fetched', error))
      .finally(() => this.waiting.delete(key));
    this.waiting.set(key, this.last);
  }

  close(): void {
    this.closed = true;
  }

  private async fetch(id: ExternalId, user: string): Promise<void> {
    const album = await this.catalogue.album(id, new AbortController().signal);
    for (const { provider, id: songId } of album?.songs ?? []) {
      if (this.closed) return;
      const song: ExternalId = { kind: 'song', provider, id: songId };
      if (this.downloads.running(song) || (await this.downloads.stored(song))) continue;
      await this.downloads.start(song, { reason: 'album', storage: 'permanent', user }).finished.catch((error: unknown) => {
        if (!(error instanceof DomainError)) this.onWarning('A track of an album could not be fetched', error);
      });
    }
  }
}
