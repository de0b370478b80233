import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, RommFile, type Config } from '@rumpus/config';
import { LibraryLayout } from '../../layout/library-layout.js';
import { reason, type FoundEntry, type ListedEntry } from '../walk/walker.js';
import { ScanWorkers } from '../workers/scan-workers.js';
import type { ScanSession } from './scan-session.js';
import { walkContext } from './walk-context.js';

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
  async list(session: ScanSession, gamesPath: string): Promise<ListedEntry[] | undefined> {
    try {
      const { entries, problems } = await this.workers.run('list', { context: this.context(), gamesPath }, { signal: session.signal });
      for (const { path, problem, message } of problems) session.fail(path, problem, message);
      return entries;
    } catch (error) {
      session.throwIfStopped();
      session.fail(gamesPath, 'unreadable', reason(error));
      return undefined;
    }
  }

  /** How many entries a games folder holds; 0 when it can't be read. */
  async count(session: ScanSession, gamesPath: string): Promise<number> {
    try {
      return (await this.workers.run('list', { context: this.context(), gamesPath }, { signal: session.signal })).entries.length;
    } catch {
      session.throwIfStopped();
      return 0;
    }
  }

  /** Those of the named entries that are there, with their files. A name that is gone is no failure; undefined when the folder can't be read. */
  async look(session: ScanSession, gamesPath: string, names: readonly string[]): Promise<FoundEntry[] | undefined> {
    const wanted = new Set(names);
    const listed = await this.list(session, gamesPath);
    return listed && this.describe(session, gamesPath, listed.filter((entry) => wanted.has(entry.name)));
  }

  /** Entries with their files; one that is gone by now is not among them. When a thread gets stuck the entries are tried one by one. */
  async describe(session: ScanSession, gamesPath: string, entries: readonly ListedEntry[]): Promise<FoundEntry[]> {
    try {
      const found = await this.workers.run('describe', { context: this.context(), gamesPath, entries: [...entries] }, { signal: session.signal });
      for (const { path, problem, message } of found.problems) session.fail(path, problem, message);
      return found.entries;
    } catch (error) {
      session.throwIfStopped();
      if (entries.length > 1) return (await Promise.all(entries.map((entry) => this.describe(session, gamesPath, [entry])))).flat();
      session.fail(`${gamesPath}/${entries[0]?.name ?? ''}`, 'unreadable', reason(error));
      return [];
    }
  }

  private context(): ReturnType<typeof walkContext> {
    return walkContext(this.config, this.file.current());
  }
}
