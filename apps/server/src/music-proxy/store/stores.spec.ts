import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Sealer } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions, schemaDrift } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database, type TestDatabase } from '../../../../../test/support/databases.js';
import type { Song } from '../core/models.js';
import { musicEntities } from '../entities.js';
import { SettingsStore } from '../settings/settings-store.js';
import { Bookmarks } from './bookmarks.js';
import { Counters } from './counters.js';
import { MusicSetting } from './entities.js';
import { Favourites } from './favourites.js';
import { Matches } from './matches.js';
import { Plays } from './plays.js';
import { Ratings } from './ratings.js';
import { Tracks, type NewTrack } from './tracks.js';

Logger.overrideLogger(false);

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const row = (externalId: string, more: Partial<NewTrack> = {}): NewTrack => ({
  provider: 'deezer', externalId, quality: 'lossless', path: `cache/${externalId}.flac`, size: 5_000_000_000, container: 'flac', bitDepth: 16, sampleRate: 44_100, bitrate: 900.5,
  duration: 200.25, isrc: null, title: 'Título', artist: 'Ärtist', album: '', storage: 'cache', requestedBy: null, ...more,
});
const song = (id: string): Song => ({ provider: 'deezer', id, title: 'Song', artists: [{ name: 'A' }] });
const judged = (id: string, verdict: 'accept' | 'review', score: number) => ({ candidate: { ...song(id), provider: 'squidwtf' }, verdict, score, reasons: ['title 100'] });

