import { execFileSync } from 'node:child_process';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { Games, MODIFIED } from './support/games.js';

let app: TestApp;
let admin: ApiClient;
let games: Games;
let single: { id: number; files: Record<string, number> };
let multi: typeof single;
let withList: typeof single;

const bytes = async (client: ApiClient, path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: Buffer }> => {
  const answer = await client.raw('GET', path, undefined, headers);
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};
const entriesOf = (zip: Buffer): Record<string, string> => Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, data]) => [name, Buffer.from(data).toString()]));

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
  games = await Games.open(app);
  [single, multi, withList] = (await games.add(
    { platform: 'gba', fs_name: 'Ōkami (World).gba', files: { 'Ōkami (World).gba': Buffer.alloc(100_000, 7) } },
    { platform: 'psx', fs_name: 'Final Quest', files: { 'Final Quest/disc 1.cue': 'cue 1', 'Final Quest/disc 1.bin': Buffer.alloc(70_000, 1), 'Final Quest/manual/book.pdf': '%PDF', 'Final Quest/soundtrack/a.mp3': 'ID3' }, fileRow: (path) => (path.includes('manual') ? { category: 'manual' } : path.includes('soundtrack') ? { category: 'soundtrack' } : {}) },
    { platform: 'psx', fs_name: 'Listed', files: { 'Listed/a.bin': 'a', 'Listed/b.bin': 'b', 'Listed/Own.M3U': 'a.bin' } },
  )) as [typeof single, typeof single, typeof single];
});
afterAll(async () => {
  await games.close();
  await app.stop();
});

describe('a game of one file', () => {
  const path = (): string => `/api/roms/${single.id}/content/${encodeURIComponent('Ōkami (World).gba')}`;

  it('comes raw, under its stored name, resumable', async () => {
    const { status, headers, body } = await bytes(admin, path());
    expect(status).toBe(200);
    expect(body.equals(Buffer.alloc(100_000, 7))).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream', 'content-length': '100000', 'accept-ranges': 'bytes', 'last-modified': MODIFIED.toUTCString(),
      'content-disposition': `attachment; filename*=UTF-8''%C5%8Ckami%20%28World%29.gba; filename="%C5%8Ckami%20%28World%29.gba"`,
    });
    const part = await bytes(admin, path(), { range: 'bytes=99990-', 'if-range': headers.get('etag') ?? '' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 99990-99999/100000');
    expect(part.body).toHaveLength(10);
  });

  it('answers HEAD like GET, without the body', async () => {
    const head = await admin.head(path());
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-length')).toBe('100000');
  });

  it('refuses a range outside of the file', async () => {
    const answer = await admin.get(path(), { range: 'bytes=100000-' });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */100000');
  });

  it('ignores the name in the address, whatever it says', async () => {
    for (const name of ['x', '..%2f..%2f..%2fetc%2fpasswd', '%2fetc%2fpasswd', '%00', '%0d%0aSet-Cookie:%20a=b']) {
      const { status, headers, body } = await bytes(admin, `/api/roms/${single.id}/content/${name}`);
      expect(status).toBe(200);
      expect(body).toHaveLength(100_000);
      expect(headers.get('set-cookie') ?? '').not.toContain('a=b');
    }
  });

  it('needs a caller, and takes the session cookie of a plain link', async () => {
    expect((await app.client.get(path())).status).toBe(401);
    const browser = app.client;
    await browser.login('admin', 'correct horse battery');
    expect((await browser.get(path())).status).toBe(200);
  });
});

