import { z } from 'zod';
import { decodeProviderId, encodeProviderId } from '../../core/external-id.js';
import type { Album, Song } from '../../core/models.js';
import { HttpProvider, orUndefined, type HttpProviderOptions } from '../http-provider.js';
import { listOf, maybe, positive, required, text, yearOf } from '../loose.js';
import type { AudioSource, Container, MusicProvider } from '../provider.js';

export interface ArchiveOptions extends HttpProviderOptions {
  /** Only items of these collections; all audio when empty. */
  readonly collections: readonly string[];
  readonly apiUrl?: string | undefined;
}

const name = 'archive';
const identifierPattern = /^[A-Za-z0-9._-]{1,100}$/;
/** Values are a text or a list of texts. */
const oneText = z.unknown().optional().transform((value) => text.parse(Array.isArray(value) ? (value as unknown[])[0] : value));
const doc = z.object({ identifier: required, title: oneText, creator: oneText, date: oneText, year: oneText });
const file = z.object({ name: required, source: text, format: text, title: oneText, track: oneText, length: oneText, size: positive, md5: text, album: oneText, creator: oneText });
const item = z.object({ metadata: maybe(z.object({ title: oneText, creator: oneText, date: oneText, subject: z.unknown().optional(), licenseurl: oneText })), files: listOf(file) });
type File = z.output<typeof file>;

/** File formats as the archive calls them, best first, with what they are. */
const formats: readonly [RegExp, Container][] = [
  [/^(?:24bit )?flac$/i, 'flac'],
  [/^vbr mp3$/i, 'mp3'],
  [/^ogg vorbis$/i, 'ogg'],
  [/mp3$/i, 'mp3'],
];

/** The Internet Archive: an item is an album, its files are the songs (music-proxy spec §4.5). */
export class ArchiveProvider extends HttpProvider implements MusicProvider {
  readonly name = name;
  readonly label = 'Internet Archive';
  readonly idPattern = /^[A-Za-z0-9_.-]{1,480}$/;
  private readonly origin: string;

  constructor(private readonly settings: ArchiveOptions) {
    const { apiUrl } = settings;
    const origin = apiUrl ?? 'https://archive.org';
    const headers = { 'user-agent': 'Rumpus/0.1 (self-hosted music proxy)' };
    super(settings, { name, baseUrl: origin, headers, rateLimit: { requests: 10, perMs: 5000 }, ...(apiUrl ? { allowOrigins: [apiUrl] } : {}) }, ['archive.org', '*.archive.org']);
    this.origin = origin.replace(/\/+$/, '');
  }

