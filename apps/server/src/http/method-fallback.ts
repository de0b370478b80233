import type { Express, NextFunction, Request, Response } from 'express';

interface RouteLayer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

const layersOf = (app: Express): RouteLayer[] => (app.router as unknown as { stack: RouteLayer[] }).stack;

/** Upper-case methods that some route answers for this path. */
export function methodsFor(app: Express, path: string): string[] {
  const methods = new Set<string>();
  for (const layer of layersOf(app)) {
    if (layer.route === undefined || !layer.match(path)) continue;
    for (const [method, on] of Object.entries(layer.route.methods)) if (on && method !== '_all') methods.add(method.toUpperCase());
  }
  return [...methods].toSorted();
}

/**
 * Express answers HEAD by running the GET route. RomM does not: a HEAD without a route of its own is 405
 * (library-api spec §1.1), so those stop here.
 */
export function headNeedsOwnRoute(app: Express) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.method !== 'HEAD') return next();
    const methods = methodsFor(app, req.originalUrl.split('?', 1)[0] ?? '/');
    if (methods.length === 0 || methods.includes('HEAD')) return next();
    methodNotAllowed(res, methods);
  };
}

/** 405 with `Allow` (library-api spec §1.4). */
export function methodNotAllowed(res: Response, methods: readonly string[]): void {
  res.status(405).setHeader('Allow', methods.join(', ')).json({ detail: 'Method Not Allowed' });
}
