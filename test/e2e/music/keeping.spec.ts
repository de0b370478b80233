import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi } from '../../fakes/music/fake-hifi.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio, probeAudio } from '../../support/audio-files.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { SCANNER, Supysonic, supysonicMissing, USER } from '../../support/supysonic.js';

const missing = supysonicMissing();
const raw = { title: 'raw', artist: 'raw', album: 'raw' };
const list = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

describe.skipIf(missing !== undefined)('what is kept', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let app: TestApp;
  let client: MusicClient;
  let admin: ApiClient;
  let players = 0;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-keeping-'));
    const files = { flac: makeAudio(join(work, 'a.flac'), 3, raw), mp3: makeAudio(join(work, 'a.mp3'), 3, raw), opus: makeAudio(join(work, 'a.opus'), 3, raw), wav: makeAudio(join(work, 'a.wav'), 120, raw) };
    const types = { flac: 'audio/flac', mp3: 'audio/mpeg', opus: 'audio/ogg', wav: 'audio/wav' } as const;
    const track = (id: number, kind: keyof typeof files, album: string) => ({ id, title: `Song ${id}`, artist: 'Far Artist', album, duration: 3, file: files[kind], mimeType: types[kind] });
    hifi = await new FakeHifi(
      [track(1, 'flac', 'Mix'), track(2, 'mp3', 'Mix'), track(3, 'opus', 'Mix'), track(11, 'flac', 'Whole'), track(12, 'flac', 'Whole'), track(13, 'flac', 'Whole'), ...Array.from({ length: 12 }, (_, n) => track(20 + n, n === 4 ? 'wav' : 'flac', `Single ${n}`))],
      [{ uuid: list, title: 'Night: Drive?', curator: 'Somebody', trackIds: [3, 1, 2, 99] }],
    ).start();
    backend = await Supysonic.start();
    app = await startApp({ env: { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_MIN_FREE_MB: '1', SUBSONIC_SCAN_USER: SCANNER.u, SUBSONIC_SCAN_PASSWORD: SCANNER.p } });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    admin = await app.claim();
    await backend.serve('downloads', downloads('permanent'));
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    rmSync(work, { recursive: true, force: true });
  });
  beforeEach(() => {
    hifi.faults = {};
    // A player of its own for each test: what the last one played may still be sounding.
    client = new MusicClient(client.base, { ...USER, c: `player ${(players += 1)}` });
  });

  const downloads = (...path: string[]): string => join(app.dataDir, 'downloads', ...path);
  const below = (storage: string): string[] => (existsSync(downloads(storage)) ? readdirSync(downloads(storage), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:flac|mp3|opus|wav)$/.test(name)).toSorted() : []);
  const change = (updates: Item) => admin.post<Item>('/api/admin/config', { updates });
  const song = (n: number): string => `ext-squidwtf-song-${n}`;

  it('a starred playlist is fetched in order and becomes an M3U that plays from its own folder', async () => {
    const found = (await client.call('search3', { query: 'night' }))['searchResult3'] as Item;
    expect(found['album']).toMatchObject([{ id: `pl-squidwtf-${list}`, name: 'Night: Drive?', artist: '\u{1F3B5} Squidwtf Somebody', songCount: 4, genre: 'Playlist' }]);
    expect(await client.call('star', { id: `pl-squidwtf-${list}` })).toMatchObject({ status: 'ok' });
    const path = downloads('permanent/playlists/Night_ Drive_.m3u');
    await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8').split('#EXTINF').length, { timeout: 15_000 }).toBe(4);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines.slice(0, 3)).toEqual(['#EXTM3U', `#RUMPUS:squidwtf-${list}`, '#PLAYLIST:Night: Drive?']);
    const files = lines.filter((line) => !line.startsWith('#'));
    expect(files).toEqual(['../../kept/Far Artist/Mix/01 - Song 3.opus', '../../kept/Far Artist/Mix/01 - Song 1.flac', '../../kept/Far Artist/Mix/01 - Song 2.mp3']);
    for (const file of files) expect(probeAudio(join(downloads('permanent/playlists'), file)).tags).toMatchObject({ artist: 'Far Artist', album: 'Mix' });
    expect(lines.filter((line) => line.startsWith('#EXTINF'))[0]).toBe('#EXTINF:3,Far Artist - Song 3');
  });

  it('a song played from a playlist that was just opened goes into its M3U', async () => {
    const other = { uuid: 'ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee', title: 'Opened', curator: 'S', trackIds: [20, 21] };
    hifi.playlists.push(other);
    await change({ PLAYLISTS_EXTENSION: 'm3u8' });
    await client.call('getAlbum', { id: `pl-squidwtf-${other.uuid}` });
    await client.bytes('stream', { id: song(21) });
    await expect.poll(() => existsSync(downloads('permanent/playlists/Opened.m3u8')) && readFileSync(downloads('permanent/playlists/Opened.m3u8'), 'utf8'), { timeout: 30_000 }).toContain('../Far Artist/Single 1/01 - Song 21.flac');
    await change({ PLAYLISTS_EXTENSION: null });
  });

  it('with DOWNLOAD_MODE=Album the rest of an album follows a play, one by one', async () => {
    await change({ DOWNLOAD_MODE: 'Album' });
    const before = hifi.http.seen.length;
    await client.bytes('stream', { id: song(12) });
    await expect.poll(() => below('permanent').filter((name) => name.includes('/Whole/')).length, { timeout: 15_000 }).toBe(3);
    const fetched = hifi.http.seen.slice(before).filter(({ path }) => path.startsWith('/file/')).map(({ path }) => path);
    expect(fetched).toEqual(['/file/12', '/file/11', '/file/13']);
    await change({ DOWNLOAD_MODE: null });
  });

  it('what the music server has scanned takes the place of what was external', async () => {
    await client.bytes('stream', { id: song(22) });
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 22')), { timeout: 30_000 }).toBe(true);
    // The app collects files for half a minute before it asks; the scan is the server's own, through its daemon.
    const ours = { ...SCANNER, v: '1.16.1', c: 'test', f: 'json' };
    await fetch(`${backend.url}/rest/startScan.view?${new URLSearchParams(ours)}`);
    const direct = new MusicClient(backend.url);
    await expect.poll(async () => ((await direct.call('search3', { query: 'Song 22' }))['searchResult3']['song'] as Item[] | undefined)?.length, { timeout: 20_000 }).toBe(1);
    expect((await admin.post<Item>('/api/admin/cache/sweep')).body['takenOver']).toBeGreaterThan(0);
    const found = (await client.call('search3', { query: 'Song 22' }))['searchResult3']['song'] as Item[];
    expect(found.map((one) => [one['title'], one['isExternal'] === true])).toEqual([['Song 22', false]]);
    expect(await client.call('createPlaylist', { name: 'Taken', songId: [song(22)] })).toMatchObject({ status: 'ok' });
    expect(((await direct.call('getPlaylists'))['playlists']['playlist'] as Item[]).find((one) => one['name'] === 'Taken')?.['songCount']).toBe(1);
  });

  it('the cache keeps to its quota, oldest first, and never takes what is being played', async () => {
    await change({ STORAGE_MODE: 'Cache' });
    const used = async (): Promise<Item> => (await admin.get<Item>('/api/admin/cache')).body['storage'] as Item;
    for (const n of [23, 24, 25]) {
      await client.bytes('stream', { id: song(n) });
      await expect.poll(() => below('cache').some((name) => name.includes(`Song ${n}`)), { timeout: 30_000 }).toBe(true);
    }
    expect((await used())['cache'].count).toBe(3);
    expect((await admin.post<Item>('/api/admin/cache/sweep')).body['cacheFilesDeleted']).toBe(0);
    await change({ CACHE_DURATION_HOURS: '0' });
    await app.restart();
    const reading = await client.raw('stream', { id: song(24) }, { headers: { 'user-agent': 'slow one' } });
    const reader = reading.body!.getReader();
    await reader.read();
    await admin.post('/api/admin/cache/sweep');
    expect(below('cache')).toEqual(['Far Artist/Single 4/01 - Song 24.wav']);
    await reader.cancel();
    await expect.poll(async () => (await admin.post<Item>('/api/admin/cache/sweep')).body['cacheFilesDeleted'] as number, { timeout: 30_000 }).toBe(1);
    expect([below('cache'), (await used())['cache'].count]).toEqual([[], 0]);
    await change({ STORAGE_MODE: null, CACHE_DURATION_HOURS: null });
  });

  it('where plays do not stay, the provider sends less to a player that takes less; what stays is always the best', async () => {
    const [file, lesser] = [readFileSync(join(work, 'a.flac')), makeAudio(join(work, 'lesser.m4a'), 3, raw)];
    hifi.tracks.push(...[60, 61].map((n) => ({ id: n, title: `Song ${n}`, artist: 'Far Artist', album: 'Less', duration: 3, file, lesser })));
    await change({ STORAGE_MODE: 'Cache' });
    const [id, maxBitRate] = [song(60), 128];
    const head = await client.raw('stream', { id, maxBitRate }, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'audio/mp4']);
    const players = ['one', 'two'].map((c) => new MusicClient(client.base, { ...USER, c })) as [MusicClient, MusicClient];
    for (const { body, headers } of await Promise.all(players.map((one) => one.bytes('stream', { id, maxBitRate })))) expect([headers.get('content-type'), body.equals(lesser)]).toEqual(['audio/mp4', true]);
    const part = await players[0].bytes('stream', { id, maxBitRate }, { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range'), part.body.equals(lesser.subarray(100, 200))]).toEqual([206, `bytes 100-199/${lesser.length}`, true]);
    expect([hifi.http.count('/file/60/LOW'), hifi.http.count('/file/60'), below('cache').some((name) => name.includes('Song 60'))]).toEqual([1, 0, false]);
    const whole = await client.bytes('stream', { id });
    expect([whole.body.equals(file), whole.headers.get('etag') === part.headers.get('etag')]).toEqual([true, false]);
    await expect.poll(() => below('cache').some((name) => name.endsWith('Song 60.flac')), { timeout: 30_000 }).toBe(true);
    // Who heard the lesser one goes on with it; for others there is something better to convert.
    expect((await players[1].bytes('stream', { id, maxBitRate }, { range: 'bytes=0-9' })).body.equals(lesser.subarray(0, 10))).toBe(true);
    expect((await client.bytes('stream', { id, maxBitRate })).headers.get('content-type')).toBe('audio/mpeg');
    await change({ STORAGE_MODE: null });
    expect((await client.bytes('stream', { id: song(61), maxBitRate })).headers.get('content-type')).toBe('audio/mpeg');
    await expect.poll(() => below('permanent').some((name) => name.endsWith('Song 61.flac')), { timeout: 30_000 }).toBe(true);
    expect([hifi.http.count(/^\/file\/61\/./), hifi.http.count('/file/61')]).toEqual([0, 1]);
  });

  it('with KEEP_AFTER_SECONDS a play is kept when it was heard, and what was only fetched ahead is not', async () => {
    await change({ KEEP_AFTER_SECONDS: '1' });
    const player = new MusicClient(client.base, { ...client.credentials, c: 'gapless' });
    const startedAt = performance.now();
    await player.bytes('stream', { id: song(26) });
    await player.bytes('stream', { id: song(27) });
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 26')), { timeout: 30_000 }).toBe(true);
    const queue = (await admin.get<Item[]>('/api/admin/downloads/queue')).body;
    expect([26, 27].map((n) => queue.find((one) => one['key'] === `squidwtf:${n}`)?.['reason'] as string)).toEqual(['play', 'ahead']);
    // The first one is over after its three seconds; then the second one sounds, and is heard a second later.
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 27')), { timeout: 15_000 }).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThan(3900);
    await player.bytes('stream', { id: song(28) });
    await player.bytes('stream', { id: song(29) });
    await player.call('scrobble', { id: song(29), submission: 'false' });
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 29')), { timeout: 15_000 }).toBe(true);
    expect(below('permanent').some((name) => name.includes('Song 28'))).toBe(false);
    await change({ KEEP_AFTER_SECONDS: null });
  });

  it('a user keeps only his share: beyond it plays stay in the cache and stars wait, also after a restart', async () => {
    const greedy = new MusicClient(client.base, { u: 'bob', p: 'mellon', c: 'greedy' });
    const space = async (): Promise<Item> => (await admin.get<Item>('/api/admin/cache/users')).body;
    hifi.tracks.push(...[40, 41, 42].map((n) => ({ id: n, title: `Song ${n}`, artist: 'Far Artist', album: `Share ${n}`, duration: 120, file: hifi.tracks.find(({ id }) => id === 24)!.file, mimeType: 'audio/wav' })));
    await change({ MUSIC_USER_QUOTA_MB: '1' });
    await greedy.bytes('stream', { id: song(40) });
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 40')), { timeout: 30_000 }).toBe(true);
    expect(await space()).toMatchObject({ quotaBytes: 1024 ** 2, users: expect.arrayContaining([{ user: 'bob', stays: { count: 1, bytes: expect.any(Number) as number }, cached: { count: 0, bytes: 0 } }]) as Item[] });
    await app.restart();
    expect((await greedy.bytes('stream', { id: song(41) })).status).toBe(200);
    await expect.poll(() => below('cache').some((name) => name.includes('Song 41')), { timeout: 30_000 }).toBe(true);
    expect(await greedy.call('star', { id: [song(41), song(42)] })).toMatchObject({ status: 'ok' });
    const queue = async (): Promise<Item | undefined> => (await admin.get<Item[]>('/api/admin/downloads/queue')).body.find((one) => one['key'] === 'squidwtf:42');
    await expect.poll(queue, { timeout: 30_000 }).toMatchObject({ state: 'failed', user: 'bob', error: 'The share of the download space is used up' });
    expect(below('kept').some((name) => /Song 4[12]/.test(name))).toBe(false);
    await new MusicClient(client.base, { ...SCANNER, c: 'modest' }).call('star', { id: song(41) });
    await expect.poll(() => below('kept').some((name) => name.includes('Song 41')), { timeout: 30_000 }).toBe(true);
    await change({ MUSIC_USER_QUOTA_MB: null });
  });

  it('a user starts only so many downloads within an hour; what is on disk is not counted', async () => {
    await change({ MUSIC_USER_DOWNLOADS_PER_HOUR: '1' });
    const third = new MusicClient(client.base, { ...SCANNER, c: 'third' });
    hifi.tracks.push(...[50, 51].map((n) => ({ id: n, title: `Song ${n}`, artist: 'Far Artist', album: 'Hour', duration: 3, file: hifi.tracks.find(({ id: known }) => known === 1)!.file })));
    expect((await third.bytes('stream', { id: song(50) })).status).toBe(200);
    await expect.poll(() => below('permanent').some((name) => name.includes('Song 50')), { timeout: 30_000 }).toBe(true);
    expect(await third.call('stream', { id: song(51) })).toMatchObject({ status: 'failed', error: { code: 0, message: 'Too many downloads within an hour' } });
    expect((await third.bytes('stream', { id: song(50) })).status).toBe(200);
    expect((await client.bytes('stream', { id: song(51) })).headers.get('content-type')).toBe('audio/flac');
    await change({ MUSIC_USER_DOWNLOADS_PER_HOUR: null });
  });

  it('what nobody stars any more goes a day later, not what another one stars', async () => {
    await client.call('star', { id: [song(30), song(31)] });
    await expect.poll(() => below('kept').filter((name) => /Song 3[01]/.test(name)).length, { timeout: 30_000 }).toBe(2);
    const other = new MusicClient(client.base, { u: 'bob', p: 'mellon' });
    await other.call('star', { id: song(31) });
    await client.call('unstar', { id: [song(30), song(31)] });
    expect((await admin.post<Item>('/api/admin/cache/sweep')).body['keptFilesDeleted']).toBe(0);
    expect(below('kept').filter((name) => /Song 3[01]/.test(name)).length).toBe(2);
  });
});
