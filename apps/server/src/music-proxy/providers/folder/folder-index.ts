import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { encodeProviderId } from '../../core/external-id.js';
import { cleanIsrc, type Album, type Artist, type Song } from '../../core/models.js';
import { foldText } from '../../core/normalise.js';
import { containerOf } from '../provider.js';

const name = 'folder';
/** A folder with more files than this is not a collection but a mistake in the settings. */
const maxFiles = 200_000;

interface Entry {
  readonly song: Song;
  /** What searches look into. */
  readonly text: string;
  readonly mtimeMs: number;
}

/** What is in the operator's music folders, read from the files' own tags. Held in memory; rereads only files that changed. */
export class FolderIndex {
  private entries = new Map<string, Entry>();
  private scanning: Promise<void> | undefined;

  constructor(private readonly roots: readonly string[]) {}

  /** Reads the folders. Calls at the same time share one run. */
  scan(signal: AbortSignal): Promise<void> {
    this.scanning ??= this.run(signal).finally(() => (this.scanning = undefined));
    return this.scanning;
  }

  song(id: string): Song | undefined {
    return this.entries.get(id)?.song;
  }

  /** Songs whose title, artist and album hold every word. */
  search(query: string, limit: number): Song[] {
    const words = foldText(query).split(' ');
    const hits: Song[] = [];
    for (const { song, text } of this.entries.values()) {
      if (words.every((word) => text.includes(word))) hits.push(song);
      if (hits.length >= limit) break;
    }
    return hits;
  }

  songByIsrc(isrc: string): Song | undefined {
    for (const { song } of this.entries.values()) if (song.isrc === isrc) return song;
    return undefined;
  }

  /** Albums, each with its songs in order. */
  albums(filter: (album: Album) => boolean, limit: number): Album[] {
    const groups = new Map<string, Song[]>();
    for (const { song } of this.entries.values()) {
      if (song.album?.id === undefined) continue;
      const group = groups.get(song.album.id);
      if (group) group.push(song);
      else groups.set(song.album.id, [song]);
    }
    const albums: Album[] = [];
    for (const songs of groups.values()) {
      const album = albumOf(songs);
      if (album && filter(album)) albums.push(album);
      if (albums.length >= limit) break;
    }
    return albums;
  }

  artists(filter: (name: string) => boolean, limit: number): Artist[] {
    const found = new Map<string, Artist>();
    for (const { song } of this.entries.values()) {
      for (const { id, name: artist } of song.artists) if (id !== undefined && filter(artist)) found.set(id, { provider: name, id, name: artist });
      if (found.size >= limit) break;
    }
    return [...found.values()].slice(0, limit);
  }

  songsOfArtist(id: string): Song[] {
    return [...this.entries.values()].map(({ song }) => song).filter((song) => song.artists.some((artist) => artist.id === id));
  }

  private async run(signal: AbortSignal): Promise<void> {
    const next = new Map<string, Entry>();
    for (const [index, root] of this.roots.entries()) {
      const names = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of names) {
        signal.throwIfAborted();
        if (next.size >= maxFiles) break;
        if (!entry.isFile() || entry.name.startsWith('.') || !containerOf(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const id = encodeProviderId(`${index}/${path.slice(root.length).replace(/^\/+/, '')}`);
        const read = await this.read(path, id).catch(() => undefined);
        if (read) next.set(id, read);
      }
    }
    this.entries = next;
  }

  private async read(path: string, id: string): Promise<Entry> {
    const { mtimeMs } = await stat(path);
    const known = this.entries.get(id);
    if (known?.mtimeMs === mtimeMs) return known;
    const { common, format } = await parseFile(path, { skipCovers: true, duration: true });
    const artists = (common.artists ?? [common.artist ?? 'Unknown']).map((artist) => ({ id: keyOf(artist), name: artist }));
    const albumArtist = common.albumartist ?? artists[0]?.name ?? 'Unknown';
    const song: Song = {
      provider: name,
      id,
      title: common.title ?? (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, ''),
      artists,
      album: common.album === undefined ? undefined : { id: keyOf(`${albumArtist}\n${common.album}`), name: common.album },
      albumArtist,
      duration: format.duration,
      track: common.track.no ?? undefined,
      totalTracks: common.track.of ?? undefined,
      disc: common.disk.no ?? undefined,
      totalDiscs: common.disk.of ?? undefined,
      year: common.year,
      releaseDate: common.date,
      genres: common.genre,
      bpm: common.bpm,
      isrc: cleanIsrc(common.isrc?.[0]),
      composers: common.composer,
      label: common.label?.[0],
      copyright: common.copyright,
      cover: id,
    };
    return { song, mtimeMs, text: foldText([song.title, ...artists.map((artist) => artist.name), albumArtist, common.album ?? ''].join(' ')) };
  }
}

function albumOf(songs: readonly Song[]): Album | undefined {
  const ordered = [...songs].sort((a, b) => (a.disc ?? 1) - (b.disc ?? 1) || (a.track ?? 0) - (b.track ?? 0));
  const [first] = ordered;
  if (first?.album?.id === undefined) return undefined;
  return {
    provider: name,
    id: first.album.id,
    title: first.album.name,
    artists: [{ id: keyOf(first.albumArtist ?? 'Unknown'), name: first.albumArtist ?? 'Unknown' }],
    year: first.year,
    songCount: ordered.length,
    duration: ordered.reduce((sum, song) => sum + (song.duration ?? 0), 0),
    genres: first.genres,
    cover: first.id,
    songs: ordered,
  };
}

function keyOf(text: string): string {
  return createHash('sha256').update(foldText(text)).digest('hex').slice(0, 24);
}
