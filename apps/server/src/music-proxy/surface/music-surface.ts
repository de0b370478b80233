import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawSurface } from '../../http/raw-surface.js';
import { hopHeader, type Relay, type RelayFault } from '../relay/relay.js';
import { readForm, SubsonicCall, SubsonicFault } from '../subsonic/call.js';
import type { EndpointTable } from '../subsonic/endpoint.js';
import { SubsonicError } from '../subsonic/envelope.js';
import { Parameters } from '../subsonic/parameters.js';
import type { RequestLog } from './request-log.js';

export interface SurfaceOptions {
  readonly port: number;
  /** Origins that may call from a browser; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly hop: string;
  readonly onFault: (error: unknown) => void;
}

const restPath = /^\/rest\/([A-Za-z0-9]+)(?:\.view)?$/;
const exposed = 'X-Content-Duration, X-Total-Count, X-Nd-Authorization, Content-Range, Accept-Ranges, Content-Length, ETag';

/**
 * The Subsonic server a music client talks to. A named few methods are answered here; whatever else comes goes to the backend and back
 * unread (music-proxy spec §1.2, §2.5).
 */
export class MusicSurface implements RawSurface {
  readonly name = 'music';
  readonly prefix = '/music';
  readonly port: number;

  constructor(
    private readonly relay: Relay,
    private readonly endpoints: EndpointTable,
    private readonly log: RequestLog,
    private readonly options: SurfaceOptions,
  ) {
    this.port = options.port;
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    const [path, query] = split(req.url ?? '/');
    const method = restPath.exec(path)?.[1];
    const entry = this.log.begin(req, res, method, query);
    this.allowOrigin(req, res);
    if (req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined) return this.preflight(req, res);
    if (this.loops(req)) return void res.writeHead(508, { 'Content-Type': 'text/plain' }).end('This proxy is its own backend');
    if (!(req.url ?? '').startsWith('/')) return void res.writeHead(400, { 'Content-Type': 'text/plain' }).end('Bad request');
    if (path === '/health' && (req.method === 'GET' || req.method === 'HEAD')) return this.healthy(req, res);
    const endpoint = method === undefined ? undefined : this.endpoints[method.toLowerCase()];
    if (method === undefined || !endpoint) {
      entry.served = 'relayed';
      return this.relay.pass(req, res, undefined, (fault) => this.unreachable(req, res, method, query, fault));
    }
    void this.answer(req, res, method, query, endpoint, entry).catch((error: unknown) => {
      this.options.onFault(error);
      res.destroy();
    });
  }

  private async answer(req: IncomingMessage, res: ServerResponse, method: string, query: string, endpoint: EndpointTable[string], entry: { served?: string }): Promise<void> {
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '');
    let body: Buffer | undefined;
    let call = new SubsonicCall(req, res, method, Parameters.of(query), undefined);
    try {
      if (isForm) {
        body = await readForm(req);
        call = new SubsonicCall(req, res, method, Parameters.of(query, body.toString('utf8')), body);
      }
      entry.served = 'merged';
      const outcome = endpoint ? await endpoint(call) : 'relay';
      if (outcome === 'answered') return;
      entry.served = 'relayed';
      this.relay.pass(req, res, body, (fault) => this.unreachable(req, res, method, query, fault), outcome === 'relay' ? undefined : outcome.onAnswer);
    } catch (error) {
      if (call.signal.aborted) return;
      if (!(error instanceof SubsonicFault)) this.options.onFault(error);
      // What is left of a form nobody reads any more must not be taken for the next request.
      if (isForm && body === undefined) res.setHeader('Connection', 'close');
      for (const name of ['Content-Length', 'Content-Range', 'Accept-Ranges', 'Content-Disposition', 'ETag']) if (!res.headersSent) res.removeHeader(name);
      call.fail(error);
    }
  }

  /** The backend gave nothing: an error in the caller's format, never an empty library. */
  private unreachable(req: IncomingMessage, res: ServerResponse, method: string | undefined, query: string, fault: RelayFault): void {
    if (method === undefined) return void res.writeHead(fault === 'slow' ? 504 : 502, { 'Content-Type': 'text/plain', 'Retry-After': '5' }).end('The music server cannot be reached');
    const message = fault === 'slow' ? 'The music server does not answer' : 'The music server cannot be reached';
    new SubsonicCall(req, res, method, Parameters.of(query), undefined).fail(new SubsonicFault(SubsonicError.generic, message));
  }

  /** That this listener lives; what it depends on is the business of the main listener's `/health/ready`. */
  private healthy(req: IncomingMessage, res: ServerResponse): void {
    const body = JSON.stringify({ status: 'healthy', timestamp: new Date().toISOString() });
    res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) });
    res.end(req.method === 'HEAD' ? undefined : body);
  }

  private loops(req: IncomingMessage): boolean {
    const hops = req.headers[hopHeader];
    return typeof hops === 'string' && hops.split(',').some((hop) => hop.trim() === this.options.hop);
  }

  private allowOrigin(req: IncomingMessage, res: ServerResponse): void {
    const { origin } = req.headers;
    if (origin === undefined) return;
    const { corsOrigins } = this.options;
    if (!corsOrigins.includes('*') && !corsOrigins.includes(origin)) return;
    res.setHeader('Access-Control-Allow-Origin', corsOrigins.includes('*') ? '*' : origin);
    res.setHeader('Access-Control-Expose-Headers', exposed);
  }

  private preflight(req: IncomingMessage, res: ServerResponse): void {
    res.writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': req.headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '86400',
    });
    res.end();
  }
}

function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
