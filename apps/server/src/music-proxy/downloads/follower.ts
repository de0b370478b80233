import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '@rumpus/errors';
import { containerOf, type Container } from '../providers/provider.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import { sniffBytes, sniffContainer } from './audio-sniff.js';
import type { Opened } from './fetch.js';
import { GrowingFile } from './growing-file.js';
import type { PartNote, PartStore } from './part-store.js';

const lookMs = 200;
/** The database is asked less often than the disk. */
const looksPerQuestion = 5;

/** What came of following a part. */
export type Followed =
  /** The other instance has put the file in its place. */
  | { readonly kind: 'placed'; readonly track: MusicTrack }
  /** All of it is here, and it has no other place to go. */
  | { readonly kind: 'whole' }
  /** Its writer is gone: whoever takes the lease goes on with what is there, if anything is. */
  | { readonly kind: 'left'; readonly begun: Begun | undefined }
  /** It cannot be followed: nobody can tell where it ends, or it is only there for those who still read it. */
  | { readonly kind: 'apart' };

/** A part that has been opened, for {@link Fetch} to go on with. */
export interface Begun {
  readonly opened: Opened;
  readonly note: PartNote;
}

/** What is asked of the database while another instance fetches. */
export type PlacedTrack = () => Promise<{ track: MusicTrack; path: string } | undefined>;

/**
 * Follows a part that another instance of this app writes into the shared download folder, so that a track is fetched once however many
 * instances its listeners are at (music-proxy spec §5.3).
 */
export class Follower {
  private begun: Begun | undefined;

  /**
   * @param placed undefined for what is only heard
   * @param wanted how long this instance wants the file; the writer is told when that is longer than it would keep it
   */
  constructor(
    private readonly parts: PartStore,
    private readonly path: string,
    private readonly placed: PlacedTrack | undefined,
    private readonly wanted: () => Storage,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param onOpened called once, when the first bytes can be read
   * @throws DomainError when the other instance has given up; the signal's reason
   */
  async run(onOpened: (opened: Opened) => void): Promise<Followed> {
    for (let look = 0; ; look += 1) {
      this.signal.throwIfAborted();
      // In this order: its writer leaves when the file is in its place, not before.
      const held = await this.parts.isHeld(this.path);
      if (held) await this.look(onOpened);
      if (!this.placed && this.begun?.opened.file.isComplete === true) return { kind: 'whole' };
      const alone = held && (await this.isOfNoUse());
      if (!held || alone || look % looksPerQuestion === 0) {
        const there = await this.placed?.();
        if (there) return { kind: 'placed', track: await this.arrive(there, onOpened) };
      }
      if (!held) return await this.left();
      if (alone) return this.apart();
      await delay(lookMs, undefined, { signal: this.signal });
    }
  }

  /** Sees how far it is, and tells the writer that someone waits for it. */
  private async look(onOpened: (opened: Opened) => void): Promise<void> {
    await this.parts.follow(this.path);
    if (this.begun) return await this.grow(this.begun.opened);
    const note = await this.parts.current(this.path);
    if (note?.total === undefined || note.placed === true) return;
    const file = await GrowingFile.follow(this.path).catch(() => undefined);
    const container = file && (await containerIn(file, note.container));
    if (!file || !container) return await file?.close();
    const opened: Opened = { file, total: note.total, container, seekable: true };
    this.begun = { opened, note };
    if (note.storage === 'cache' && this.wanted() !== 'cache') await this.parts.raise(this.path, this.wanted());
    onOpened(opened);
    await this.grow(opened);
  }

  private async grow({ file, total }: Opened): Promise<void> {
    const size = await file.sizeOnDisk();
    if (size < file.written) throw unavailable('The source changed the file in the middle of it');
    file.grownTo(size);
    if (size === total) await file.complete();
  }

  /** Whether nothing more comes of it, or nobody can tell when. */
  private async isOfNoUse(): Promise<boolean> {
    const note = await this.parts.current(this.path);
    return note !== undefined && (note.total === undefined || note.placed === true);
  }

  private apart(): Followed {
    if (this.begun) throw unavailable('The file was taken away as soon as it was there');
    return { kind: 'apart' };
  }

  /** In its place. What was read from the part is read to its end; what was not opened is read from there. */
  private async arrive({ track, path }: { track: MusicTrack; path: string }, onOpened: (opened: Opened) => void): Promise<MusicTrack> {
    if (this.begun) {
      await this.grow(this.begun.opened);
      if (!this.begun.opened.file.isComplete) throw unavailable('The other instance has another file by now');
      return track;
    }
    const opened = await openWhole(track, path);
    onOpened(opened);
    return track;
  }

  private async left(): Promise<Followed> {
    if (this.begun && !(await this.parts.isThere(this.path))) throw unavailable('The download failed at another instance');
    return { kind: 'left', begun: this.begun };
  }
}

/** A finished file, as listeners of a download read it. */
export async function openWhole(track: MusicTrack, path: string): Promise<Opened> {
  const file = await GrowingFile.follow(path);
  await file.complete();
  return { file, total: file.written, container: containerOf(track.container) ?? 'mp3', seekable: false };
}

async function containerIn(file: GrowingFile, claimed: string): Promise<Container | undefined> {
  if (file.written < sniffBytes) return undefined;
  return sniffContainer(await file.head(sniffBytes), containerOf(claimed) ?? 'mp3');
}
