import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { endToEnd, hasHeader } from './headers.js';
import { connectFrugally, release } from './read-buffers.js';

export interface RelayOptions {
  /** The backend, with the path it lives under: `http://10.0.0.5:4533/navidrome`. */
  readonly backend: URL;
  /** Milliseconds to connect. */
  readonly connectMs: number;
  /** Milliseconds from the sent request to the first byte of the answer. Bodies have no limit. */
  readonly firstByteMs: number;
  /** Marks our own calls, so that a loop of proxies is seen. */
  readonly hop: string;
}

/** How the backend is reached. */
interface Destination {
  readonly agent: HttpAgent;
  readonly send: typeof httpRequest;
  readonly basePath: string;
}

/** Plain HTTP, where the media of a home network go. */
class FrugalAgent extends HttpAgent {
  override createConnection(options: TcpNetConnectOpts): Socket {
    return connectFrugally(options, hasMany);
  }
}

function destinationOf(backend: URL): Destination {
  const secure = backend.protocol === 'https:';
  return {
    send: secure ? httpsRequest : httpRequest,
    agent: secure ? new HttpsAgent({ keepAlive: true }) : new FrugalAgent({ keepAlive: true }),
    basePath: backend.pathname.replace(/\/+$/, ''),
  };
}

/** Told the status and the content type of an answer. */
export type OnAnswer = (status: number, contentType: string) => void;

/** Why nothing could be relayed; headers have not been sent. */
export type RelayFault = 'unreachable' | 'slow' | 'cut';

/** Carries the hop marks of the proxies a request has passed. */
export const hopHeader = 'x-music-proxy-hop';

