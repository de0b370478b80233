import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi, type HifiTrack } from '../../fakes/music/fake-hifi.js';
import { startApp, type TestApp } from '../../support/app.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { Supysonic, supysonicMissing } from '../../support/supysonic.js';

const missing = supysonicMissing();
const track = (id: number, title: string, artist: string, more: Partial<HifiTrack> = {}): HifiTrack => ({ id, title, artist, album: 'Far Album', duration: 200, file: Buffer.alloc(0), ...more });

describe.skipIf(missing !== undefined)('merged answers over a real Subsonic server', () => {
  let backend: Supysonic;
  let hifi: FakeHifi;
  let app: TestApp;
  let client: MusicClient;

  beforeAll(async () => {
    hifi = await new FakeHifi([
      track(1, 'Far Song', 'Far Artist', { isrc: 'GBAAA2000001' }),
      track(2, 'Far Song (Live)', 'Far Artist'),
      track(3, 'Shared Song', 'Shared Artist', { duration: 6 }),
      track(4, 'Shared Song', 'Shared Artist', { duration: 300 }),
      track(5, 'Far "quoted" <Song> & more', 'local artist'),
    ]).start();
    backend = await Supysonic.start();
    app = await startApp({ env: { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_SEARCH_BUDGET_MS: '1200' } });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
  });
  afterAll(async () => {
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
  });
  beforeEach(() => {
    hifi.faults = {};
  });

  const search = async (parameters: Record<string, string | number>, method = 'search3') => {
    const answer = await client.call(method, parameters);
    const found = (answer[method === 'search3' ? 'searchResult3' : 'searchResult2'] ?? {}) as Record<string, Item[] | undefined>;
    return { answer, songs: found['song'] ?? [], albums: found['album'] ?? [], artists: found['artist'] ?? [] };
  };

  it('puts external hits behind the library’s, and drops what the library has', async () => {
    const { answer, songs } = await search({ query: 'Song' });
    expect(answer).toMatchObject({ status: 'ok', version: '1.10.2' });
    const local = songs.filter((song) => !song['isExternal']).map((song) => song['title'] as string);
    expect(local.sort()).toEqual(['Local Song', 'Opus Song', 'Shared Song']);
    expect(songs.filter((song) => song['isExternal']).map((song) => song['id'])).toEqual(['ext-squidwtf-song-1', 'ext-squidwtf-song-2', 'ext-squidwtf-song-4', 'ext-squidwtf-song-5']);
    expect(songs.findIndex((song) => song['isExternal'])).toBe(3);
  });

  it('shows songs with the fields players compute with, and no invented zeros', async () => {
    const { songs } = await search({ query: 'Far Song' });
    expect(songs[0]).toMatchObject({
      id: 'ext-squidwtf-song-1', isDir: false, title: 'Far Song', album: 'Far Album', artist: 'Far Artist', duration: 200, suffix: 'flac', contentType: 'audio/flac', bitDepth: 16,
      samplingRate: 44_100, coverArt: 'ext-squidwtf-song-1', type: 'music', isVideo: false, isrc: ['GBAAA2000001'], path: 'Far Artist/Far Album/01 - Far Song.flac', year: 2020,
    });
    expect(Object.entries(songs[0] ?? {}).filter(([, value]) => value === 0)).toEqual([]);
  });

  it('carries the same data in XML, JSON and JSONP', async () => {
    const json = await (await client.raw('search3', { query: 'Far', f: 'json' })).text();
    const jsonp = await (await client.raw('search3', { query: 'Far', f: 'jsonp', callback: 'got' })).text();
    expect(jsonp).toBe(`got(${json});`);
    const xml = await (await client.raw('search3', { query: 'Far' })).text();
    expect(xml).toContain('xmlns="http://subsonic.org/restapi"');
    expect(xml).toContain('title="Far &quot;quoted&quot; &lt;Song&gt; &amp; more"');
    const ids = (text: string) => [...text.matchAll(/"?\bid"?[:=]\s*"([^"]+)"/g)].map((match) => match[1]).sort();
    expect(new Set(ids(xml))).toEqual(new Set(ids(json)));
  });

  it('adds nothing to later pages, to sorts that were not asked for, or to a listing of everything', async () => {
    const first = await search({ query: 'Song', songCount: 20 });
    const second = await search({ query: 'Song', songCount: 20, songOffset: 20 });
    expect(second.songs.filter((song) => first.songs.some((one) => one['id'] === song['id']))).toEqual([]);
    expect((await search({ query: 'Far', songCount: 0 })).songs).toEqual([]);
    expect((await search({ query: 'Far', songCount: 1 })).songs.length).toBe(1);
    const before = hifi.http.seen.length;
    for (const query of ['', '""', '  ']) expect((await search({ query })).songs.some((song) => song['isExternal'])).toBe(false);
    expect(hifi.http.seen.length).toBe(before);
  });

  it('answers search2 the same way', async () => {
    const { songs } = await search({ query: 'Far Song' }, 'search2');
    expect(songs.map((song) => song['id'])).toEqual([1, 2, 3, 4, 5].map((n) => `ext-squidwtf-song-${n}`));
  });

  it('opens external artists, albums, songs and folders', async () => {
    const { artists, albums } = await search({ query: 'Far' });
    const { artist } = await client.call('getArtist', { id: artists[0]?.['id'] as string });
    expect(artist).toMatchObject({ name: 'Far Artist', albumCount: 1, album: [{ name: 'Far Album', artist: 'Far Artist' }] });
    const { album } = await client.call('getAlbum', { id: albums[0]?.['id'] as string });
    expect(album.song.length).toBe(album.songCount);
    expect(typeof album.duration).toBe('number');
    expect(album.song[0]).toMatchObject({ album: 'Far Album', albumId: album.id, track: 1 });
    expect((await client.call('getSong', { id: 'ext-squidwtf-song-1' }))['song']).toMatchObject({ title: 'Far Song' });
    expect((await client.call('getMusicDirectory', { id: album.id }))['directory'].child.length).toBe(album.songCount);
    expect(await client.call('getAlbumInfo2', { id: album.id })).toMatchObject({ status: 'ok' });
    expect(await client.call('getArtistInfo2', { id: artist.id })).toMatchObject({ status: 'ok', artistInfo2: { similarArtist: [] } });
    expect(await client.call('getSimilarSongs2', { id: 'ext-squidwtf-song-1' })).toMatchObject({ status: 'ok' });
    expect((await client.call('getTopSongs', { artist: 'far artist' }))['topSongs'].song.length).toBeGreaterThan(0);
  });

  it('refuses strangers before any provider is asked, in the backend’s own words', async () => {
    const stranger = new MusicClient(client.base, { u: 'alice', p: 'wrong' });
    const before = hifi.http.seen.length;
    for (const method of ['search3', 'getSong', 'getAlbum', 'getArtist', 'stream', 'download', 'getCoverArt', 'star', 'unstar', 'setRating', 'scrobble', 'getStarred2', 'getTopSongs', 'getSimilarSongs2', 'getArtistInfo2', 'getAlbumInfo2', 'getMusicDirectory', 'getPlaylist', 'createPlaylist', 'createBookmark', 'savePlayQueue', 'createShare', 'getLyricsBySongId']) {
      const answer = await stranger.call(method, { id: 'ext-squidwtf-song-1', query: 'Far', artist: 'Far Artist', rating: 3, position: 1, name: 'Mine', songId: 'ext-squidwtf-song-1' });
      expect([method, answer['status'], answer['error'].code]).toEqual([method, 'failed', 40]);
    }
    expect(hifi.http.seen.length).toBe(before);
  });

  it.each(['ext-squidwtf-song-../../../etc/passwd', 'ext-squidwtf-song-', 'ext-squidwtf-song-%2e%2e', 'ext-nobody-song-1', 'pl-', 'ext-squidwtf-album-99999999', `ext-squidwtf-song-${'9'.repeat(600)}`, 'ext-squidwtf-song-1%00'])(
    'has nothing under %s, and asks the backend nothing',
    async (id) => {
      for (const method of ['getSong', 'getAlbum', 'getCoverArt', 'stream', 'getArtist', 'getPlaylist']) {
        expect(await client.call(method, { id: decodeURIComponent(id) })).toMatchObject({ status: 'failed', error: { code: 70 } });
      }
    },
  );

  it('costs at most its budget when a provider hangs, and shows it', async () => {
    hifi.faults = { hangSearch: true };
    const startedAt = performance.now();
    const { answer, songs } = await search({ query: 'Local' });
    expect(performance.now() - startedAt).toBeLessThan(1900);
    expect(answer['status']).toBe('ok');
    expect(songs.map((song) => song['title'])).toContain('Local Song');
  });

  it.each([{ html: true }, { busy: true }])('answers with the library alone when the provider sends %j', async (faults) => {
    hifi.faults = faults;
    const { answer, songs } = await search({ query: `Local ${Object.keys(faults)[0]}`.slice(0, 5) });
    expect([answer['status'], songs.length > 0]).toEqual(['ok', true]);
  });

  it('answers the search of old clients, too', async () => {
    const { searchResult } = await client.call('search', { any: 'song', count: 10 });
    const match = searchResult['match'] as Item[];
    expect(match.some((one) => one['isExternal'] === true) && match.some((one) => one['isExternal'] === undefined)).toBe(true);
    expect(searchResult['totalHits']).toBe(match.length);
    expect(JSON.stringify(await client.call('search', { any: 'song', count: 10, offset: 10 }))).not.toContain('ext-');
  });

  it('gives a user it knows what the providers have while the backend is away, and an error to others', async () => {
    await search({ query: 'Far' });
    await backend.down();
    try {
      const { answer, songs } = await search({ query: 'Far' });
      expect([answer['status'], songs.length > 0, songs.every((one) => one['isExternal'])]).toEqual(['ok', true, true]);
      expect(await client.call('search3', { query: 'nothing of the kind' })).toMatchObject({ status: 'failed', error: { code: 0 } });
      expect(await new MusicClient(client.base, { u: 'bob', p: 'other' }).call('search3', { query: 'Far' })).toMatchObject({ status: 'failed', error: { code: 0 } });
    } finally {
      await backend.up();
    }
  });

  it('stars external items for this user only, and lists them with the library’s', async () => {
    const other = new MusicClient(client.base, { u: 'bob', p: 'mellon' });
    const local = (await search({ query: 'Local Song' })).songs[0]?.['id'] as string;
    const album = (await search({ query: 'Far Album' })).albums.find((one) => one['isExternal'])?.['id'] as string;
    const artist = (await search({ query: 'Far Artist' })).artists.find((one) => one['isExternal'])?.['id'] as string;
    expect((await client.call('star', { id: [local, 'ext-squidwtf-song-2', album], artistId: [artist] }))['status']).toBe('ok');
    const { starred2 } = await client.call('getStarred2');
    expect(starred2.song.map((song: Item) => song['id']).sort()).toEqual([local, 'ext-squidwtf-song-2'].sort());
    expect([starred2.album[0].id, starred2.artist[0].id]).toEqual([album, artist]);
    expect((await client.call('getSong', { id: 'ext-squidwtf-song-2' }))['song'].starred).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await other.call('getStarred2'))['starred2'].song ?? []).toEqual([]);
    await client.call('unstar', { id: [local, 'ext-squidwtf-song-2', album, artist] });
    const after = (await client.call('getStarred2'))['starred2'];
    expect([after.song ?? [], after.album ?? [], after.artist ?? []]).toEqual([[], [], []]);
  });

  it('takes plays and ratings of external songs, alone and among local ones', async () => {
    const local = (await search({ query: 'Local Song' })).songs[0]?.['id'] as string;
    expect(await client.call('scrobble', { id: 'ext-squidwtf-song-1', submission: 'true', time: 1 })).toMatchObject({ status: 'ok' });
    expect(await client.call('setRating', { id: 'ext-squidwtf-song-1', rating: 5 })).toMatchObject({ status: 'ok' });
    expect((await client.call('scrobble', { id: [local, 'ext-squidwtf-song-1'], time: [1, 2] }))['error']?.code).not.toBe(70);
  });
});
