import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, RommFile, type Config } from '@rumpus/config';
import { TaskGivenUpError } from '@rumpus/storage';
import { LibraryLayout } from '../../layout/library-layout.js';
import { Listing } from '../walk/listing.js';
import { reason, type FoundEntry, type ListedEntry } from '../walk/walker.js';
import { ScanWorkers } from '../workers/scan-workers.js';
import type { ScanSession } from './scan-session.js';
import { walkContext } from './walk-context.js';

/** Files after which a batch is full, however few its entries: a game may be a folder of ten thousand. */
const MAX_FILES = 2000;

/** Some entries with their files. */
export interface DescribedBatch {
  entries: FoundEntry[];
  /** How many of the entries asked for were looked at: the first ones. */
  taken: number;
}

/** The library folder, looked at through the worker threads. */
@Injectable()
export class PlatformDisk {
  constructor(
    private readonly workers: ScanWorkers,
    private readonly layout: LibraryLayout,
    private readonly file: RommFile,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  gamesPath(fsSlug: string): Promise<string> {
    return this.layout.gamesPath(fsSlug);
  }

  /** The entries of a games folder; undefined, with a failure, when it can't be read. */
  async list(session: ScanSession, gamesPath: string): Promise<Listing | undefined> {
    try {
      const listing = await this.workers.run('list', { context: this.context(), gamesPath }, { signal: session.signal });
      for (const { path, problem, message } of listing.problems) session.fail(path, problem, message);
      return new Listing(listing);
    } catch (error) {
      session.throwIfStopped();
      session.fail(gamesPath, ...wordsFor(error));
      return undefined;
    }
  }

  /** How many entries a games folder holds; 0 when it can't be read. */
  async count(session: ScanSession, gamesPath: string): Promise<number> {
    try {
      return await this.workers.run('count', { context: this.context(), gamesPath }, { signal: session.signal });
    } catch {
      session.throwIfStopped();
      return 0;
    }
  }

  /**
   * The first of some entries with their files, as many as make a batch; one that is gone by now is not among them. When a thread gets stuck
   * the entries are tried one by one.
   */
  async describe(session: ScanSession, gamesPath: string, entries: readonly ListedEntry[]): Promise<DescribedBatch> {
    try {
      const found = await this.workers.run('describe', { context: this.context(), gamesPath, entries: [...entries], maxFiles: MAX_FILES }, { signal: session.signal });
      for (const { path, problem, message } of found.problems) session.fail(path, problem, message);
      return { entries: found.entries, taken: found.taken };
    } catch (error) {
      session.throwIfStopped();
      if (entries.length > 1) return this.one(session, gamesPath, entries);
      session.fail(`${gamesPath}/${entries[0]?.name ?? ''}`, ...wordsFor(error));
      return { entries: [], taken: entries.length };
    }
  }

  private async one(session: ScanSession, gamesPath: string, entries: readonly ListedEntry[]): Promise<DescribedBatch> {
    const found = await Promise.all(entries.map((entry) => this.describe(session, gamesPath, [entry])));
    return { entries: found.flatMap((part) => part.entries), taken: entries.length };
  }

  private context(): ReturnType<typeof walkContext> {
    return walkContext(this.config, this.file.current());
  }
}

/** The problem in a word and the reason: something that hangs says so. */
const wordsFor = (error: unknown): [string, string] => (error instanceof TaskGivenUpError ? [error.code, error.message] : ['unreadable', reason(error)]);
