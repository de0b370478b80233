import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Authenticator, AuthCookies, type Principal, type Scope, SESSION_COOKIE, setPrincipal } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import type { Server, Socket } from 'socket.io';

import { MessageQuota } from './message-quota.js';
import { ownOrigin } from './origin.js';
import { type RoomEmitter, SocketServer, type Subject } from './socket-server.js';
import { ROOM_LOG, type RoomLog } from './room-log.js';
import { Throttle } from './throttle.js';

/** Sockets of clients that asked for numbered events are in a twin of each room. */
const numbered = (room: string): string => `${room}#numbered`;
const EVERYONE = 'everyone';
const ADMINS = 'admin';
const userRoom = (userId: number): string => `user:${String(userId)}`;
const scopeRoom = (scope: Scope): string => `scope:${scope}`;
/** Where those are who must not know of a platform or game. */
const hidingRoom = (kind: 'platform' | 'rom', id: number): string => `hides:${kind}:${String(id)}`;
const hidingRooms = ({ platform, rom }: Subject): string[] => [hidingRoom('platform', platform), ...(rom === undefined ? [] : [hidingRoom('rom', rom)])];
/** Rooms that say something about a socket rather than to it. */
const silent = (room: string): boolean => room.startsWith('address:') || room.startsWith('hides:');

/** How long a socket's proof is taken for granted, in milliseconds. */
const RECHECK_AFTER = 5000;
/** How long after its last socket left a room counts as heard: whoever lost the connection comes back and catches up. */
const HEARD_AFTER = 10 * 60_000;
/** Sockets one account may hold at a time. */
const MOST_OF_USER = 50;
/** Sockets without account from one address; behind a proxy that is everybody. */
const MOST_OF_ADDRESS = 500;

interface SocketState {
  principal: Principal | undefined;
  checkedAt: number;
  numbered: boolean;
  quota: MessageQuota;
}

const states = new WeakMap<Socket, SocketState>();

