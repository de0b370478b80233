import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';

/**
 * Keeps the house standing when a promise fails and nobody looks: Node would end the process, and with it everybody's game, song and
 * cabinet, for a fault in one corner. It is logged with its stack and counted (`rumpus_unhandled_rejections_total`), so that it is found
 * and mended. An exception outside of promises still ends the process: after one of those its state can't be trusted.
 *
 * @param source the process; another emitter in tests
 */
export function onUnhandledRejection(source: Pick<EventEmitter, 'on'>, logger: Logger, metrics: Metrics): void {
  source.on('unhandledRejection', (reason: unknown) => {
    metrics.countUnhandledRejection();
    logger.error({ err: reason instanceof Error ? reason : new Error(String(reason)) }, 'a failure that nobody handled: this is a fault of the program');
  });
}
