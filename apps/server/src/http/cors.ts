import type { NextFunction, Request, Response } from 'express';

/**
 * Cross-origin rules. With `*`, pages of other origins may call with a token but never with cookies: the answer names no origin and
 * allows no credentials. Listed origins get credentials. (RomM echoes any origin together with credentials, library-api spec §1.6;
 * that made it a target, so we differ: docs/decisions/0003-cors.md.)
 */
export function cors(origins: readonly string[]) {
  const any = origins.includes('*');
  const listed = new Set(origins);
  return (req: Request, res: Response, next: NextFunction): void => {
    const origin = req.headers.origin;
    if (origin === undefined) return next();
    if (listed.has(origin)) {
      res.setHeader('Access-Control-Allow-Origin', origin);
      res.setHeader('Access-Control-Allow-Credentials', 'true');
      res.append('Vary', 'Origin');
    } else if (any) {
      res.setHeader('Access-Control-Allow-Origin', '*');
    } else {
      return next();
    }
    res.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, Content-Length, Content-Range, X-Request-Id');
    if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) return next();
    res.setHeader('Access-Control-Allow-Methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT');
    res.setHeader('Access-Control-Allow-Headers', req.headers['access-control-request-headers'] ?? '*');
    res.setHeader('Access-Control-Max-Age', '600');
    res.status(200).type('text').send('OK');
  };
}