/** Set anew for the backend; what the client claims about itself is not passed on as if we had seen it. */
const replaced = new Set(['host', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-for', hopHeader]);

/**
 * Passes a request to the backend and its answer back, byte for byte: method, path and query as they came, headers but for those of the
 * connection, body streamed both ways with back-pressure (music-proxy spec §2.5). When the client leaves, the backend's side is closed.
 */
export class Relay {
  private to: Destination;

  constructor(private options: RelayOptions) {
    this.to = destinationOf(options.backend);
  }

  /** Goes on with another server; what is being relayed comes to its end. */
  retarget(options: Pick<RelayOptions, 'backend' | 'firstByteMs'>): void {
    this.options = { ...this.options, ...options };
    this.to = destinationOf(options.backend);
  }

  /**
   * @param body the request's body when it has been read already, else it is streamed from `req`
   * @param onFault answers the client when the backend gave nothing to relay
   * @param onAnswer told what the backend answers, before it is passed on
   */
  pass(req: IncomingMessage, res: ServerResponse, body: Buffer | undefined, onFault: (fault: RelayFault) => void, onAnswer?: OnAnswer): void {
    this.attempt(req, res, body, { onFault, onAnswer }, true);
  }

  /** Ends idle connections. */
  close(): void {
    this.to.agent.destroy();
  }

  private attempt(req: IncomingMessage, res: ServerResponse, body: Buffer | undefined, tell: { onFault: (fault: RelayFault) => void; onAnswer: OnAnswer | undefined }, mayRetry: boolean): void {
    const upstream = this.open(req);
    const leave = (): void => void upstream.destroy();
    res.once('close', leave);
    let fault: RelayFault = 'unreachable';
    const stopClock = this.watch(upstream, (slow) => {
      fault = slow;
    });
    upstream.once('response', (answer) => {
      stopClock();
      tell.onAnswer?.(answer.statusCode ?? 502, answer.headers['content-type'] ?? '');
      this.answer(answer, res);
    });
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      stopClock();
      res.off('close', leave);
      if (res.destroyed) return;
      if (res.headersSent) {
        res.destroy();
      } else if (mayRetry && upstream.reusedSocket && error.code === 'ECONNRESET' && isRepeatable(req)) {
        // The backend closed an idle connection just as we used it: that says nothing about the request.
        this.attempt(req, res, body, tell, false);
      } else {
        tell.onFault(fault === 'unreachable' && (error.code === 'ECONNRESET' || error.code === 'EPIPE') ? 'cut' : fault);
      }
    });
    if (body !== undefined) upstream.end(body);
    else if (hasBody(req)) req.pipe(upstream);
    else upstream.end();
  }

  private open(req: IncomingMessage): ClientRequest {
    const { backend } = this.options;
    return this.to.send({
      agent: this.to.agent,
      protocol: backend.protocol,
      hostname: backend.hostname.replace(/^\[|\]$/g, ''),
      port: backend.port,
      method: req.method,
      path: this.to.basePath + (req.url ?? '/'),
      headers: this.requestHeaders(req),
    });
  }

  private requestHeaders(req: IncomingMessage): string[] {
    const socket = req.socket as TLSSocket;
    const forwardedFor = [req.headers['x-forwarded-for'], socket.remoteAddress].filter((one) => one !== undefined).join(', ');
    const length = req.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
    return [
      'Host', this.options.backend.host,
      'Connection', 'keep-alive',
      ...length,
      ...endToEnd(req.rawHeaders, replaced),
      'X-Forwarded-For', forwardedFor,
      'X-Forwarded-Proto', firstOf(req.headers['x-forwarded-proto']) ?? (socket.encrypted ? 'https' : 'http'),
      'X-Forwarded-Host', firstOf(req.headers['x-forwarded-host']) ?? req.headers.host ?? '',
      'X-Music-Proxy-Hop', [firstOf(req.headers[hopHeader]), this.options.hop].filter((one) => one !== undefined).join(','),
    ];
  }

  private watch(upstream: ClientRequest, onSlow: (fault: RelayFault) => void): () => void {
    const late = (): void => {
      onSlow('slow');
      upstream.destroy();
    };
    let timer = setTimeout(late, this.options.connectMs);
    const waitForFirstByte = (): void => {
      clearTimeout(timer);
      timer = setTimeout(late, this.options.firstByteMs);
    };
    upstream.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', waitForFirstByte);
      else waitForFirstByte();
    });
    return () => clearTimeout(timer);
  }

  private answer(answer: IncomingMessage, res: ServerResponse): void {
    const headers = endToEnd(answer.rawHeaders, res.hasHeader('access-control-allow-origin') ? corsHeaders : undefined);
    for (const [name, value] of Object.entries(res.getHeaders())) headers.push(name, String(value));
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    res.sendDate = !hasHeader(answer.rawHeaders, 'date');
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers);
    pump(answer, res);
  }
}

/**
 * Bytes that may wait for a slow client while few are served. A plain pipe stops at 16 KiB, which is less than one read of the socket, so
 * that every read would be followed by a pause.
 */
const pendingBytes = 128 * 1024;
/** With more answers than these on their way each has one read waiting at most: speed matters less then than what they hold together. */
const fewAnswers = 16;

let underWay = 0;
const hasMany = (): boolean => underWay > fewAnswers;

function pump(answer: IncomingMessage, res: ServerResponse): void {
  underWay += 1;
  res.once('close', () => (underWay -= 1));
  answer.on('data', (chunk: Buffer) => {
    const many = hasMany();
    if (!res.write(chunk, many ? () => release(chunk) : undefined) && (many || res.writableLength > pendingBytes)) answer.pause();
  });
  res.on('drain', () => answer.resume());
  answer.once('end', () => res.end());
  answer.once('error', () => res.destroy());
}

/** The proxy answers for cross-origin access, so the backend's own opinion would be a second, contradicting header. */
const corsHeaders = new Set(['access-control-allow-origin', 'access-control-expose-headers', 'access-control-allow-credentials']);

function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

function isRepeatable(req: IncomingMessage): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && !hasBody(req);
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
