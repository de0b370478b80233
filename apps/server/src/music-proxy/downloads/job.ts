import { formatExternalId, type ExternalId } from '../core/external-id.js';
import { mainArtist, type Song } from '../core/models.js';
import type { Quality } from '../providers/provider.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Opened } from './fetch.js';

export type JobState = 'waiting' | 'downloading' | 'finished' | 'failed' | 'cancelled';

/** Why a track is fetched: someone hears it, a player fetches ahead, someone starred it, the rest of an album, or an interrupted one goes on. */
export type JobReason = 'play' | 'ahead' | 'star' | 'album' | 'resumed' | 'retry';

/** A download as the admin sees it. */
export interface JobView {
  readonly key: string;
  /** Our id of the song. */
  readonly id: string;
  readonly state: JobState;
  readonly reason: JobReason;
  readonly storage: Storage;
  readonly title: string | undefined;
  readonly artist: string | undefined;
  readonly album: string | undefined;
  /** The provider that delivers. */
  readonly source: string | undefined;
  readonly received: number;
  readonly total: number | undefined;
  readonly percent: number | undefined;
  readonly bytesPerSecond: number | undefined;
  readonly listeners: number;
  /** For whom it was begun; undefined for work of the proxy's own. */
  readonly user: string | undefined;
  readonly queuedAt: string;
  readonly endedAt: string | undefined;
  readonly error: string | undefined;
}

/** Stopped by a person. */
export class Cancelled extends Error {
  constructor() {
    super('The download was cancelled');
  }
}

/** The download of one track, shared by everyone who listens to it. */
export class Job {
  track: MusicTrack | undefined;
  hadListeners = false;
  /** Where its bytes go; undefined before they come. */
  part: string | undefined;

  private state: JobState = 'waiting';
  private song: Song | undefined;
  private file: Opened | undefined;
  private error: Error | undefined;
  private readonly controller = new AbortController();
  private readonly listeners = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly openedLater = new Deferred<Opened>();
  private readonly finishedLater = new Deferred<MusicTrack>();
  private readonly endedLater = new Deferred<void>();

  private readonly queuedAt = new Date();
  private endedAt: Date | undefined;
  /** When bytes began to flow, and how many were there by then. */
  private flowing: { at: number; from: number } | undefined;

  constructor(
    readonly id: ExternalId,
    private target: Storage,
    private reason: JobReason,
    private readonly onChange: (view: JobView) => void = () => undefined,
    /** Whose share of the space it takes. */
    readonly user?: string,
    /** Less than the operator wants, for players that can take no more: it is heard, and never put in a place where it stays. */
    readonly lesser?: Quality,
  ) {}

  /** Names it among downloads: the track, and the quality when it is a lesser one. */
  get key(): string {
    return keyOf(this.id, this.lesser);
  }

  /** The first bytes are there and are audio. */
  get opened(): Promise<Opened> {
    return this.openedLater.promise;
  }

  /** The file is in its place. */
  get finished(): Promise<MusicTrack> {
    return this.finishedLater.promise;
  }

