import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';

/** Hints about the program that asks. */
export interface ClientHints {
  /** Protocol version it speaks. */
  readonly protocol: string | undefined;
  /** Answer format it wants. */
  readonly format: string;
  readonly userAgent: string | undefined;
  /** How it signs in: `password`, `token`, `apiKey`, `none`. */
  readonly signIn: string;
  readonly range: boolean;
}

/** One request as the admin sees it: no parameter values, the user only as a hash. */
export interface RequestEntry {
  readonly at: string;
  readonly method: string;
  /** Route, never the raw path: `rest/search3`, or `other`. */
  readonly route: string;
  /** What the client calls itself. */
  readonly client: string | undefined;
  readonly user: string | undefined;
  readonly hints: ClientHints;
  served?: string;
  status?: number;
  ms?: number;
  bytes?: number;
}

const kept = 500;

/** A player seen lately. Names follow the admin API (music-proxy spec §8). */
export interface PlayerSession {
  DeviceId: string;
  Client: string;
  ClientIp: string;
  LastActivity: string;
  InactiveMinutes: number;
  HasWebSocket: boolean;
}

const activeMs = 120_000;
const forgottenMs = 3_600_000;

/** The last requests, the players that made them, and how often each route was used. */
export class RequestLog {
  /** By user, client and address; what is shown of that is made when someone looks. */
  private readonly players = new LRUCache<string, { client: string; ip: string; at: number }>({ max: 1000, ttl: forgottenMs });
  private readonly userMarks = new LRUCache<string, string>({ max: 1000 });
  private entries: RequestEntry[] = [];
  private counts = new Map<string, number>();
  private since = new Date();
  private readonly watchers: ((entry: RequestEntry) => void)[] = [];

  constructor(private readonly onRequest: () => void = () => undefined) {}

  /** Calls back with every request whose answer has been sent. */
  onDone(watcher: (entry: RequestEntry) => void): void {
    this.watchers.push(watcher);
  }

  /** Opens an entry; it is completed when the answer has been sent. */
  begin(req: IncomingMessage, res: ServerResponse, method: string | undefined, query: string): RequestEntry {
    const parameters = new URLSearchParams(query);
    const user = parameters.get('u');
    const entry: RequestEntry = {
      at: new Date().toISOString(),
      method: req.method ?? 'GET',
      route: method === undefined ? 'other' : `rest/${method.slice(0, 40)}`,
      client: (parameters.get('c') ?? req.headers['user-agent'])?.slice(0, 80),
      user: user === null ? undefined : this.markOf(user),
      hints: hintsOf(req, parameters),
    };
    this.onRequest();
    const startedAt = performance.now();
    const sentBefore = req.socket.bytesWritten;
    res.once('close', () => {
      entry.status = res.statusCode;
      entry.ms = Math.round((performance.now() - startedAt) * 10) / 10;
      entry.bytes = Math.max(0, req.socket.bytesWritten - sentBefore);
      for (const watcher of this.watchers) watcher(entry);
    });
    const ip = req.socket.remoteAddress ?? '';
    this.players.set(`${entry.user ?? ''}\n${entry.client ?? ''}\n${ip}`, { client: entry.client ?? 'unknown', ip, at: Date.now() });
    this.entries.push(entry);
    if (this.entries.length > 2 * kept) this.entries = this.entries.slice(-kept);
    const key = `${entry.method} ${entry.route}`;
    // Unknown methods could be invented without end.
    if (this.counts.has(key) || this.counts.size < 1000) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    return entry;
  }

  /** Newest first. */
  recent(limit: number): RequestEntry[] {
    return this.entries.slice(-Math.min(limit, kept)).reverse();
  }

  /** Most used routes first. */
  usage(top: number): { since: string; totalEndpoints: number; totalRequests: number; endpoints: { endpoint: string; count: number }[] } {
    const endpoints = [...this.counts].map(([endpoint, count]) => ({ endpoint, count })).sort((a, b) => b.count - a.count);
    return { since: this.since.toISOString(), totalEndpoints: endpoints.length, totalRequests: endpoints.reduce((sum, one) => sum + one.count, 0), endpoints: endpoints.slice(0, top) };
  }

  /** Players of the last hour; active ones were heard of within two minutes. */
  sessions(now = Date.now()): { TotalSessions: number; ActiveSessions: number; StaleSessions: number; Sessions: PlayerSession[] } {
    const Sessions = [...this.players.entries()].map(([key, { client, ip, at }]) => ({
      DeviceId: deviceOf(key), Client: client, ClientIp: ip, LastActivity: new Date(at).toISOString(), InactiveMinutes: Math.floor((now - at) / 60_000), HasWebSocket: false,
    }));
    const ActiveSessions = [...this.players.values()].filter(({ at }) => now - at < activeMs).length;
    return { TotalSessions: Sessions.length, ActiveSessions, StaleSessions: Sessions.length - ActiveSessions, Sessions };
  }

  /** A user's mark: the same for the same user, and no way back to the name. */
  private markOf(user: string): string {
    const known = this.userMarks.get(user);
    if (known !== undefined) return known;
    const mark = createHash('sha256').update(user).digest('hex').slice(0, 12);
    if (user.length <= 200) this.userMarks.set(user, mark);
    return mark;
  }

  clearUsage(): void {
    this.counts = new Map();
    this.since = new Date();
  }
}

function hintsOf(req: IncomingMessage, parameters: URLSearchParams): ClientHints {
  const signIn = parameters.has('apiKey') ? 'apiKey' : parameters.has('t') ? 'token' : parameters.has('p') ? 'password' : 'none';
  const format = parameters.get('f');
  return {
    protocol: parameters.get('v')?.slice(0, 16), format: format === 'json' || format === 'jsonp' ? format : 'xml', userAgent: req.headers['user-agent']?.slice(0, 120), signIn,
    range: req.headers.range !== undefined,
  };
}

function deviceOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