describe('a game of several files', () => {
  const path = (name = 'Final Quest', query = ''): string => `/api/roms/${multi.id}/content/${encodeURIComponent(name)}${query}`;

  it('comes as a zip with all its files and a play list of the cue sheets', async () => {
    const { headers, body } = await bytes(admin, path('My Name'));
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toContain('filename="My%20Name.zip"');
    expect(Number(headers.get('content-length'))).toBe(body.length);
    const entries = entriesOf(body);
    expect(Object.keys(entries).sort()).toEqual(['My Name.m3u', 'disc 1.bin', 'disc 1.cue', 'manual/book.pdf', 'soundtrack/a.mp3']);
    expect(entries['My Name.m3u']).toBe('disc 1.cue');
    expect(entries['disc 1.bin']).toHaveLength(70_000);
  });

  it('passes the test of a real unzip', async () => {
    const { body } = await bytes(admin, path());
    const file = join(app.dataDir, 'test.zip');
    await writeFile(file, body);
    expect(execFileSync('unzip', ['-tq', file]).toString()).toContain('No errors detected');
  });

  it('can be resumed anywhere', async () => {
    const { headers, body } = await bytes(admin, path());
    for (const start of [10, 70_050, body.length - 30]) {
      const part = await bytes(admin, path(), { range: `bytes=${start}-`, 'if-range': headers.get('etag') ?? '' });
      expect(part.status).toBe(206);
      expect(part.body.equals(body.subarray(start))).toBe(true);
    }
    expect((await admin.get(path(), { range: `bytes=${body.length}-` })).status).toBe(416);
    const head = await admin.head(path());
    expect(head.headers.get('content-length')).toBe(String(body.length));
  });

  it('does not resume what has changed meanwhile', async () => {
    const { headers } = await bytes(admin, path());
    const file = join(games.folder, 'roms/psx/Final Quest/disc 1.cue');
    await utimes(file, new Date(), new Date());
    expect((await bytes(admin, path(), { range: 'bytes=10-', 'if-range': headers.get('etag') ?? '' })).status).toBe(200);
    await utimes(file, MODIFIED, MODIFIED);
  });

  it('is cut down to the chosen files; one of them comes raw', async () => {
    const cue = multi.files['Final Quest/disc 1.cue'];
    const bin = multi.files['Final Quest/disc 1.bin'];
    expect(Object.keys(entriesOf((await bytes(admin, path('x', `?file_ids=${cue},${bin}`))).body)).sort()).toEqual(['disc 1.bin', 'disc 1.cue', 'x.m3u']);
    expect((await bytes(admin, path('x', `?file_ids=${cue}`))).body.toString()).toBe('cue 1');
    expect((await bytes(admin, path('x', `?file_ids=${cue}`), { range: 'bytes=4-' })).body.toString()).toBe('1');
  });

  it('goes into a hidden folder when asked', async () => {
    const entries = entriesOf((await bytes(admin, path('G', '?hidden_folder=Yes'))).body);
    expect(Object.keys(entries)).toContain('.hidden/manual/book.pdf');
    expect(entries['G.m3u']).toBe('.hidden/disc 1.cue');
    expect(Object.keys(entriesOf((await bytes(admin, path('G', '?hidden_folder=perhaps'))).body))).toContain('disc 1.cue');
  });

  it('gets no second play list, even when its own is not chosen', async () => {
    const all = entriesOf((await bytes(admin, `/api/roms/${withList.id}/content/Listed`)).body);
    expect(Object.keys(all).sort()).toEqual(['Own.M3U', 'a.bin', 'b.bin']);
    const some = `?file_ids=${withList.files['Listed/a.bin']},${withList.files['Listed/b.bin']}`;
    expect(Object.keys(entriesOf((await bytes(admin, `/api/roms/${withList.id}/content/Listed${some}`)).body)).sort()).toEqual(['a.bin', 'b.bin']);
  });

  it('never names an entry outside of the archive', async () => {
    const entries = entriesOf((await bytes(admin, path('../../evil'))).body);
    expect(Object.keys(entries).some((name) => name.includes('../') || name.startsWith('/'))).toBe(false);
  });

  it.each([
    ['?file_ids=abc', 400, 'Invalid file ID format. Must be comma-separated integers.'],
    ['?file_ids=1,%27', 400, 'Invalid file ID format. Must be comma-separated integers.'],
    ['?file_ids=999999', 404, expect.stringMatching(/^No files found for ROM \d+$/)],
  ])('%s answers %i', async (query, status, detail) => expect(await admin.get(path('x', query))).toMatchObject({ status, body: { detail } }));

  it('says which file is gone from disk', async () => {
    const [gone] = await games.add({ platform: 'psx', fs_name: 'Gone', files: { 'Gone/a.bin': 'a', 'Gone/b.bin': 'b' } });
    await rm(join(games.folder, 'roms/psx/Gone/b.bin'));
    expect(await admin.get(`/api/roms/${gone?.id}/content/Gone`)).toMatchObject({ status: 404, body: { detail: `File b.bin not found on disk for ROM ${gone?.id}` } });
    const fileId = gone?.files['Gone/b.bin'];
    const alone = await admin.get(`/api/roms/${gone?.id}/content/Gone?file_ids=${fileId}`);
    expect(alone).toMatchObject({ status: 404, body: { detail: `File b.bin not found on disk for ROM ${gone?.id}` } });
    // Otherwise a browser saves the message as the game.
    expect(alone.headers.get('content-type')).toMatch(/^application\/json/);
    expect(alone.headers.has('content-disposition')).toBe(false);
  });
});

describe('single files', () => {
  it('are shown or saved by what they are', async () => {
    const book = await admin.get(`/api/roms/${multi.files['Final Quest/manual/book.pdf']}/files/content/anything`);
    expect(Object.fromEntries(book.headers)).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'content-disposition': expect.stringMatching(/^inline; /) });
    const song = await admin.get(`/api/roms/${multi.files['Final Quest/soundtrack/a.mp3']}/files/content/x`, { range: 'bytes=0-1' });
    expect(song).toMatchObject({ status: 206, text: 'ID' });
    expect(song.headers.get('content-type')).toBe('audio/mpeg');
    const disc = await admin.get(`/api/roms/${multi.files['Final Quest/disc 1.bin']}/files/content/x`);
    expect(disc.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(await admin.get('/api/roms/999999/files/content/x')).toMatchObject({ status: 404, body: { detail: 'File not found' } });
  });

  it('are sent byte by byte even where text could be packed', async () => {
    const text = '# A manual that is longer than a packet\n'.repeat(500);
    const [game] = await games.add({ platform: 'psx', fs_name: 'Readable', files: { 'Readable/manual/read.md': text }, fileRow: () => ({ category: 'manual' }) });
    const path = `/api/roms/${game?.id}/content/x`;
    const whole = await bytes(admin, `/api/roms/${game?.files['Readable/manual/read.md']}/files/content/x`, { 'accept-encoding': 'gzip, br' });
    expect(Object.fromEntries(whole.headers)).toMatchObject({ 'content-type': 'text/markdown', 'content-length': String(text.length) });
    expect(whole.body.toString()).toBe(text);
    const part = await bytes(admin, path, { 'accept-encoding': 'gzip, br', range: 'bytes=2-9' });
    expect([part.status, part.body.toString()]).toEqual([206, 'A manual']);
  });

  it('are described by their own id', async () => {
    const id = multi.files['Final Quest/manual/book.pdf'];
    expect(await admin.get(`/api/roms/${id}/files`)).toMatchObject({
      status: 200, body: { id, rom_id: multi.id, file_name: 'book.pdf', file_path: 'roms/psx/Final Quest/manual', full_path: 'roms/psx/Final Quest/manual/book.pdf', is_top_level: false, category: 'manual' },
    });
  });
});

