import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import { MemoryCache } from './memory-cache.js';
import type { OutboundEvent } from './request.js';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A real HTTP server on a free port; counts what reaches it. */
async function serve(handler: (request: IncomingMessage, response: ServerResponse, n: number) => void) {
  const seen: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => handler(request, response, seen.push(request));
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, seen };
}

function client(options: Partial<HttpClientOptions> & { trust?: string }): HttpClient {
  const { trust, ...rest } = options;
  const made = new HttpClient({ name: 'test', backoffBaseMs: 1, ...(trust === undefined ? {} : { allowOrigins: [trust], baseUrl: trust }), ...rest });
  running.push(() => made.close());
  return made;
}

const reply = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) => response.writeHead(status, headers).end(body);

describe('requests', () => {
  it('builds URLs, escapes queries, sends forms and JSON', async () => {
    const bodies: string[] = [];
    const peer = await serve((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => {
        bodies.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? '-'} ${text}`);
        reply(response, 200, '{}');
      });
    });
    const http = client({ trust: peer.origin });
    await http.request('/search', { query: { q: 'a&b=c #1', n: 2, gone: undefined, id: [1, 'x'] } });
    await http.request('/post', { form: { a: 'ü' } });
    await http.request('/post', { json: { a: 1 } });
    expect(bodies).toEqual([
      'GET /search?q=a%26b%3Dc+%231&n=2&id=1&id=x - ',
      'POST /post application/x-www-form-urlencoded a=%C3%BC',
      'POST /post application/json {"a":1}',
    ]);
  });

  it('reads JSON through a schema and says where it does not fit', async () => {
    const peer = await serve((request, response) => reply(response, 200, request.url === '/html' ? '<html>' : '{"data":[{"id":"7"}]}'));
    const http = client({ trust: peer.origin });
    const fits = z.object({ data: z.array(z.object({ id: z.coerce.number() })) });
    expect(await http.json('/x', fits)).toEqual({ data: [{ id: 7 }] });
    await expect(http.json('/x', z.object({ data: z.string() }))).rejects.toMatchObject({ reason: 'content', message: expect.stringContaining('data') as string });
    await expect(http.json('/html', fits)).rejects.toMatchObject({ reason: 'content', message: expect.stringContaining('JSON') as string });
  });

  it('unpacks gzip and refuses what grows beyond the limit', async () => {
    const peer = await serve((request, response) => {
      const packed = gzipSync(Buffer.alloc(request.url === '/bomb' ? 5_000_000 : 1000, 97));
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(request.url === '/broken' ? packed.subarray(5) : packed);
    });
    const http = client({ trust: peer.origin, maxBytes: 1_000_000, retries: 0 });
    expect((await http.request('/ok')).body.length).toBe(1000);
    await expect(http.request('/bomb')).rejects.toMatchObject({ reason: 'too-large', kind: 'too-large' });
    await expect(http.request('/broken')).rejects.toMatchObject({ reason: 'content' });
  });

  it('refuses a declared length above the limit without reading', async () => {
    const peer = await serve((_, response) => response.writeHead(200, { 'content-length': '5000000' }).write('x'));
    const http = client({ trust: peer.origin, maxBytes: 1000 });
    await expect(http.request('/')).rejects.toMatchObject({ reason: 'too-large' });
    await expect(http.stream('/', { maxBytes: 1000 })).rejects.toMatchObject({ reason: 'too-large' });
  });

  it('keeps the peer’s explanation of an error status', async () => {
    const peer = await serve((_, response) => reply(response, 404, 'no such thing'));
    const http = client({ trust: peer.origin });
    await expect(http.request('/')).rejects.toMatchObject({ reason: 'status', kind: 'not-found', status: 404, body: 'no such thing' });
    expect((await http.request('/', { accept: [404] })).status).toBe(404);
  });
});

describe('time-outs', () => {
  const brief = { headersMs: 60, idleMs: 60, totalMs: 1000 };

  it('gives up when no headers come, when the body falls silent, and when everything takes too long', async () => {
    const peer = await serve((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200).write('first');
      if (request.url !== '/drip') return;
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const http = client({ trust: peer.origin, retries: 0 });
    await expect(http.request('/silent', { timeouts: brief })).rejects.toMatchObject({ reason: 'timeout', kind: 'unavailable' });
    await expect(http.request('/half', { timeouts: brief })).rejects.toMatchObject({ reason: 'timeout' });
    await expect(http.request('/drip', { timeouts: { ...brief, totalMs: 150 } })).rejects.toMatchObject({ reason: 'timeout' });
  });

  it('does not time a stream as a whole', async () => {
    const peer = await serve((_, response) => {
      response.writeHead(200);
      let n = 0;
      const drip = setInterval(() => ((n += 1) < 8 ? response.write('.') : (clearInterval(drip), response.end())), 20);
    });
    const answer = await client({ trust: peer.origin }).stream('/', { timeouts: { ...brief, totalMs: 50 } });
    let text = '';
    for await (const chunk of answer.body) text += String(chunk);
    expect(text).toBe('.......');
  });

  it('stops when the caller does, also in the middle of a stream', async () => {
    let closed: (() => void) | undefined;
    const upstreamClosed = new Promise<void>((resolve) => (closed = resolve));
    const peer = await serve((_, response) => void response.on('close', () => closed?.()).writeHead(200).write('x'));
    const stop = new AbortController();
    const answer = await client({ trust: peer.origin }).stream('/', { signal: stop.signal });
    const ended = new Promise((resolve) => answer.body.on('error', resolve));
    stop.abort();
    await ended;
    await upstreamClosed;
    await expect(client({ trust: peer.origin }).request('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'aborted' });
  });
});

describe('retries, limits and the circuit', () => {
  it('tries a failed GET again, honours Retry-After, and leaves POST alone', async () => {
    const peer = await serve((request, response, n) => {
      if (request.method === 'GET' && n % 2 === 0) reply(response, 200, 'ok');
      else reply(response, 503, 'busy', { 'retry-after': '0' });
    });
    const http = client({ trust: peer.origin, circuit: false });
    expect((await http.request('/')).body.toString()).toBe('ok');
    expect(peer.seen.length).toBe(2);
    await expect(http.request('/', { method: 'POST' })).rejects.toMatchObject({ reason: 'status', status: 503 });
    expect(peer.seen.length).toBe(3);
  });

  it('does not sit out a long Retry-After but passes it on', async () => {
    const peer = await serve((_, response) => reply(response, 429, '', { 'retry-after': '3600' }));
    await expect(client({ trust: peer.origin }).request('/')).rejects.toMatchObject({ status: 429, retryAfter: 3600 });
    expect(peer.seen.length).toBe(1);
  });

  it('retries a connection that breaks and gives up on one that is refused', async () => {
    const peer = await serve((request, response, n) => (n === 1 ? request.socket.destroy() : reply(response, 200, 'ok')));
    expect((await client({ trust: peer.origin }).request('/')).body.toString()).toBe('ok');
    const dead = client({ trust: 'http://127.0.0.1:1' });
    await expect(dead.request('/')).rejects.toMatchObject({ reason: 'connect', kind: 'unavailable' });
  });

  it('notices a body that ends before its declared length', async () => {
    const peer = await serve((_, response) => void response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy()));
    await expect(client({ trust: peer.origin, retries: 0 }).request('/')).rejects.toMatchObject({ reason: 'cut' });
  });

  it('rests after failures in a row and reports health', async () => {
    const peer = await serve((_, response) => reply(response, 500, ''));
    const http = client({ trust: peer.origin, retries: 0, circuit: { failures: 2, openMs: 60_000 } });
    for (const reason of ['status', 'status', 'circuit']) await expect(http.request('/')).rejects.toMatchObject({ reason });
    expect(peer.seen.length).toBe(2);
    expect(http.health()).toEqual([{ origin: peer.origin, circuit: 'open', lastError: `${peer.origin} answered 500`, latencyMs: undefined }]);
  });

  it('counts answers of the wrong shape against the peer, but not a caller who leaves', async () => {
    const peer = await serve((request, response) => void (request.url === '/hang' || reply(response, 200, '<html>')));
    const http = client({ trust: peer.origin, circuit: { failures: 2, openMs: 60_000 } });
    for (let i = 0; i < 3; i += 1) await expect(http.request('/hang', { signal: AbortSignal.timeout(10) })).rejects.toThrow();
    expect(http.health()[0]?.circuit).toBe('closed');
    for (let i = 0; i < 2; i += 1) await expect(http.json('/', z.object({}))).rejects.toMatchObject({ reason: 'content' });
    expect(http.health()[0]?.circuit).toBe('open');
  });

  it('keeps to the rate limit of a host', async () => {
    const peer = await serve((_, response) => reply(response, 200, ''));
    const http = client({ trust: peer.origin, rateLimit: { requests: 2, perMs: 60_000 }, maxQueueMs: 100 });
    await http.request('/1');
    await http.request('/2');
    await expect(http.request('/3')).rejects.toMatchObject({ reason: 'throttled', kind: 'too-many' });
    expect(peer.seen.length).toBe(2);
  });
});

describe('sharing and caching', () => {
  it('makes one call of many identical GETs at a time, keeping headers apart', async () => {
    const peer = await serve((_, response, n) => setTimeout(() => reply(response, 200, String(n)), 20));
    const http = client({ trust: peer.origin });
    const bodies = await Promise.all(['a', 'a', 'a', 'b'].map(async (user) => (await http.request('/', { headers: { authorization: user } })).body.toString()));
    expect(bodies).toEqual(['1', '1', '1', '2']);
  });

  it('keeps answers for the time asked for, but no errors and nothing of the wrong shape', async () => {
    const peer = await serve((request, response, n) => reply(response, request.url === '/bad' ? 404 : 200, request.url === '/html' ? '<' : `{"n":${n}}`));
    const http = client({ trust: peer.origin, cache: new MemoryCache() });
    const schema = z.object({ n: z.number() });
    expect(await http.json('/a', schema, { cacheMs: 60_000 })).toEqual({ n: 1 });
    expect(await http.json('/a', schema, { cacheMs: 60_000 })).toEqual({ n: 1 });
    expect(await http.json('/a', schema, { cacheMs: 60_000, cacheKey: 'other' })).toEqual({ n: 2 });
    for (let i = 0; i < 2; i += 1) await expect(http.json('/bad', schema, { cacheMs: 60_000 })).rejects.toThrow();
    for (let i = 0; i < 2; i += 1) await expect(http.json('/html', schema, { cacheMs: 60_000 })).rejects.toThrow();
    expect(peer.seen.length).toBe(6);
  });
});

describe('where calls may go', () => {
  it.each(['ftp://example.org/', 'file:///etc/passwd', 'http://u:p@example.org/', 'http://example.org:22/', 'http://127.0.0.1/', 'http://[::1]/', 'http://0x7f000001/', 'http://169.254.169.254/latest/'])(
    'refuses %s',
    async (url) => {
      await expect(client({}).request(url)).rejects.toMatchObject({ reason: 'blocked', kind: 'invalid' });
    },
  );

  it('lets an operator’s origin be private, but only exactly that one', async () => {
    const peer = await serve((_, response) => reply(response, 200, 'ok'));
    const http = client({ allowOrigins: [peer.origin] });
    expect((await http.request(`${peer.origin}/x`)).status).toBe(200);
    await expect(http.request(`http://127.0.0.1:${peer.port + 1}/`)).rejects.toMatchObject({ reason: 'blocked' });
  });

  it('keeps to the list of hosts', async () => {
    const http = client({ allowHosts: ['*.cdn.example', 'one.example'], resolve: () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]) });
    for (const host of ['cdn.example', 'evilcdn.example', 'two.example']) {
      await expect(http.request(`https://${host}/`)).rejects.toMatchObject({ message: expect.stringContaining('not allowed') as string });
    }
    await expect(http.request('https://a.cdn.example/')).rejects.toMatchObject({ message: expect.stringContaining('not public') as string });
  });

  it('refuses a name when any of its addresses is private', async () => {
    const http = client({ resolve: () => Promise.resolve([{ address: '1.1.1.1', family: 4 }, { address: '127.0.0.1', family: 4 }]) });
    await expect(http.request('http://mixed.example/')).rejects.toMatchObject({ reason: 'blocked' });
  });

  it('connects to the address that was checked and asks no second time', async () => {
    const peer = await serve((_, response) => reply(response, 200, 'checked', { connection: 'close' }));
    let asked = 0;
    const http = client({
      allowPorts: [peer.port],
      allowAddress: (address) => address === '127.0.0.1',
      resolve: () => Promise.resolve([{ address: (asked += 1) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]),
    });
    expect((await http.request(`http://rebind.example:${peer.port}/`)).body.toString()).toBe('checked');
    expect(asked).toBe(1);
    await expect(http.request(`http://rebind.example:${peer.port}/again`)).rejects.toMatchObject({ reason: 'blocked' });
  });

  it('checks redirects like first targets and counts them', async () => {
    const peer = await serve((request, response) => reply(response, 302, '', { location: request.url === '/in' ? 'http://127.0.0.1:9/' : `${request.url}x` }));
    const http = client({ trust: peer.origin });
    await expect(http.request('/in')).rejects.toMatchObject({ reason: 'blocked' });
    await expect(http.request('/loop')).rejects.toMatchObject({ reason: 'blocked', message: expect.stringContaining('redirects too often') as string });
    expect((await http.request('/in', { maxRedirects: 0, accept: [302] })).headers['location']).toBe('http://127.0.0.1:9/');
  });

  it('takes no credentials to another origin', async () => {
    const other = await serve((_, response) => reply(response, 200, 'there'));
    const peer = await serve((_, response) => reply(response, 307, '', { location: `${other.origin}/landed` }));
    const http = client({ allowOrigins: [peer.origin, other.origin] });
    const answer = await http.request(`${peer.origin}/`, { headers: { authorization: 'secret', cookie: 'c', 'x-kept': '1' } });
    expect(answer.url).toBe(`${other.origin}/landed`);
    expect(other.seen[0]?.headers).toMatchObject({ 'x-kept': '1' });
    expect(other.seen[0]?.headers.authorization ?? other.seen[0]?.headers.cookie).toBeUndefined();
  });

  it('logs each attempt without secrets', async () => {
    const peer = await serve((_, response, n) => reply(response, n === 1 ? 503 : 200, ''));
    const events: OutboundEvent[] = [];
    await client({ trust: peer.origin, onEvent: (event) => events.push(event) }).request('/a?q=1', { query: { token: 'secret' } });
    expect(events.map(({ attempt, status, url, error }) => ({ attempt, status, url, error }))).toEqual([
      { attempt: 0, status: 503, url: `${peer.origin}/a?q=1&token=***`, error: `${peer.origin} answered 503` },
      { attempt: 1, status: 200, url: `${peer.origin}/a?q=1&token=***`, error: undefined },
    ]);
  });
});