  /** The archive finds items, not files; the songs of the best few items whose names fit are the hits. */
  async searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    const items = await this.searchItems(query, 3, signal);
    const albums = await Promise.all(items.map(({ identifier }) => this.album(identifier, signal).catch(() => undefined)));
    const words = query.toLowerCase().split(/\s+/);
    const fits = (song: Song): boolean => words.every((word) => `${song.title} ${song.artists[0]?.name ?? ''} ${song.album?.name ?? ''}`.toLowerCase().includes(word));
    return albums.flatMap((album) => album?.songs ?? []).filter(fits).slice(0, limit);
  }

  async searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return (await this.searchItems(query, limit, signal)).map((found) => ({
      provider: name,
      id: found.identifier,
      title: found.title ?? found.identifier,
      artists: [{ name: found.creator ?? 'Unknown' }],
      year: yearOf(found.date ?? found.year),
      releaseDate: found.date?.slice(0, 10),
      cover: this.pictureOf(found.identifier),
    }));
  }

  async song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    const place = placeOf(id);
    const album = place && (await this.album(place.identifier, signal));
    return album?.songs?.find((song) => song.id === id);
  }

  async album(identifier: string, signal: AbortSignal): Promise<Album | undefined> {
    const found = await this.item(identifier, signal);
    if (!found?.metadata) return undefined;
    const { title = identifier, creator = 'Unknown', date } = found.metadata;
    const base = {
      provider: name, id: identifier, title, artists: [{ name: creator }], year: yearOf(date), releaseDate: date?.slice(0, 10), cover: this.pictureOf(identifier),
    };
    const songs = bestFiles(found.files).map((one, index) => toSong(identifier, one, index, base, found.metadata?.licenseurl));
    return { ...base, songs, songCount: songs.length, duration: songs.reduce((sum, song) => sum + (song.duration ?? 0), 0) };
  }

  async resolveAudio(id: string, _quality: unknown, signal: AbortSignal): Promise<AudioSource | undefined> {
    const place = placeOf(id);
    const found = place && (await this.item(place.identifier, signal))?.files.find((one) => one.name === place.file);
    const container = found && containerFor(found);
    if (!place || !container) return undefined;
    const path = place.file.split('/').map(encodeURIComponent).join('/');
    return { kind: 'http', url: `${this.origin}/download/${place.identifier}/${path}`, container, size: found.size, md5: found.md5, keepable: true };
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.searchItems('music', 1, signal);
  }

  private async searchItems(query: string, rows: number, signal: AbortSignal): Promise<z.output<typeof doc>[]> {
    const words = query.replace(/[^\p{L}\p{N}\s]/gu, ' ').trim();
    if (words === '') return [];
    const { collections } = this.settings;
    const within = collections.length === 0 ? '' : ` AND collection:(${collections.filter((one) => identifierPattern.test(one)).join(' OR ')})`;
    const answer = await this.api.json('/advancedsearch.php', z.object({ response: z.object({ docs: listOf(doc) }) }), {
      ...this.searching,
      query: { q: `mediatype:audio AND (title:(${words}) OR creator:(${words}))${within}`, 'fl[]': ['identifier', 'title', 'creator', 'date', 'year'], 'sort[]': 'downloads desc', rows, output: 'json' },
      signal,
    });
    return answer.response.docs.filter(({ identifier }) => identifierPattern.test(identifier)).slice(0, rows);
  }

  private item(identifier: string, signal: AbortSignal): Promise<z.output<typeof item> | undefined> {
    if (!identifierPattern.test(identifier)) return Promise.resolve(undefined);
    return orUndefined(this.api.json(`/metadata/${identifier}`, item, { ...this.looking, signal }));
  }

  private pictureOf(identifier: string): string {
    return `${this.origin}/services/img/${identifier}`;
  }
}

function toSong(identifier: string, one: File, index: number, album: Pick<Album, 'title' | 'artists' | 'year' | 'releaseDate' | 'cover'>, licence: string | undefined): Song {
  const number = Number(/^\d+/.exec(one.track ?? '')?.[0]);
  return {
    provider: name,
    id: encodeProviderId(`${identifier}/${one.name}`),
    title: one.title ?? (one.name.split('/').at(-1) ?? one.name).replace(/\.[a-z0-9]+$/i, ''),
    artists: [{ name: one.creator ?? album.artists[0]?.name ?? 'Unknown' }],
    album: { id: identifier, name: album.title },
    albumArtist: album.artists[0]?.name,
    duration: seconds(one.length),
    track: number > 0 ? number : index + 1,
    year: album.year,
    releaseDate: album.releaseDate,
    copyright: licence,
    cover: album.cover,
  };
}

/** One file for each track, in the best format; samples and low bit rates are left out. */
function bestFiles(files: readonly File[]): File[] {
  const best = new Map<string, { file: File; rank: number }>();
  for (const one of files) {
    const rank = formats.findIndex(([pattern]) => pattern.test(one.format ?? ''));
    if (rank === -1 || /_sample|_64kb/i.test(one.name)) continue;
    const key = one.name.replace(/(?:_vbr)?\.[a-z0-9]+$/i, '');
    const known = best.get(key);
    if (!known || rank < known.rank) best.set(key, { file: one, rank });
  }
  return [...best.values()].map(({ file }) => file).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function containerFor(one: File): Container | undefined {
  return formats.find(([pattern]) => pattern.test(one.format ?? ''))?.[1];
}

/** `mm:ss`, `h:mm:ss` or seconds. */
function seconds(length: string | undefined): number | undefined {
  const total = (length ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(total) && total > 0 ? total : undefined;
}

function placeOf(id: string): { identifier: string; file: string } | undefined {
  const text = decodeProviderId(id);
  const slash = text?.indexOf('/') ?? -1;
  if (text === undefined || slash < 1) return undefined;
  const [identifier, file] = [text.slice(0, slash), text.slice(slash + 1)];
  const safe = identifierPattern.test(identifier) && file !== '' && !file.split('/').some((part) => part === '..' || part === '.' || part === '');
  return safe ? { identifier, file } : undefined;
}
