import { createHash, randomBytes } from 'node:crypto';
import { OutboundError, type Answer, type Query, type StreamAnswer } from '@rumpus/outbound';
import { z } from 'zod';
import { foldText } from '../../core/normalise.js';
import { cleanIsrc, type Album, type Artist, type NamedRef, type Playlist, type Song } from '../../core/models.js';
import { decodeProviderId, encodeProviderId } from '../../core/external-id.js';
import { HttpProvider, type HttpProviderOptions } from '../http-provider.js';
import { listOf, maybe, positive, required, text } from '../loose.js';
import { containerOf, type AudioSource, type MusicProvider } from '../provider.js';

export interface SubsonicProviderOptions extends HttpProviderOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Sent on every call so that the other side can see a loop of proxies. */
  readonly hop: string;
}

const name = 'subsonic';
const ref = z.object({ id: text, name: required });
const songSchema = z.object({
  id: required, title: required, album: text, albumId: text, artist: text, artistId: text, artists: listOf(ref), displayAlbumArtist: text,
  track: positive, discNumber: positive, year: positive, genre: text, coverArt: text, duration: positive, bitRate: positive,
  size: positive, suffix: text, isrc: z.unknown().optional(), musicBrainzId: text, explicitStatus: text, bpm: positive, isDir: z.unknown().optional(),
});
const albumSchema = z.object({
  id: required, name: text, title: text, artist: text, artistId: text, artists: listOf(ref), coverArt: text, songCount: positive,
  duration: positive, year: positive, genre: text, song: listOf(songSchema),
});
const artistSchema = z.object({ id: required, name: required, albumCount: positive, coverArt: text, album: listOf(albumSchema) });
const playlistSchema = z.object({ id: required, name: required, comment: text, owner: text, songCount: positive, duration: positive, created: text, coverArt: text, entry: listOf(songSchema) });
const answerSchema = z.object({
  'subsonic-response': z.object({
    status: z.enum(['ok', 'failed']),
    error: maybe(z.object({ code: z.coerce.number(), message: text })),
    searchResult3: maybe(z.object({ song: listOf(songSchema), album: listOf(albumSchema), artist: listOf(artistSchema) })),
    song: maybe(songSchema),
    album: maybe(albumSchema),
    artist: maybe(artistSchema),
    topSongs: maybe(z.object({ song: listOf(songSchema) })),
    similarSongs2: maybe(z.object({ song: listOf(songSchema) })),
    playlists: maybe(z.object({ playlist: listOf(playlistSchema) })),
    playlist: maybe(playlistSchema),
    lyricsList: maybe(z.object({ structuredLyrics: listOf(z.object({ line: listOf(z.object({ start: z.number().optional(), value: z.string() })) })) })),
  }),
});
type Body = z.output<typeof answerSchema>['subsonic-response'];

/** Another Subsonic server as a source of music (music-proxy spec §4.5). Its ids are packed, since servers put anything into them. */
export class SubsonicProvider extends HttpProvider implements MusicProvider {
  readonly name = name;
  readonly label = 'Subsonic server';
  readonly idPattern = /^[A-Za-z0-9_-]{1,400}$/;
  private passwordOnly = false;

  constructor(private readonly settings: SubsonicProviderOptions) {
    super(settings, { name, baseUrl: settings.url, allowOrigins: [settings.url], headers: { 'x-music-proxy-hop': settings.hop } }, []);
  }

