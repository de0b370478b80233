import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AuthCookies, Authenticator, callerOf as addressOf, mayOn, SESSION_COOKIE, WsTicketService, type Caller } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { EventBus, ownOrigin } from '@rumpus/realtime';
import { WebSocketServer } from 'ws';
import { SurfaceRegistry } from '../../http/raw-surface.js';
import { LogsService } from '../logs/logs.service.js';
import { FeedSnapshots } from './feed-snapshots.js';
import { channelsOf, FeedSocket, SharedFrame, type FeedCaller, type FeedTools } from './feed-socket.js';

const PING_MS = 30_000;
const MAX_FRAME_BYTES = 16 * 1024;
/** Several browser windows and a wall of monitors, but no flood. */
const SOCKETS_PER_USER = 250;
const REPLAYED_LINES = 1_000;
const PREFIXES = ['/ws', '/api/ws'] as const;
const STATUS_TEXT = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests' } as const;

/** `/12` or `/all`. */
function targetOf(path: string): number | 'all' | undefined {
  const match = /^\/(all|[1-9]\d{0,9})\/?$/.exec(path);
  if (match?.[1] === undefined) return undefined;
  return match[1] === 'all' ? 'all' : Number(match[1]);
}

/** The WebSocket `/ws/{server_id}`: what goes on with one server, or with all (arma-servers spec §1.10). */
@Injectable()
export class FeedGateway implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('servers');
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  private readonly sockets = new Set<FeedSocket>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly surfaces: SurfaceRegistry,
    private readonly bus: EventBus,
    private readonly authenticator: Authenticator,
    private readonly cookies: AuthCookies,
    private readonly tickets: WsTicketService,
    private readonly snapshots: FeedSnapshots,
    private readonly logs: LogsService,
  ) {}

  onModuleInit(): void {
    for (const prefix of PREFIXES) {
      this.surfaces.register({
        name: `servers${prefix.replaceAll('/', '-')}`,
        prefix,
        port: 0,
        handle: (_request, response) => upgradeRequired(response),
        handleUpgrade: (request, socket, head) => void this.upgrade(request, socket, head),
      });
    }
    this.bus.on('servers.feed', (message) => {
      const frame = new SharedFrame(message);
      for (const socket of this.sockets) socket.offer(frame);
    });
    this.bus.on('identity.access.revoked', ({ userId }) => this.closeOf(userId, 4401, 'signed out'));
    // What he may listen to is judged when he comes back.
    this.bus.on('identity.permissions.changed', ({ userId }) => this.closeOf(userId, 4403, 'rights changed'));
    this.timer = setInterval(() => this.ping(), PING_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    for (const { socket } of this.sockets) socket.close(1001, 'shutting down');
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const target = targetOf(url.pathname);
      if (target === undefined) return refuse(socket, 404);
      const caller = await this.callerOf(request, url.searchParams, target);
      if (caller === undefined) return refuse(socket, 401);
      const { principal } = caller;
      if (!principal.scopes.has('servers.read')) return refuse(socket, 403);
      if (target !== 'all' && (!mayOn(principal, 'servers.read', 'server', target) || !(await this.snapshots.exists(target)))) return refuse(socket, 404);
      if ([...this.sockets].filter((open) => open.principal.id === principal.id).length >= SOCKETS_PER_USER) return refuse(socket, 429);
      this.server.handleUpgrade(request, socket, head, (opened) => void this.open(new FeedSocket(opened, caller, target, channelsOf(url.searchParams.get('channels')), this.toolsFor(addressOf(request)))));
    } catch (error) {
      this.logger.warn({ err: error }, 'a WebSocket could not be opened');
      socket.destroy();
    }
  }

  /** A one-time ticket or token in the address, a header, or the session's cookie; the last only when our own pages open the socket. */
  private async callerOf(request: IncomingMessage, query: URLSearchParams, target: number | 'all'): Promise<FeedCaller | undefined> {
    const ticket = query.get('ticket');
    if (ticket !== null) {
      const redeemed = await this.tickets.redeem(ticket);
      return redeemed?.serverId === target || redeemed?.serverId === 'all' ? { principal: redeemed.principal, expiresAt: null } : undefined;
    }
    const token = query.get('token');
    const authorization = token === null ? request.headers.authorization : `Bearer ${token}`;
    const own = ownOrigin(request, this.config.server.corsAllowedOrigins, this.config.server.baseUrl);
    const sessionCookie = own && authorization === undefined ? this.cookies.read(request, SESSION_COOKIE) : undefined;
    const { principal } = await this.authenticator.identify({ authorization, sessionCookie, from: addressOf(request) });
    return principal === undefined ? undefined : { principal, expiresAt: expiryOf(authorization) };
  }

  private async open(socket: FeedSocket): Promise<void> {
    const { socket: opened, target } = socket;
    opened.on('close', () => this.sockets.delete(socket));
    opened.on('error', () => opened.terminate());
    this.sockets.add(socket);
    socket.hello();
    try {
      socket.begin(await this.snapshots.of(target));
    } catch (error) {
      // Without a snapshot the listener would think that nothing is there: he has to come again.
      this.logger.warn({ err: error }, 'a listener could not be told how things stand');
      opened.close(1013, 'try again');
    }
  }

  private toolsFor(from: Caller): FeedTools {
    return {
      authenticate: async (token) => {
        const authorization = `Bearer ${token}`;
        const { principal } = await this.authenticator.identify({ authorization, sessionCookie: undefined, from });
        return principal === undefined ? undefined : { principal, expiresAt: expiryOf(authorization) };
      },
      logsAfter: async (serverId, id) => (await this.logs.query(serverId, { limit: REPLAYED_LINES, cursor: id, order: 'asc' })).items,
    };
  }

  private closeOf(userId: number, code: number, why: string): void {
    for (const { socket, principal } of this.sockets) if (principal.id === userId) socket.close(code, why);
  }

  private ping(): void {
    for (const socket of this.sockets) {
      if (!socket.alive) {
        socket.socket.terminate();
        continue;
      }
      socket.alive = false;
      socket.socket.ping();
      socket.expire(Date.now());
    }
  }
}

/** When a JWT that was just found to be good runs out; null for whatever else came. */
function expiryOf(authorization: string | undefined): number | null {
  const payload = /^Bearer [^.]+\.([^.]+)\.[^.]+$/i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return null;
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown };
  return typeof exp === 'number' ? exp * 1_000 : null;
}

function refuse(socket: Duplex, status: keyof typeof STATUS_TEXT): void {
  socket.end(`HTTP/1.1 ${String(status)} ${STATUS_TEXT[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function upgradeRequired(response: ServerResponse): void {
  response.writeHead(426, { Connection: 'Upgrade', Upgrade: 'websocket' }).end();
}
