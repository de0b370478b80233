import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseBroken } from './broken-requests.js';
import type { RawSurface } from './raw-surface.js';

/** An open port and what it is for. */
export interface Listener {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly server: Server;
}

/**
 * Limits of every listener. Header and request time-outs cut slow-loris clients; a long upload is bounded by its own handler, so the
 * whole-request time-out is off and only silence counts.
 */
export function boundServer(server: Server): Server {
  server.headersTimeout = 30_000;
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
  refuseBroken(server);
  return server;
}

/** Opens a port; a port in use or a host that is not ours gives an error that says which setting to change. */
export async function listen(server: Server, name: string, host: string, port: number, setting: string): Promise<Listener> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(`Cannot listen on ${host}:${port} for ${name} (${error.code ?? error.message}); change ${setting} or end what uses it`));
    });
    server.listen(port, host, resolve);
  });
  return { name, host, port, server };
}

/** A server of its own for a raw surface, at the root of its port. */
export function surfaceServer(surface: RawSurface, limits = boundServer): Server {
  const handler: RequestListener = (req, res) => surface.handle(req, res);
  const server = limits(createServer(handler));
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => upgrade(surface, req, socket, head));
  return server;
}

function upgrade(surface: RawSurface, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  if (surface.handleUpgrade) surface.handleUpgrade(req, socket, head);
  else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

/** True when the path is the prefix or lies below it. */
export const under = (prefix: string, path: string): boolean => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);

/**
 * Sends WebSocket upgrades of the main port to the surface whose prefix they carry. Paths that Socket.IO owns are left to it, anything
 * else is told that there is nothing.
 */
export function routeUpgrades(server: Server, surfaces: readonly RawSurface[], ownedElsewhere: readonly string[]): void {
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = req.url ?? '/';
    if (ownedElsewhere.some((prefix) => under(prefix, url))) return;
    const surface = surfaces.find(({ prefix }) => prefix !== null && under(prefix, url));
    if (surface?.prefix == null) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    req.url = url.slice(surface.prefix.length) || '/';
    upgrade(surface, req, socket, head);
  });
}
