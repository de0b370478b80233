import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHifi } from '../../fakes/music/fake-hifi.js';
import { FakeHttp, sendJson } from '../../fakes/music/fake-http.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio } from '../../support/audio-files.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing } from '../../support/supysonic.js';

const missing = supysonicMissing();

describe.skipIf(missing !== undefined)('music admin', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let deezer: FakeHttp;
  let app: TestApp;
  let client: MusicClient;
  let admin: ApiClient;
  let flac: Buffer;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-admin-'));
    flac = makeAudio(join(work, 'a.flac'), 10, { title: 'raw', artist: 'raw', album: 'raw' });
    const track = (id: number, title: string, duration: number, isrc?: string) => ({ id, title, artist: 'Far Artist', album: 'Far Album', duration, file: flac, ...(isrc ? { isrc } : {}) });
    hifi = await new FakeHifi([track(1, 'By Code', 10, 'GBAAA2000001'), track(2, 'By Name', 10), track(3, 'Doubtful (Live)', 10)]).start();
    const songs: Record<string, Item> = {
      '11': { id: 11, title: 'By Code', isrc: 'GBAAA2000001', duration: 10, artist: { id: 1, name: 'Far Artist' } },
      '12': { id: 12, title: 'By Name', duration: 12, artist: { id: 1, name: 'Far Artist' } },
      '13': { id: 13, title: 'Doubtful', duration: 10, artist: { id: 1, name: 'Far Artist' } },
    };
    deezer = await new FakeHttp((_, response, url) => sendJson(response, url.pathname.startsWith('/search') ? { data: Object.values(songs) } : (songs[url.pathname.split('/')[2] ?? ''] ?? { error: { code: 800, message: 'no data' } }))).start();
    backend = await Supysonic.start();
    const env = { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, DEEZER_API_URL: deezer.url, PROVIDER_ORDER: 'deezer,squidwtf', AUDIO_PROVIDER_ORDER: 'squidwtf', MODULES: 'music', MUSIC_MIN_FREE_MB: '1', STORAGE_MODE: 'Cache' };
    app = await startApp({ env });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    admin = await app.claim();
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    await deezer?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  const stored = async (storage: string): Promise<Item[]> => (await admin.get<Item>(`/api/admin/downloads?storage=${storage}`)).body['files'] as Item[];

  it('is closed to strangers, absent from the players’ port, and open on a port of its own', async () => {
    for (const path of ['/api/admin/status', '/api/admin/config', '/api/admin/downloads', '/api/admin/mappings', '/api/admin/requests']) {
      const answer = await app.client.get<Item>(path);
      expect([path, answer.status, typeof answer.body['error']]).toEqual([path, 401, 'string']);
      expect((await fetch(`${client.base}${path}`)).headers.get('server')).toBe('waitress');
    }
    const own = `http://127.0.0.1:${app.ports.musicAdmin}`;
    const authorization = `Basic ${Buffer.from('admin:correct horse battery').toString('base64')}`;
    expect((await fetch(`${own}/api/admin/health`, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`${own}/api/admin/health`)).status).toBe(401);
    expect((await fetch(`${own}/api/users`, { headers: { authorization } })).status).toBe(404);
  });

  it('shows the backend and the providers, and secrets only as set or not', async () => {
    const { body } = await admin.get<Item>('/api/admin/status');
    expect(body).toMatchObject({ backendType: 'Subsonic', backend: { reachable: true, version: '1.10.2' }, audioOrder: ['squidwtf'], matches: { auto: 0 } });
    expect(body['providers'].map((provider: Item) => [provider['name'], provider['healthy'], provider['capabilities'].includes('audio')])).toEqual([['deezer', true, false], ['squidwtf', true, true]]);
    const { body: config } = await admin.get<Item>('/api/admin/config');
    expect(config).toMatchObject({ subsonic: { url: backend.url }, qobuz: { userAuthToken: { set: false } }, library: { storageMode: 'Cache' } });
    expect((await admin.get<Item>('/api/admin/squidwtf-base-url')).body).toEqual({ baseUrl: hifi.url });
    expect((await admin.get<Item>('/api/admin/memory-stats')).body['rss']).toBeGreaterThan(1e7);
  });

  it('plays one provider’s song with another’s sound: by ISRC, by name, and not when in doubt', async () => {
    expect((await client.bytes('stream', { id: 'ext-deezer-song-11' })).body.equals(flac)).toBe(true);
    expect((await client.bytes('stream', { id: 'ext-deezer-song-12' })).body.equals(flac)).toBe(true);
    expect(await client.call('stream', { id: 'ext-deezer-song-13' })).toMatchObject({ status: 'failed', error: { code: 70 } });
    const { body } = await admin.get<Item>('/api/admin/mappings?state=review');
    expect(body['mappings']).toMatchObject([{ provider: 'deezer', externalId: '13', targetProvider: 'squidwtf', targetId: null, candidates: [{ id: '3', title: 'Doubtful (Live)' }] }]);
    expect(body['mappings'][0].candidates[0].reasons).toContain('another version');
    expect((await admin.get<Item>('/api/admin/mappings/stats')).body).toEqual({ auto: 2, manual: 0, review: 1, none: 0 });
  });

  it('takes a person’s word over its own, and forgets it when told', async () => {
    const decided = await admin.post<Item>('/api/admin/mappings', { id: 'ext-deezer-song-13', targetProvider: 'squidwtf', targetId: '3' });
    expect([decided.status, decided.body['state'], decided.body['title']]).toEqual([201, 'manual', 'Doubtful']);
    expect((await client.bytes('stream', { id: 'ext-deezer-song-13' })).body.equals(flac)).toBe(true);
    expect((await admin.delete(`/api/admin/mappings/${decided.body['id']}`)).status).toBe(200);
    expect((await admin.delete(`/api/admin/mappings/${decided.body['id']}`)).status).toBe(404);
    for (const [body, field] of [
      [{ id: 'ext-deezer-album-1', targetProvider: 'squidwtf', targetId: '3' }, 'external song'],
      [{ id: 'ext-deezer-song-13', targetProvider: 'deezer', targetId: '3' }, 'provider'],
      [{ id: 'ext-deezer-song-13', targetProvider: 'squidwtf', targetId: '../x' }, 'id of that provider'],
    ] as const) {
      const answer = await admin.post<Item>('/api/admin/mappings', body);
      expect([answer.status, answer.body['error']]).toEqual([400, expect.stringContaining(field) as string]);
    }
  });

  it('keeps a starred song out of the cache, with a tagged file, and lists, sends and removes it', async () => {
    expect(await client.call('star', { id: 'ext-squidwtf-song-2' })).toMatchObject({ status: 'ok' });
    await expect.poll(async () => (await stored('kept')).map((file) => file['path'] as string)).toEqual(['kept/Far Artist/Far Album/01 - By Name.flac']);
    const one = await admin.raw('GET', `/api/admin/downloads/file?path=${encodeURIComponent('kept/Far Artist/Far Album/01 - By Name.flac')}`);
    const bytes = Buffer.from(await one.arrayBuffer());
    expect([one.status, one.headers.get('content-disposition')?.startsWith('attachment'), bytes.subarray(0, 4).toString()]).toEqual([200, true, 'fLaC']);
    const zip = await admin.raw('GET', '/api/admin/downloads/all?storage=kept');
    expect([zip.status, Buffer.from(await zip.arrayBuffer()).subarray(0, 2).toString()]).toEqual([200, 'PK']);
    for (const path of ['../rumpus.db', '/etc/passwd', 'kept/../../rumpus.db', 'kept-other/x.flac', 'kept/x\0.flac', '.partial/x.part']) {
      const answer = await admin.delete<Item>(`/api/admin/downloads?path=${encodeURIComponent(path)}`);
      expect([path, answer.status >= 400 && answer.status < 500, typeof answer.body['error']]).toEqual([path, true, 'string']);
    }
    expect((await admin.delete(`/api/admin/downloads?path=${encodeURIComponent('kept/Far Artist/Far Album/01 - By Name.flac')}`)).status).toBe(200);
    expect(await stored('kept')).toEqual([]);
    expect(existsSync(join(app.dataDir, 'downloads/kept/Far Artist'))).toBe(false);
  });

  it('shows a running download with progress and stops it', async () => {
    hifi.faults = { bytesPerSecond: flac.length / 20 };
    const answer = await client.raw('stream', { id: 'ext-squidwtf-song-3' });
    const { body } = await admin.get<Item[]>('/api/admin/downloads/queue');
    const job = body.find((one) => one['key'] === 'squidwtf:3');
    expect(job).toMatchObject({ state: 'downloading', title: 'Doubtful (Live)', total: flac.length, listeners: 1 });
    expect((await admin.delete('/api/admin/downloads/queue/squidwtf:3')).status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    hifi.faults = {};
    const ended = async () => (await admin.get<Item[]>('/api/admin/downloads/queue')).body.find((one) => one['key'] === 'squidwtf:3');
    await expect.poll(ended).toMatchObject({ id: 'ext-squidwtf-song-3', state: 'cancelled' });
    expect((await admin.post<Item>('/api/admin/downloads/queue/squidwtf:3/retry')).body).toMatchObject({ reason: 'retry' });
    await expect.poll(ended).toMatchObject({ state: 'finished' });
    expect((await admin.post('/api/admin/downloads/queue/squidwtf:3/retry')).status).toBe(404);
    expect((await admin.delete('/api/admin/downloads/queue/squidwtf:3')).status).toBe(200);
    expect((await admin.delete('/api/admin/downloads/queue/squidwtf:3')).status).toBe(404);
  });

  it('tests searches, and counts requests without telling who asked what', async () => {
    const { body } = await admin.get<Item>('/api/admin/search?query=by%20name');
    expect(body['sources'].map((source: Item) => source['provider'])).toEqual(['deezer', 'squidwtf']);
    expect((await admin.get<Item>('/api/admin/search?query=')).status).toBe(422);
    const requests = await admin.get<Item[]>('/api/admin/requests');
    expect(requests.body.find((one) => one['route'] === 'rest/star')).toMatchObject({ method: 'GET', client: 'test', served: 'merged', status: 200 });
    expect(requests.text).not.toMatch(/sesame|alice/);
    expect((await admin.get<Item>('/api/admin/sessions')).body['ActiveSessions']).toBeGreaterThan(0);
    expect((await admin.get<Item>('/api/admin/debug/endpoint-usage')).body['totalRequests']).toBeGreaterThan(5);
    await admin.delete('/api/admin/debug/endpoint-usage');
    expect((await admin.get<Item>('/api/admin/debug/endpoint-usage')).body['totalRequests']).toBe(0);
  });

  it('is measured: calls by route, providers, sound and space', async () => {
    const { text } = await app.client.get('/metrics');
    expect(text).toMatch(/rumpus_music_request_duration_seconds_count\{route="rest\/stream",served="merged"\} [1-9]/);
    expect(text).toContain('rumpus_music_provider_up{provider="squidwtf"} 1');
    expect(text).toMatch(/rumpus_music_sound_answers\{from="source"\} [1-9]/);
    expect(text).toMatch(/rumpus_music_stored_bytes\{storage="cache"\} [1-9]/);
    expect(text).toContain('rumpus_music_downloads{state="downloading"} 0');
  });

  it('empties the cache', async () => {
    await expect.poll(async () => (await stored('cache')).length).toBeGreaterThan(0);
    const { body } = await admin.post<Item>('/api/admin/cache/clear');
    expect(body['filesDeleted']).toBeGreaterThan(0);
    expect(app.output).not.toContain('sesame');
  });
});
