import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { FakeHttp, sendJson } from './fake-http.js';

/** A track the fake server has, with its file. */
export interface HifiTrack {
  readonly id: number;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly duration: number;
  readonly isrc?: string;
  readonly explicit?: boolean;
  readonly mimeType?: string;
  readonly file: Buffer;
  /** What it sends in its lower qualities: MPEG-4. */
  readonly lesser?: Buffer;
}

/** A playlist the fake server has. */
export interface HifiPlaylist {
  readonly uuid: string;
  readonly title: string;
  readonly curator: string;
  readonly trackIds: readonly number[];
}

/** How the server misbehaves. */
export interface HifiFaults {
  /** No answer to anything but files. */
  hang?: boolean;
  /** No answer to searches. */
  hangSearch?: boolean;
  /** An HTML page instead of any JSON. */
  html?: boolean;
  /** 429 on everything. */
  busy?: boolean;
  /** Files come this slowly. */
  bytesPerSecond?: number;
  /** The connection breaks after so many bytes of a file, on the first so many requests. */
  cutAfter?: number;
  cuts?: number;
  /** Announces more than it sends, and ends cleanly. */
  lieBy?: number;
  /** Files are an HTML page. */
  htmlFile?: boolean;
  /** Where a song is said to be, instead of on this server. */
  fileUrl?: string;
  /** Where requests for files are sent on to. */
  redirectFile?: string;
  noRanges?: boolean;
  encrypted?: boolean;
}

/** A server in the hifi-api dialect: search, info, album, artist, track manifests and the files themselves. */
export class FakeHifi {
  readonly http: FakeHttp;
  faults: HifiFaults = {};

  constructor(
    readonly tracks: HifiTrack[],
    readonly playlists: HifiPlaylist[] = [],
  ) {
    this.http = new FakeHttp((request, response, url) => this.answer(request, response, url));
  }

  get url(): string {
    return this.http.url;
  }

  async start(): Promise<this> {
    await this.http.start();
    return this;
  }

  stop(): Promise<void> {
    return this.http.stop();
  }

  /** How often files were asked for. */
  get fileRequests(): number {
    return this.http.count(/^\/file\//);
  }

  private async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (this.faults.busy) return sendJson(response, { detail: 'slow down' }, 429);
    if (this.faults.html && !url.pathname.startsWith('/file/')) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Just a moment…</html>');
    if (this.faults.hang && !url.pathname.startsWith('/file/')) return;
    const track = this.tracks.find((one) => String(one.id) === (url.searchParams.get('id') ?? url.pathname.split('/')[2]));
    switch (url.pathname.split('/')[1]) {
      case 'search':
        return this.search(response, url.searchParams);
      case 'info':
        return track ? sendJson(response, { version: '2.0', data: shape(track) }) : sendJson(response, { detail: 'Not found' }, 404);
      case 'album':
        return this.album(response, url.searchParams.get('id') ?? '');
      case 'artist':
        return this.artist(response, url.searchParams);
      case 'playlist':
        return this.playlist(response, url.searchParams.get('id') ?? '');
      case 'track':
        return track ? sendJson(response, { data: this.manifest(track, url.searchParams.get('quality') ?? '') }) : sendJson(response, { detail: 'Not found' }, 404);
      case 'file':
        return track ? await this.file(request, response, url.pathname.split('/')[3] === undefined ? track : { ...track, mimeType: 'audio/mp4', file: track.lesser ?? track.file }) : sendJson(response, {}, 404);
      default:
        return sendJson(response, { detail: 'Not found' }, 404);
    }
  }

  private search(response: ServerResponse, query: URLSearchParams): void {
    if (this.faults.hangSearch) return;
    const words = (query.get('s') ?? query.get('al') ?? query.get('a') ?? query.get('p') ?? '').toLowerCase().split(/\s+/);
    const hits = (textOf: (track: HifiTrack) => string) => this.tracks.filter((track) => words.every((word) => textOf(track).toLowerCase().includes(word)));
    if (query.has('s')) return sendJson(response, { data: { items: hits((track) => `${track.title} ${track.artist} ${track.album}`).map(shape) } });
    if (query.has('al')) return sendJson(response, { data: { albums: { items: unique(hits((track) => `${track.album} ${track.artist}`).map(albumShape)) } } });
    if (query.has('a')) return sendJson(response, { data: { artists: { items: unique(hits((track) => track.artist).map((track) => ({ id: idOf(track.artist), name: track.artist }))) } } });
    const lists = this.playlists.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    return sendJson(response, { data: { playlists: { items: lists.map(playlistShape) } } });
  }

  private playlist(response: ServerResponse, id: string): void {
    const playlist = this.playlists.find(({ uuid }) => uuid === id);
    if (!playlist) return sendJson(response, { detail: 'Not found' }, 404);
    const items = playlist.trackIds.flatMap((trackId) => this.tracks.filter((track) => track.id === trackId)).map((track) => ({ item: shape(track) }));
    sendJson(response, { version: '2.0', playlist: playlistShape(playlist), items });
  }