  async searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return ((await this.search(query, { songCount: limit, albumCount: 0, artistCount: 0 }, signal))?.song ?? []).map(toSong);
  }

  async searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return ((await this.search(query, { songCount: 0, albumCount: limit, artistCount: 0 }, signal))?.album ?? []).map(toAlbum);
  }

  async searchArtists(query: string, limit: number, signal: AbortSignal): Promise<Artist[]> {
    return ((await this.search(query, { songCount: 0, albumCount: 0, artistCount: limit }, signal))?.artist ?? []).map(toArtist);
  }

  /** The protocol has no playlist search, so names are compared here. */
  async searchPlaylists(query: string, limit: number, signal: AbortSignal): Promise<Playlist[]> {
    const wanted = foldText(query);
    const all = (await this.call('getPlaylists', {}, signal)).playlists?.playlist ?? [];
    return all.filter((one) => foldText(one.name).includes(wanted)).slice(0, limit).map(toPlaylist);
  }

  async song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    const found = (await this.lookUp('getSong', id, signal))?.song;
    return found && toSong(found);
  }

  async album(id: string, signal: AbortSignal): Promise<Album | undefined> {
    const found = (await this.lookUp('getAlbum', id, signal))?.album;
    return found && { ...toAlbum(found), songs: found.song.map(toSong) };
  }

  async artist(id: string, signal: AbortSignal): Promise<Artist | undefined> {
    const found = (await this.lookUp('getArtist', id, signal))?.artist;
    return found && toArtist(found);
  }

  async artistAlbums(id: string, signal: AbortSignal): Promise<Album[]> {
    return ((await this.lookUp('getArtist', id, signal))?.artist?.album ?? []).map(toAlbum);
  }

  async artistTopSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    const artist = await this.artist(id, signal);
    return artist ? ((await this.call('getTopSongs', { artist: artist.name, count: limit }, signal)).topSongs?.song ?? []).map(toSong) : [];
  }

  async similarSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return ((await this.lookUp('getSimilarSongs2', id, signal, { count: limit }))?.similarSongs2?.song ?? []).map(toSong);
  }

  async playlist(id: string, signal: AbortSignal): Promise<Playlist | undefined> {
    const found = (await this.lookUp('getPlaylist', id, signal))?.playlist;
    return found && toPlaylist(found);
  }

  async playlistSongs(id: string, signal: AbortSignal): Promise<Song[]> {
    return ((await this.lookUp('getPlaylist', id, signal))?.playlist?.entry ?? []).map(toSong);
  }

  async lyrics(id: string, signal: AbortSignal): Promise<string | undefined> {
    const [best] = (await this.lookUp('getLyricsBySongId', id, signal))?.lyricsList?.structuredLyrics ?? [];
    return best?.line.map(({ start, value }) => (start === undefined ? value : `[${lrcTime(start)}]${value}`)).join('\n');
  }

  async resolveAudio(id: string, _quality: unknown, signal: AbortSignal): Promise<AudioSource | undefined> {
    const found = (await this.lookUp('getSong', id, signal))?.song;
    const container = found?.suffix === undefined ? undefined : containerOf(found.suffix);
    if (!found || !container) return undefined;
    const url = `${this.settings.url.replace(/\/+$/, '')}/rest/download?id=${encodeURIComponent(found.id)}`;
    return { kind: 'http', url, container, bitrate: found.bitRate, size: found.size, keepable: true };
  }

  /** Credentials are added here, so that none is in the source that others see. */
  override openAudio(source: AudioSource & { kind: 'http' }, from: number, signal: AbortSignal): Promise<StreamAnswer> {
    const range = from > 0 ? `bytes=${from}-` : undefined;
    return this.api.stream(source.url, { query: this.credentials(), signal, headers: { 'accept-encoding': 'identity', range }, timeouts: { headersMs: 15_000, totalMs: 20_000 } });
  }

  override async openImage(cover: string, signal: AbortSignal): Promise<Answer> {
    const answer = await this.api.request('/rest/getCoverArt', { query: { ...this.credentials(), id: cover }, signal });
    if (!/^image\/(?!svg)/i.test(answer.headers['content-type'] ?? '')) throw new OutboundError('content', 'The picture is no picture');
    return answer;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.call('ping', {}, signal);
  }

  private async search(query: string, counts: Query, signal: AbortSignal): Promise<Body['searchResult3']> {
    return (await this.call('search3', { query, ...counts }, signal)).searchResult3;
  }

  private async lookUp(method: string, packed: string, signal: AbortSignal, more: Query = {}): Promise<Body | undefined> {
    const id = decodeProviderId(packed);
    if (id === undefined) return undefined;
    try {
      return await this.call(method, { id, ...more }, signal);
    } catch (error) {
      if (error instanceof OutboundError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  private async call(method: string, query: Query, signal: AbortSignal): Promise<Body> {
    const body = await this.send(method, query, signal);
    if (body.status === 'ok') return body;
    if (!this.passwordOnly && tokenless.has(body.error?.code ?? 0)) return await this.withPassword(method, query, signal);
    // Servers have many codes for an id they do not know; only refusals of the account are told apart.
    const refused = body.error !== undefined && body.error.code >= 20 && body.error.code < 70;
    throw new OutboundError('status', `The Subsonic server says: ${body.error?.message ?? 'failed'}`, { status: refused ? 401 : 404 });
  }

  private async withPassword(method: string, query: Query, signal: AbortSignal): Promise<Body> {
    this.passwordOnly = true;
    try {
      return await this.call(method, query, signal);
    } catch (error) {
      this.passwordOnly = error instanceof OutboundError && error.status === 401;
      throw error;
    }
  }

  private async send(method: string, query: Query, signal: AbortSignal): Promise<Body> {
    return (await this.api.json(`/rest/${method}`, answerSchema, { query: { ...this.credentials(), ...query }, signal, accept: 'any' }))['subsonic-response'];
  }

  /** A fresh salt for each call (music-proxy spec §4.5); the password itself only for servers that know no tokens. */
  private credentials(): Query {
    const { user, password } = this.settings;
    const client = { u: user, v: '1.16.1', c: 'rumpus', f: 'json' };
    if (this.passwordOnly) return { ...client, p: `enc:${Buffer.from(password, 'utf8').toString('hex')}` };
    const salt = randomBytes(8).toString('hex');
    return { ...client, t: createHash('md5').update(password + salt).digest('hex'), s: salt };
  }
}

/** How servers say that they cannot check a token: parameter missing, no tokens for this account, mechanism not supported. */
const tokenless: ReadonlySet<number> = new Set([10, 41, 42]);

const pack = (value: string | undefined): string | undefined => value && encodeProviderId(value);

function refsOf(item: { artists: { id?: string; name: string }[]; artist?: string; artistId?: string }): NamedRef[] {
  if (item.artists.length > 0) return item.artists.map(({ id, name }) => ({ name, id: pack(id) }));
  return [{ name: item.artist ?? 'Unknown', id: pack(item.artistId) }];
}

function toSong(data: z.output<typeof songSchema>): Song {
  const isrc = Array.isArray(data.isrc) ? (data.isrc as unknown[])[0] : data.isrc;
  return {
    provider: name,
    id: encodeProviderId(data.id),
    title: data.title,
    artists: refsOf(data),
    album: data.album === undefined ? undefined : { name: data.album, id: pack(data.albumId) },
    albumArtist: data.displayAlbumArtist,
    duration: data.duration,
    track: data.track,
    disc: data.discNumber,
    year: data.year,
    genres: data.genre === undefined ? undefined : [data.genre],
    bpm: data.bpm,
    isrc: typeof isrc === 'string' ? cleanIsrc(isrc) : undefined,
    explicit: data.explicitStatus === 'explicit' ? 1 : data.explicitStatus === 'clean' ? 3 : undefined,
    musicBrainzId: data.musicBrainzId,
    cover: data.coverArt,
  };
}

function toAlbum(data: z.output<typeof albumSchema>): Album {
  return {
    provider: name,
    id: encodeProviderId(data.id),
    title: data.name ?? data.title ?? 'Unknown',
    artists: refsOf(data),
    year: data.year,
    songCount: data.songCount,
    duration: data.duration,
    genres: data.genre === undefined ? undefined : [data.genre],
    cover: data.coverArt,
  };
}

function toArtist(data: z.output<typeof artistSchema>): Artist {
  return { provider: name, id: encodeProviderId(data.id), name: data.name, albumCount: data.albumCount, image: data.coverArt };
}

function toPlaylist(data: z.output<typeof playlistSchema>): Playlist {
  return { provider: name, id: encodeProviderId(data.id), name: data.name, description: data.comment, curator: data.owner, songCount: data.songCount, duration: data.duration, created: data.created, cover: data.coverArt };
}

function lrcTime(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
}
