import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { queryCounter } from '@rumpus/persistence';
import type { NextFunction, Request, Response } from 'express';

/** What belongs to one request and is wanted far from its handler (log lines, error answers). */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The correlation id of the request being served, if any. */
export const currentRequestId = (): string | undefined => storage.getStore()?.requestId;

/** An id from a proxy in front is kept when it is harmless to log; anything else is replaced. */
const acceptable = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives each request its correlation id, in the answer's `X-Request-Id` and in every log line, and counts its queries. */
export function requestContext(req: Request, res: Response, next: NextFunction): void {
  const given = req.headers['x-request-id'];
  const requestId = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
  res.setHeader('X-Request-Id', requestId);
  queryCounter.run(() => storage.run({ requestId }, next));
}
