import { statfs } from 'node:fs/promises';
import { notFound, unavailable } from '@rumpus/errors';
import type { AudioResolver, QualityChoice, Resolved } from '../catalogue/audio-resolver.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import type { Song } from '../core/models.js';
import { qualities, type Quality } from '../providers/provider.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import type { Allowance } from './allowance.js';
import { Fetch, type Fetched, type Opened } from './fetch.js';
import type { Finisher } from './finisher.js';
import { type Begun, Follower, openWhole } from './follower.js';
import { leaseMs } from './part-lease.js';
import { conversionOf, lesserQuality, type Wish } from './conversion.js';
import { Cancelled, Job, keyOf, type JobReason, type JobView } from './job.js';
import type { PartStore } from './part-store.js';
import type { Placement } from './placement.js';
import { Slots, type SlotLimits, type SlotRequest } from './slots.js';

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
  /** What is heard in a lesser quality stays for those who hear it again for this long. */
  readonly lesserMs: number;
  /** Most tracks one user may fetch ahead at a time. */
  readonly aheadLimit: number;
  /** @param fetched false when another instance has fetched it */
  readonly onFinished: (track: MusicTrack, fetched: boolean) => void;
  readonly onFailed?: (id: ExternalId, error: Error) => void;
  /** Something about a download has changed; while bytes flow, four times a second. */
  readonly onChange?: (view: JobView) => void;
}

export interface DownloadRequest {
  readonly user?: string;
  readonly reason: JobReason;
  /** `kept` outlives the cache; plays say nothing. */
  readonly storage?: Storage;
  /** Another quality than the operator's, for those who can take no more; it never stays. */
  readonly lesser?: Quality;
}

/** Ended downloads that are remembered, for the list. */
const remembered = 100;
const progressMs = 250;

/**
 * Every download there is: one for each track, however many listen to it (music-proxy spec §5.3), also at other instances that share the
 * folder. What one of them fetches the others read from its growing file.
 */
export class Downloads {
  private readonly jobs = new Map<string, Job>();
  private readonly waiting = new Map<Job, SlotRequest>();
  private readonly past = new Map<string, Job>();
  private readonly readers = new Map<string, number>();
  private readonly slots: Slots;
  private ticker: NodeJS.Timeout | undefined;
  private later: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly resolver: AudioResolver,
    private readonly tracks: Tracks,
    private readonly parts: PartStore,
    private readonly placement: Placement,
    private readonly finisher: Finisher,
    private readonly allowance: Allowance,
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

  /** The same while another instance may be putting it there. */
  private async placed(id: ExternalId): Promise<{ track: MusicTrack; path: string } | undefined> {
    const track = await this.tracks.find(id);
    return track && (await this.placement.exists(track.path)) ? { track, path: await this.placement.absolute(track.path) } : undefined;
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
    const key = keyOf(id, request.lesser);
    const known = this.jobs.get(key);
    if (known && (!known.hasEnded || (request.lesser !== undefined && known.isFinished))) {
      if (known.raise(request.storage) && known.part !== undefined) void this.parts.raise(known.part, known.storage);
      if (request.reason === 'play') this.hurry(known, request.user);
      return known;
    }
    const job = new Job(id, request.storage ?? this.options.storage, request.reason, this.options.onChange, request.user, request.lesser);
    this.jobs.set(key, job);
    this.past.delete(key);
    this.tell();
    void this.run(key, job, request, resolved);
    return job;
  }

  /** Who would deliver a track, for HEAD and look-ups. */
  resolve(id: ExternalId, signal: AbortSignal, choose?: QualityChoice): Promise<Resolved | undefined> {
    return this.resolver.resolve(id, () => this.catalogue.song(id, signal), signal, choose);
  }

  /** The download in a lesser quality this listener hears. */
  heardLesser(id: ExternalId, listener: string): Job | undefined {
    return qualities.map((quality) => this.jobs.get(keyOf(id, quality))).find((job) => job?.serves(listener) === true);
  }

  /**
   * Who would deliver a track in a quality that a player can take as it is. Only where plays do not stay (else the whole file is wanted
   * anyway), and while there is nothing better at hand to convert.
   */
  async resolveLesser(id: ExternalId, wish: Wish, signal: AbortSignal): Promise<{ resolved: Resolved; quality: Quality } | undefined> {
    const running = this.running(id);
    if (this.options.storage !== 'cache' || (running && !running.hasEnded) || (await this.stored(id))) return undefined;
    const choose: QualityChoice = (provider) => lesserQuality(wish, this.resolver.wanted(provider), (quality) => provider.expectedAudio?.(quality));
    const resolved = await this.resolve(id, signal, choose);
    const quality = resolved && choose(resolved.provider);
    // What it sends may be more than what it is known for.
    return resolved && quality && resolved.source.kind === 'http' && conversionOf(wish, resolved.source) === undefined ? { resolved, quality } : undefined;
  }

