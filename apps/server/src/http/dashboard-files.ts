import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';

/** First path segments that are never a page of the dashboard: an unknown path below them is a plain 404. */
const notPages = new Set(['api', 'ws', 'netplay', 'openapi.json', 'music', 'eamuse', 'bemapi', 'healthz', 'readyz', 'metrics', 'assets']);

/**
 * Serves the built single-page dashboard: hashed bundles for ever, everything else revalidated, and `index.html`
 * for every page address (library-api spec §19 gives the cache rules).
 */
export function dashboardFiles(folder: string): Router {
  const router = express.Router();
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false, fallthrough: true }));
  router.use(express.static(folder, { index: false, maxAge: '1h', setHeaders: (res, path) => { if (path.endsWith('.html')) res.setHeader('Cache-Control', 'no-cache'); } }));
  const index = join(folder, 'index.html');
  const page = existsSync(index) ? readFileSync(index) : undefined;
  router.use((req: Request, res: Response, next: NextFunction) => {
    if ((req.method !== 'GET' && req.method !== 'HEAD') || !isPage(req.path)) return next();
    if (page === undefined) return next();
    res.setHeader('Cache-Control', 'no-cache').type('html').send(page);
  });
  return router;
}

function isPage(path: string): boolean {
  return !notPages.has(path.split('/', 2)[1] ?? '');
}