  /** Finished or failed, and cleaned up after. */
  get ended(): Promise<void> {
    return this.endedLater.promise;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isFinished(): boolean {
    return this.state === 'finished';
  }

  get hasEnded(): boolean {
    return this.state === 'finished' || this.state === 'failed' || this.state === 'cancelled';
  }

  get storage(): Storage {
    return this.target;
  }

  /** Someone else wants it for longer: kept and permanent outlive the cache. @returns whether that is news */
  raise(storage: Storage | undefined): boolean {
    if (storage === undefined || storage === 'cache' || this.target !== 'cache') return false;
    this.target = storage;
    clearInterval(this.timer);
    return true;
  }

  /** It may be heard but not kept. */
  lower(): void {
    this.target = 'cache';
  }

  /** What was fetched ahead, or in the background, is played now. */
  play(): void {
    this.reason = 'play';
  }

  describe(song: Song): void {
    this.song = song;
    this.onChange(this.view());
  }

  open(opened: Opened): void {
    this.state = 'downloading';
    this.file = opened;
    this.flowing = { at: Date.now(), from: opened.file.written };
    this.openedLater.resolve(opened);
    this.onChange(this.view());
  }

  finish(track: MusicTrack): void {
    this.state = 'finished';
    this.endedAt = new Date();
    this.track = track;
    this.finishedLater.resolve(track);
    this.onChange(this.view());
  }

  /** Everything is there, and is heard from where it lies. */
  end(): void {
    this.state = 'finished';
    this.endedAt = new Date();
    this.onChange(this.view());
  }

  fail(error: Error): void {
    this.state = this.controller.signal.reason instanceof Cancelled ? 'cancelled' : 'failed';
    this.endedAt = new Date();
    this.error = error;
    this.file?.file.fail(error);
    this.openedLater.reject(error);
    this.finishedLater.reject(error);
    this.onChange(this.view());
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
    this.file?.file.fail(reason);
  }

  /** Notes that this listener plays the raw bytes, so that he gets raw bytes when he seeks later. */
  listen(listener: string): void {
    this.hadListeners = true;
    this.listeners.add(listener);
  }

  /** Whether this listener started on the raw bytes, which are still there: also in the moment in which the tagged file is stored already and the job has not ended. */
  serves(listener: string): boolean {
    return this.state !== 'failed' && this.state !== 'cancelled' && this.file !== undefined && this.listeners.has(listener);
  }

  /** Its file is needed here no longer. */
  async leaveFile(): Promise<void> {
    await this.file?.file.close();
  }

  /** Gives up a young download (below a tenth) that nobody has read from for `ms`, here or at another instance. */
  dropWhenAbandoned(ms: number, isFollowed: () => Promise<boolean>): void {
    let idleSince = Date.now();
    this.timer = setInterval(() => {
      const { file, total } = this.file ?? {};
      if (!file || this.hasEnded) return;
      if (file.readers > 0) idleSince = Date.now();
      const young = total === undefined || file.written < total / 10;
      if (!young || Date.now() - idleSince < ms) return;
      void isFollowed().then((followed) => {
        if (followed) idleSince = Date.now();
        else this.abort(new Error('Nobody listens any more'));
      });
    }, Math.max(10, ms / 10));
    this.timer.unref();
  }

  /** Runs `drop` after `ms` without readers; at once for 0. */
  retireAfter(ms: number, drop: () => Promise<void>): void {
    clearInterval(this.timer);
    const done = (): void => void drop().finally(() => this.endedLater.resolve());
    if (ms === 0 || this.controller.signal.aborted) return done();
    const check = (): void => {
      if (this.controller.signal.aborted || this.file?.file.readers === 0) done();
      else this.timer = setTimeout(check, ms).unref();
    };
    this.timer = setTimeout(check, ms).unref();
    this.controller.signal.addEventListener('abort', () => (clearTimeout(this.timer), done()), { once: true });
  }

  view(): JobView {
    const { file, total, resolved } = this.file ?? {};
    return {
      key: this.key,
      id: formatExternalId({ ...this.id, kind: 'song' }),
      state: this.state,
      reason: this.reason,
      storage: this.track?.storage ?? this.target,
      title: this.song?.title,
      artist: this.song && mainArtist(this.song).name,
      album: this.song?.album?.name,
      source: resolved?.provider.name,
      received: file?.written ?? 0,
      total,
      percent: file && total ? Math.floor((file.written / total) * 100) : undefined,
      bytesPerSecond: this.speed(file?.written ?? 0),
      listeners: file?.readers ?? 0,
      user: this.user,
      queuedAt: this.queuedAt.toISOString(),
      endedAt: this.endedAt?.toISOString(),
      error: this.error?.message,
    };
  }

  /** Mean since the first byte. */
  private speed(written: number): number | undefined {
    if (!this.flowing) return undefined;
    const ms = (this.endedAt?.getTime() ?? Date.now()) - this.flowing.at;
    return ms < 250 ? undefined : Math.round(((written - this.flowing.from) * 1000) / ms);
  }
}

/** Names a download. */
export const keyOf = ({ provider, id }: Pick<ExternalId, 'provider' | 'id'>, lesser?: Quality): string => (lesser === undefined ? `${provider}:${id}` : `${provider}:${id}:${lesser}`);

/** A promise settled from outside. Nobody may be waiting when it fails; that is no fault of the process. */
class Deferred<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }
}
