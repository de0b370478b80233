import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHttp } from '../../fakes/music/fake-http.js';
import { startApp, type TestApp } from '../../support/app.js';
import { MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing, USER } from '../../support/supysonic.js';

const missing = supysonicMissing();

describe.skipIf(missing !== undefined)('pass-through to a real Subsonic server', () => {
  let backend: Supysonic;
  let app: TestApp;
  let direct: MusicClient;
  let proxied: MusicClient;
  let songId: string;

  beforeAll(async () => {
    backend = await Supysonic.start();
    app = await startApp({ env: { SUBSONIC_URL: backend.url, MODULES: 'music' } });
    direct = new MusicClient(backend.url);
    proxied = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    songId = (await direct.call('search3', { query: 'Local Song' }))['searchResult3'].song[0].id;
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
  });

  /** Everything of an answer that a client could tell the servers apart by. */
  async function same(method: string, parameters: Record<string, string> = {}, init: RequestInit = {}): Promise<void> {
    // One after the other: supysonic counts plays in SQLite and refuses two writers at once.
    const a = await direct.raw(method, parameters, init);
    const body = Buffer.from(await a.arrayBuffer());
    const b = await proxied.raw(method, parameters, init);
    const strip = (headers: Headers) => Object.fromEntries([...headers].filter(([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name)));
    expect([b.status, strip(b.headers)]).toEqual([a.status, strip(a.headers)]);
    expect(Buffer.from(await b.arrayBuffer()).equals(body)).toBe(true);
  }

  it('gives the same bytes, status and headers in every format', async () => {
    for (const f of ['xml', 'json', 'jsonp', 'xml\0', 'nonsense']) {
      await same('ping', { f, callback: 'cb' });
      await same('getArtists', { f, callback: 'cb' });
      await same('getSong', { f, id: songId, callback: 'cb' });
      await same('search3', { f, query: 'Local', callback: 'cb' });
      await same('noSuchMethod', { f, callback: 'cb' });
    }
    await same('getCoverArt', { id: 'nothing' });
    await same('getSong', {});
  });

  it.each([undefined, 'bytes=0-', 'bytes=0-0', 'bytes=1000-1999', 'bytes=-500', 'bytes=99999999-', 'bytes=5-2'])('relays audio byte for byte: %s', async (range) => {
    await same('stream', { id: songId, format: 'raw' }, range === undefined ? {} : { headers: { range } });
    await same('stream', { id: songId }, { method: 'HEAD', ...(range === undefined ? {} : { headers: { range } }) });
    await same('download', { id: songId }, range === undefined ? {} : { headers: { range } });
  });

  it('relays conditional requests', async () => {
    const first = await direct.raw('stream', { id: songId });
    await first.arrayBuffer();
    for (const [name, from] of [['if-none-match', 'etag'], ['if-modified-since', 'last-modified']] as const) {
      const value = first.headers.get(from);
      if (value !== null) await same('stream', { id: songId }, { headers: { [name]: value } });
    }
  });

  it('passes on any path and method, also below the prefix of the main port', async () => {
    const paths = ['/', '/user/login', '/rest/ping', '/rest/ping.view?u=x', '/no/such/%2e%2e/path?a=b&a=c', '//double'];
    for (const path of paths) {
      const answers = await Promise.all([backend.url, `http://127.0.0.1:${app.ports.music}`, `${app.url}/music`].map((base) => fetch(base + path, { redirect: 'manual' })));
      const bodies = await Promise.all(answers.map(async (answer) => [answer.status, answer.headers.get('location'), (await answer.text()).replace(/csrf[^>]*>/g, '')]));
      expect(bodies[1]).toEqual(bodies[0]);
      expect(bodies[2]).toEqual(bodies[0]);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) await same('ping', {}, { method });
  });

  it('says that it lives without asking the backend', async () => {
    const answer = await fetch(`${proxied.base}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'healthy', timestamp: expect.stringMatching(/^20/) as string }]);
    expect((await fetch(`${proxied.base}/health`, { method: 'POST' })).status).toBe((await fetch(`${backend.url}/health`, { method: 'POST' })).status);
  });

  it('keeps form posts posts, and repeated parameters repeated', async () => {
    const form = new URLSearchParams({ ...USER, v: '1.16.1', c: 'test', f: 'json', name: 'Three' });
    const ids = [songId, songId, songId];
    for (const id of ids) form.append('songId', id);
    const created = await fetch(`${proxied.base}/rest/createPlaylist.view`, { method: 'POST', body: form });
    expect(((await created.json()) as { 'subsonic-response': { status: string } })['subsonic-response'].status).toBe('ok');
    const { playlists } = await direct.call('getPlaylists');
    const playlist = (playlists as { playlist: { id: string; name: string; songCount: number }[] }).playlist.find(({ name }) => name === 'Three');
    expect(playlist?.songCount).toBe(3);
    expect(app.output).not.toContain(USER.p);
  });

  it('answers browsers itself: preflight, exposed headers, on audio and errors', async () => {
    const preflight = await fetch(`${proxied.base}/rest/anything`, { method: 'OPTIONS', headers: { origin: 'https://player.example', 'access-control-request-method': 'GET', 'access-control-request-headers': 'range' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-headers')]).toEqual([204, '*', 'range']);
    const audio = await proxied.raw('stream', { id: songId }, { headers: { origin: 'https://player.example' } });
    await audio.arrayBuffer();
    expect(audio.headers.get('access-control-expose-headers')).toContain('X-Total-Count');
  });

  it('says that the backend is away in the client’s format, and never fakes an empty library', async () => {
    await backend.down();
    try {
      for (const method of ['getArtists', 'search3', 'ping', 'getAlbumList2']) {
        expect(await proxied.call(method, { query: 'x' })).toMatchObject({ status: 'failed', error: { code: 0 } });
      }
      const xml = await proxied.raw('getArtists');
      expect([xml.status, await xml.text()]).toEqual([200, expect.stringContaining('<error code="0"')]);
      expect((await fetch(`${proxied.base}/web/`)).status).toBe(502);
    } finally {
      await backend.up();
    }
    expect((await proxied.call('ping'))['status']).toBe('ok');
  });
});

describe('pass-through to a server that is watched', () => {
  const packed = gzipSync(JSON.stringify({ 'subsonic-response': { status: 'ok', version: '1.16.1' } }));
  let backend: FakeHttp;
  let app: TestApp;
  let closedAt = 0;
  let uploaded = 0;

  beforeAll(async () => {
    backend = await new FakeHttp(async (incoming, response, url) => {
      const method = url.pathname.split('/').at(-1);
      if (method === 'stream.view') {
        response.writeHead(200, { 'content-type': 'audio/flac', 'content-length': '100000000' });
        const drip = setInterval(() => response.write(Buffer.alloc(1000)), 10);
        response.on('close', () => (clearInterval(drip), (closedAt = Date.now())));
      } else if (method === 'packed.view') {
        const known = incoming.headers['if-none-match'] === '"abc"';
        const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', etag: '"abc"', 'x-total-count': '12', 'set-cookie': ['a=1', 'b=2'], 'x-nd-authorization': 'again' };
        response.writeHead(known ? 304 : 200, headers);
        // In pieces and without a length.
        if (!known) for (const part of [packed.subarray(0, 10), packed.subarray(10)]) response.write(part);
        response.end();
      } else {
        for await (const chunk of incoming) uploaded += (chunk as Buffer).length;
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ 'subsonic-response': { status: 'ok', version: '1.16.1' } }));
      }
    }).start();
    app = await startApp({ env: { SUBSONIC_URL: backend.url, MODULES: 'music', SQUIDWTF_BASE_URLS: 'http://127.0.0.1:9' } });
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
  });

  const open = (path: string, options: RequestOptions = {}): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      request(`http://127.0.0.1:${app.ports.music}${path}`, options, resolve).on('error', reject).end();
    });
  const bytes = async (answer: IncomingMessage): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };

  it('leaves packing, chunks, repeated headers and 304 as they are', async () => {
    const query = '/rest/packed.view?u=a&p=b&c=x%20y+z&&q';
    const answer = await open(query, { headers: { 'accept-encoding': 'gzip', cookie: 'k=v', 'x-nd-authorization': 'token' } });
    expect([answer.statusCode, answer.headers['content-encoding'], answer.headers['transfer-encoding'], answer.headers['x-total-count'], answer.headers['set-cookie']]).toEqual([200, 'gzip', 'chunked', '12', ['a=1', 'b=2']]);
    expect((await bytes(answer)).equals(packed)).toBe(true);
    expect(backend.seen.at(-1)?.headers).toMatchObject({ 'accept-encoding': 'gzip', cookie: 'k=v', 'x-nd-authorization': 'token', 'x-forwarded-for': expect.stringContaining('127.0.0.1') as string });
    const same = await open(query, { headers: { 'if-none-match': '"abc"' } });
    expect([same.statusCode, same.headers.etag, (await bytes(same)).length]).toEqual([304, '"abc"', 0]);
  });

  it('passes on uploads of any size and kind, with any method', async () => {
    for (const [method, type] of [['POST', 'application/octet-stream'], ['PUT', 'application/json']] as const) {
      uploaded = 0;
      const answer = await fetch(`http://127.0.0.1:${app.ports.music}/rest/upload.view`, { method, headers: { 'content-type': type }, body: Buffer.alloc(3_000_000, 1) });
      expect([answer.status, uploaded, backend.seen.at(-1)?.method, backend.seen.at(-1)?.headers['content-type']]).toEqual([200, 3_000_000, method, type]);
    }
  });

  it('never puts into an address what came in a form', async () => {
    const before = backend.seen.length;
    for (const method of ['ping', 'search3', 'getStarred2', 'getSong', 'star', 'stream', 'getPlaylists', 'savePlayQueue']) {
      const form = new URLSearchParams({ u: 'ann', p: 'open-sesame', v: '1.16.1', c: 'test', f: 'json', query: 'x', id: method === 'ping' ? 'local' : 'ext-squidwtf-song-1' });
      await (await fetch(`http://127.0.0.1:${app.ports.music}/rest/${method}.view`, { method: 'POST', body: form })).arrayBuffer();
    }
    const seen = backend.seen.slice(before);
    expect(seen.length).toBeGreaterThan(3);
    for (const one of seen) expect([one.path, one.method, [...one.query]]).toEqual([one.path, 'POST', []]);
    expect(app.output).not.toContain('open-sesame');
  });

  it('closes the backend’s side within a second when the client leaves', async () => {
    const answer = await open('/rest/stream.view?id=1');
    await new Promise((resolve) => answer.once('data', resolve));
    answer.destroy();
    const leftAt = Date.now();
    await expect.poll(() => closedAt, { timeout: 3000, interval: 20 }).toBeGreaterThan(0);
    expect(closedAt - leftAt).toBeLessThan(1000);
  });
});