describe('several games', () => {
  it('come as one zip that keeps their place in the library', async () => {
    const { headers, body } = await bytes(admin, `/api/roms/download?rom_ids=${single.id},%20${withList.id},999999`);
    expect(headers.get('content-disposition')).toMatch(/filename="2%20ROMs%20%28[0-9a-f]{8}%29\.zip"/);
    expect(Object.keys(entriesOf(body)).sort()).toEqual(['roms/gba/Ōkami (World).gba', 'roms/psx/Listed/Own.M3U', 'roms/psx/Listed/a.bin', 'roms/psx/Listed/b.bin']);
  });

  it('passes over ids that no game can have', async () => {
    const { status, body } = await bytes(admin, `/api/roms/download?rom_ids=${single.id},2147483648,99999999999999999999`);
    expect([status, Object.keys(entriesOf(body))]).toEqual([200, ['roms/gba/Ōkami (World).gba']]);
    expect(await admin.get('/api/roms/download?rom_ids=9999999999')).toMatchObject({ status: 404, body: { detail: 'No ROMs found with the provided IDs' } });
  });

  it('come by platform, which wins over ids, under the name that was asked for', async () => {
    const platform = await games.platform('gba');
    const { headers, body } = await bytes(admin, `/api/roms/download?platform_id=${platform}&rom_ids=${withList.id}&filename=..%2Fmine.zip`);
    expect(headers.get('content-disposition')).toContain('filename=".._mine.zip"');
    expect(Object.keys(entriesOf(body))).toEqual(['roms/gba/Ōkami (World).gba']);
  });

  it.each([
    ['', 400, 'No ROM IDs or platform/collection selector provided'],
    ['rom_ids=', 400, 'No ROM IDs or platform/collection selector provided'],
    ['rom_ids=1,x', 400, 'Invalid ROM ID format. Must be comma-separated integers.'],
    ['rom_ids=999999', 404, 'No ROMs found with the provided IDs'],
    ['platform_id=999999', 404, 'No ROMs found to download'],
    ['collection_id=1', 404, 'No ROMs found to download'],
  ])('%s answers %i', async (query, status, detail) => expect(await admin.get(`/api/roms/download?${query}`)).toMatchObject({ status, body: { detail } }));
});

describe('behind a reverse proxy', () => {
  it('names the file for the proxy to send, and sends nothing itself', async () => {
    const behind = await startApp({ env: { X_ACCEL_PREFIX: '/library/' } });
    const client = await behind.claim();
    const other = await Games.open(behind);
    const [game] = await other.add({ platform: 'gba', fs_name: 'Ōkami & co.gba' });
    const answer = await client.get(`/api/roms/${game?.id}/content/x`);
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('x-accel-redirect')).toBe('/library/roms/gba/%C5%8Ckami%20%26%20co.gba');
    expect(answer.headers.get('content-disposition')).toContain('%C5%8Ckami%20%26%20co.gba');
    await other.close();
    await behind.stop();
  });
});

describe('paths that try to leave the library', () => {
  /** As the bytes stand, without the clean-up that `fetch` does. */
  const rawStatus = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(app.url);
      const auth = Buffer.from('admin:correct horse battery').toString('base64');
      request({ hostname, port, path, headers: { authorization: `Basic ${auth}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject).end();
    });

  it.each(['/api/roms/../../etc/passwd', '/api/roms/%2e%2e/content/x', '/api/roms/..%2f..%2f/content/x', '/api/roms//etc/passwd/content/x', '/api/roms/1/content/../../../../etc/passwd'])('%s finds nothing', async (path) => {
    expect([404, 405, 422]).toContain(await rawStatus(path));
  });

  it('are not followed when a row holds them', async () => {
    const [bad] = await games.add({ platform: 'gba', fs_name: 'bad.gba', fileRow: () => ({ file_path: '../../../../../../etc', file_name: 'passwd' }) });
    expect(await admin.get(`/api/roms/${bad?.id}/content/x`)).toMatchObject({ status: 400 });
    await games.remove(bad?.id ?? 0);
  });
});