describe.each<TestDatabase>(['sqlite', 'mariadb', 'postgres'])('the stores of the music proxy on %s', (kind) => {
  let folder: string;
  let database: Database;
  let source: DataSource;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'music-stores-'));
    database = await createDatabase(kind, folder);
    source = await connect(new DataSource(dataSourceOptions(database.url, { entities: musicEntities, migrations })));
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
    rmSync(folder, { recursive: true });
  });

  it('have the tables their entities say', async () => {
    const faults = await schemaDrift(source);
    expect(faults.filter((fault) => kind !== 'postgres' || !/index over/.test(fault))).toEqual([]);
  });

  it('remember files, replace them, and tell the oldest and the sums', async () => {
    const tracks = new Tracks(source);
    const first = await tracks.save(row('1'), at(1));
    expect(await tracks.save(row('2', { storage: 'kept' }), at(2))).toMatchObject({ size: 5_000_000_000, duration: 200.25, title: 'Título', backendItemId: null });
    await tracks.setBackendItem(first.id, 'local');
    expect((await tracks.save(row('1', { path: 'cache/new.flac' }), at(3))).id).toBe(first.id);
    expect(await tracks.find({ provider: 'deezer', id: '1' })).toMatchObject({ path: 'cache/new.flac', backendItemId: null, lastUsedAt: at(3) });
    expect([...(await tracks.findAll([song('1'), song('2'), song('9')])).keys()].sort()).toEqual(['deezer:1', 'deezer:2']);
    await tracks.save(row('3'), at(2));
    await tracks.touch(first.id, at(9));
    expect((await tracks.oldestFirst('cache')).map(({ externalId }) => externalId)).toEqual(['3', '1']);
    expect(await tracks.usage()).toEqual({ permanent: { count: 0, bytes: 0 }, cache: { count: 2, bytes: 10_000_000_000 }, kept: { count: 1, bytes: 5_000_000_000 } });
    expect(await tracks.byPath('cache/new.flac')).toMatchObject({ externalId: '1' });
  });

  it('keep stars per user, with their first date, and know what nobody holds', async () => {
    const favourites = new Favourites(source);
    await favourites.add('ann', ['ext-x-song-1', 'ext-x-song-2', 'ext-x-song-1'], at(1));
    await favourites.add('ann', ['ext-x-song-1'], at(2));
    await favourites.add('bob', ['ext-x-song-1'], at(3));
    expect(await favourites.starredAt('ann', ['ext-x-song-1', 'ext-x-song-9'])).toEqual(new Map([['ext-x-song-1', at(1)]]));
    await favourites.remove('ann', ['ext-x-song-1', 'ext-x-song-2'], at(4));
    expect(await favourites.list('ann')).toEqual([]);
    expect(await favourites.abandoned(at(5))).toEqual(['ext-x-song-2']);
    expect(await favourites.abandoned(at(4))).toEqual([]);
    expect(await favourites.held()).toEqual(['ext-x-song-1']);
    await favourites.add('ann', ['ext-x-song-2'], at(6));
    expect((await favourites.list('ann')).map(({ itemId, starredAt }) => [itemId, starredAt])).toEqual([['ext-x-song-2', at(6)]]);
    await favourites.remove('ann', ['ext-x-song-2'], at(7));
    await favourites.forget(['ext-x-song-2']);
    expect(await favourites.abandoned(at(30))).toEqual([]);
  });

  it('let a person’s word stand over every later finding', async () => {
    const matches = new Matches(source);
    await matches.remember(song('1'), 'squidwtf', [judged('7', 'review', 80), judged('8', 'review', 75)]);
    expect(await matches.recall(song('1'), 'squidwtf')).toBeNull();
    await matches.remember(song('1'), 'squidwtf', [judged('8', 'accept', 95)]);
    expect(await matches.recall(song('1'), 'squidwtf')).toEqual({ provider: 'squidwtf', id: '8' });
    const manual = await matches.decide({ provider: 'deezer', id: '1', title: 'Song', artist: 'A' }, 'squidwtf', '9');
    await matches.remember(song('1'), 'squidwtf', [judged('8', 'accept', 100)]);
    expect(await matches.recall(song('1'), 'squidwtf')).toEqual({ provider: 'squidwtf', id: '9' });
    await matches.decide({ provider: 'deezer', id: '1', title: 'Song', artist: 'A' }, 'squidwtf', null);
    expect([await matches.recall(song('1'), 'squidwtf'), await matches.recall(song('2'), 'squidwtf')]).toEqual([null, undefined]);
    await matches.remember(song('2'), 'squidwtf', [judged('7', 'review', 80)]);
    expect(await matches.countByState()).toEqual({ auto: 0, manual: 0, review: 1, none: 1 });
    const page = await matches.page({ state: 'review', search: 'SONG' }, 1, 10);
    expect([page.total, page.rows[0]?.candidates[0]]).toEqual([1, { id: '7', title: 'Song', artist: 'A', score: 80, reasons: ['title 100'] }]);
    expect([await matches.delete(manual.id), await matches.delete(manual.id)]).toEqual([true, false]);
    expect(await matches.recall(song('1'), 'squidwtf')).toBeUndefined();
  });

  it('count by day, together with other instances', async () => {
    const [one, other] = [new Counters(source), new Counters(source)];
    one.add('plays.deezer', 2, at(1));
    other.add('plays.deezer', 3, at(1));
    one.add('bytes.library', 6_000_000_000, at(2));
    one.add('requests', 0, at(2));
    await Promise.all([one.flush(), other.flush()]);
    one.add('plays.deezer', 1, at(1));
    expect(await one.days(at(1))).toEqual([{ day: '2026-01-01', counts: { 'plays.deezer': 6 } }, { day: '2026-01-02', counts: { 'bytes.library': 6_000_000_000 } }]);
    expect(await other.days(at(2))).toEqual([{ day: '2026-01-02', counts: { 'bytes.library': 6_000_000_000 } }]);
  });

  it('keep plays once each, by user, and know the favourites of all', async () => {
    const plays = new Plays(source);
    const play = (userKey: string, itemId: string, day: number) => ({ userKey, itemId, provider: 'deezer', title: `Song ${itemId}`, artist: 'A'.repeat(600), client: 'test', playedAt: at(day) });
    await plays.add([play('ann', 'x', 1), play('ann', 'x', 2), play('ann', 'x', 2), play('bob', 'x', 3), play('bob', 'y', 3)]);
    expect(await plays.countsOf('ann', ['x', 'y'])).toEqual(new Map([['x', { count: 2, lastAt: at(2) }]]));
    expect((await plays.top(at(2), 5)).map(({ itemId, count, title }) => [itemId, count, title])).toEqual([['x', 2, 'Song x'], ['y', 1, 'Song y']]);
  });

  it('keep ratings and bookmarks, one for each user and item', async () => {
    const ratings = new Ratings(source);
    await ratings.set('ann', ['x', 'y', 'x'], 5);
    await ratings.set('ann', ['x'], 4);
    await ratings.set('bob', ['x'], 1);
    expect(await ratings.of('ann', ['x', 'y', 'z'])).toEqual(new Map([['x', { own: 4, average: 2.5 }], ['y', { own: 5, average: 5 }]]));
    await ratings.set('ann', ['x', 'y', 'z'], 0);
    expect(await ratings.of('ann', ['x', 'y'])).toEqual(new Map([['x', { average: 1 }]]));
    const bookmarks = new Bookmarks(source);
    await bookmarks.set('ann', 'x', 9_000_000_000, 'ä', at(1));
    await bookmarks.set('ann', 'y', 1, null, at(2));
    await bookmarks.set('ann', 'x', 2, 'ö', at(3));
    expect((await bookmarks.of('ann')).map(({ itemId, position, comment, createdAt, updatedAt }) => [itemId, position, comment, createdAt, updatedAt])).toEqual([['x', 2, 'ö', at(1), at(3)], ['y', 1, null, at(2), at(2)]]);
    await bookmarks.remove('ann', 'x');
    expect([await bookmarks.count('ann'), await bookmarks.count('bob')]).toEqual([1, 0]);
  });

  it('know for whom a file was fetched, and what of it stays', async () => {
    const tracks = new Tracks(source);
    await tracks.save(row('u1', { requestedBy: 'ann', storage: 'kept', path: 'kept/u1.flac' }));
    await tracks.save(row('u2', { requestedBy: 'ann' }));
    const cached = await tracks.save(row('u3', { requestedBy: 'bob' }));
    expect([await tracks.bytesOf('ann'), await tracks.bytesOf('bob'), await tracks.bytesOf('nobody')]).toEqual([5_000_000_000, 0, 0]);
    await tracks.setStorage(cached.id, 'permanent', 'permanent/u3.flac', 'carol');
    const one = (bytes: number) => ({ count: bytes === 0 ? 0 : 1, bytes });
    expect(await tracks.usageByUser()).toEqual([
      { user: 'ann', stays: one(5_000_000_000), cached: one(5_000_000_000) },
      { user: 'carol', stays: one(5_000_000_000), cached: one(0) },
    ]);
  });

  it('keep settings, secrets sealed, and leave out what is no longer good', async () => {
    const warnings: string[] = [];
    const store = new SettingsStore(source, new Sealer('ab'.repeat(32)), (message) => warnings.push(message));
    await store.save({ set: new Map<string, unknown>([['SUBSONIC_URL', 'http://a'], ['QOBUZ_APP_SECRET', 'hush'], ['PROVIDER_ORDER', ['deezer']]]), unset: [] });
    await store.save({ set: new Map<string, unknown>([['SUBSONIC_URL', 'http://b']]), unset: ['PROVIDER_ORDER'] });
    expect(await store.load()).toEqual(new Map([['QOBUZ_APP_SECRET', 'hush'], ['SUBSONIC_URL', 'http://b']]));
    const rows = await source.getRepository(MusicSetting).find();
    expect(JSON.stringify(rows)).not.toContain('hush');
    await source.getRepository(MusicSetting).insert({ env: 'CACHE_MAX_GB', value: '"much"', updatedAt: at(1) });
    const other = new SettingsStore(source, new Sealer('cd'.repeat(32)), (message) => warnings.push(message));
    expect(await other.load()).toEqual(new Map([['SUBSONIC_URL', 'http://b']]));
    expect(warnings.join()).toMatch(/CACHE_MAX_GB.*must be.*QOBUZ_APP_SECRET.*another key/);
  });
});
