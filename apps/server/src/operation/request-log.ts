import { queryCounter } from '@rumpus/persistence';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { redactUrl } from './logging.js';
import type { Metrics } from './metrics.js';

/** Probes that run every few seconds would drown the log. */
const quiet = new Set(['/healthz', '/readyz', '/metrics']);

/** Counts and times every request by its route template and, given a logger, writes one line for it. */
export function requestLog(logger: Logger | undefined, metrics: Metrics) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const start = process.hrtime.bigint();
    const queries = queryCounter.reader();
    res.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      metrics.observeRequest(req.method, routeOf(req), res.statusCode, seconds);
      if (logger === undefined || quiet.has(req.path)) return;
      const line = { method: req.method, url: redactUrl(req.originalUrl), status: res.statusCode, ms: Math.round(seconds * 1e4) / 10, queries: queries(), ...(res.writableFinished ? {} : { aborted: true }) };
      if (res.statusCode >= 500) logger.error(line, 'request');
      else if (req.path.startsWith('/assets/')) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}

/** The template (`/api/roms/:id`), never the address itself: its values would make a series each. */
function routeOf(req: Request): string {
  const path: unknown = (req.route as { path?: unknown } | undefined)?.path;
  if (typeof path === 'string') return path;
  return req.baseUrl === '' ? '(none)' : req.baseUrl;
}
