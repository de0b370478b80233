import { stat } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { Database } from './driver.js';

const LOOK_MS = 200;
/** Below this a checkpoint of the writer itself takes no time worth mentioning. */
const LEAST_BYTES = 1024 * 1024;

const { file } = workerData as { file: string };
const connection = new Database(file, { fileMustExist: true });
connection.pragma('synchronous = NORMAL');

let seen = 0;

/** Moves what is in the log by now; neither readers nor the writer wait for that. */
async function look(): Promise<void> {
  const log = await stat(`${file}-wal`).catch(() => undefined);
  if (log === undefined || log.size < LEAST_BYTES || log.mtimeMs === seen) return;
  seen = log.mtimeMs;
  connection.pragma('wal_checkpoint(PASSIVE)');
}

async function watch(): Promise<never> {
  for (;;) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

void watch();
