import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { inChunks } from '@rumpus/persistence';
import { TaskGivenUpError } from '@rumpus/storage';
import type { ArchiveLimits } from '../archives/limits.js';
import type { ContentHashes, HashMode, JoinedPart } from '../hashing/hash-content.js';
import { reason } from '../walk/walker.js';
import { ScanWorkers } from './scan-workers.js';

/** A file that could not be read, with the reason in a word and in a sentence. */
export class UnreadableError extends Error {
  constructor(
    readonly problem: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableError';
  }
}

/** Files up to this size travel together. */
const SMALL = 256 * 1024;
/** Files of one journey: few enough that the threads share a batch. */
const TOGETHER = 24;

interface Waiting {
  path: string;
  mode: HashMode;
  signal: AbortSignal;
  resolve: (hashes: ContentHashes) => void;
  reject: (error: Error) => void;
}

/** Hands files to the worker threads: a large one by itself, small ones that are asked for at the same time together. */
@Injectable()
export class HashQueue {
  private readonly root: string;
  private readonly limits: ArchiveLimits;
  private small: Waiting[] = [];

  constructor(
    private readonly workers: ScanWorkers,
    @Inject(CONFIG) { library }: Config,
  ) {
    this.root = library.path;
    this.limits = { maxMembers: library.archiveMaxMembers, maxRatio: library.archiveMaxRatio, freeBytes: 2 ** 30, maxBytes: library.archiveMaxBytes };
  }

  /**
   * What a scan learns from a file's content.
   * @param path relative to the library
   * @param size as far as it is known, bytes
   * @throws UnreadableError; the signal's reason when it is aborted
   */
  file(path: string, mode: HashMode, size: number, signal: AbortSignal): Promise<ContentHashes> {
    if (size > SMALL) return this.alone(path, mode, signal);
    return new Promise((resolve, reject) => {
      if (this.small.length === 0) queueMicrotask(() => this.send());
      this.small.push({ path, mode, signal, resolve, reject });
    });
  }

  /** Several files joined. @throws as {@link file} */
  async joined(parts: readonly JoinedPart[], signal: AbortSignal): Promise<Pick<ContentHashes, 'crc' | 'md5' | 'sha1'>> {
    const absolute = parts.map(({ path, raw }) => ({ path: `${this.root}/${path}`, raw }));
    return this.workers.run('join', { parts: absolute, limits: this.limits }, { signal }).catch((error: unknown) => this.refuse(error, signal));
  }

  private send(): void {
    const alike = groups(this.small);
    this.small = [];
    for (const files of alike) for (const part of inChunks(files, TOGETHER)) void this.together(part);
  }

  private async together(files: readonly Waiting[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    try {
      const outcomes = await this.workers.run('hash-many', { paths: files.map(({ path }) => `${this.root}/${path}`), mode: first.mode, limits: this.limits }, { signal: first.signal });
      for (const [i, file] of files.entries()) {
        const outcome = outcomes[i];
        if (outcome && 'hashes' in outcome) file.resolve(outcome.hashes);
        else file.reject(new UnreadableError('unreadable', outcome?.unreadable ?? ''));
      }
    } catch {
      // One of them got the thread stuck: each by itself shows which, and the others get their hashes.
      for (const file of files) this.alone(file.path, file.mode, file.signal).then(file.resolve, file.reject);
    }
  }

  private alone(path: string, mode: HashMode, signal: AbortSignal): Promise<ContentHashes> {
    return this.workers.run('hash', { path: `${this.root}/${path}`, mode, limits: this.limits }, { signal }).catch((error: unknown) => this.refuse(error, signal));
  }

  private refuse(error: unknown, signal: AbortSignal): never {
    signal.throwIfAborted();
    if (error instanceof TaskGivenUpError) throw new UnreadableError(error.code, error.message);
    throw new UnreadableError('unreadable', reason(error));
  }
}

/** Files of one mode and one signal may travel together. */
function groups(files: readonly Waiting[]): Waiting[][] {
  const found: Waiting[][] = [];
  for (const file of files) {
    const group = found.find(([first]) => first?.mode === file.mode && first.signal === file.signal);
    if (group) group.push(file);
    else found.push([file]);
  }
  return found;
}