  private album(response: ServerResponse, id: string): void {
    const tracks = this.tracks.filter((track) => String(idOf(track.album)) === id);
    const [first] = tracks;
    if (!first) return sendJson(response, { detail: 'Not found' }, 404);
    sendJson(response, { data: { ...albumShape(first), numberOfTracks: tracks.length, items: tracks.map((track, index) => ({ item: { ...shape(track), trackNumber: index + 1 } })) } });
  }

  private artist(response: ServerResponse, query: URLSearchParams): void {
    const id = query.get('id') ?? query.get('f');
    const tracks = this.tracks.filter((track) => String(idOf(track.artist)) === id);
    const [first] = tracks;
    if (!first) return sendJson(response, { detail: 'Not found' }, 404);
    if (query.has('id')) return sendJson(response, { artist: { id: idOf(first.artist), name: first.artist } });
    sendJson(response, { albums: { items: unique(tracks.map(albumShape)) }, tracks: tracks.map(shape) });
  }

  private manifest(track: HifiTrack, quality: string): unknown {
    if (track.lesser && (quality === 'HIGH' || quality === 'LOW')) {
      const less = { mimeType: 'audio/mp4', codecs: 'mp4a.40.2', encryptionType: 'NONE', urls: [`${this.url}/file/${track.id}/${quality}`] };
      return { trackId: track.id, audioQuality: quality, manifestMimeType: 'application/vnd.tidal.bts', manifest: Buffer.from(JSON.stringify(less)).toString('base64') };
    }
    const manifest = { mimeType: track.mimeType ?? 'audio/flac', codecs: 'flac', encryptionType: this.faults.encrypted ? 'OLD_AES' : 'NONE', urls: [this.faults.fileUrl ?? `${this.url}/file/${track.id}`] };
    return { trackId: track.id, audioQuality: 'LOSSLESS', bitDepth: 16, sampleRate: 44_100, manifestMimeType: 'application/vnd.tidal.bts', manifest: Buffer.from(JSON.stringify(manifest)).toString('base64') };
  }

  private async file(request: IncomingMessage, response: ServerResponse, track: HifiTrack): Promise<void> {
    if (this.faults.redirectFile) return void response.writeHead(302, { location: this.faults.redirectFile }).end();
    if (this.faults.htmlFile) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Not for you, and long enough to be looked at closely by anyone.</html>');
    const range = this.faults.noRanges ? undefined : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = range?.[2] ? Number(range[2]) : track.file.length - 1;
    const part = track.file.subarray(start, end + 1);
    const headers = { 'content-type': track.mimeType ?? 'audio/flac', 'content-length': part.length + (this.faults.lieBy ?? 0), ...(this.faults.noRanges ? {} : { 'accept-ranges': 'bytes' }) };
    if (range) response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${end}/${track.file.length + (this.faults.lieBy ?? 0)}` });
    else response.writeHead(200, headers);
    await this.send(response, part);
  }

  private async send(response: ServerResponse, part: Buffer): Promise<void> {
    const { bytesPerSecond, cutAfter } = this.faults;
    const step = bytesPerSecond === undefined ? 65_536 : Math.max(1, Math.floor(bytesPerSecond / 50));
    for (let at = 0; at < part.length && !response.destroyed; at += step) {
      if (cutAfter !== undefined && at >= cutAfter && (this.faults.cuts ?? 0) > 0) {
        this.faults.cuts = (this.faults.cuts ?? 0) - 1;
        return void response.destroy();
      }
      response.write(part.subarray(at, at + step));
      await delay(bytesPerSecond === undefined ? 0 : 20);
    }
    if (this.faults.lieBy) response.socket?.end();
    else response.end();
  }
}

const idOf = (name: string): number => [...Buffer.from(name)].reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);

function shape(track: HifiTrack): Record<string, unknown> {
  return {
    id: track.id, title: track.title, duration: track.duration, trackNumber: 1, volumeNumber: 1, isrc: track.isrc, explicit: track.explicit ?? false,
    artist: { id: idOf(track.artist), name: track.artist }, artists: [{ id: idOf(track.artist), name: track.artist }],
    album: { id: idOf(track.album), title: track.album, cover: null, releaseDate: '2020-02-03' },
  };
}

function playlistShape({ uuid, title, curator, trackIds }: HifiPlaylist): Record<string, unknown> {
  return { uuid, title, description: 'Made by hand', numberOfTracks: trackIds.length, duration: 10 * trackIds.length, created: '2024-05-06T07:08:09.000+0000', creator: { name: curator } };
}

function albumShape(track: HifiTrack): { id: number } {
  return Object.assign({ id: idOf(track.album) }, { title: track.album, releaseDate: '2020-02-03', numberOfTracks: 1, duration: track.duration, artists: [{ id: idOf(track.artist), name: track.artist }] });
}

function unique<T extends { id: number }>(items: T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
