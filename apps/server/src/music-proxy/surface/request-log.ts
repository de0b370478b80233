import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request as the admin sees it: no parameter values, the user only as a hash. */
export interface RequestEntry {
  readonly at: string;
  readonly method: string;
  /** Route, never the raw path: `rest/search3`, or `other`. */
  readonly route: string;
  /** What the client calls itself. */
  readonly client: string | undefined;
  readonly user: string | undefined;
  served?: string;
  status?: number;
  ms?: number;
  bytes?: number;
}

const kept = 500;

/** The last requests, and how often each route was used. */
export class RequestLog {
  private entries: RequestEntry[] = [];
  private counts = new Map<string, number>();
  private since = new Date();

  /** Opens an entry; it is completed when the answer has been sent. */
  begin(req: IncomingMessage, res: ServerResponse, method: string | undefined, query: string): RequestEntry {
    const parameters = new URLSearchParams(query);
    const user = parameters.get('u');
    const entry: RequestEntry = {
      at: new Date().toISOString(),
      method: req.method ?? 'GET',
      route: method === undefined ? 'other' : `rest/${method.slice(0, 40)}`,
      client: (parameters.get('c') ?? req.headers['user-agent'])?.slice(0, 80),
      user: user === null ? undefined : createHash('sha256').update(user).digest('hex').slice(0, 12),
    };
    const startedAt = performance.now();
    const sentBefore = req.socket.bytesWritten;
    res.once('close', () => {
      entry.status = res.statusCode;
      entry.ms = Math.round((performance.now() - startedAt) * 10) / 10;
      entry.bytes = Math.max(0, req.socket.bytesWritten - sentBefore);
    });
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

  clearUsage(): void {
    this.counts = new Map();
    this.since = new Date();
  }
}
