import { OutboundError, type Query } from '@rumpus/outbound';
import { z } from 'zod';
import type { Album, Artist, Song } from '../../core/models.js';
import { HttpProvider, type HttpProviderOptions } from '../http-provider.js';
import { id, listOf, maybe, positive, required, text, yearOf } from '../loose.js';
import type { AudioFacts, AudioSource, MusicProvider, Quality } from '../provider.js';

export interface JamendoOptions extends HttpProviderOptions {
  readonly clientId: string;
  readonly apiUrl?: string | undefined;
}

const name = 'jamendo';
const maxPage = 200;
const track = z.object({
  id, name: required, duration: positive, artist_id: maybe(id), artist_name: required, album_id: maybe(id), album_name: text, position: positive, releasedate: text,
  album_image: text, image: text, audio: text, audiodownload_allowed: z.unknown().optional(), license_ccurl: text,
  musicinfo: maybe(z.object({ tags: maybe(z.object({ genres: listOf(required) })) })),
});
const album = z.object({ id, name: required, releasedate: text, artist_id: maybe(id), artist_name: text, image: text, tracks: listOf(track.partial().extend({ id, name: required })) });
const artist = z.object({ id, name: required, image: text, albums: listOf(album), tracks: listOf(track.partial().extend({ id, name: required })) });
const envelope = <S extends z.ZodType>(item: S) => z.object({ headers: z.object({ status: z.string(), error_message: text }), results: listOf(item) });

/** Jamendo: music under Creative Commons licences (music-proxy spec §4.5). Only what may be downloaded is kept. */
export class JamendoProvider extends HttpProvider implements MusicProvider {
  readonly name = name;
  readonly label = 'Jamendo';
  readonly idPattern = /^\d{1,20}$/;

  constructor(private readonly settings: JamendoOptions) {
    const { apiUrl } = settings;
    super(
      settings,
      { name, baseUrl: apiUrl ?? 'https://api.jamendo.com/v3.0/', rateLimit: { requests: 20, perMs: 4000 }, ...(apiUrl ? { allowOrigins: [apiUrl] } : {}) },
      ['*.jamendo.com', '*.jamen.do'],
    );
  }

  async searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call('tracks/', track, { search: query, limit, include: 'musicinfo', type: 'single albumtrack' }, signal, this.searching)).map((data) => toSong(data));
  }

  async searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return (await this.call('albums/', album, { namesearch: query, limit }, signal, this.searching)).map(toAlbum);
  }

  async searchArtists(query: string, limit: number, signal: AbortSignal): Promise<Artist[]> {
    return (await this.call('artists/', artist, { namesearch: query, limit }, signal, this.searching)).map(toArtist);
  }

  async song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    const [found] = await this.call('tracks/', track, { id, include: 'musicinfo', type: 'single albumtrack' }, signal);
    return found && toSong(found);
  }

  async album(id: string, signal: AbortSignal): Promise<Album | undefined> {
    const [found] = await this.call('albums/tracks/', album, { id }, signal);
    if (!found) return undefined;
    const songs = found.tracks.map((one, index) => toSong({ ...empty, artist_name: found.artist_name ?? 'Unknown', ...one, position: one.position ?? index + 1 }, found));
    return { ...toAlbum(found), songs, songCount: songs.length, duration: songs.reduce((sum, song) => sum + (song.duration ?? 0), 0) };
  }

  async artist(id: string, signal: AbortSignal): Promise<Artist | undefined> {
    const [found] = await this.call('artists/', artist, { id }, signal);
    return found && toArtist(found);
  }

  async artistAlbums(id: string, signal: AbortSignal): Promise<Album[]> {
    const [found] = await this.call('artists/albums/', artist, { id, limit: maxPage }, signal);
    return (found?.albums ?? []).map((one) => toAlbum({ ...one, artist_id: id, artist_name: found?.name }));
  }

  async artistTopSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call('tracks/', track, { artist_id: id, order: 'popularity_total', limit, include: 'musicinfo', type: 'single albumtrack' }, signal)).map((data) => toSong(data));
  }

  async similarSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call('tracks/similar/', track, { id, limit }, signal)).map((data) => toSong(data));
  }

  expectedAudio(quality: Quality): AudioFacts {
    return quality === 'hires' || quality === 'lossless' ? { container: 'flac', bitDepth: 16, sampleRate: 44_100 } : { container: 'mp3', ...(quality === 'low' ? { bitrate: 96 } : {}) };
  }

  async resolveAudio(id: string, quality: Quality, signal: AbortSignal): Promise<AudioSource | undefined> {
    const [found] = await this.call('tracks/', track, { id, type: 'single albumtrack', audioformat: formatFor(quality) }, signal);
    if (found?.audio === undefined) return undefined;
    const allowed = found.audiodownload_allowed;
    return { kind: 'http', url: found.audio, ...this.expectedAudio(quality), keepable: allowed === true || allowed === 1 || allowed === 'true' };
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.call('tracks/', track, { limit: 1 }, signal, {});
  }

  private async call<S extends z.ZodType>(path: string, item: S, query: Query, signal: AbortSignal, keep: { cacheMs?: number } = this.looking): Promise<z.output<S>[]> {
    const limited = { ...query, limit: Math.min(Number(query['limit'] ?? maxPage), maxPage) };
    const answer = await this.api.json(path, envelope(item), { ...keep, query: { client_id: this.settings.clientId, format: 'json', ...limited }, signal });
    if (answer.headers.status === 'success') return answer.results;
    throw new OutboundError('status', `Jamendo: ${answer.headers.error_message ?? 'failed'}`, { status: 502 });
  }
}

const empty = {
  duration: undefined, artist_id: undefined, album_id: undefined, album_name: undefined, position: undefined, releasedate: undefined,
  album_image: undefined, image: undefined, audio: undefined, audiodownload_allowed: undefined, license_ccurl: undefined, musicinfo: undefined,
};

function formatFor(quality: Quality): string {
  return quality === 'hires' || quality === 'lossless' ? 'flac' : quality === 'high' ? 'mp32' : 'mp31';
}

function toSong(data: z.output<typeof track>, parent?: z.output<typeof album>): Song {
  const released = data.releasedate ?? parent?.releasedate;
  const albumName = data.album_name ?? parent?.name;
  const genres = data.musicinfo?.tags?.genres;
  return {
    provider: name,
    id: data.id,
    title: data.name,
    artists: [{ id: data.artist_id ?? parent?.artist_id, name: data.artist_name }],
    album: albumName === undefined ? undefined : { id: data.album_id ?? parent?.id, name: albumName },
    albumArtist: parent?.artist_name,
    duration: data.duration,
    track: data.position,
    year: yearOf(released),
    releaseDate: released,
    genres: genres && genres.length > 0 ? genres : undefined,
    copyright: data.license_ccurl,
    cover: data.album_image ?? data.image ?? parent?.image,
  };
}

function toAlbum(data: z.output<typeof album>): Album {
  return {
    provider: name,
    id: data.id,
    title: data.name,
    artists: [{ id: data.artist_id, name: data.artist_name ?? 'Unknown' }],
    year: yearOf(data.releasedate),
    releaseDate: data.releasedate,
    cover: data.image,
  };
}

function toArtist(data: z.output<typeof artist>): Artist {
  return { provider: name, id: data.id, name: data.name, image: data.image };
}
