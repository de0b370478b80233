import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

/** A real HTTP server on a free loopback port that remembers what it was asked. */
export class FakeHttp {
  readonly seen: { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers'] }[] = [];
  private readonly server: Server;

  constructor(handler: Handler) {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      this.seen.push({ method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers });
      void Promise.resolve(handler(request, response, url)).catch(() => response.destroy());
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How often a path was asked for. */
  count(path: string | RegExp): number {
    return this.seen.filter((one) => (typeof path === 'string' ? one.path === path : path.test(one.path))).length;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
