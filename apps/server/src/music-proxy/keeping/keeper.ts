import { DomainError } from '@rumpus/errors';
import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, parseExternalId, type ExternalId } from '../core/external-id.js';
import { mainArtist, type Playlist, type Song } from '../core/models.js';
import type { Downloads } from '../downloads/downloads.js';
import type { Placement } from '../downloads/placement.js';
import type { MusicTrack } from '../store/entities.js';
import type { Favourites } from '../store/favourites.js';
import type { Tracks } from '../store/tracks.js';
import { songId } from '../subsonic/shapes.js';
import type { PlaylistFiles } from './playlist-files.js';

export interface KeeperOptions {
  /** Milliseconds after which what nobody stars any more is removed. */
  readonly graceMs: number;
  readonly onWarning: (message: string, error: unknown) => void;
}

/** Stars of external items, and the files that are kept because of them (music-proxy spec §5.7). */
export class Keeper {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly favourites: Favourites,
    private readonly downloads: Downloads,
    private readonly tracks: Tracks,
    private readonly placement: Placement,
    private readonly playlists: PlaylistFiles,
    private readonly options: KeeperOptions,
  ) {}

  /**
   * Stars items for a user. Files are fetched in the background: a song's own, all of an album, all of a playlist with its M3U. Artists
   * are only remembered.
   */
  async star(user: string, ids: readonly ExternalId[]): Promise<void> {
    await this.favourites.add(user, ids.map(formatExternalId));
    for (const id of ids) void this.keepAll(id).catch((error: unknown) => this.options.onWarning('A starred item could not be kept', error));
  }

  /** Takes stars away. What was kept goes a day later, unless someone stars it again. */
  async unstar(user: string, ids: readonly ExternalId[]): Promise<void> {
    await this.favourites.remove(user, ids.map(formatExternalId));
  }

  /** Removes kept files whose song, album and playlists nobody has starred for a day. */
  async sweep(now = Date.now()): Promise<number> {
    const abandoned = await this.favourites.abandoned(new Date(now - this.options.graceMs));
    if (abandoned.length === 0) return 0;
    const songs = (await Promise.all(abandoned.map((itemId) => this.songsOfItem(itemId)))).flat();
    const held = new Set((await Promise.all((await this.favourites.held()).map((itemId) => this.songsOfItem(itemId)))).flat().map(songId));
    let removed = 0;
    for (const song of songs.filter((one) => !held.has(songId(one)))) {
      const track = await this.tracks.find(song);
      if (track?.storage !== 'kept') continue;
      await this.placement.remove(track.path);
      await this.tracks.delete(track.id);
      removed += 1;
    }
    await this.favourites.forget(abandoned);
    return removed;
  }

  /** Brings a song into the kept folder: a second name for the file in the cache, else a download. */
  async keep(song: Pick<Song, 'provider' | 'id'>): Promise<MusicTrack> {
    const id: ExternalId = { kind: 'song', provider: song.provider, id: song.id };
    const stored = await this.downloads.stored(id);
    if (!stored) return await this.downloads.start(id, { interactive: false, storage: 'kept' }).finished;
    if (stored.storage !== 'cache') return stored;
    const kept = await this.placement.duplicate(stored.path, 'kept', async (path) => (await this.tracks.byPath(path)) !== null);
    await this.tracks.setStorage(stored.id, 'kept', kept);
    await this.placement.remove(stored.path);
    return Object.assign(stored, { storage: 'kept' as const, path: kept });
  }

  private async keepAll(id: ExternalId): Promise<void> {
    if (id.kind === 'playlist') return await this.keepPlaylist(id);
    for (const song of await this.songsOf(id)) await this.keepOrSkip(song);
  }

  private async keepPlaylist(id: ExternalId): Promise<void> {
    const found = await this.catalogue.playlist(id, new AbortController().signal);
    if (!found) return;
    const entries: { song: Song; track: MusicTrack }[] = [];
    for (const song of found.songs) {
      const track = await this.keepOrSkip(song);
      if (track) entries.push({ song, track });
    }
    await this.writePlaylist(found.playlist, entries);
  }

  private async writePlaylist(playlist: Playlist, entries: readonly { song: Song; track: MusicTrack }[]): Promise<void> {
    await this.playlists.write(playlist, entries.map(({ song, track }) => ({ artist: mainArtist(song).name, title: song.title, duration: song.duration, path: track.path })));
  }

  /** One track that cannot be had does not end the rest. */
  private async keepOrSkip(song: Song): Promise<MusicTrack | undefined> {
    try {
      return await this.keep(song);
    } catch (error) {
      if (!(error instanceof DomainError)) this.options.onWarning('A track could not be kept', error);
      return undefined;
    }
  }

  private async songsOfItem(itemId: string): Promise<readonly Song[]> {
    const id = parseExternalId(itemId);
    return id ? await this.songsOf(id) : [];
  }

  private async songsOf(id: ExternalId): Promise<readonly Song[]> {
    const signal = new AbortController().signal;
    switch (id.kind) {
      case 'song':
        return [{ provider: id.provider, id: id.id, title: '', artists: [] }];
      case 'album':
        return (await this.catalogue.album(id, signal))?.songs ?? [];
      case 'playlist':
        return (await this.catalogue.playlist(id, signal))?.songs ?? [];
      case 'artist':
      case 'curator':
        return [];
    }
  }
}