/** Knows the connected sockets and who they belong to, and sends to them. */
@Injectable()
export class SocketHub extends SocketServer implements OnApplicationShutdown {
  readonly #logger = new Logger('sockets');
  readonly #throttle = new Throttle();
  readonly #servers = new Set<Server>();
  /** The server of `/ws/socket.io`; others (netplay) only share the sign-in. */
  #main: Server | undefined;
  /** When a socket last left a room. */
  readonly #left = new Map<string, number>();
  #order: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ROOM_LOG) private readonly log: RoomLog,
    private readonly authenticator: Authenticator,
    private readonly cookies: AuthCookies,
  ) {
    super();
  }

  /** Takes charge of a server: every socket proves itself before its first event. */
  attach(server: Server, main: boolean): void {
    this.#servers.add(server);
    if (main) this.#main = server;
    server.use((socket, next) => {
      void this.#greet(socket, next);
    });
    server.on('connection', (socket) => void this.#welcome(socket));
  }

  toUser(userId: number): RoomEmitter {
    return this.#emitter(userRoom(userId));
  }

  toScope(scope: Scope): RoomEmitter {
    return this.#emitter(scopeRoom(scope));
  }

  toAdmins(): RoomEmitter {
    return this.#emitter(ADMINS);
  }

  broadcast(event: string, payload: unknown): void {
    this.#send(EVERYONE, event, payload);
  }

  /** Has the sockets of a user prove themselves anew, after rights or sign-ins changed. */
  async recheck(userId: number): Promise<void> {
    for (const server of this.#servers) {
      for (const socket of server.sockets.sockets.values()) {
        const known = states.get(socket)?.principal;
        if (known?.id === userId) await this.#check(socket);
      }
    }
  }

  /** Rooms a socket is in and may ask about. */
  roomsOf(socket: Socket): string[] {
    return [...socket.rooms].filter((room) => room !== socket.id && !silent(room)).map((room) => room.replace(/#numbered$/u, ''));
  }

  /** Whether a socket's user may know what an event tells of. */
  mayHear(socket: Socket, about: Subject): boolean {
    return !hidingRooms(about).some((room) => socket.rooms.has(room) || socket.rooms.has(numbered(room)));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#throttle.flush();
    await this.#order;
  }

  #emitter(room: string): RoomEmitter {
    return {
      emit: (event, payload, about) => this.#send(room, event, payload, about),
      progress: (event, payload, key = '') => this.#throttle.run(JSON.stringify([room, event, key]), () => this.#send(room, event, payload)),
      settle: (event, key = '') => this.#throttle.settle(JSON.stringify([room, event, key])),
      heard: () => this.#heard(room),
    };
  }

  #heard(room: string): boolean {
    if (this.config.redis.url !== undefined) return true;
    const rooms = this.#main?.sockets.adapter.rooms;
    return rooms?.has(room) === true || rooms?.has(numbered(room)) === true || Date.now() - (this.#left.get(room) ?? -HEARD_AFTER) < HEARD_AFTER;
  }

  /** One after the other, so that numbers and order of arrival agree. */
  #send(room: string, event: string, payload: unknown, about?: Subject): void {
    this.#order = this.#order.then(() => this.#sendNow(room, event, payload, about)).catch((error: unknown) => this.#logger.warn({ err: error, event }, 'an event was not sent'));
  }

  async #sendNow(room: string, event: string, payload: unknown, about: Subject | undefined): Promise<void> {
    const server = this.#main;
    if (server === undefined) return;
    const unknowing = about === undefined ? [] : hidingRooms(about);
    server.to(room).except(unknowing).emit(event, payload);
    const { seq } = await this.log.append(room, event, payload, about);
    // RomM's clients get the payload alone; the number is a second argument for those who asked.
    server.to(numbered(room)).except(unknowing.map(numbered)).emit(event, payload, { room, seq });
  }

  async #greet(socket: Socket, next: () => void): Promise<void> {
    const wish = socket.handshake.auth['numbered'] === true || socket.handshake.query['numbered'] === '1';
    states.set(socket, { principal: undefined, checkedAt: 0, numbered: wish, quota: new MessageQuota() });
    await this.#check(socket);
    next();
  }

  async #welcome(socket: Socket): Promise<void> {
    socket.use((_packet, next) => void this.#admitPacket(socket, next));
    socket.on('disconnecting', () => {
      for (const room of this.roomsOf(socket)) this.#left.set(room, Date.now());
    });
    socket.on('error', (error) => this.#logger.debug({ err: error.message, socket: socket.id }));
    await this.#enter(socket, states.get(socket)?.principal);
    const holder = states.get(socket)?.principal;
    const room = holder === undefined ? `address:${socket.handshake.address}` : userRoom(holder.id);
    if (holder === undefined) await socket.join(room);
    if ((socket.nsp.adapter.rooms.get(room)?.size ?? 0) + (socket.nsp.adapter.rooms.get(numbered(room))?.size ?? 0) > (holder === undefined ? MOST_OF_ADDRESS : MOST_OF_USER)) socket.disconnect(true);
  }

  async #admitPacket(socket: Socket, next: () => void): Promise<void> {
    const state = states.get(socket);
    const verdict = state?.quota.take() ?? 'close';
    if (verdict === 'close') socket.disconnect(true);
    if (verdict !== 'pass') return;
    if (state !== undefined && Date.now() - state.checkedAt > RECHECK_AFTER) await this.#check(socket);
    next();
  }

  /** Finds out anew who a socket is; one that was somebody and no longer is gets closed. */
  async #check(socket: Socket): Promise<void> {
    const state = states.get(socket);
    if (state === undefined) return;
    const before = state.principal;
    const principal = await this.#identify(socket);
    state.principal = principal;
    state.checkedAt = Date.now();
    setPrincipal(socket.data as object, principal);
    if (before !== undefined && principal === undefined) socket.disconnect(true);
    else if (before !== undefined) await this.#enter(socket, principal);
  }

  async #identify(socket: Socket): Promise<Principal | undefined> {
    const { headers, auth, address } = socket.handshake;
    const { baseUrl, corsAllowedOrigins } = this.config.server;
    const token: unknown = auth['token'];
    const sessionCookie = ownOrigin({ headers }, corsAllowedOrigins, baseUrl) ? this.cookies.read({ headers }, SESSION_COOKIE) : undefined;
    const authorization = typeof token === 'string' && token.length < 4096 ? `Bearer ${token}` : headers.authorization;
    const from = { ip: address, userAgent: headers['user-agent'] ?? '' };
    try {
      const { principal } = await this.authenticator.identify({ sessionCookie, authorization, from });
      // A kiosk visitor is nobody here: nothing he could start or be told (library-api spec §3.8).
      return principal?.via === 'kiosk' ? undefined : principal;
    } catch (error) {
      this.#logger.warn({ err: error, ip: address }, 'a socket could not prove itself');
      return undefined;
    }
  }

  async #enter(socket: Socket, principal: Principal | undefined): Promise<void> {
    const twin = states.get(socket)?.numbered === true ? numbered : (room: string) => room;
    const wanted = new Set([EVERYONE, ...roomsFor(principal)].map(twin));
    for (const room of socket.rooms) if (room !== socket.id && isOurs(room) && !wanted.has(room)) await socket.leave(room);
    await socket.join([...wanted]);
  }
}

const roomsFor = (principal: Principal | undefined): string[] =>
  principal === undefined ? [] : [userRoom(principal.id), ...[...principal.scopes].map(scopeRoom), ...(principal.role === 'admin' ? [ADMINS] : []), ...hiddenFrom(principal)];

const hiddenFrom = ({ hidden }: Principal): string[] => [...[...hidden.platforms].map((id) => hidingRoom('platform', id)), ...[...hidden.roms].map((id) => hidingRoom('rom', id))];

/** Rooms this hub gives out, as against those that gateways join by themselves. */
const isOurs = (room: string): boolean => /^(?:user:\d+|scope:[a-z.]+|hides:(?:platform|rom):\d+|admin|everyone)(?:#numbered)?$/u.test(room);
