import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('closes the backend’s side within a second when the client leaves', async () => {
    const { FakeHttp } = await import('../../fakes/music/fake-http.js');
    let closed = 0;
    const slow = await new FakeHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'audio/flac', 'content-length': '100000000' });
      const drip = setInterval(() => response.write(Buffer.alloc(1000)), 10);
      response.on('close', () => (clearInterval(drip), (closed = Date.now())));
    }).start();
    const own = await startApp({ env: { SUBSONIC_URL: slow.url, MODULES: 'music' } });
    try {
      let left = 0;
      await new Promise<void>((resolve) => {
        const req = request(`http://127.0.0.1:${own.ports.music}/rest/stream?id=1`, (res) => res.once('data', () => (res.destroy(), (left = Date.now()), resolve())));
        req.end();
      });
      await expect.poll(() => closed, { timeout: 3000 }).toBeGreaterThan(0);
      expect(closed - left).toBeLessThan(1000);
    } finally {
      await own.stop();
      await slow.stop();
    }
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
