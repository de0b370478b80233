import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ReadinessRegistry } from './readiness.js';

/** Share of the limit that answers under way get before their connections are cut. */
const GRACE_SHARE = 0.5;
/** Milliseconds between looks for connections that have become idle. */
const SWEEP_MS = 50;

export interface Stoppable {
  readonly app: INestApplication;
  readonly servers: readonly Server[];
  readonly readiness: ReadinessRegistry;
  readonly logger: Logger;
  /** A stop that takes longer is forced, so that a supervisor need not kill us. */
  readonly limitMs: number;
}

/**
 * Stops in order: say "not ready", take no new connections, let answers finish, let the modules hand back their work (their
 * `onApplicationShutdown` hooks: jobs, sockets, child processes, database). Exit code 0, or 1 when the limit was hit.
 */
export async function shutDown({ app, servers, readiness, logger, limitMs }: Stoppable, signal: string): Promise<number> {
  logger.info({ signal }, 'stopping');
  readiness.drain();
  const deadline = setTimeout(() => {
    logger.error(`not stopped after ${limitMs / 1000} s, giving up`);
    process.exit(1);
  }, limitMs);
  deadline.unref();
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, limitMs * GRACE_SHARE);
  cut.unref();
  const closed = Promise.all(servers.map((server) => closeServer(server)));
  await app.close();
  await closed;
  clearTimeout(cut);
  clearTimeout(deadline);
  logger.info('stopped');
  return 0;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A client that keeps its connection turns idle only when its answer is out: look again until the last one is gone.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Calls `stop` for the first SIGINT or SIGTERM; a second one ends the process at once. */
export function onSignals(stop: (signal: string) => Promise<number>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop(signal).then(
        (code) => process.exit(code),
        () => process.exit(1),
      );
    });
  }
}
