import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeProviderId } from '../../../apps/server/src/music-proxy/core/external-id.js';
import { ArchiveProvider } from '../../../apps/server/src/music-proxy/providers/archive/archive.provider.js';
import { DeezerProvider } from '../../../apps/server/src/music-proxy/providers/deezer/deezer.provider.js';
import { FolderProvider } from '../../../apps/server/src/music-proxy/providers/folder/folder.provider.js';
import { JamendoProvider } from '../../../apps/server/src/music-proxy/providers/jamendo/jamendo.provider.js';
import { capabilitiesOf } from '../../../apps/server/src/music-proxy/providers/provider.js';
import { QobuzProvider, signFileUrl } from '../../../apps/server/src/music-proxy/providers/qobuz/qobuz.provider.js';
import { SquidWtfProvider } from '../../../apps/server/src/music-proxy/providers/squidwtf/squidwtf.provider.js';
import { SubsonicProvider } from '../../../apps/server/src/music-proxy/providers/subsonic/subsonic.provider.js';
import { FakeHttp, sendJson, type Handler } from '../../fakes/music/fake-http.js';
import { hasTool, makeAudio } from '../../support/audio-files.js';
import { Supysonic, supysonicMissing, USER } from '../../support/supysonic.js';

const shared = { timeoutMs: 2000, searchCacheMs: 0, metadataCacheMs: 0 };
const signal = new AbortController().signal;
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** What must be there, or the test fails. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

async function fake(handler: Handler): Promise<FakeHttp> {
  const server = await new FakeHttp(handler).start();
  open.push(() => server.stop());
  return server;
}
function using<T extends { close(): Promise<void> }>(provider: T): T {
  open.push(() => provider.close());
  return provider;
}
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

describe('Deezer', () => {
  const track = {
    id: 3135556, title: 'Harder', isrc: 'GBDUW0000059', duration: '224', track_position: 4, disk_number: 1, release_date: '2001-03-07', bpm: 123.4, explicit_content_lyrics: 0,
    preview: '', contributors: [{ id: 27, name: 'Daft Punk' }], artist: { id: 27, name: 'Daft Punk' }, album: { id: 302127, title: 'Discovery', cover_xl: 'https://cdn/c.jpg' },
  };

  it('reads songs, and albums with what their tracks lack', async () => {
    const server = await fake((_, response, url) => {
      if (url.pathname === '/search/track') return sendJson(response, { data: [track, { id: null, title: 'broken' }, { ...track, id: 5, album: undefined, contributors: undefined }], total: 3 });
      if (url.pathname === '/album/302127') {
        return sendJson(response, { id: 302127, title: 'Discovery', nb_tracks: 2, duration: 400, release_date: '2001-03-07', label: 'V', genres: { data: [{ name: 'Dance' }] }, artist: track.artist, tracks: { data: [{ id: 1, title: 'One', duration: 200 }, { id: 2, title: 'Two', duration: 200 }] } });
      }
      sendJson(response, { error: { type: 'DataException', message: 'no data', code: 800 } });
    });
    const deezer = using(new DeezerProvider({ ...shared, apiUrl: server.url }));
    const songs = await deezer.searchSongs('a "b" & c', 10, signal);
    expect(server.seen[0]?.query.get('q')).toBe('a "b" & c');
    expect(songs).toMatchObject([{ id: '3135556', title: 'Harder', duration: 224, isrc: 'GBDUW0000059', explicit: 0, year: 2001, album: { id: '302127', name: 'Discovery' }, cover: 'https://cdn/c.jpg' }, { id: '5', artists: [{ name: 'Daft Punk' }] }]);
    expect(songs[0]?.preview).toBeUndefined();
    const album = await deezer.album('302127', signal);
    expect(album?.songs).toMatchObject([{ title: 'One', track: 1, totalTracks: 2, genres: ['Dance'], albumArtist: 'Daft Punk', album: { id: '302127' }, year: 2001 }, { track: 2 }]);
    expect(await deezer.song('1', signal)).toBeUndefined();
    expect(capabilitiesOf(deezer)).toEqual(['search', 'lookup', 'playlists', 'isrc', 'charts', 'related']);
  });

  it('pages to the end and treats the quota as busy', async () => {
    const server = await fake((_, response, url) => {
      const index = Number(url.searchParams.get('index'));
      if (url.pathname === '/playlist/9/tracks') return sendJson(response, { data: [{ ...track, id: index + 1 }], ...(index < 200 ? { next: 'more' } : {}) });
      sendJson(response, { error: { type: 'Exception', message: 'Quota limit exceeded', code: 4 } });
    });
    const deezer = using(new DeezerProvider({ ...shared, apiUrl: server.url }));
    expect((await deezer.playlistSongs('9', signal)).map((song) => song.id)).toEqual(['1', '101', '201']);
    await expect(deezer.searchSongs('x', 5, signal)).rejects.toMatchObject({ status: 429 });
  });

  it('takes pictures from its own hosts only, and nothing but pictures', async () => {
    const server = await fake((_, response, url) => {
      if (url.pathname === '/ok.jpg') return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
      if (url.pathname === '/away') return void response.writeHead(302, { location: 'http://127.0.0.1:1/x.jpg' }).end();
      response.writeHead(200, { 'content-type': url.pathname === '/x.svg' ? 'image/svg+xml' : 'text/html' }).end('<svg/>');
    });
    const deezer = using(new DeezerProvider({ ...shared, apiUrl: server.url }));
    expect((await deezer.openImage(`${server.url}/ok.jpg`, signal)).body.equals(jpeg)).toBe(true);
    for (const url of [`${server.url}/x.svg`, `${server.url}/page`]) await expect(deezer.openImage(url, signal)).rejects.toMatchObject({ reason: 'content' });
    for (const url of [`${server.url}/away`, 'http://127.0.0.1:9/x.jpg', 'https://example.org/x.jpg', 'file:///etc/passwd', 'http://169.254.169.254/']) {
      await expect(deezer.openImage(url, signal)).rejects.toMatchObject({ reason: 'blocked' });
    }
    expect(deezer.sizedImage('https://e-cdns-images.dzcdn.net/images/cover/ab/1000x1000-000000-80-0-0.jpg', 320)).toContain('/320x320-');
  });
});

