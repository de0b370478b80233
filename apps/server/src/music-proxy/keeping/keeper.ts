import { DomainError } from '@rumpus/errors';
import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, parseExternalId, type ExternalId } from '../core/external-id.js';
import type { Song } from '../core/models.js';
import type { Allowance } from '../downloads/allowance.js';
import type { Downloads } from '../downloads/downloads.js';
import type { JobReason } from '../downloads/job.js';
import type { Placement } from '../downloads/placement.js';
import type { MusicTrack } from '../store/entities.js';
import type { Favourites } from '../store/favourites.js';
import type { Tracks } from '../store/tracks.js';
import { songId } from '../subsonic/shapes.js';
import type { OpenedPlaylists } from './opened-playlists.js';

const lookUpMs = 10_000;

export interface KeeperOptions {
  /** Milliseconds after which what nobody stars any more is removed. */
  readonly graceMs: number;
  /** A file has come to stay without a download. */
  readonly onPlaced: (track: MusicTrack) => void;
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
    private readonly playlists: OpenedPlaylists,
    private readonly allowance: Allowance,
    private readonly options: KeeperOptions,
  ) {}

  /**
   * Stars items for a user. Files are fetched in the background: a song's own, all of an album, all of a playlist with its M3U. Artists
   * are only remembered.
   */
  async star(user: string, ids: readonly ExternalId[]): Promise<void> {
    await this.favourites.add(user, ids.map(formatExternalId));
    for (const id of ids) void this.keepAll(id, user).catch((error: unknown) => this.options.onWarning('A starred item could not be kept', error));
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
  keep(song: Pick<Song, 'provider' | 'id'>, user: string): Promise<MusicTrack> {
    return this.bring(song, 'kept', 'star', user);
  }

  /**
   * Brings a song to a place where it stays. What may be heard but not kept stays in the cache.
   * @param user whose share of the space it takes
   * @throws DomainError or OutboundError when it cannot be had, `too-many` when the share is used up
   */
  async bring(song: Pick<Song, 'provider' | 'id'>, storage: 'kept' | 'permanent', reason: JobReason, user: string): Promise<MusicTrack> {
    const id: ExternalId = { kind: 'song', provider: song.provider, id: song.id };
    const there = await this.downloads.stored(id);
    // A download that runs for the cache would otherwise be raised past the user's share.
    if (there?.storage === 'cache' || this.downloads.running(id)?.storage === 'cache') await this.allowance.demandRoom(user);
    const stored = there ?? (await this.downloads.start(id, { reason, storage, user }).finished);
    if (stored.storage !== 'cache' || !(await this.mayKeep(id))) return stored;
    const kept = await this.placement.duplicate(stored.path, storage, async (path) => (await this.tracks.byPath(path)) !== null);
    await this.tracks.setStorage(stored.id, storage, kept, user);
    await this.placement.remove(stored.path);
    const placed = Object.assign(stored, { storage, path: kept, requestedBy: user });
    this.options.onPlaced(placed);
    return placed;
  }

  /** A play was heard: what lies in the cache because of it stays. Nothing is fetched for that. */
  async heard(id: ExternalId, user: string): Promise<void> {
    if (!(await this.allowance.hasRoom(user))) return;
    const running = this.downloads.running(id);
    if ((running && !running.hasEnded) || (await this.downloads.stored(id))) await this.bring(id, 'permanent', 'play', user);
  }

  /** Whether the source's licence lets us keep what we have of it. */
  private async mayKeep(id: ExternalId): Promise<boolean> {
    const resolved = await this.downloads.resolve(id, AbortSignal.timeout(lookUpMs));
    return resolved !== undefined && (resolved.source.kind === 'file' || resolved.source.keepable);
  }

  private async keepAll(id: ExternalId, user: string): Promise<void> {
    if (id.kind === 'playlist') return await this.keepPlaylist(id, user);
    for (const song of await this.songsOf(id)) await this.keepOrSkip(song, user);
  }

  private async keepPlaylist(id: ExternalId, user: string): Promise<void> {
    const found = await this.catalogue.playlist(id, new AbortController().signal);
    if (!found) return;
    for (const song of found.songs) await this.keepOrSkip(song, user);
    await this.playlists.write(found.playlist, found.songs);
  }

  /** One track that cannot be had does not end the rest. */
  private async keepOrSkip(song: Song, user: string): Promise<MusicTrack | undefined> {
    try {
      return await this.keep(song, user);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'too-many') this.options.onWarning('A track could not be kept', error);
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
