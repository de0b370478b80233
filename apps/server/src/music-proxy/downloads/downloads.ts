import { statfs } from 'node:fs/promises';
import { notFound, unavailable } from '@rumpus/errors';
import type { AudioResolver, Resolved } from '../catalogue/audio-resolver.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import type { Song } from '../core/models.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import type { Opened } from './fetch.js';
import { Fetch } from './fetch.js';
import type { Finisher } from './finisher.js';
import { Job, type JobView } from './job.js';
import type { PartStore } from './part-store.js';
import type { Placement } from './placement.js';
import { Slots, type SlotLimits } from './slots.js';

export interface DownloadOptions {
  /** Where plays go. */
  readonly storage: 'permanent' | 'cache';
  readonly limits: SlotLimits;
  /** Downloads are refused when the disk has less room than this, in bytes. */
  readonly minFreeBytes: number;
  /** In cache mode: a download nobody listens to for this long is dropped while it is young. */
  readonly abandonMs: number;
  /** Raw bytes stay readable for those who listened to them for this long, since the tagged file differs. */
  readonly rawMs: number;
  readonly onFinished: (track: MusicTrack, song: Song) => void;
  readonly onFailed?: (id: ExternalId, error: Error) => void;
}

export interface DownloadRequest {
  readonly user?: string;
  /** Someone waits for sound. */
  readonly interactive: boolean;
  /** `kept` outlives the cache; plays say nothing. */
  readonly storage?: Storage;
}

/** One download per track, however many listen (music-proxy spec §5.3). */
export class Downloads {
  private readonly jobs = new Map<string, Job>();
  private readonly slots: Slots;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly resolver: AudioResolver,
    private readonly tracks: Tracks,
    private readonly parts: PartStore,
    private readonly placement: Placement,
    private readonly finisher: Finisher,
    private readonly options: DownloadOptions,
  ) {
    this.slots = new Slots(options.limits);
  }

  /** The track's file when it is on disk. A row whose file has gone is forgotten. */
  async stored(id: ExternalId): Promise<MusicTrack | undefined> {
    const track = await this.tracks.find(id);
    if (!track) return undefined;
    if (await this.placement.exists(track.path)) return track;
    await this.tracks.delete(track.id);
    return undefined;
  }

  /** The running download of a track, if there is one; also one that ended lately, while its raw bytes are held for its listeners. */
  running(id: ExternalId): Job | undefined {
    return this.jobs.get(keyOf(id));
  }

  /**
   * Joins the download of a track or starts it. Its `opened` and `finished` tell how it goes.
   * @param resolved where the audio is, when the caller has just found out
   */
  start(id: ExternalId, request: DownloadRequest, resolved?: Resolved): Job {
    const key = keyOf(id);
    const known = this.jobs.get(key);
    if (known && !known.hasEnded) {
      known.raise(request.storage);
      return known;
    }
    const job = new Job(id, request.storage ?? this.options.storage);
    this.jobs.set(key, job);
    void this.run(key, job, request, resolved);
    return job;
  }

  /** Who would deliver a track, for HEAD and look-ups. */
  resolve(id: ExternalId, signal: AbortSignal): Promise<Resolved | undefined> {
    return this.resolver.resolve(id, () => this.catalogue.song(id, signal), signal);
  }

  /** Whether anyone reads the track's raw file right now. */
  isInUse(id: ExternalId): boolean {
    const job = this.running(id);
    return job !== undefined && (!job.hasEnded || job.view().listeners > 0);
  }

  /** What is under way, for the admin. */
  list(): JobView[] {
    return [...this.jobs.values()].map((job) => job.view());
  }

  /** Stops a download; listeners are cut off. False when there is none. */
  cancel(key: string): boolean {
    const job = this.jobs.get(key);
    if (!job || job.hasEnded) return false;
    job.abort(new Error('The download was cancelled'));
    return true;
  }

  /** At start: goes on with what an earlier process left unfinished, except cached plays, whose listeners are gone. */
  async recover(): Promise<void> {
    for (const note of await this.parts.recover()) {
      const id: ExternalId = { kind: 'song', provider: note.provider, id: note.id };
      if (note.storage === 'cache' || !this.catalogue.providerOf(id)) await this.parts.remove(this.parts.path(keyOf(id)));
      else this.start(id, { interactive: false, storage: note.storage });
    }
  }

  /** At the end: parts stay for the next start. */
  async close(): Promise<void> {
    const open = [...this.jobs.values()];
    for (const job of open) job.abort(new Error('The server is stopping'));
    await Promise.all(open.map((job) => job.ended));
  }

  private async run(key: string, job: Job, request: DownloadRequest, resolved: Resolved | undefined): Promise<void> {
    const path = this.parts.path(key);
    let fetch: Fetch | undefined;
    try {
      await this.demandRoom();
      const song = await this.catalogue.song(job.id, job.signal);
      if (!song) throw notFound('No such song');
      job.describe(song);
      const giveBack = await this.slots.take({ provider: job.id.provider, owner: request.interactive ? request.user : undefined, interactive: request.interactive }, job.signal);
      try {
        const note = { provider: job.id.provider, id: job.id.id, storage: job.storage };
        let known = resolved;
        const resolve = async (): Promise<Resolved | undefined> => {
          const first = known;
          known = undefined;
          return first ?? (await this.resolver.resolve(job.id, () => Promise.resolve(song), job.signal));
        };
        fetch = new Fetch(this.parts, path, note, resolve, job.signal);
        const opened = await fetch.run((early) => this.opened(job, early));
        const track = await this.finisher.finish(job.id, song, opened, job.storage);
        job.finish(track);
        this.options.onFinished(track, song);
      } finally {
        giveBack();
      }
    } catch (error) {
      await this.failed(job, fetch, path, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.retire(key, job, path, fetch);
    }
  }

  private opened(job: Job, opened: Opened): void {
    job.open(opened);
    if (job.storage === 'cache') job.dropWhenAbandoned(this.options.abandonMs);
  }

  private async failed(job: Job, fetch: Fetch | undefined, path: string, error: Error): Promise<void> {
    job.fail(error);
    const stopping = job.signal.aborted && (job.signal.reason as Error).message === 'The server is stopping';
    if (!(fetch?.isResumable === true && stopping)) await this.parts.remove(path);
    this.options.onFailed?.(job.id, error);
  }

  /** The job stays while its listeners may come back for raw bytes; then its part file goes. */
  private retire(key: string, job: Job, path: string, fetch: Fetch | undefined): void {
    const drop = async (): Promise<void> => {
      await fetch?.partFile?.close();
      if (this.jobs.get(key) !== job) return;
      if (job.track) await this.parts.remove(path);
      this.jobs.delete(key);
    };
    const keep = job.track !== undefined && job.hadListeners ? this.options.rawMs : 0;
    job.retireAfter(keep, drop);
  }

  private async demandRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.placement.downloadPath);
    if (bavail * bsize < this.options.minFreeBytes) throw unavailable('There is too little room on the disk to download anything');
  }
}

export const keyOf = ({ provider, id }: Pick<ExternalId, 'provider' | 'id'>): string => `${provider}:${id}`;
