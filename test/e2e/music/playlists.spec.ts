import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHifi } from '../../fakes/music/fake-hifi.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeAudio } from '../../support/audio-files.js';
import { type Item, MusicClient } from '../../support/music-client.js';
import { SECOND_USER, Supysonic, supysonicMissing } from '../../support/supysonic.js';

const missing = supysonicMissing();

describe.skipIf(missing !== undefined)('external songs in the lists of the library', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let app: TestApp;
  let client: MusicClient;
  let direct: MusicClient;
  let local: [string, string, string];

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-lists-'));
    const file = makeAudio(join(work, 'a.flac'), 3, { title: 'raw', artist: 'raw', album: 'raw' });
    const track = (id: number, title: string, more: Item = {}) => ({ id, title, artist: 'Far Artist', album: 'Far Album', duration: 10, file, ...more });
    hifi = await new FakeHifi([
      track(1, 'Far One'),
      track(2, 'Far Two'),
      track(11, 'Local Song', { artist: 'Local Artist', album: 'First', duration: 6 }),
      track(15, 'Local Song (Remastered 2001)', { artist: 'Local Artist', album: 'First', duration: 8 }),
      track(13, 'Lost Song', { artist: 'Local Artist', album: 'First' }),
      track(14, 'Early Song', { artist: 'Local Artist', album: 'Before' }),
    ]).start();
    backend = await Supysonic.start();
    app = await startApp({ env: { SUBSONIC_URL: backend.url, SQUIDWTF_BASE_URLS: hifi.url, MODULES: 'music', MUSIC_MIN_FREE_MB: '1', ENRICH_ALBUMS: 'true', ENRICH_ARTISTS: 'true' } });
    client = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    direct = new MusicClient(backend.url);
    const { song } = (await direct.call('search3', { query: 'Song' }))['searchResult3'] as { song: Item[] };
    local = song.map((one) => one['id'] as string) as [string, string, string];
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

  const far = (n: number): string => `ext-squidwtf-song-${n}`;
  const named = async (through: MusicClient, name: string): Promise<Item | undefined> => ((await through.call('getPlaylists'))['playlists']['playlist'] as Item[] | undefined)?.find((one) => one['name'] === name);
  const entries = async (id: string, through = client): Promise<string[]> => ((await through.call('getPlaylist', { id }))['playlist']['entry'] as Item[] | undefined ?? []).map((one) => one['id'] as string);

  it('keep their places, count in every list, and are removed by their index', async () => {
    expect(await client.call('createPlaylist', { name: 'Mixed', songId: [local[0], far(1), local[1], far(2)] })).toMatchObject({ status: 'ok' });
    const list = (await named(client, 'Mixed'))!;
    const id = list['id'] as string;
    expect([list['songCount'], (await named(direct, 'Mixed'))!['songCount']]).toEqual([4, 2]);
    const { playlist } = await client.call('getPlaylist', { id });
    expect((playlist as Item)['entry'].map((one: Item) => one['id'])).toEqual([local[0], far(1), local[1], far(2)]);
    expect(playlist).toMatchObject({ songCount: 4, duration: list['duration'] as number });
    expect((playlist as Item)['entry'][1]).toMatchObject({ title: 'Far One', isExternal: true });
    expect(await client.call('updatePlaylist', { playlistId: id, songIndexToRemove: [0, 3], songIdToAdd: [far(2), local[2]], name: 'Remixed' })).toMatchObject({ status: 'ok' });
    expect(await entries(id)).toEqual([far(1), local[1], far(2), local[2]]);
    expect(await entries(id, direct)).toEqual([local[1], local[2]]);
    expect((await named(client, 'Remixed'))!['songCount']).toBe(4);
    expect(await client.call('createPlaylist', { playlistId: id, songId: [far(2), local[0]] })).toMatchObject({ status: 'ok' });
    expect(await entries(id)).toEqual([far(2), local[0]]);
    const xml = await (await client.raw('getPlaylist', { id })).text();
    expect(xml).toContain(`<entry id="${far(2)}"`);
    expect((await client.raw('deletePlaylist', { id, f: 'json' }, { method: 'GET' })).status).toBe(200);
    expect(await named(client, 'Remixed')).toBeUndefined();
  });

  it('are changed one after the other, and only by whom the backend lets', async () => {
    await client.call('createPlaylist', { name: 'Busy', songId: [far(1)] });
    const id = (await named(client, 'Busy'))!['id'] as string;
    await Promise.all([1, 2, 1, 2].map((n) => client.call('updatePlaylist', { playlistId: id, songIdToAdd: far(n) })));
    expect((await entries(id)).length).toBe(5);
    const other = new MusicClient(client.base, SECOND_USER);
    expect(await other.call('updatePlaylist', { playlistId: id, songIdToAdd: far(1) })).toMatchObject({ status: 'failed' });
    expect(await other.call('deletePlaylist', { id })).toMatchObject({ status: 'failed' });
    expect((await entries(id)).length).toBe(5);
    const stranger = new MusicClient(client.base, { u: 'alice', p: 'wrong' });
    expect(await stranger.call('getPlaylist', { id })).toMatchObject({ status: 'failed', error: { code: 40 } });
  });

  it('that do not exist are refused by name, and nothing is changed', async () => {
    const before = (await client.call('getPlaylists'))['playlists'] as Item;
    expect(await client.call('createPlaylist', { name: 'Bad', songId: [local[0], far(99)] })).toMatchObject({ status: 'failed', error: { code: 70, message: expect.stringContaining(far(99)) as string } });
    expect((await client.call('getPlaylists'))['playlists']).toEqual(before);
    expect(await client.call('updatePlaylist', { playlistId: 'pl-squidwtf-x', songIdToAdd: far(1) })).toMatchObject({ status: 'failed', error: { code: 50 } });
  });

  it('keep their place while their provider is away', async () => {
    const id = (await named(client, 'Busy'))!['id'] as string;
    await app.restart();
    hifi.faults = { busy: true };
    expect((await entries(id)).length).toBe(5);
  });

  it('stand in a user’s play queue, until he saves one without them', async () => {
    expect(await client.call('savePlayQueue', { id: [local[0], far(1)], current: far(1), position: 4200 })).toMatchObject({ status: 'ok' });
    const { playQueue } = await client.call('getPlayQueue');
    expect(playQueue).toMatchObject({ current: far(1), position: 4200, username: 'alice', changedBy: 'test', entry: [{ id: local[0] }, { id: far(1), title: 'Far One' }] });
    const other = new MusicClient(client.base, SECOND_USER);
    expect(JSON.stringify(await other.call('getPlayQueue'))).not.toContain('Far One');
    expect(await client.call('savePlayQueue', { id: [far(1), 'ext-squidwtf-album-1'] })).toMatchObject({ status: 'failed', error: { code: 70 } });
    await client.call('savePlayQueue', { id: [local[0]] });
    const after = await client.call('getPlayQueue');
    expect(JSON.stringify(after)).not.toContain('Far One');
  });

  it('stand in a queue that names the current song by its place, also twice', async () => {
    expect(await client.call('savePlayQueueByIndex', { id: [far(1), local[0], far(1)], currentIndex: 2, position: 7 })).toMatchObject({ status: 'ok' });
    const { playQueueByIndex } = await client.call('getPlayQueueByIndex');
    expect(playQueueByIndex).toMatchObject({ currentIndex: 2, position: 7, entry: [{ id: far(1) }, { id: local[0] }, { id: far(1) }] });
    expect((await client.call('getPlayQueue'))['playQueue']).toMatchObject({ current: far(1), position: 7 });
    await client.call('savePlayQueueByIndex', { id: [far(1)], currentIndex: 5 });
    expect((await client.call('getPlayQueueByIndex'))['playQueueByIndex']['currentIndex']).toBeUndefined();
    await client.call('savePlayQueue', {});
  });

  it('are bookmarked by a user for himself, beside the backend’s own', async () => {
    expect(await client.call('createBookmark', { id: far(1), position: 61_000, comment: 'the <loud> part' })).toMatchObject({ status: 'ok' });
    await client.call('createBookmark', { id: far(2), position: 5 });
    await client.call('createBookmark', { id: far(1), position: 62_000, comment: 'the <loud> part' });
    const marks = async (through = client): Promise<Item[]> => ((await through.call('getBookmarks'))['bookmarks']?.bookmark ?? []) as Item[];
    expect(await marks()).toMatchObject([
      { position: 62_000, username: 'alice', comment: 'the <loud> part', created: expect.stringMatching(/^20/) as string, changed: expect.stringMatching(/^20/) as string, entry: { id: far(1), title: 'Far One' } },
      { position: 5, comment: '', entry: { id: far(2) } },
    ]);
    expect(await (await client.raw('getBookmarks')).text()).toMatch(/<bookmark position="62000" username="alice" comment="the &lt;loud&gt; part"[^>]*><entry id="/);
    expect(await marks(new MusicClient(client.base, SECOND_USER))).toEqual([]);
    for (const [position, code] of [['-1', 10], ['x', 10], ['', 10]] as const) expect(await client.call('createBookmark', { id: far(1), position })).toMatchObject({ error: { code } });
    expect(await client.call('createBookmark', { id: far(99), position: 1 })).toMatchObject({ error: { code: 70 } });
    expect(await client.call('createBookmark', { id: 'ext-squidwtf-album-1', position: 1 })).toMatchObject({ error: { code: 70 } });
    await app.restart();
    expect((await marks()).length).toBe(2);
    for (const n of [1, 2, 2]) expect(await client.call('deleteBookmark', { id: far(n) })).toMatchObject({ status: 'ok' });
    expect(await marks()).toEqual([]);
    expect(await new MusicClient(client.base, { u: 'alice', p: 'wrong' }).call('createBookmark', { id: far(1), position: 1 })).toMatchObject({ error: { code: 40 } });
  });

  it('carry their user’s stars and the mean of all', async () => {
    const other = new MusicClient(client.base, SECOND_USER);
    const rated = async (through = client): Promise<unknown[]> => {
      const { song } = (await through.call('getSong', { id: far(1) })) as { song: Item };
      return [song['userRating'], song['averageRating']];
    };
    expect(await client.call('setRating', { id: far(1), rating: 5 })).toMatchObject({ status: 'ok' });
    await other.call('setRating', { id: far(1), rating: 2 });
    expect([await rated(), await rated(other)]).toEqual([[5, 3.5], [2, 3.5]]);
    const album = (await client.call('getSong', { id: far(1) }))['song']['albumId'] as string;
    await client.call('setRating', { id: album, rating: 3 });
    expect((await client.call('getAlbum', { id: album }))['album']).toMatchObject({ userRating: 3, song: [{ userRating: 5 }, {}] });
    await client.call('setRating', { id: far(1), rating: 0 });
    expect([await rated(), await rated(other)]).toEqual([[undefined, 2], [2, 2]]);
    for (const rating of ['6', '-1', 'x', undefined]) expect(await client.call('setRating', { id: far(1), rating })).toMatchObject({ error: { code: 10 } });
  });

  it('are shown to every user while they are played', async () => {
    const heard = await new MusicClient(client.base, { u: SECOND_USER.u, p: SECOND_USER.p, c: 'kitchen' }).raw('stream', { id: far(2) });
    const { nowPlaying } = await client.call('getNowPlaying');
    expect(nowPlaying['entry']).toEqual([expect.objectContaining({ id: far(2), title: 'Far Two', username: 'bob', playerName: 'kitchen', minutesAgo: 0, playerId: 1 })]);
    await heard.arrayBuffer();
    expect(await new MusicClient(client.base, { ...SECOND_USER, c: 'garden' }).call('reportPlayback', { mediaId: far(1), mediaType: 'song', positionMs: 0, state: 'playing' })).toMatchObject({ status: 'ok' });
    expect((await client.call('getNowPlaying'))['nowPlaying']['entry'].map((one: Item) => [one['playerName'], one['id']])).toEqual(expect.arrayContaining([['garden', far(1)]]));
    expect(await new MusicClient(client.base, { u: 'alice', p: 'wrong' }).call('getNowPlaying')).toMatchObject({ error: { code: 40 } });
  });

  it('are refused by name where only the library’s own files will do', async () => {
    for (const [method, more] of [['createShare', {}], ['jukeboxControl', { action: 'set' }]] as const) {
      expect(await client.call(method, { ...more, id: [local[0], far(1)] })).toMatchObject({ status: 'failed', error: { code: 70, message: `${far(1)} is not in the library yet` } });
      expect(await client.call(method, { ...more, id: local[0] })).toEqual(await direct.call(method, { ...more, id: local[0] }));
    }
  });

  it('complete an album of the library, and an artist’s albums, each title once', async () => {
    const { album } = (await direct.call('search3', { query: 'First' }))['searchResult3'] as { album: [Item] };
    const id = album[0]['id'] as string;
    const full = (await client.call('getAlbum', { id }))['album'] as Item;
    expect(full['song'].map((song: Item) => [song['title'], song['isExternal'] === true])).toEqual([['Local Song', false], ['Lost Song', true]]);
    expect(full).toMatchObject({ songCount: 2, duration: 16, song: [{}, { albumId: id }] });
    const artist = (await client.call('getArtist', { id: full['artistId'] as string }))['artist'] as Item;
    expect([artist['albumCount'], artist['album'].map((one: Item) => one['name'])]).toEqual([2, ['First', 'Before']]);
    expect(artist['album'][1]).toMatchObject({ artistId: full['artistId'] as string, isExternal: true });
    hifi.faults = { hangSearch: true };
    await app.restart();
    const startedAt = performance.now();
    expect((await client.call('getAlbum', { id }))['album']['song'].length).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(2500);
  });
});