  /** Whether anyone reads the track's file, raw or finished, right now. */
  isInUse(id: ExternalId): boolean {
    const job = this.running(id);
    return this.readers.has(keyOf(id)) || (job !== undefined && (!job.hasEnded || job.view().listeners > 0));
  }

  /** Someone reads the finished file. @returns to be called when he is done */
  reading(id: ExternalId): () => void {
    const key = keyOf(id);
    const count = (by: number): void => {
      const left = (this.readers.get(key) ?? 0) + by;
      if (left > 0) this.readers.set(key, left);
      else this.readers.delete(key);
    };
    count(1);
    let done = false;
    return () => {
      if (!done) count(-1);
      done = true;
    };
  }

  /** What is under way, and what has ended lately, newest first. */
  list(): JobView[] {
    const running = [...this.jobs.values()].filter((job) => !job.hasEnded);
    return [...running.map((job) => job.view()), ...[...this.past.values()].reverse().map((job) => job.view())];
  }

  /** Stops a download; listeners are cut off. One that has ended is struck off the list. False when there is none. */
  cancel(key: string): boolean {
    const job = this.jobs.get(key);
    if (!job || job.hasEnded) return this.past.delete(key);
    job.abort(new Cancelled());
    return true;
  }

  /** Starts one anew that has failed or was stopped. Undefined when there is none. */
  retry(key: string): Job | undefined {
    const job = this.past.get(key);
    return job && !job.isFinished && job.lesser === undefined ? this.start(job.id, { reason: 'retry', storage: job.storage, ...(job.user === undefined ? {} : { user: job.user }) }) : undefined;
  }

  /** Strikes off the list what has ended. */
  forgetEnded(): number {
    const { size } = this.past;
    this.past.clear();
    return size;
  }

  /** At start: goes on with what an earlier process left unfinished, except cached plays, whose listeners are gone. */
  async recover(): Promise<void> {
    const { notes, held } = await this.parts.recover();
    // What another instance holds now may be left over a little later.
    if (held && !this.closed) this.later = setTimeout(() => void this.recover().catch(() => undefined), leaseMs + 5000).unref();
    for (const note of notes) {
      const id: ExternalId = { kind: 'song', provider: note.provider, id: note.id };
      if (this.running(id)) continue;
      if (note.storage === 'cache' || !this.catalogue.providerOf(id)) await this.parts.remove(this.parts.path(keyOf(id)));
      else this.start(id, { reason: 'resumed', storage: note.storage, ...(note.user === undefined ? {} : { user: note.user }) });
    }
  }

  /** At the end: parts stay for the next start. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.later);
    const open = [...this.jobs.values()];
    for (const job of open) job.abort(new Error('The server is stopping'));
    await Promise.all(open.map((job) => job.ended));
    this.parts.close();
  }

  private async run(key: string, job: Job, request: DownloadRequest, resolved: Resolved | undefined): Promise<void> {
    const work: Work = {};
    try {
      await this.demandRoom();
      await this.demandShare(job, request);
      const song = await this.catalogue.song(job.id, job.signal);
      if (!song) throw notFound('No such song');
      job.describe(song);
      const giveBack = await this.slot(job, request);
      try {
        const there = await this.elsewhere(key, job, work);
        if (job.lesser !== undefined) {
          if (job.part !== undefined) await this.fetched(job, song, work, resolved);
          return job.end();
        }
        const track = there ?? (await this.kept(job, song, await this.fetched(job, song, work, resolved)));
        job.finish(track);
        this.options.onFinished(track, there === undefined);
      } finally {
        giveBack();
      }
    } catch (error) {
      await this.failed(job, work.fetch, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.retire(key, job, work.fetch);
    }
  }

  /** Sees whether another instance has the track, or follows the one that fetches it. Undefined: it is ours to fetch, into `job.part`. */
  private async elsewhere(key: string, job: Job, work: Work): Promise<MusicTrack | undefined> {
    const opened = (early: Opened): void => this.opened(job, early);
    const follower = new Follower(this.parts, this.parts.path(key), job.lesser === undefined ? () => this.placed(job.id) : undefined, () => job.storage, job.signal);
    while ((job.part = await this.parts.claim(key)) === undefined) {
      const end = await follower.run(opened);
      if (end.kind === 'placed') return end.track;
      if (end.kind === 'whole') return undefined;
      if (end.kind === 'left') work.begun = end.begun;
      else job.part = await this.parts.claimApart(key);
      if (end.kind === 'apart') return undefined;
    }
    // Another one may have finished between the question that led here and the lease.
    const there = work.begun || job.lesser !== undefined ? undefined : await this.placed(job.id);
    if (!there) return undefined;
    await this.parts.remove(job.part);
    job.part = undefined;
    opened(await openWhole(there.track, there.path));
    return there.track;
  }

