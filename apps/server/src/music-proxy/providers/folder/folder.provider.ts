import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { notFound } from '@rumpus/errors';
import type { Answer } from '@rumpus/outbound';
import { SafeRoot } from '@rumpus/storage';
import { parseFile, selectCover } from 'music-metadata';
import { decodeProviderId } from '../../core/external-id.js';
import { foldText } from '../../core/normalise.js';
import type { Album, Artist, Song } from '../../core/models.js';
import { containerOf, type AudioSource, type MusicProvider, type ProviderHealth } from '../provider.js';
import { FolderIndex } from './folder-index.js';

const rescanMs = 15 * 60_000;
const pictureNames = ['cover.jpg', 'cover.png', 'folder.jpg', 'folder.png', 'front.jpg', 'front.png'];

/** Folders with music on this machine, read only (music-proxy spec §4.5). */
export class FolderProvider implements MusicProvider {
  readonly name = 'folder';
  readonly label = 'Local folder';
  readonly idPattern = /^[A-Za-z0-9_-]{1,480}$/;
  private readonly index: FolderIndex;
  private readonly roots: readonly SafeRoot[];
  private readonly stop = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private lastError: string | undefined;

  constructor(paths: readonly string[]) {
    this.index = new FolderIndex(paths);
    this.roots = paths.map((path) => new SafeRoot(path));
    this.timer = setInterval(() => void this.rescan(), rescanMs).unref();
    void this.rescan();
  }

  /** Reads what has changed in the folders. */
  async rescan(): Promise<void> {
    try {
      await this.index.scan(this.stop.signal);
      this.lastError = undefined;
    } catch (error) {
      this.lastError = error instanceof Error ? error.message : String(error);
    }
  }

  searchSongs(query: string, limit: number): Promise<Song[]> {
    return Promise.resolve(this.index.search(query, limit));
  }

  searchAlbums(query: string, limit: number): Promise<Album[]> {
    const words = foldText(query).split(' ');
    return Promise.resolve(this.index.albums((album) => words.every((word) => foldText(`${album.title} ${album.artists[0]?.name ?? ''}`).includes(word)), limit));
  }

  searchArtists(query: string, limit: number): Promise<Artist[]> {
    const words = foldText(query).split(' ');
    return Promise.resolve(this.index.artists((artist) => words.every((word) => foldText(artist).includes(word)), limit));
  }

  song(id: string): Promise<Song | undefined> {
    return Promise.resolve(this.index.song(id));
  }

  songByIsrc(isrc: string): Promise<Song | undefined> {
    return Promise.resolve(this.index.songByIsrc(isrc));
  }

  album(id: string): Promise<Album | undefined> {
    return Promise.resolve(this.index.albums((album) => album.id === id, 1)[0]);
  }

  artist(id: string): Promise<Artist | undefined> {
    const [song] = this.index.songsOfArtist(id);
    const artist = song?.artists.find((one) => one.id === id);
    return Promise.resolve(artist && { provider: this.name, id, name: artist.name });
  }

  artistAlbums(id: string): Promise<Album[]> {
    return Promise.resolve(this.index.albums((album) => album.songs?.some((song) => song.artists.some((artist) => artist.id === id)) === true, 1000));
  }

  artistTopSongs(id: string, limit: number): Promise<Song[]> {
    return Promise.resolve(this.index.songsOfArtist(id).slice(0, limit));
  }

  async resolveAudio(id: string): Promise<AudioSource | undefined> {
    const path = this.index.song(id) && (await this.pathOf(id));
    const container = path === undefined ? undefined : containerOf(path);
    return path === undefined || container === undefined ? undefined : { kind: 'file', path, container };
  }

  /** A song's own picture, else the one that lies in its folder. `url` is the song's id. */
  async openImage(url: string): Promise<Answer> {
    const path = await this.pathOf(url);
    if (path === undefined) throw notFound('No such picture');
    const embedded = selectCover((await parseFile(path, { duration: false })).common.picture);
    const body = embedded ? Buffer.from(embedded.data) : await beside(path);
    if (!body) throw notFound('No such picture');
    return { status: 200, headers: {}, body, url };
  }

  async probe(): Promise<void> {
    for (const root of this.roots) await root.existing('');
  }

  health(): ProviderHealth {
    return { healthy: this.lastError === undefined, circuit: 'closed', ...(this.lastError === undefined ? {} : { lastError: this.lastError }) };
  }

  close(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort();
    return Promise.resolve();
  }

  /** The file behind an id, if it still lies really within its folder. */
  private async pathOf(id: string): Promise<string | undefined> {
    const text = decodeProviderId(id) ?? '';
    const slash = text.indexOf('/');
    const root = this.roots[Number(text.slice(0, slash))];
    return slash < 1 || !root ? undefined : await root.existing(text.slice(slash + 1)).catch(() => undefined);
  }
}

async function beside(path: string): Promise<Buffer | undefined> {
  for (const name of pictureNames) {
    const body = await readFile(join(dirname(path), name)).catch(() => undefined);
    if (body) return body;
  }
  return undefined;
}
