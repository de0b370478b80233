import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi, type HifiFaults } from '../../fakes/music/fake-hifi.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio, probeAudio } from '../../support/audio-files.js';
import { MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing } from '../../support/supysonic.js';

const missing = supysonicMissing();

/** Every file below a folder, relative, without those of unfinished work. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/^\.(?:partial|transcoded)/.test(name) && statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true).sort();
}

describe.skipIf(missing !== undefined)('external audio', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let env: Record<string, string>;
  let app: TestApp;
  let client: MusicClient;
  let flac: Buffer;
  let next = 100;
  const downloads = () => join(app.dataDir, 'downloads');

  /** A track nobody has asked for yet. */
  function fresh(more: { title?: string; artist?: string; file?: Buffer; mimeType?: string } = {}): { id: string; n: number } {
    const n = (next += 1);
    hifi.tracks.push({ id: n, title: `Track ${n}`, artist: 'Far Artist', album: `Album ${n}`, duration: 12, isrc: 'GBAAA2000001', file: flac, ...more });
    return { id: `ext-squidwtf-song-${n}`, n };
  }

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-files-'));
    flac = makeAudio(join(work, 'a.flac'), 12, { title: 'raw', artist: 'raw', album: 'raw' });
    hifi = await new FakeHifi([]).start();
    backend = await Supysonic.start();
    env = { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_MIN_FREE_MB: '1' };
    app = await startApp({ env });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    rmSync(work, { recursive: true, force: true });
  });
  beforeEach(() => {
    hifi.faults = {};
  });

  it('plays a new track with its true type and length, and keeps it tagged in its place', async () => {
    const { id, n } = fresh({ title: 'Glück: "A/B" ;#=\\', artist: 'Éa & Co' });
    const played = await client.bytes('stream', { id });
    expect([played.status, played.headers.get('content-type'), played.headers.get('accept-ranges')]).toEqual([200, 'audio/flac', 'bytes']);
    expect(played.body.equals(flac)).toBe(true);
    const path = `permanent/Éa & Co/Album ${n}/01 - Glück_ _A_B_ ;#=_.flac`;
    await expect.poll(() => filesBelow(downloads())).toContain(path);
    const probed = probeAudio(join(downloads(), path));
    expect(probed).toMatchObject({ codec: 'flac', tags: { title: 'Glück: "A/B" ;#=\\ ', artist: 'Éa & Co', album_artist: 'Éa & Co', track: '1', isrc: 'GBAAA2000001', album: `Album ${n}`, date: '2020-02-03', source: 'squidwtf' } });
    expect(probed.duration).toBeCloseTo(12, 1);
    expect(readdirSync(join(downloads(), '.partial')).filter((name) => name.endsWith('.ready'))).toEqual([]);
  });

  it('serves the second play from disk, also after a restart and without the provider', async () => {
    const { id } = fresh();
    await client.bytes('stream', { id });
    await expect.poll(async () => (await client.call('getSong', { id }))['song'].size as number).not.toBe(undefined);
    await expect.poll(() => filesBelow(downloads()).some((path) => path.includes('Track'))).toBe(true);
    const before = hifi.fileRequests;
    await app.restart();
    const again = await client.bytes('stream', { id }, { range: 'bytes=4-' });
    expect([again.status, again.headers.get('content-type')]).toEqual([206, 'audio/flac']);
    expect(hifi.fileRequests).toBe(before);
    const head = await client.raw('stream', { id }, { method: 'HEAD' });
    expect([head.status, Number(head.headers.get('content-length'))]).toEqual([200, again.body.length + 4]);
    const part = await client.bytes('download', { id });
    expect(part.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('sends sound while the download still runs, and seeks to 80 % before it ends', async () => {
    const { id } = fresh();
    hifi.faults = { bytesPerSecond: flac.length / 4 };
    const startedAt = performance.now();
    const answer = await client.raw('stream', { id });
    const reader = answer.body!.getReader();
    await reader.read();
    expect(performance.now() - startedAt).toBeLessThan(1500);
    const at = Math.floor(flac.length * 0.8);
    const seek = await client.bytes('stream', { id }, { range: `bytes=${at}-${at + 999}` });
    expect([seek.status, seek.headers.get('content-range')]).toEqual([206, `bytes ${at}-${at + 999}/${flac.length}`]);
    expect(seek.body.equals(flac.subarray(at, at + 1000))).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(3500);
    await reader.cancel();
    await expect.poll(() => filesBelow(downloads()).some((path) => path.includes(`Track ${next}`)), { timeout: 30_000 }).toBe(true);
  });

  it('keeps raw bytes raw for a player that seeks after the tagged file is there', async () => {
    const { id } = fresh();
    const whole = await client.bytes('stream', { id });
    await expect.poll(() => filesBelow(downloads()).some((path) => path.includes(`Track ${next}`))).toBe(true);
    const tail = await client.bytes('stream', { id }, { range: 'bytes=1000-1999', 'if-range': whole.headers.get('etag')! });
    expect([tail.status, tail.body.equals(flac.subarray(1000, 2000)), tail.headers.get('etag')]).toEqual([206, true, whole.headers.get('etag')]);
    const stranger = await client.bytes('stream', { id }, { range: 'bytes=0-', 'user-agent': 'another player', 'if-range': whole.headers.get('etag')! });
    expect(stranger.status).toBe(200);
    expect(stranger.body.subarray(0, 4).toString()).toBe('fLaC');
  });

  const probed = (name: string, bytes: Buffer) => {
    writeFileSync(join(work, name), bytes);
    return probeAudio(join(work, name));
  };

  it('turns a song into what a player can take, while it still comes and from disk, and once for all', async () => {
    const { id, n } = fresh();
    hifi.faults = { bytesPerSecond: flac.length / 2 };
    const answer = await client.raw('stream', { id, maxBitRate: 96, format: 'mp3', estimateContentLength: 'true' });
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('accept-ranges')]).toEqual([200, 'audio/mpeg', 'none']);
    const whole = Buffer.from(await answer.arrayBuffer());
    const made = probed('turned.mp3', whole);
    expect([made.codec, Math.round(made.duration)]).toEqual(['mp3', 12]);
    expect(whole.length).toBeLessThan((96_000 / 8) * 13);
    hifi.faults = {};
    await expect.poll(() => filesBelow(downloads()).some((path) => path.includes(`Track ${n}`))).toBe(true);
    const part = await client.bytes('stream', { id, maxBitRate: 96, format: 'mp3' }, { range: 'bytes=1000-1999' });
    expect([part.status, part.headers.get('content-range'), part.body.equals(whole.subarray(1000, 2000))]).toEqual([206, `bytes 1000-1999/${whole.length}`, true]);
    expect((await client.bytes('stream', { id, maxBitRate: 96, format: 'mp3' }, { range: `bytes=${whole.length}-` })).status).toBe(416);
    const half = await client.bytes('stream', { id, format: 'opus', maxBitRate: 64, timeOffset: 6 });
    expect([half.headers.get('content-type'), probed('half.opus', half.body).codec, Math.round(probed('half.opus', half.body).duration)]).toEqual(['audio/ogg', 'opus', 6]);
    const head = await client.raw('stream', { id, maxBitRate: 128 }, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([200, 'audio/mpeg', null]);
    expect(hifi.http.count(`/file/${n}`)).toBe(1);
  });

  it('leaves a song as it is for a player that says so, asks for less than nothing, or downloads it', async () => {
    const { id } = fresh();
    for (const more of [{ format: 'raw', maxBitRate: 96 }, { maxBitRate: 0 }, { maxBitRate: '-5' }, { format: 'no/such' }, { format: 'flac' }]) {
      expect((await client.bytes('stream', { id, ...more })).headers.get('content-type')).toBe('audio/flac');
    }
    expect((await client.bytes('download', { id, maxBitRate: 96, format: 'mp3' })).headers.get('content-type')).toBe('audio/flac');
    const fine = fresh({ file: makeAudio(join(work, 'low.mp3'), 3, { title: 'x', artist: 'x', album: 'x' }), mimeType: 'audio/mpeg' });
    await client.bytes('stream', { id: fine.id });
    await expect.poll(() => filesBelow(downloads()).some((path) => path.includes(`Track ${fine.n}`))).toBe(true);
    const { 'content-type': type, 'content-length': length } = Object.fromEntries((await client.raw('stream', { id: fine.id, maxBitRate: 320 }, { method: 'HEAD' })).headers);
    expect([type, Number(length) > 0]).toEqual(['audio/mpeg', true]);
  });

  it('downloads once for ten players; nine leave and the tenth hears everything', async () => {
    const { id } = fresh();
    hifi.faults = { bytesPerSecond: flac.length };
    const before = hifi.fileRequests;
    const stay = client.bytes('stream', { id });
    const leaving = await Promise.all(Array.from({ length: 9 }, (_, n) => client.raw('stream', { id }, { headers: { 'user-agent': `player ${n}` } })));
    for (const answer of leaving) await answer.body!.cancel();
    expect((await stay).body.equals(flac)).toBe(true);
    expect(hifi.fileRequests - before).toBe(1);
  });

  it('is fetched once between two instances: both hear it while it comes, and one goes on when the other dies', async () => {
    const other = await startApp({ dataDir: app.dataDir, database: app.database, env });
    const there = new MusicClient(`http://127.0.0.1:${other.ports.music}`);
    const files = (n: number) => hifi.http.seen.filter(({ path }) => path === `/file/${n}`);
    const placed = (n: number) => filesBelow(downloads()).filter((path) => path.includes(`Track ${n}`)).length;
    try {
      hifi.faults = { bytesPerSecond: flac.length / 3 };
      const both = fresh();
      const heard = await Promise.all([client, there].map((one) => one.bytes('stream', { id: both.id })));
      expect([heard.map(({ status, body }) => [status, body.equals(flac)]), files(both.n).length]).toEqual([[[200, true], [200, true]], 1]);
      await expect.poll(() => placed(both.n), { timeout: 30_000 }).toBe(1);
      const left = fresh();
      const first = (await there.raw('stream', { id: left.id })).body!.getReader();
      await first.read();
      const following = await client.raw('stream', { id: left.id });
      for (let read = 0; read < flac.length / 4; ) read += (await first.read()).value?.length ?? flac.length;
      await other.kill9();
      expect(Buffer.from(await following.arrayBuffer()).equals(flac)).toBe(true);
      expect(files(left.n).map(({ headers }) => Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0) > flac.length / 5)).toEqual([false, true]);
      await expect.poll(() => placed(left.n), { timeout: 30_000 }).toBe(1);
    } finally {
      await other.terminate();
    }
  });

  it('goes on after the source breaks off, unnoticed', async () => {
    const { id } = fresh();
    hifi.faults = { cutAfter: 200_000, cuts: 2 };
    const played = await client.bytes('stream', { id });
    expect(played.body.equals(flac)).toBe(true);
  });

  it('goes on after a kill in the middle, and never leaves a broken file in the library', async () => {
    const { id, n } = fresh();
    hifi.faults = { bytesPerSecond: flac.length / 3 };
    const answer = await client.raw('stream', { id });
    const reader = answer.body!.getReader();
    for (let read = 0; read < flac.length / 3; ) read += (await reader.read()).value?.length ?? flac.length;
    await app.kill9();
    expect(filesBelow(downloads()).filter((path) => path.includes(`Track ${n}`))).toEqual([]);
    expect(readdirSync(join(downloads(), '.partial')).some((name) => name.endsWith('.part.json'))).toBe(true);
    hifi.faults = {};
    await app.restart();
    await expect.poll(() => filesBelow(downloads()).filter((path) => path.includes(`Track ${n}`)).length, { timeout: 30_000 }).toBe(1);
    const resumed = hifi.http.seen.filter((one) => one.path === `/file/${n}`).at(-1);
    expect(Number(/^bytes=(\d+)-/.exec(resumed?.headers.range ?? '')?.[1])).toBeGreaterThan(flac.length / 4);
    expect(probeAudio(join(downloads(), filesBelow(downloads()).find((path) => path.includes(`Track ${n}`))!)).duration).toBeCloseTo(12, 1);
  });

  const refused: [string, HifiFaults][] = [
    ['an HTML page instead of sound', { htmlFile: true }],
    ['protected media', { encrypted: true }],
    ['a file that never comes whole', { lieBy: 5000 }],
  ];
  it.each(refused)('refuses %s and leaves nothing behind', async (_, faults) => {
    const { id, n } = fresh();
    hifi.faults = faults;
    const answer = await client.bytes('stream', { id, f: 'json' }).catch(() => undefined);
    if (answer && faults.lieBy === undefined) expect(JSON.parse(answer.body.toString())).toMatchObject({ 'subsonic-response': { status: 'failed' } });
    if (faults.encrypted) expect(hifi.http.count(`/file/${n}`)).toBe(0);
    await expect.poll(() => readdirSync(join(downloads(), '.partial')).filter((name) => name.endsWith('.part')).length, { timeout: 15_000 }).toBeLessThanOrEqual(3);
    expect(filesBelow(downloads()).some((path) => path.includes(`Track ${n}`))).toBe(false);
  });

  it('answers HEAD without downloading', async () => {
    const { id, n } = fresh();
    const head = await client.raw('stream', { id }, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'audio/flac']);
    expect(hifi.http.count(`/file/${n}`)).toBe(0);
  });

  it('plays from a source without ranges or length', async () => {
    const { id } = fresh();
    hifi.faults = { noRanges: true };
    const part = await client.bytes('stream', { id }, { range: 'bytes=100-199' });
    expect(part.body.toString('latin1').slice(0, 200)).toBe(flac.subarray(100, 200).toString('latin1'));
    expect(part.status).toBe(206);
  });

  it('names files of odd tags so that every system takes them', async () => {
    fresh({ title: 'CON', artist: `..${'ä'.repeat(300)}\u0000\u202E` });
    await client.bytes('stream', { id: `ext-squidwtf-song-${next}` });
    await expect.poll(() => filesBelow(downloads()).find((path) => path.includes('CON'))).toMatch(/^permanent\/ä{90,100}\/Album \d+\/01 - CON\.flac$/);
  });

  it('has told nobody a password', () => {
    expect(app.output).not.toContain('sesame');
  });
});