describe('Qobuz', () => {
  const make = (server: FakeHttp, highestFormat?: number) => using(new QobuzProvider({ ...shared, apiUrl: server.url, appId: '42', appSecret: 'shh', userAuthToken: 'tok', highestFormat }));

  it('reads tracks with version, work, genres and the album’s facts', async () => {
    const album = { id: 'abc1', title: 'Al', artist: { id: 1, name: 'AA' }, image: { large: 'https://static.qobuz.com/i_600.jpg' }, release_date_original: '1999-01-02', tracks_count: 9, media_count: 2, genres_list: ['Pop/Rock', 'Pop/Rock→Rock'] };
    const server = await fake((_, response) => sendJson(response, { tracks: { items: [{ id: 7, title: 'T', version: 'Live', work: 'Opus 1', performer: { id: 2, name: 'P' }, duration: 100, isrc: 'gb-abc-99-12345', copyright: '(P) X', parental_warning: true, album }] } }));
    const qobuz = make(server);
    expect(await qobuz.searchSongs('x', 5, signal)).toMatchObject([
      { id: '7', title: 'Opus 1: T (Live)', artists: [{ name: 'P' }], albumArtist: 'AA', isrc: 'GBABC9912345', copyright: '℗ X', explicit: 1, genres: ['Pop', 'Rock'], totalDiscs: 2, year: 1999 },
    ]);
    expect(server.seen[0]?.headers).toMatchObject({ 'x-app-id': '42', 'x-user-auth-token': 'tok' });
    expect(server.seen[0]?.query.get('app_id')).toBe('42');
  });

  it('signs file requests and falls to lower formats only', async () => {
    const server = await fake((_, response, url) => {
      const format = Number(url.searchParams.get('format_id'));
      sendJson(response, format > 6 ? { sample: true, format_id: format } : { url: 'https://x.qobuz.com/f', mime_type: 'audio/flac', bit_depth: 16, sampling_rate: 44.1, format_id: 6 });
    });
    const qobuz = make(server, 7);
    expect(await qobuz.resolveAudio('123', 'hires', signal)).toMatchObject({ container: 'flac', bitDepth: 16, sampleRate: 44_100 });
    expect(server.seen.map(({ query }) => query.get('format_id'))).toEqual(['7', '6']);
    await qobuz.resolveAudio('123', 'high', signal);
    expect(server.seen.at(-1)?.query.get('format_id')).toBe('5');
    const { query } = there(server.seen[1]);
    const text = `trackgetFileUrlformat_id6intentstreamtrack_id123${query.get('request_ts')}shh`;
    expect(query.get('request_sig')).toBe(createHash('md5').update(text).digest('hex'));
    expect(signFileUrl('1', 5, 1_700_000_000, 's')).toBe(createHash('md5').update('trackgetFileUrlformat_id5intentstreamtrack_id11700000000s').digest('hex'));
  });

  it('says what a refusal means', async () => {
    const server = await fake((_, response, url) => sendJson(response, { status: 'error' }, url.pathname.includes('getFileUrl') ? 400 : 401));
    const qobuz = make(server);
    await expect(qobuz.searchSongs('x', 5, signal)).rejects.toThrow('token');
    await expect(qobuz.resolveAudio('1', 'lossless', signal)).rejects.toThrow('secret');
  });
});

