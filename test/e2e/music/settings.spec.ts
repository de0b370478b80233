import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHifi } from '../../fakes/music/fake-hifi.js';
import { FakeHttp } from '../../fakes/music/fake-http.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio } from '../../support/audio-files.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing, USER } from '../../support/supysonic.js';

const missing = supysonicMissing();

describe.skipIf(missing !== undefined)('settings of the music proxy', () => {
  let work: string;
  let file: Buffer;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let app: TestApp;
  let client: MusicClient;
  let admin: ApiClient;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-settings-'));
    file = makeAudio(join(work, 'a.flac'), 10, { title: 'raw', artist: 'raw', album: 'raw' });
    hifi = await new FakeHifi([{ id: 1, title: 'Far Song', artist: 'Far Artist', album: 'Far Album', duration: 10, file }]).start();
    backend = await Supysonic.start();
    app = await startApp({ env: { SUBSONIC_URL: 'http://127.0.0.1:9', MODULES: 'music', MUSIC_MIN_FREE_MB: '1' } });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    admin = await app.claim();
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  const change = (updates: Item) => admin.post<Item>('/api/admin/config', { updates });
  const titles = async (): Promise<string[]> => (((await client.call('search3', { query: 'song' }))['searchResult3']?.song ?? []) as Item[]).map((song) => song['title'] as string);

  it('tries an address and an account before they are stored', async () => {
    expect((await admin.get<Item>('/api/admin/upstream')).body).toMatchObject({ url: 'http://127.0.0.1:9', reachable: false });
    const good = await admin.post<Item>('/api/admin/upstream/test', { url: backend.url, user: USER.u, password: USER.p });
    expect(good.body).toMatchObject({ reachable: true, version: '1.10.2', openSubsonic: false, extensions: [], accepted: true, mayScan: false });
    expect((await admin.post<Item>('/api/admin/upstream/test', { url: backend.url, user: USER.u, password: 'wrong' })).body).toMatchObject({ reachable: true, accepted: false });
    const page = await new FakeHttp((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')).start();
    expect((await admin.post<Item>('/api/admin/upstream/test', { url: page.url })).body).toMatchObject({ reachable: false, error: expect.stringContaining('not Subsonic') as string });
    await page.stop();
    expect((await admin.post('/api/admin/upstream/test', { url: 'file:///etc/passwd' })).status).toBe(422);
    expect((await admin.get<Item>('/api/admin/config')).body['subsonic'].url).toBe('http://127.0.0.1:9');
  });

  it('changes the server and the providers under way, for the next request', async () => {
    expect(await client.call('ping')).toMatchObject({ status: 'failed', error: { code: 0 } });
    expect((await change({ SUBSONIC_URL: backend.url })).body).toMatchObject({ updatedKeys: ['SUBSONIC_URL'], requiresRestart: false });
    expect(await client.call('ping')).toMatchObject({ status: 'ok' });
    expect(await titles()).not.toContain('Far Song');
    await change({ SQUIDWTF_BASE_URLS: hifi.url });
    expect((await titles()).toSorted()).toEqual(['Far Song', 'Local Song', 'Opus Song', 'Shared Song']);
    await change({ PROVIDERS_OFF: 'squidwtf' });
    expect(await titles()).not.toContain('Far Song');
    const { body } = await admin.get<Item>('/api/admin/providers');
    expect(body['providers'].find((one: Item) => one['name'] === 'squidwtf')).toMatchObject({ used: false, off: true, missing: [], settings: ['SQUIDWTF_BASE_URLS', 'SQUIDWTF_QUALITY'] });
    expect(body['providers'].find((one: Item) => one['name'] === 'qobuz')).toMatchObject({ used: false, missing: ['QOBUZ_APP_ID', 'QOBUZ_APP_SECRET', 'QOBUZ_USER_AUTH_TOKEN'] });
    await change({ PROVIDERS_OFF: null, EXTERNAL_LABEL: ' *' });
    expect(await titles()).toContain('Far Song*');
    await change({ EXTERNAL_LABEL: null });
    expect((await admin.post<Item>('/api/admin/providers/squidwtf/test')).body['ms']).toBeGreaterThanOrEqual(0);
    expect((await admin.post<Item>('/api/admin/providers/qobuz/test')).status).toBe(404);
  });

  it('refuses an update as a whole, with every fault', async () => {
    const answer = await change({ SUBSONIC_URL: 'nowhere', CACHE_MAX_GB: '-1', PORT: '1', EXTERNAL_LABEL: 'x' });
    expect(answer.status).toBe(422);
    expect(answer.body['details'].map((fault: Item) => fault['field'])).toEqual(['SUBSONIC_URL', 'CACHE_MAX_GB', 'PORT']);
    expect((await admin.get<Item>('/api/admin/config')).body).toMatchObject({ subsonic: { url: backend.url }, search: { label: null } });
    expect((await admin.post('/api/admin/config', { updates: {} })).status).toBe(422);
  });

  it('keeps secrets sealed and tells nobody, and still has everything after a restart', async () => {
    await change({ QOBUZ_APP_SECRET: 'very-hush-hush', SUBSONIC_SCAN_USER: USER.u, SUBSONIC_SCAN_PASSWORD: USER.p });
    const list = await admin.get<Item>('/api/admin/settings');
    const entry = list.body['settings'].find((one: Item) => one['env'] === 'QOBUZ_APP_SECRET');
    expect(entry).toMatchObject({ secret: true, set: true, value: null, startValue: null, source: 'stored', group: 'providers', kind: 'text' });
    expect(list.body['settings'].find((one: Item) => one['env'] === 'EXPLICIT_FILTER')).toMatchObject({ words: ['All', 'ExplicitOnly', 'CleanOnly'], value: 'All', source: 'start' });
    for (const path of ['/api/admin/config', '/api/admin/settings', '/api/admin/status', '/api/admin/providers']) expect((await admin.get(path)).text).not.toMatch(/very-hush|sesame/);
    await app.restart();
    expect(await titles()).toContain('Far Song');
    expect((await admin.get<Item>('/api/admin/upstream')).body).toMatchObject({ url: backend.url, accepted: true });
    expect(app.output).not.toMatch(/very-hush|sesame/);
    if (process.env['RUMPUS_TEST_DB'] === undefined || process.env['RUMPUS_TEST_DB'] === 'sqlite') expect(readFileSync(join(app.dataDir, 'rumpus.db')).includes('very-hush')).toBe(false);
  });

  it('lets only administrators change them', async () => {
    await admin.post('/api/users', { username: 'editor', password: 'correct horse battery', email: 'e@example.org', role: 'editor' });
    const authorization = `Basic ${Buffer.from('editor:correct horse battery').toString('base64')}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}/api/admin/config`, { method: 'POST', headers, body: JSON.stringify({ updates: { SUBSONIC_URL: 'http://evil' } }) });
    expect([answer.status, (await fetch(`${app.url}/api/admin/config`, { headers })).status]).toEqual([403, 200]);
  });

  it('shows in the search tester who gave which row, and what a client would not see', async () => {
    hifi.tracks.push({ id: 2, album: 'Far Album', file, title: 'Local Song', artist: 'Local Artist', duration: 6 });
    const { body } = await admin.get<Item>('/api/admin/search?query=local%20song');
    expect(body['sources'].map((one: Item) => [one['provider'], one['songs']])).toEqual([['library', 1], ['squidwtf', 1]]);
    const [own, far] = body['songs'] as [Item, Item];
    expect([own, far]).toMatchObject([{ source: 'library', shown: true }, { source: 'squidwtf', shown: false, sameAs: own['id'] }]);
  });

  it('shows what is playing, the library’s and others’, and tells watchers', async () => {
    const events: [string, Item][] = [];
    const token = await admin.post<Item>('/api/client-tokens', { name: 'watcher', scopes: ['music.read'] });
    const socket: Socket = io(app.url, { path: '/ws/socket.io/', transports: ['websocket'], reconnection: false, forceNew: true, auth: { token: token.body['raw_token'] as string } });
    socket.onAny((event: string, payload: Item) => events.push([event, payload]));
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    try {
      hifi.faults = { bytesPerSecond: 200_000 };
      const { song } = (await client.call('search3', { query: 'Local Song' }))['searchResult3'] as { song: [Item] };
      const player = (c: string) => new MusicClient(client.base, { ...USER, c });
      await player('first player').bytes('stream', { id: song[0]['id'] as string });
      const far = await player('second player').raw('stream', { id: 'ext-squidwtf-song-1' });
      const { body } = await admin.get<Item>('/api/admin/now-playing');
      expect(body['playing']).toEqual(expect.arrayContaining([
        expect.objectContaining({ client: 'second player', user: USER.u, source: 'squidwtf', title: 'Far Song', streaming: true, duration: 10, purpose: 'play' }),
        expect.objectContaining({ client: 'first player', source: 'library', title: 'Local Song', streaming: false }),
      ]));
      hifi.faults = {};
      await far.arrayBuffer();
      await expect.poll(() => events.filter(([event, view]) => event === 'music:download' && view['state'] === 'finished').length).toBe(1);
      expect(events.some(([event, view]) => event === 'music:download' && view['state'] === 'downloading')).toBe(true);
      expect(events.at(-1)?.[0] === 'music:playing' || events.some(([event]) => event === 'music:playing')).toBe(true);
    } finally {
      socket.close();
    }
  });

  it('counts plays once, per user, and shows them in songs and statistics', async () => {
    const at = Date.now() - 60_000;
    for (let i = 0; i < 2; i += 1) expect(await client.call('scrobble', { id: 'ext-squidwtf-song-1', time: at, submission: 'true' })).toMatchObject({ status: 'ok' });
    expect((await client.call('getSong', { id: 'ext-squidwtf-song-1' }))['song']).toMatchObject({ playCount: 1, played: new Date(at).toISOString() });
    const other = new MusicClient(client.base, { u: 'bob', p: 'mellon' });
    expect((await other.call('getSong', { id: 'ext-squidwtf-song-1' }))['song']['playCount']).toBeUndefined();
    const { body } = await admin.get<Item>('/api/admin/statistics?days=2');
    expect(body['top']).toMatchObject([{ itemId: 'ext-squidwtf-song-1', title: 'Far Song', count: 1 }]);
    expect(body['totals']['bytes.squidwtf']).toBeGreaterThan(100_000);
    expect(body['totals']['bytes.library']).toBeGreaterThan(10_000);
    expect((await admin.get<Item>('/api/admin/cache')).body).toMatchObject({ storage: { permanent: { count: 1 } }, cacheQuotaBytes: 0, disk: { freeBytes: expect.any(Number) as number } });
    const hints = (await admin.get<Item[]>('/api/admin/requests')).body.find((one) => one['route'] === 'rest/scrobble')!['hints'] as Item;
    expect(hints).toMatchObject({ protocol: '1.16.1', format: 'json', signIn: 'password', range: false });
  });
});
