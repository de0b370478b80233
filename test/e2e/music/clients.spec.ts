import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Subsonic from 'subsonic-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi } from '../../fakes/music/fake-hifi.js';
import { FakeHttp, sendJson } from '../../fakes/music/fake-http.js';
import { startApp, type TestApp } from '../../support/app.js';
import { addCover, makeAudio } from '../../support/audio-files.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing, USER } from '../../support/supysonic.js';

const missing = supysonicMissing();
const run = promisify(execFile);
const encoded = `enc:${Buffer.from(USER.p).toString('hex')}`;

describe.skipIf(missing !== undefined)('players that people use', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let app: TestApp;
  let base: string;
  let flac: Buffer;
  let words: FakeHttp;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-clients-'));
    flac = makeAudio(join(work, 'a.flac'), 12, { title: 'raw', artist: 'raw', album: 'raw' });
    const track = (id: number, title: string) => ({ id, title, artist: 'Far Artist', album: 'Far Album', duration: 12, isrc: `GBAAA200000${id}`, file: flac });
    hifi = await new FakeHifi([track(1, 'Far Song'), track(2, 'Far Song Two'), track(3, 'Seek Song'), track(4, 'Slow Song')]).start();
    const lyrics = { trackName: 'Far Song', artistName: 'Far Artist', duration: 12, instrumental: false, plainLyrics: 'One\nTwo', syncedLyrics: '[00:01.00] One\n[00:02.50] Two' };
    words = await new FakeHttp((_, response, url) => {
      const known = url.searchParams.get('track_name') === lyrics.trackName;
      if (url.pathname === '/search') sendJson(response, known ? [{ ...lyrics, trackName: 'Far Away' }, lyrics] : []);
      else sendJson(response, known ? lyrics : { code: 404, name: 'TrackNotFound' }, known ? 200 : 404);
    }).start();
    makeAudio(join(work, 'near/one.flac'), 2, { title: 'Near Tune', artist: 'Near Artist', album: 'Near Album' });
    addCover(join(work, 'near/one.flac'), join(work, 'near/cover.png'));
    backend = await Supysonic.start();
    app = await startApp({ env: { PROVIDER_FOLDER_PATHS: join(work, 'near'), SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_MIN_FREE_MB: '1', LRCLIB_URL: words.url } });
    base = `http://127.0.0.1:${app.ports.music}`;
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    await words?.stop();
    rmSync(work, { recursive: true, force: true });
  });
  beforeEach(() => {
    hifi.faults = {};
  });

  describe('Aonsoku', () => {
    const origin = 'https://aonsoku.example';
    const call = async (method: string, parameters: Record<string, string | string[]> = {}, init: RequestInit = {}): Promise<{ body: Item; headers: Headers }> => {
      const query = new URLSearchParams({ u: USER.u, p: encoded, v: '1.16.0', c: 'Aonsoku', f: 'json' });
      for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) query.append(name, one);
      const answer = await fetch(`${base}/rest/${method}?${query}`, { ...init, headers: { origin } });
      expect([method, answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([method, 200, '*']);
      return { body: ((await answer.json()) as Item)['subsonic-response'] as Item, headers: answer.headers };
    };

    it('probes with a dummy account and signs in', async () => {
      const probe = await fetch(`${base}/rest/ping.view?u=dummy&p=dummy&v=1.16.0&c=Aonsoku&f=json`, { headers: { origin } });
      expect(((await probe.json()) as Item)['subsonic-response']).toMatchObject({ status: 'failed', version: expect.any(String) as string });
      expect((await call('ping.view')).body).toMatchObject({ status: 'ok' });
    });

    it('fills its home page and lists everything with an empty query, without external songs', async () => {
      expect((await call('getRandomSongs', { size: '10' })).body['randomSongs'].song.length).toBeGreaterThan(0);
      for (const type of ['newest', 'frequent', 'recent', 'random']) expect((await call('getAlbumList2', { type, size: '30', offset: '0' })).body['status']).toBe('ok');
      const { body } = await call('search3', { query: '', songCount: '500', albumCount: '0', artistCount: '0' });
      expect(JSON.stringify(body)).not.toContain('ext-');
    });

    it('searches, opens, plays in an audio element, seeks, stars, reads lyrics and scrobbles an external song', async () => {
      const { body } = await call('search3', { query: 'Far', artistCount: '20', artistOffset: '0', albumCount: '20', albumOffset: '0', songCount: '20', songOffset: '0' });
      const song = body['searchResult3'].song.find((one: Item) => one['title'] === 'Far Song') as Item;
      const { album } = (await call('getAlbum', { id: song['albumId'] as string })).body as { album: Item };
      for (const field of ['id', 'name', 'artist', 'artistId', 'coverArt', 'songCount', 'duration', 'song']) expect(album).toHaveProperty(field);
      await call('getAlbumInfo2', { id: song['albumId'] as string });
      const { artist } = (await call('getArtist', { id: song['artistId'] as string })).body as { artist: Item };
      expect(artist['album'].length).toBe(1);
      expect((await call('getArtistInfo', { id: song['artistId'] as string })).body).toHaveProperty('artistInfo');
      expect((await call('getTopSongs', { artist: 'Far Artist' })).body).toHaveProperty('topSongs');
      const source = `${base}/rest/stream?u=${USER.u}&p=${encoded}&v=1.16.0&c=Aonsoku&f=json&id=${String(song['id'])}&estimateContentLength=true&_cb=1`;
      const whole = await fetch(source, { headers: { origin, range: 'bytes=0-' } });
      const bytes = Buffer.from(await whole.arrayBuffer());
      expect([whole.status, whole.headers.get('content-type'), whole.headers.get('content-range'), bytes.length]).toEqual([206, 'audio/flac', `bytes 0-${flac.length - 1}/${flac.length}`, flac.length]);
      const part = await fetch(source, { headers: { origin, range: 'bytes=100000-' } });
      expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, flac.length - 100_000]);
      await call('scrobble', { id: song['id'] as string, submission: 'false', time: String(Date.now()) });
      await call('scrobble', { id: song['id'] as string, submission: 'true', time: String(Date.now()) });
      await call('star', { id: [song['id'] as string, song['albumId'] as string, song['artistId'] as string] });
      const { starred2 } = (await call('getStarred2')).body as { starred2: Item };
      expect([starred2['song'].length, starred2['album'].length, starred2['artist'].length]).toEqual([1, 1, 1]);
      expect(Date.parse((await call('getSong', { id: song['id'] as string })).body['song'].starred as string)).toBeGreaterThan(0);
      const line = [{ start: 1000, value: 'One' }, { start: 2500, value: 'Two' }];
      expect((await call('getLyricsBySongId', { id: song['id'] as string })).body['lyricsList']).toMatchObject({ structuredLyrics: [{ displayArtist: 'Far Artist', displayTitle: 'Far Song', synced: true, line }] });
      expect((await call('getLyricsBySongId', { id: 'ext-squidwtf-song-2' })).body['lyricsList']).toEqual({ structuredLyrics: [] });
      const asked = words.seen.length;
      await call('getLyricsBySongId', { id: 'ext-squidwtf-song-2' });
      await call('getLyricsBySongId', { id: song['id'] as string });
      expect(words.seen.length).toBe(asked);
      await call('unstar', { id: [song['id'] as string, song['albumId'] as string, song['artistId'] as string] });
      const download = await fetch(source.replace('/stream?', '/download?').concat('&maxBitRate=0&format=raw'), { headers: { origin } });
      expect([download.status, download.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, true]);
      await download.arrayBuffer();
    });

    it('shows the cover of what is not in the library, once per picture', async () => {
      const [song] = (await call('search3', { query: 'Near Tune', songCount: '5', albumCount: '0', artistCount: '0' })).body['searchResult3'].song as [Item];
      const address = `${base}/rest/getCoverArt?u=${USER.u}&p=${encoded}&v=1.16.0&c=Aonsoku&id=${String(song['coverArt'])}&size=300`;
      const picture = await fetch(address, { headers: { origin } });
      const body = Buffer.from(await picture.arrayBuffer());
      expect([picture.status, picture.headers.get('content-type'), picture.headers.get('access-control-allow-origin'), body.subarray(1, 4).toString()]).toEqual([200, 'image/png', '*', 'PNG']);
      const again = await fetch(address, { headers: { origin, 'if-none-match': picture.headers.get('etag') ?? '' } });
      expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
      const head = await fetch(address, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(body.length)]);
      const stranger = await fetch(address.replace(encoded, 'wrong').concat('&f=json'));
      expect(((await stranger.json()) as Item)['subsonic-response']).toMatchObject({ status: 'failed', error: { code: 40 } });
    });

    it('gets the server’s own word on everything else: extensions, genres, radio, scans', async () => {
      const station = 'streamUrl=http%3A%2F%2Fradio.example%2F&name=Radio';
      for (const [path, method] of [['getOpenSubsonicExtensions.view?', 'GET'], ['getGenres?', 'GET'], ['getSongsByGenre?genre=Rock&count=500', 'GET'], ['getArtists?', 'GET'], ['getScanStatus?', 'GET'], ['startScan?', 'GET'], [`createInternetRadioStation?${station}`, 'POST'], ['getInternetRadioStations?', 'GET']] as const) {
        const credentials = `&u=${USER.u}&p=${encoded}&v=1.16.0&c=Aonsoku&f=json`;
        const [ours, own] = [await fetch(`${base}/rest/${path}${credentials}`, { method, headers: { origin } }), await fetch(`${backend.url}/rest/${path}${credentials}`, { method })];
        const statusOf = (body: string): unknown => (body.startsWith('{') ? ((JSON.parse(body) as Item)['subsonic-response'] as Item)['status'] : body);
        expect([path, ours.status, ours.headers.get('access-control-allow-origin'), statusOf(await ours.text())]).toEqual([path, own.status, '*', statusOf(await own.text())]);
      }
    });

    it('makes, changes and deletes playlists, by HTTP DELETE', async () => {
      await call('createPlaylist', { name: 'From Aonsoku', songId: ['ext-squidwtf-song-1', 'ext-squidwtf-song-2'] });
      const list = async (): Promise<Item | undefined> => ((await call('getPlaylists')).body['playlists'].playlist as Item[] | undefined)?.find((one) => one['name'] === 'From Aonsoku');
      const id = (await list())!['id'] as string;
      await call('updatePlaylist', { playlistId: id, songIndexToRemove: '0' });
      expect((await call('getPlaylist', { id })).body['playlist'].entry.map((one: Item) => one['id'])).toEqual(['ext-squidwtf-song-2']);
      const gone = await fetch(`${base}/rest/deletePlaylist?u=${USER.u}&p=${encoded}&v=1.16.0&c=Aonsoku&f=json&id=${id}`, { method: 'DELETE', headers: { origin } });
      const direct = await fetch(`${backend.url}/rest/deletePlaylist?u=${USER.u}&p=${encoded}&v=1.16.0&c=Aonsoku&f=json&id=${id}`, { method: 'DELETE' });
      // Whether DELETE is known is the server's to say; the proxy passes on the method and the answer.
      expect([200, direct.status]).toContain(gone.status);
    });
  });

  describe('Feishin', () => {
    /** It reads the envelope of every 2xx answer without a look, so each must have one. */
    const call = async (method: string, parameters: Record<string, string | string[]> = {}): Promise<Item> => {
      const query = new URLSearchParams({ u: USER.u, p: encoded, v: '1.13.0', c: 'Feishin', f: 'json' });
      for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) query.append(name, one);
      const answer = await fetch(`${base}/rest/${method}${method === 'getSimilarSongs' ? '' : '.view'}?${query}`, { headers: { 'content-type': 'application/json' } });
      const body = (await answer.json()) as Item;
      expect([method, answer.status, body['subsonic-response'].status]).toEqual([method, 200, 'ok']);
      return body['subsonic-response'] as Item;
    };

    it('signs in, lists albums with numbers it can count with, and pages a search until a short page', async () => {
      await call('ping');
      const { albumList2 } = await call('getAlbumList2', { type: 'alphabeticalByName', size: '100', offset: '0' });
      for (const album of albumList2['album'] as Item[]) expect([typeof album['duration'], typeof album['songCount']]).toEqual(['number', 'number']);
      const seen: string[] = [];
      for (let offset = 0; ; offset += 2) {
        const page = ((await call('search3', { query: 'song', albumCount: '0', artistCount: '0', songCount: '2', songOffset: String(offset) }))['searchResult3'].song ?? []) as Item[];
        seen.push(...page.map((one) => one['id'] as string));
        if (page.length < 2 || offset > 20) break;
      }
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('opens an album and an artist, plays, shows the cover, stars, rates and scrobbles', async () => {
      const found = (await call('search3', { query: 'Far Album', albumCount: '20', albumOffset: '0', songCount: '0', artistCount: '0' }))['searchResult3'].album[0] as Item;
      expect(typeof found['duration']).toBe('number');
      const { album } = (await call('getAlbum', { id: found['id'] as string })) as { album: Item };
      const [song] = album['song'] as [Item];
      for (const field of ['id', 'title', 'album', 'albumId', 'artist', 'artistId', 'bitRate', 'contentType', 'created', 'discNumber', 'duration', 'path', 'size', 'track', 'year']) expect(song).toHaveProperty(field);
      await Promise.all([call('getArtistInfo', { id: song['artistId'] as string }), call('getArtist', { id: song['artistId'] as string }), call('getTopSongs', { artist: song['artist'] as string }), call('getSimilarSongs', { id: song['id'] as string, count: '10' })]);
      const near = (await call('search3', { query: 'Near Tune', songCount: '1', albumCount: '0', artistCount: '0' }))['searchResult3'].song[0] as Item;
      const cover = await fetch(`${base}/rest/getCoverArt.view?id=${String(near['coverArt'])}&v=1.13.0&c=Feishin&u=${USER.u}&p=${encoded}&size=100`);
      expect([cover.status, cover.headers.get('content-type'), (await cover.arrayBuffer()).byteLength > 0]).toEqual([200, 'image/png', true]);
      expect((await call('getLyricsBySongId', { id: song['id'] as string }))['lyricsList'].structuredLyrics[0]).toMatchObject({ lang: 'xxx', synced: true, line: expect.arrayContaining([{ start: 1000, value: 'One' }]) as Item[] });
      const stream = await fetch(`${base}/rest/stream.view?id=${String(song['id'])}&v=1.13.0&c=feishin_device1&u=${USER.u}&p=${encoded}`);
      expect([stream.status, Buffer.from(await stream.arrayBuffer()).subarray(0, 4).toString()]).toEqual([200, 'fLaC']);
      await call('star', { id: [song['id'] as string], albumId: [album['id'] as string] });
      await call('unstar', { id: [song['id'] as string], albumId: [album['id'] as string] });
      await call('setRating', { id: song['id'] as string, rating: '4' });
      await call('scrobble', { id: song['id'] as string, submission: 'false' });
      await call('scrobble', { id: song['id'] as string, submission: 'true' });
      expect((await call('getSong', { id: song['id'] as string }))['song'].playCount).toBeGreaterThan(0);
    });
  });

  it('a client library from npm reads every answer', async () => {
    // The real server is older than token sign-in; the library's own request is given the password in its place.
    const withPassword: typeof fetch = (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      url.searchParams.delete('t');
      url.searchParams.delete('s');
      url.searchParams.set('p', USER.p);
      return fetch(url, init);
    };
    const api = new Subsonic({ url: base, auth: { username: USER.u, password: USER.p }, fetch: withPassword });
    expect((await api.ping()).status).toBe('ok');
    const { searchResult3 } = await api.search3({ query: 'Far' });
    const song = searchResult3.song?.find(({ title }) => title === 'Far Song');
    expect([song?.isDir, song?.duration, song?.contentType]).toEqual([false, 12, 'audio/flac']);
    const id = song?.id ?? '';
    expect((await api.getSong({ id })).song.created).toBeInstanceOf(Date);
    expect((await api.getAlbum({ id: song?.albumId ?? '' })).album.song?.length).toBeGreaterThan(0);
    expect((await api.getArtist({ id: song?.artistId ?? '' })).artist.album?.length).toBe(1);
    const sound = await api.stream({ id });
    expect(Buffer.from(await sound.arrayBuffer()).subarray(0, 4).toString()).toBe('fLaC');
    expect((await api.star({ id: [id] })).status).toBe('ok');
    expect((await api.getStarred2()).starred2.song?.map((one) => one.id)).toEqual([id]);
    expect((await api.unstar({ id: [id] })).status).toBe('ok');
    expect((await api.createPlaylist({ name: 'From a library', songId: [id, id] })).status).toBe('ok');
    const list = (await api.getPlaylists()).playlists.playlist?.find(({ name }) => name === 'From a library');
    expect((await api.getPlaylist({ id: list?.id ?? '' })).playlist.entry?.map((one) => one.id)).toEqual([id, id]);
    expect((await api.deletePlaylist({ id: list?.id ?? '' })).status).toBe('ok');
    expect((await api.savePlayQueue({ id: [id], current: id, position: 1000 })).status).toBe('ok');
    expect((await api.getPlayQueue()).playQueue?.entry?.[0]?.id).toBe(id);
    expect((await api.getLyrics({ artist: 'Far Artist', title: 'Far Song' })).lyrics.value).toBe('One\nTwo');
    expect((await api.scrobble({ id, submission: true, time: Date.now() })).status).toBe('ok');
  });

  it('words lie beside a song that stays, are read from there, and a person’s own are left alone', async () => {
    const folder = join(app.dataDir, 'downloads/permanent/Far Artist/Far Album');
    const file = join(folder, '01 - Far Song.lrc');
    await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : ''), { timeout: 30_000 }).toBe('[re:Rumpus]\n[00:01.00] One\n[00:02.50] Two\n');
    const admin = await app.claim();
    const list = async (): Promise<Item[]> => (await admin.get<Item>('/api/admin/downloads?storage=permanent')).body['files'] as Item[];
    expect((await list()).find((one) => one['fileName'] === '01 - Far Song.flac')).toMatchObject({ hasLyrics: true });
    writeFileSync(file, '[00:03.00] Mine\n');
    const client = new MusicClient(base);
    const { lyricsList } = await client.call('getLyricsBySongId', { id: 'ext-squidwtf-song-1' });
    expect(lyricsList).toMatchObject({ structuredLyrics: [{ synced: true, line: [{ start: 3000, value: 'Mine' }] }] });
    const remove = () => admin.delete(`/api/admin/downloads?path=${encodeURIComponent('permanent/Far Artist/Far Album/01 - Far Song.flac')}`);
    expect([(await remove()).status, existsSync(file)]).toEqual([200, true]);
    rmSync(file);
    await client.bytes('stream', { id: 'ext-squidwtf-song-1' });
    await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
    await expect.poll(async () => (await remove()).status, { timeout: 30_000 }).toBe(200);
    expect(existsSync(file)).toBe(false);
  });

  it('ffprobe and ffmpeg read a song whose download still runs, and seek in it', async () => {
    hifi.faults = { bytesPerSecond: flac.length / 3 };
    const url = (n: number): string => `${base}/rest/stream?id=ext-squidwtf-song-${n}&u=${USER.u}&p=${encoded}&v=1.16.1&c=ffmpeg`;
    const probed = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration,format_name', '-of', 'json', url(3)]);
    expect((JSON.parse(probed.stdout) as Item)['format']).toMatchObject({ format_name: 'flac', duration: expect.stringMatching(/^12\.0/) as string });
    // 80 % is not there yet when it is asked for.
    const seek = await run('ffmpeg', ['-nostdin', '-v', 'error', '-ss', '9.6', '-i', url(4), '-t', '1', '-f', 's16le', '-ac', '1', '-ar', '8000', '-'], { encoding: 'buffer', maxBuffer: 1 << 20 });
    expect(seek.stdout.length).toBe(16_000);
    expect(seek.stderr.toString()).toBe('');
    hifi.faults = {};
    const all = await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', url(4), '-f', 's16le', '-ac', '1', '-ar', '8000', '-'], { encoding: 'buffer', maxBuffer: 1 << 20 });
    expect([all.stdout.length, all.stderr.toString()]).toEqual([192_000, '']);
    expect(hifi.http.seen.filter(({ path, headers }) => path === '/file/4' && headers.range === undefined).length).toBe(1);
  });
});