  private async fetched(job: Job, song: Song, work: Work, resolved: Resolved | undefined): Promise<Fetched> {
    const { part } = job;
    if (part === undefined) throw new Error('A download has no place to go');
    let known = resolved;
    const resolve = async (): Promise<Resolved | undefined> => {
      const first = known;
      known = undefined;
      return first ?? (await this.resolver.resolve(job.id, () => Promise.resolve(song), job.signal, job.lesser && (() => job.lesser)));
    };
    const note = { provider: job.id.provider, id: job.id.id, storage: job.storage, user: job.user };
    work.fetch = new Fetch(this.parts, part, note, resolve, job.signal, work.begun);
    return await work.fetch.run((early) => this.opened(job, early));
  }

  /** Puts what was fetched in its place. */
  private async kept(job: Job, song: Song, opened: Fetched): Promise<MusicTrack> {
    const part = opened.file.path;
    job.raise(await this.parts.wanted(part));
    const track = await this.finisher.finish(job.id, song, opened, () => job.storage, job.user);
    // Only a hint for other instances: the file is there, whatever becomes of the note.
    await this.parts.markPlaced(part).catch(() => undefined);
    return track;
  }

  /** Those who hear it go first; what is fetched ahead waits for its user's turn. */
  private async slot(job: Job, { user, reason }: DownloadRequest): Promise<() => void> {
    const { provider } = job.id;
    const wanted: SlotRequest =
      reason === 'ahead' ? { provider, owner: `ahead:${user ?? ''}`, interactive: false, most: this.options.aheadLimit } : { provider, owner: reason === 'play' ? user : undefined, interactive: reason === 'play' };
    this.waiting.set(job, wanted);
    try {
      return await this.slots.take(wanted, job.signal);
    } finally {
      this.waiting.delete(job);
    }
  }

  /** A download that still waits is played now. */
  private hurry(job: Job, user: string | undefined): void {
    job.play();
    const wanted = this.waiting.get(job);
    if (!wanted || wanted.interactive) return;
    Object.assign(wanted, { interactive: true, owner: user, most: undefined });
    this.slots.reconsider();
  }

  /** Tells how far downloads are while there are any. */
  private tell(): void {
    this.ticker ??= setInterval(() => {
      const running = [...this.jobs.values()].filter((job) => !job.hasEnded);
      for (const job of running) this.options.onChange?.(job.view());
      if (running.length > 0) return;
      clearInterval(this.ticker);
      this.ticker = undefined;
    }, progressMs).unref();
  }

  private opened(job: Job, opened: Opened): void {
    job.open(opened);
    const { part } = job;
    if (job.storage === 'cache') job.dropWhenAbandoned(this.options.abandonMs, async () => part !== undefined && (await this.parts.isFollowed(part)));
  }

  private async failed(job: Job, fetch: Fetch | undefined, error: Error): Promise<void> {
    job.fail(error);
    const stopping = job.signal.aborted && (job.signal.reason as Error).message === 'The server is stopping';
    if (job.part !== undefined) await (fetch?.isResumable === true && stopping ? this.parts.leave(job.part) : this.parts.remove(job.part));
    this.options.onFailed?.(job.id, error);
  }

  /** The job stays while its listeners may come back for raw bytes; then its part file goes. */
  private retire(key: string, job: Job, fetch: Fetch | undefined): void {
    this.past.delete(key);
    this.past.set(key, job);
    for (const oldest of this.past.keys()) if (this.past.size > remembered) this.past.delete(oldest);
    const drop = async (): Promise<void> => {
      await Promise.all([fetch?.partFile?.close(), job.leaveFile()]);
      if (job.isFinished && job.part !== undefined) await this.parts.remove(job.part);
      if (this.jobs.get(key) === job) this.jobs.delete(key);
    };
    const raw = job.lesser === undefined ? this.options.rawMs : this.options.lesserMs;
    const keep = job.isFinished && job.hadListeners ? raw : 0;
    job.retireAfter(keep, drop);
  }

  /**
   * A user may begin only so many, and keep only so much: beyond his share a play is still heard, but stays in the cache. What an admin
   * starts anew, or an earlier process began, was counted before.
   */
  private async demandShare(job: Job, { user, reason }: DownloadRequest): Promise<void> {
    if (reason !== 'retry' && reason !== 'resumed') await this.allowance.begin(user);
    if (job.storage === 'cache') return;
    if (reason !== 'play' && reason !== 'ahead') return await this.allowance.demandRoom(user);
    if (!(await this.allowance.hasRoom(user))) job.lower();
  }

  private async demandRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.placement.downloadPath);
    if (bavail * bsize < this.options.minFreeBytes) throw unavailable('There is too little room on the disk to download anything');
  }
}

/** What a download is at. */
interface Work {
  fetch?: Fetch;
  begun?: Begun | undefined;
}
