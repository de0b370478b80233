import { Worker } from 'node:worker_threads';
import type { DataSource } from 'typeorm';

/** How long after the last call the thread stays. */
const LINGER_MS = 5_000;

interface Aside {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
}

const asides = new WeakMap<DataSource, Aside>();
/** Where the thread can't run, the writer moves its log itself, as it always did. */
const broken = new WeakSet<DataSource>();

/**
 * Has the log of a SQLite file moved into the database by a thread of its own for the next few seconds. The writer does that itself
 * otherwise, in one go when the log has 16 MB, and everything else waits a tenth of a second. To be called again and again during a
 * burst of writes that must not hold anybody up; it does nothing on other databases.
 */
export function checkpointAside(source: DataSource, script: URL = new URL('./checkpoint-worker.js', import.meta.url)): void {
  const known = asides.get(source);
  if (known !== undefined) {
    known.timer.refresh();
    return;
  }
  const file = fileOf(source);
  if (file === undefined || broken.has(source)) return;
  const worker = new Worker(script, { workerData: { file }, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 } });
  worker.unref();
  worker.on('error', () => broken.add(source));
  worker.on('exit', () => asides.delete(source));
  asides.set(source, { worker, timer: setTimeout(() => void endCheckpoints(source), LINGER_MS).unref() });
}

/** Ends the thread, if there is one. */
export async function endCheckpoints(source: DataSource): Promise<void> {
  const known = asides.get(source);
  if (known === undefined) return;
  clearTimeout(known.timer);
  await known.worker.terminate();
}

function fileOf(source: DataSource): string | undefined {
  if (source.options.type !== 'better-sqlite3') return undefined;
  const { name, memory } = (source.driver as unknown as { databaseConnection: { name: string; memory: boolean } }).databaseConnection;
  return memory ? undefined : name;
}
