import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@rumpus/config';
import { SocketAdapter } from '@rumpus/realtime';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { cors } from './http/cors.js';
import { dashboardFiles } from './http/dashboard-files.js';
import { boundServer, listen, type Listener, routeUpgrades, surfaceServer } from './http/listeners.js';
import { headNeedsOwnRoute } from './http/method-fallback.js';
import { type RawSurface, SurfaceRegistry } from './http/raw-surface.js';
import { requestContext } from './http/request-context.js';
import { RommErrorFilter } from './http/romm-error.filter.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { StructuredLogger } from './operation/logging.js';
import { Metrics } from './operation/metrics.js';
import { serveOpenApi } from './operation/openapi.js';
import { requestLog } from './operation/request-log.js';

/** Built dashboard, beside the server in the workspace. */
const dashboardFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dashboard', 'dist');

/** What the dashboard may load: itself, and nothing from elsewhere. */
const contentSecurity = {
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'", 'ws:', 'wss:'],
    objectSrc: ["'none'"],
    frameAncestors: ["'self'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    upgradeInsecureRequests: null,
  },
};

/** Answers are packed while somebody waits: the last tenth of their size takes half of the time, on the list of a large library 15 ms. */
const quickly: compression.CompressionOptions = { level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } };

/** A file that is delivered goes as it is: its length, its tag and its ranges are those of the file, and it may be a gigabyte. */
const packs: compression.CompressionFilter = (req, res) => !res.hasHeader('Content-Disposition') && compression.filter(req, res);

/** The application with its middleware, not yet listening. */
export async function createApp(config: Config, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), { logger: new StructuredLogger(logger), bodyParser: false, abortOnError: false });
  const web: Express = app.getHttpAdapter().getInstance();
  web.disable('x-powered-by');
  web.set('trust proxy', [...config.server.trustedProxies]);
  app.use(requestContext);
  app.use(requestLog(config.log.requests ? logger : undefined, app.get(Metrics)));
  app.use(surfaces(app.get(SurfaceRegistry)));
  app.use(helmet({ contentSecurityPolicy: contentSecurity, crossOriginEmbedderPolicy: false, crossOriginResourcePolicy: { policy: 'cross-origin' }, strictTransportSecurity: false }));
  app.use(cors(config.server.corsAllowedOrigins));
  app.use(compression({ threshold: 1024, filter: packs, ...quickly }));
  if (existsSync(dashboardFolder)) app.use(dashboardFiles(dashboardFolder));
  app.use('/api', headNeedsOwnRoute(web));
  const limit = `${config.server.maxBodyMb}mb`;
  app.use(express.json({ limit, strict: false }));
  app.use(express.urlencoded({ limit, extended: false }));
  app.useWebSocketAdapter(new SocketAdapter(app));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new RommErrorFilter());
  serveOpenApi(app);
  return app;
}

/** Hands requests under a raw surface's prefix to it. Surfaces register while the modules initialise, so the list is read per request. */
function surfaces(registry: SurfaceRegistry): express.RequestHandler {
  return (req, res, next) => {
    const surface = registry.all().find(({ prefix }) => prefix !== null && (req.path === prefix || req.path.startsWith(`${prefix}/`)));
    if (surface?.prefix == null) return next();
    req.baseUrl = surface.prefix;
    const rest = req.url.slice(surface.prefix.length);
    req.url = rest.startsWith('/') ? rest : `/${rest}`;
    surface.handle(req, res);
  };
}

/** Opens the main port and a port for each raw surface that has one. */
export async function openListeners(app: NestExpressApplication, config: Config): Promise<Listener[]> {
  const registered = app.get(SurfaceRegistry).all();
  const main = boundServer(app.getHttpServer());
  routeUpgrades(main, registered, ['/ws/socket.io', '/netplay/socket.io']);
  const listeners = [await listen(main, 'http', config.server.host, config.server.port, 'PORT')];
  for (const surface of registered.filter(({ port }) => port !== 0)) {
    listeners.push(await listen(surfaceServer(surface), surface.name, surface.host ?? config.server.host, surface.port, portSetting(surface)));
  }
  return listeners;
}

const portSetting = ({ name }: RawSurface): string => `${name.toUpperCase().replaceAll('-', '_')}_PORT`;
