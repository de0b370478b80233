import { setTimeout as delay } from 'node:timers/promises';
import { passwordCredentials, type SubsonicBackend } from '../subsonic/backend.js';
import { listAt, objectAt, textAt } from '../subsonic/envelope.js';
import type { MusicTrack } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import { judge } from '../core/match.js';

export interface ScanOptions {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** A scan starts when no file has come for this long … */
  readonly quietMs: number;
  /** … or this long after the first one at the latest. */
  readonly longestMs: number;
  /** How often the server is asked whether its scan is over … */
  readonly lookMs: number;
  /** … and for how long. */
  readonly patienceMs: number;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * Has the backend look for new files, once for many downloads, and then learns which of its items they have become (music-proxy spec
 * §5.8, §5.11). Needs an account that may scan; without one, nothing happens.
 */
export class LibraryScan {
  private timer: NodeJS.Timeout | undefined;
  private firstAt: number | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly backend: SubsonicBackend,
    private readonly tracks: Tracks,
    private readonly options: ScanOptions,
  ) {}

  /** A file has come. */
  request(): void {
    if (!this.credentials) return;
    this.firstAt ??= Date.now();
    const wait = Math.min(this.options.quietMs, Math.max(0, this.firstAt + this.options.longestMs - Date.now()));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), wait).unref();
  }

  /** Starts a scan now, and waits for its end to learn what has become of the files. */
  async run(): Promise<void> {
    clearTimeout(this.timer);
    this.firstAt = undefined;
    const credentials = this.credentials;
    if (!credentials) return;
    try {
      await this.backend.read('startScan', credentials);
      await this.settled(credentials);
      await this.takeOver();
    } catch (error) {
      if (!this.closing.signal.aborted) this.options.onWarning('The music server could not be asked to scan', error);
    }
  }

  /** The end of the scan. A server that does not tell has had time for a few files. */
  private async settled(credentials: Record<string, string>): Promise<void> {
    const until = Date.now() + this.options.patienceMs;
    do {
      await delay(this.options.lookMs, undefined, { signal: this.closing.signal, ref: false });
    } while (Date.now() < until && objectAt(await this.backend.read('getScanStatus', credentials), 'scanStatus')['scanning'] === true);
  }

  /** Looks up the library's own items of downloaded files that have none yet. @returns how many were found */
  async takeOver(): Promise<number> {
    const credentials = this.credentials;
    if (!credentials) return 0;
    let found = 0;
    for (const storage of ['permanent', 'kept'] as const) {
      for (const track of await this.tracks.withoutBackendItem(storage)) {
        const itemId = await this.itemOf(track, credentials).catch(() => undefined);
        if (itemId === undefined) continue;
        await this.tracks.setBackendItem(track.id, itemId);
        found += 1;
      }
    }
    return found;
  }

  close(): void {
    clearTimeout(this.timer);
    this.closing.abort();
  }

  private async itemOf(track: MusicTrack, credentials: Record<string, string>): Promise<string | undefined> {
    const answer = await this.backend.read('search3', { ...credentials, query: track.title, songCount: '20', albumCount: '0', artistCount: '0' });
    const songs = listAt(objectAt(answer, 'searchResult3'), 'song');
    const file = track.path.slice(track.path.indexOf('/') + 1);
    const byPath = songs.find((song) => textAt(song, 'path')?.replaceAll('\\', '/').endsWith(file) === true);
    const wanted = { title: track.title, artists: [track.artist], duration: track.duration ?? undefined };
    const same = byPath ?? songs.find((song) => judge(wanted, { title: textAt(song, 'title') ?? '', artists: [textAt(song, 'artist') ?? ''], duration: Number(song['duration'] ?? Number.NaN) || undefined }).verdict === 'accept');
    return same && textAt(same, 'id');
  }

  private get credentials(): Record<string, string> | undefined {
    const { user, password } = this.options;
    return user === undefined || password === undefined ? undefined : passwordCredentials(user, password);
  }
}
