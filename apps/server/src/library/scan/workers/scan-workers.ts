import { availableParallelism } from 'node:os';
import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { type TaskOptions, WorkerPool } from '@rumpus/storage';
import type { ScanTasks } from './tasks.js';

/** Where the worker's script lies, when it is not beside this file (tests). */
export const SCAN_WORKER_SCRIPT = Symbol('library:scan-worker-script');

/** An item without any progress for so long is stuck. */
const STALL_MS = 60_000;

const THREADS = 2;

/** The scan's worker threads. They start with the first task and let the process end when idle. */
@Injectable()
export class ScanWorkers implements OnApplicationShutdown {
  private readonly pool: WorkerPool;
  private readonly limitMs: number;
  private readonly root: string;

  constructor(@Inject(CONFIG) { library }: Config, @Optional() @Inject(SCAN_WORKER_SCRIPT) script?: URL) {
    this.limitMs = library.scanTimeout * 1000;
    this.root = library.path;
    this.pool = new WorkerPool({
      script: script ?? new URL('./scan-worker.js', import.meta.url),
      // The setting bounds entries at work: fewer threads would make it a lie. Of itself two: each takes a helper for large files and some
      // fifteen megabytes, and while files are small the database is what a scan waits for.
      size: Math.max(library.scanWorkers, Math.min(THREADS, availableParallelism())),
      stallMs: STALL_MS,
    });
  }

  run<K extends keyof ScanTasks>(kind: K, input: ScanTasks[K]['in'], options: TaskOptions = {}): Promise<ScanTasks[K]['out']> {
    return this.pool.run<ScanTasks[K]['out']>(kind, input, { limitMs: this.limitMs, ...options });
  }

  /** The file that is being read right now, the one with the most bytes done; relative to the library. */
  reading(): { path: string; bytes: number } | undefined {
    const hashing = this.pool.active().filter(({ kind }) => kind === 'hash');
    const largest = hashing.toSorted((a, b) => b.bytes - a.bytes)[0];
    if (!largest) return undefined;
    const { path } = largest.payload as ScanTasks['hash']['in'];
    return { path: path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : path, bytes: largest.bytes };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}
