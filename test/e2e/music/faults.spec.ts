import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi, type HifiFaults } from '../../fakes/music/fake-hifi.js';
import { FakeHttp, sendJson } from '../../fakes/music/fake-http.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio } from '../../support/audio-files.js';
import { MusicClient } from '../../support/music-client.js';
import { supysonicMissing } from '../../support/supysonic.js';

const missing = supysonicMissing();
const envelope = { status: 'ok', version: '1.16.1', type: 'fake', serverVersion: '1', openSubsonic: true };

describe.skipIf(missing !== undefined)('faults and bad input', () => {
  let work: string;
  let mood: 'well' | 'hangs' | 'html';
  let backend: FakeHttp;
  let hifi: FakeHifi;
  let trap: FakeHttp;
  let app: TestApp;
  let client: MusicClient;
  let small: Buffer;
  let large: Buffer;
  let disk: string | undefined;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-faults-'));
    disk = tmpfs(join(work, 'disk'));
    small = makeAudio(join(work, 'a.flac'), 3, { title: 'raw', artist: 'raw', album: 'raw' });
    large = makeAudio(join(work, 'a.wav'), 60, { title: 'raw', artist: 'raw', album: 'raw' });
    hifi = await new FakeHifi([]).start();
    trap = await new FakeHttp((_, response) => void response.writeHead(200, { 'content-type': 'audio/flac' }).end(small)).start();
    backend = await new FakeHttp((_, response, url) => {
      if (mood === 'well' && url.pathname.endsWith('/getOpenSubsonicExtensions.view')) return sendJson(response, { 'subsonic-response': { ...envelope, openSubsonicExtensions: [{ name: 'songLyrics', versions: [1, 2] }] } });
      if (mood === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the hotel network</html>');
      if (mood === 'well') sendJson(response, { 'subsonic-response': envelope });
    }).start();
    const env = { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_MIN_FREE_MB: '0', BACKEND_TIMEOUT_MS: '700', PROVIDER_TIMEOUT_MS: '600', ...(disk ? { DOWNLOAD_PATH: disk } : {}) };
    app = await startApp({ env });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
  });
  afterAll(async () => {
    await app?.stop();
    for (const server of [backend, hifi, trap]) await server?.stop();
    if (disk) spawnSync('umount', [disk]);
    rmSync(work, { recursive: true, force: true });
  });
  beforeEach(() => {
    mood = 'well';
    hifi.faults = {};
  });

  let next = 0;
  const fresh = (file = small, mimeType = 'audio/flac'): string => {
    hifi.tracks.push({ id: (next += 1), title: `Track ${next}`, artist: 'Far Artist', album: 'Far Album', duration: 3, file, mimeType });
    return `ext-squidwtf-song-${next}`;
  };
  const downloads = (): string => disk ?? join(app.dataDir, 'downloads');
  const kept = (): string[] => (existsSync(downloads()) ? readdirSync(downloads(), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(downloads(), name)).isFile()) : []);

  it('a backend that hangs is an error in time, for what is relayed and for what is merged', async () => {
    mood = 'hangs';
    for (const method of ['getArtists', 'search3', 'getStarred2', 'getPlaylists']) {
      const startedAt = performance.now();
      expect([method, (await client.call(method, { query: 'x' }))['error']]).toEqual([method, { code: 0, message: expect.any(String) as string }]);
      expect(performance.now() - startedAt).toBeLessThan(4000);
    }
  });

  it('a backend that is something else is passed on where nobody reads it, and an error where someone must', async () => {
    mood = 'html';
    const relayed = await client.raw('getArtists', { f: 'json' });
    expect([relayed.status, relayed.headers.get('content-type'), await relayed.text()]).toEqual([200, 'text/html', '<html>Sign in to the hotel network</html>']);
    expect(await client.call('search3', { query: 'x' })).toMatchObject({ status: 'failed', error: { code: 0, message: 'The music server gave an answer that is not Subsonic' } });
  });

  it('a provider that hangs is an error in time wherever its answer is needed, and nothing where it is not', async () => {
    const id = fresh();
    hifi.faults = { hang: true };
    for (const method of ['getSong', 'getAlbum', 'stream', 'download', 'getMusicDirectory', 'createBookmark', 'getLyricsBySongId']) {
      const startedAt = performance.now();
      const asked = method === 'getAlbum' || method === 'getMusicDirectory' ? id.replace('song', 'album') : id;
      expect([method, (await client.call(method, { id: asked, position: 1 }))['status']]).toEqual([method, 'failed']);
      expect([method, performance.now() - startedAt < 4000]).toEqual([method, true]);
    }
    expect(await client.call('search3', { query: 'hanging' })).toMatchObject({ status: 'ok' });
    for (const method of ['star', 'unstar', 'setRating']) expect(await client.call(method, { id: id.replace('song', 'artist'), rating: 0 })).toMatchObject({ status: 'ok' });
  });

  it.skipIf(process.getuid?.() !== 0)('a full disk ends a download and nothing else: no broken file, no leftover, and smaller ones go on', async () => {
    expect(disk).toBeDefined();
    const id = fresh(large, 'audio/wav');
    const heard = await client.bytes('stream', { id }).then(({ body }) => body.length, () => -1);
    expect(heard).toBeLessThan(large.length);
    // Tagging gives way to whatever else the machine does.
    await expect.poll(kept, { timeout: 30_000 }).toEqual([]);
    const other = fresh();
    expect((await client.bytes('stream', { id: other })).body.equals(small)).toBe(true);
    await expect.poll(() => kept().join('\n'), { timeout: 30_000 }).toContain(`permanent/Far Artist/Far Album/01 - Track ${next}.flac`);
    expect(kept().some((name) => name.includes(`Track ${next - 1}`))).toBe(false);
  });

  it.each<[string, () => HifiFaults]>([
    ['another port of this machine', () => ({ fileUrl: `${trap.url}/file` })],
    ['a private address', () => ({ fileUrl: 'http://169.254.169.254/latest/meta-data' })],
    ['a file of this machine', () => ({ fileUrl: 'file:///etc/passwd' })],
    ['a redirect to this machine', () => ({ redirectFile: `${trap.url}/file` })],
  ])('a provider that names %s as the place of a song is not followed', async (_, faults) => {
    hifi.faults = faults();
    const id = fresh();
    const answer = await client.bytes('stream', { id, f: 'json' });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ 'subsonic-response': { status: 'failed' } });
    expect(trap.seen).toEqual([]);
  });

  it('what the proxy can do is added to what its server says it can, so that players ask for words', async () => {
    expect((await client.call('getOpenSubsonicExtensions'))['openSubsonicExtensions']).toEqual([{ name: 'songLyrics', versions: [1, 2] }, { name: 'formPost', versions: [1] }]);
  });

  it('odd formats, sizes and counts are taken for what is nearest, and never break an answer', async () => {
    const id = fresh();
    for (const f of ['xml\0', 'json\0', '<x>', 'x'.repeat(5000)]) {
      const answer = await client.raw('getSong', { id, f });
      expect([answer.status, answer.headers.get('content-type'), (await answer.text()).startsWith('<?xml')]).toEqual([200, 'application/xml; charset=utf-8', true]);
    }
    for (const size of ['99999999999999999999', '-1', '1e9', 'NaN', '0x10', '']) {
      const answer = await client.raw('getCoverArt', { id, size, f: 'json' });
      expect([size, answer.status, ((await answer.json()) as { 'subsonic-response': { error: { code: number } } })['subsonic-response'].error.code]).toEqual([size, 200, 70]);
    }
    for (const callback of ['alert(1)//', '</script>', 'a b']) {
      const answer = await client.raw('getSong', { id, f: 'jsonp', callback });
      expect([answer.headers.get('content-type'), (await answer.text()).startsWith('{')]).toEqual(['application/json; charset=utf-8', true]);
    }
    expect(await client.call('search3', { query: 'Track', songCount: '99999999999', albumCount: '-5', artistOffset: 'x' })).toMatchObject({ status: 'ok' });
  });

  it('a picture is only asked of the provider whose item it is', async () => {
    const before = hifi.http.seen.length;
    for (const id of ['ext-deezer-song-1', 'ext-qobuz-album-abc', 'pl-deezer-1', 'ext-squidwtf-album-../1', 'curator-squidwtf-x', 'ext-squidwtf-curator-x']) {
      expect([id, (await client.call('getCoverArt', { id }))['error'].code]).toEqual([id, 70]);
    }
    expect(hifi.http.seen.length).toBe(before);
  });

  it('a form that is too large, or no form at all, is refused and the listener lives on', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${client.base}/rest/search3.view?f=json`, { method: 'POST', headers: type, body: `query=${'x'.repeat(2_000_000)}` });
    expect(((await answer.json()) as { 'subsonic-response': { status: string } })['subsonic-response'].status).toBe('failed');
    expect((await client.call('ping'))['status']).toBe('ok');
  });
});

/** A small file system of its own, where one may make one. */
function tmpfs(folder: string): string | undefined {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}
