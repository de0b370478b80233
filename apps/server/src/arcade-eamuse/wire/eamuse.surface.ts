import { decodePacket, encodePacket, type Framing, type Node, ProtocolError } from '@rumpus/eamuse-protocol';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Dispatcher, Outcome } from '../dispatch/dispatcher.js';
import { parsePcbid } from '../store/ids.js';
import { BodyError, readBody } from './body.js';
import type { ClientAddress } from './client-address.js';
import type { Presence } from './presence.js';
import type { Traffic } from './traffic.js';

/** Largest body of a cabinet (protocol spec 1.1). */
export const MAX_BODY = 1 << 20;
/** How much of a body that is too large we still swallow, so that its sender reads our answer instead of a reset. */
const MAX_SWALLOWED = 256 << 20;

/** What the surface tells about; the module connects it to the log and the audit. */
export interface SurfaceEvents {
  /** A body that is no message. */
  undecodable(error: ProtocolError, address: string): void;
  /** A call was answered, or not (undefined); absent when nobody wants to see them all. */
  readonly exchanged?: (request: Node, response: Node | undefined, address: string) => void;
  /** A handler threw. */
  crashed(error: unknown, request: Node): void;
}

export interface SurfaceOptions {
  readonly prefix: string;
  readonly port: number;
  /** Where a browser is sent; undefined: it reads `Services OK.` */
  readonly redirect: () => string | undefined;
}

/** A packet that could be read. */
interface Received {
  readonly root: Node;
  readonly framing: Framing;
  /** Size of the body as it came. */
  readonly bytes: number;
}

interface Failure {
  readonly status: number;
  readonly text: string;
}

const REFUSED: Failure = { status: 403, text: 'Unauthorized client' };
const FAILURES: Readonly<Record<Exclude<Outcome['kind'], 'answer'>, Failure>> = {
  scanner: { status: 500, text: 'Unrecognized packet!' },
  unhandled: { status: 404, text: 'No response generated' },
  refused: REFUSED,
};
const CRASHED: Failure = { status: 500, text: 'Crash when handling packet!' };

/** Speaks HTTP to cabinets (protocol spec 1): every path, raw bodies, answers in the framing of the request, headers in exact spelling. */
export class EamuseSurface {
  readonly name = 'e-Amusement';
  readonly prefix: string;
  readonly port: number;

  constructor(
    private readonly options: SurfaceOptions,
    private readonly dispatcher: Dispatcher,
    private readonly addresses: ClientAddress,
    private readonly traffic: Traffic,
    private readonly presence: Presence,
    private readonly events: SurfaceEvents,
  ) {
    this.prefix = options.prefix;
    this.port = options.port;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'POST') {
      void this.post(request, response);
      return;
    }
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') send(response, { status: 405, text: 'Method Not Allowed' }, { Allow: 'GET, HEAD, POST' });
    else {
      const redirect = this.options.redirect();
      if (redirect === undefined) send(response, { status: 200, text: 'Services OK.' });
      else send(response, { status: 308, text: '' }, { Location: redirect });
    }
  }

  private async post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = this.addresses.of(request);
    let body: Buffer;
    try {
      body = await readBody(request, MAX_BODY);
    } catch (error) {
      refuseBody(request, response, error);
      return;
    }
    try {
      const { root, framing } = decodePacket(body, { info: header(request, 'x-eamuse-info'), compress: header(request, 'x-compress')?.toLowerCase() });
      await this.call({ root, framing, bytes: body.length }, address, request, response);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.events.undecodable(error, address);
      send(response, { status: 400, text: '' });
    }
  }

  private async call({ root, framing, bytes }: Received, address: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    let answer: Node | undefined;
    let sent = 0;
    let failure: Failure | undefined;
    try {
      const outcome = await this.dispatcher.dispatch(root, { address, host: request.headers.host, prefix: prefixOf(request) });
      if (outcome.kind === 'answer') {
        const packet = encodePacket(outcome.root, framing);
        answer = outcome.root;
        sent = packet.body.length;
        response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': packet.body.length, ...packet.headers });
        response.end(packet.body);
      } else {
        failure = FAILURES[outcome.kind];
      }
    } catch (error) {
      failure = CRASHED;
      this.events.crashed(error, root);
    }
    if (failure !== undefined) {
      sent = Buffer.byteLength(failure.text);
      send(response, failure);
    }
    // Who is refused or is no cabinet is not playing.
    const pcbid = parsePcbid(root.attribute('srcid') ?? '');
    if (pcbid !== undefined && failure !== REFUSED) this.presence.note(pcbid, (root.attribute('model') ?? '').slice(0, 64), address, failure !== undefined);
    this.events.exchanged?.(root, answer, address);
    this.traffic.add({ at: Date.now(), address, framing, status: failure?.status ?? 200, duration: performance.now() - start, request: root, response: answer, received: bytes, sent });
  }
}

/** A body that was cut off needs no answer; one that is too large gets one, and its rest is swallowed within bounds. */
function refuseBody(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!(error instanceof BodyError)) throw error;
  if (error.reason === 'aborted') {
    response.destroy();
    return;
  }
  let swallowed = 0;
  request.removeAllListeners('data');
  request.on('data', (chunk: Buffer) => {
    swallowed += chunk.length;
    if (swallowed > MAX_SWALLOWED) request.destroy();
  });
  request.once('error', () => response.destroy());
  send(response, { status: 413, text: '' }, { Connection: 'close' });
}

function send(response: ServerResponse, { status, text }: Failure, headers: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The main port cuts the prefix off and leaves it here. */
const prefixOf = (request: IncomingMessage & { baseUrl?: string }): string => request.baseUrl ?? '';