describe('hifi-api', () => {
  const described = (manifest: unknown, type = 'application/vnd.tidal.bts') => ({ data: { manifest: Buffer.from(typeof manifest === 'string' ? manifest : JSON.stringify(manifest)).toString('base64'), manifestMimeType: type, audioQuality: 'LOSSLESS', bitDepth: 16, sampleRate: 44_100 } });
  const direct = { mimeType: 'audio/flac', encryptionType: 'NONE', urls: ['https://a.tidal.com/f'] };

  it('falls from segmented to plain files, and never touches protected ones', async () => {
    const server = await fake((_, response, url) => {
      if (url.searchParams.get('id') === '1') return sendJson(response, url.searchParams.get('quality') === 'HI_RES_LOSSLESS' ? described('<MPD/>', 'application/dash+xml') : described(direct));
      sendJson(response, described({ ...direct, encryptionType: 'OLD_AES' }));
    });
    const squid = using(new SquidWtfProvider({ ...shared, baseUrls: [server.url] }));
    expect(await squid.resolveAudio('1', 'hires', signal)).toMatchObject({ kind: 'http', url: direct.urls[0], container: 'flac', bitDepth: 16 });
    expect(await squid.resolveAudio('2', 'hires', signal)).toBeUndefined();
    expect(server.seen.map(({ query }) => query.get('quality'))).toEqual(['HI_RES_LOSSLESS', 'LOSSLESS', 'HI_RES_LOSSLESS', 'LOSSLESS', 'HIGH']);
  });

  it('takes the next server when one is busy, broken or slow', async () => {
    const item = { id: 1, title: 'T', artist: { id: 2, name: 'A' } };
    const busy = await fake((_, response) => sendJson(response, {}, 429));
    const broken = await fake((_, response) => void response.writeHead(200).end('<html>'));
    const good = await fake((_, response) => sendJson(response, { data: { items: [item] } }));
    const squid = using(new SquidWtfProvider({ ...shared, baseUrls: [busy.url, broken.url, good.url] }));
    expect((await squid.searchSongs('t', 5, signal)).length).toBe(1);
    await squid.searchSongs('u', 5, signal);
    expect([busy.seen.length, broken.seen.length, good.seen.length]).toEqual([1, 1, 2]);
    const hanging = await fake(() => undefined);
    const hedged = using(new SquidWtfProvider({ ...shared, baseUrls: [hanging.url, good.url] }));
    expect((await hedged.searchSongs('v', 5, signal)).length).toBe(1);
  });

  it('reads the shapes of older and newer servers', async () => {
    const track = { id: 1, title: 'T', version: 'Remix', artists: [{ id: 2, name: 'A' }], album: { id: 3, title: 'Al', cover: '1b2c3d4e-aaaa-bbbb-cccc-0123456789ab' } };
    const shapes = [{ data: { items: [track] } }, { items: [track] }, [{ items: [track] }], { data: { tracks: { items: [track] } } }];
    for (const shape of shapes) {
      const server = await fake((_, response) => sendJson(response, shape));
      const squid = using(new SquidWtfProvider({ ...shared, baseUrls: [server.url] }));
      expect(await squid.searchSongs('t', 5, signal)).toMatchObject([{ id: '1', title: 'T (Remix)', cover: 'https://resources.tidal.com/images/1b2c3d4e/aaaa/bbbb/cccc/0123456789ab/1280x1280.jpg' }]);
    }
  });
});

describe('Jamendo', () => {
  it('plays everything but keeps only what may be downloaded', async () => {
    const track = { id: '9', name: 'Free', duration: 100, artist_id: '1', artist_name: 'A', album_id: '2', album_name: 'Al', audio: 'https://prod.jamendo.com/a', license_ccurl: 'http://cc' };
    const server = await fake((_, response, url) => {
      const allowed = url.searchParams.get('id') !== '8';
      sendJson(response, { headers: { status: 'success' }, results: [{ ...track, audiodownload_allowed: allowed }] });
    });
    const jamendo = using(new JamendoProvider({ ...shared, apiUrl: server.url, clientId: 'me' }));
    expect(await jamendo.searchSongs('x', 5, signal)).toMatchObject([{ id: '9', title: 'Free', album: { id: '2', name: 'Al' }, copyright: 'http://cc' }]);
    expect(await jamendo.resolveAudio('9', 'lossless', signal)).toMatchObject({ keepable: true, container: 'flac' });
    expect(await jamendo.resolveAudio('8', 'low', signal)).toMatchObject({ keepable: false, container: 'mp3' });
    expect(server.seen.map(({ query }) => [query.get('client_id'), query.get('format')])).toEqual([['me', 'json'], ['me', 'json'], ['me', 'json']]);
  });

  it('fails when the service says so', async () => {
    const server = await fake((_, response) => sendJson(response, { headers: { status: 'failed', error_message: 'bad client' }, results: [] }));
    await expect(using(new JamendoProvider({ ...shared, apiUrl: server.url, clientId: 'me' })).searchSongs('x', 5, signal)).rejects.toThrow('bad client');
  });
});

describe('Internet Archive', () => {
  it('takes the best file of each track, and checks what ids say', async () => {
    const files = [
      { name: 'd1/01 One.flac', format: 'Flac', title: 'One', track: '1/9', length: '3:20', size: '5', md5: 'AB' },
      { name: 'd1/01 One.mp3', format: 'VBR MP3', length: '200' },
      { name: 'd1/02 Two_64kb.mp3', format: '64Kbps MP3' },
      { name: 'd1/02 Two.mp3', format: 'VBR MP3', title: ['Two'], length: '61.5' },
      { name: 'cover.jpg', format: 'JPEG' },
    ];
    const server = await fake((_, response, url) => {
      if (url.pathname === '/metadata/show-1') return sendJson(response, { metadata: { title: 'Show', creator: ['Band', 'x'], date: '1977-05-08' }, files });
      sendJson(response, url.pathname.startsWith('/metadata/') ? {} : { response: { docs: [{ identifier: 'show-1', title: 'Show', creator: 'Band' }, { identifier: '../x' }] } });
    });
    const archive = using(new ArchiveProvider({ ...shared, apiUrl: server.url, collections: ['etree'] }));
    const album = await archive.album('show-1', signal);
    expect(album).toMatchObject({ title: 'Show', year: 1977, songCount: 2, songs: [{ title: 'One', duration: 200, track: 1 }, { title: 'Two', duration: 61.5, track: 2 }] });
    expect(await archive.resolveAudio(there(album?.songs?.[0]).id, 'lossless', signal)).toMatchObject({ url: `${server.url}/download/show-1/d1/01%20One.flac`, container: 'flac', size: 5, md5: 'AB' });
    expect((await archive.searchAlbums('show (x) OR y:z', 5, signal)).map(({ id }) => id)).toEqual(['show-1']);
    expect(server.seen.at(-1)?.query.get('q')).toBe('mediatype:audio AND (title:(show  x  OR y z) OR creator:(show  x  OR y z)) AND collection:(etree)');
    expect((await archive.searchSongs('one', 5, signal)).map((song) => song.title)).toEqual(['One']);
    for (const forged of ['../etc/passwd', 'show-1/../../x', 'show-1/', 'no-slash']) expect(await archive.resolveAudio(encodeProviderId(forged), 'lossless', signal)).toBeUndefined();
    expect(await archive.album('nothing', signal)).toBeUndefined();
  });
});

describe.skipIf(!hasTool('ffmpeg'))('a local folder', () => {
  it('finds files by their tags and never leaves its root', async () => {
    const root = mkdtempSync(join(tmpdir(), 'folder-'));
    open.push(async () => Promise.resolve(rmSync(root, { recursive: true })));
    makeAudio(join(root, 'music/a/01.flac'), 2, { title: 'Späte Eins', artist: 'Wer', album: 'Platte', track: 1 });
    makeAudio(join(root, 'music/a/02.mp3'), 2, { title: 'Zwei', artist: 'Wer', album: 'Platte', track: 2 });
    writeFileSync(join(root, 'music/a/cover.jpg'), jpeg);
    writeFileSync(join(root, 'music/a/broken.flac'), 'no sound');
    writeFileSync(join(root, 'secret.flac'), 'secret');
    symlinkSync(join(root, 'secret.flac'), join(root, 'music/a/link.flac'));
    const folder = using(new FolderProvider([join(root, 'music')]));
    await folder.rescan();
    const song = there((await folder.searchSongs('spate wer', 10))[0]);
    expect(song).toMatchObject({ title: 'Späte Eins', track: 1, album: { name: 'Platte' } });
    expect(song.duration).toBeCloseTo(2, 0);
    const album = await folder.album(there((await folder.searchAlbums('platte', 5))[0]).id);
    expect(album?.songs?.map(({ title }) => title)).toEqual(['Späte Eins', 'Zwei']);
    expect(await folder.resolveAudio(song.id)).toMatchObject({ kind: 'file', container: 'flac', path: join(root, 'music/a/01.flac') });
    expect((await folder.openImage(song.id)).body.equals(jpeg)).toBe(true);
    for (const forged of ['0/../secret.flac', '0/a/link.flac', '1/a/01.flac', '0/a/nothing.flac', '/etc/passwd']) {
      expect(await folder.resolveAudio(encodeProviderId(forged))).toBeUndefined();
      await expect(folder.openImage(encodeProviderId(forged))).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

describe.skipIf(supysonicMissing() !== undefined)('another Subsonic server, for real', () => {
  it('searches, opens and delivers', async () => {
    const server = await Supysonic.start();
    open.push(() => server.stop());
    const provider = using(new SubsonicProvider({ ...shared, url: server.url, user: USER.u, password: USER.p, hop: 'x' }));
    await provider.probe(signal);
    const song = there((await provider.searchSongs('Opus Song', 5, signal))[0]);
    expect(song).toMatchObject({ title: 'Opus Song', artists: [{ name: 'Other' }], album: { name: 'Second' } });
    expect((await provider.album(song.album!.id!, signal))?.songs?.length).toBe(1);
    const source = await provider.resolveAudio(song.id, 'lossless', signal);
    expect(source).toMatchObject({ kind: 'http', container: 'opus' });
    expect(JSON.stringify(source)).not.toContain('u=');
    if (source?.kind !== 'http') throw new Error('not http');
    const answer = await provider.openAudio(source, 0, signal);
    const head = (await answer.body[Symbol.asyncIterator]().next()).value as Buffer;
    expect(head.subarray(0, 4).toString()).toBe('OggS');
    answer.body.on('error', () => undefined).destroy();
    expect(await provider.song(encodeProviderId('no-such-id'), signal)).toBeUndefined();
    const wrong = using(new SubsonicProvider({ ...shared, url: server.url, user: USER.u, password: 'wrong', hop: 'x' }));
    await expect(wrong.probe(signal)).rejects.toThrow('Wrong username or password');
  });
});
