import { Sealer } from '@rumpus/config';
import { zipSync } from 'fflate';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBemaniutilsDatabase, type BemaniutilsDatabase, REFID, REMOTE_CARD } from '../../../../../../test/fakes/arcade/bemaniutils-database.js';
import { available } from '../../../../../../test/support/databases.js';
import { Doc } from '../../store/document.js';
import { Cabinet, CARD, OTHER_CARD } from '../../testing/cabinet.js';
import { TestArcade } from '../../testing/test-arcade.js';
import { forgetUploads, unpackSavedata } from './asphyxia-upload.js';
import { foreignDocument } from './foreign-document.js';
import { NetworkImportService } from './network-import.service.js';

let arcade: TestArcade;
let imports: NetworkImportService;
const counts = async (): Promise<Record<string, number>> => {
  const tables = ['users', 'cards', 'extids', 'refids', 'profiles', 'achievements', 'scores', 'attempts', 'links', 'music', 'machines', 'arcades', 'balances', 'game_config', 'news'];
  return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, Number((await arcade.data.sql.first(`SELECT COUNT(*) AS n FROM arcade_${table}`))?.['n'])])));
};

beforeEach(async () => {
  arcade = await TestArcade.start();
  imports = new NetworkImportService(arcade.data, arcade.pins, arcade.registry, new Sealer('ab'.repeat(32)));
});
afterEach(() => arcade.stop());

describe('a document of another server', () => {
  it('keeps large integers and byte strings', () => {
    expect(foreignDocument('{"a":12345678901234567890,"b":"12345678901234567890","c":-9007199254740993,"d":1.5e20,"e":["__bytes__",1]}')).toBe(
      '{"a":["__bigint__","12345678901234567890"],"b":"12345678901234567890","c":["__bigint__","-9007199254740993"],"d":150000000000000000000,"e":["__bytes__",1]}');
    expect([foreignDocument(null), foreignDocument('[1]'), foreignDocument('{'), foreignDocument(5)]).toEqual(['{}', undefined, undefined, undefined]);
  });
});

describe.skipIf(!available.mariadb)('a bemaniutils database', () => {
  let source: BemaniutilsDatabase;
  beforeAll(async () => (source = await createBemaniutilsDatabase()));
  afterAll(() => source.drop());
  const take = (dryRun = false) => imports.bemaniutils(source.url, { dryRun, accountId: null });

  it('is told of in a dry run, which changes nothing', async () => {
    const before = await counts();
    const report = await take(true);
    expect(report).toMatchObject({ dry_run: true, change: null, counts: { players: { added: 2 }, cards: { added: 2 }, scores: { added: 2 }, plays: { added: 2 }, songs: { added: 3 }, arcades: { added: 1 }, rivals: { added: 2 } } });
    expect(report.notes).toEqual(expect.arrayContaining(['a score has no player or no song', 'a player had no PIN of four digits: an admin has to set one']));
    expect(await counts()).toEqual(before);
  });

  it('is taken over: cabinets find players, PINs, profiles, scores, rivals and money', async () => {
    const dry = await take(true);
    const report = await take();
    expect(report.counts).toEqual(dry.counts);
    const { data } = arcade;
    const cabinet = new Cabinet(arcade);
    expect((await cabinet.call('cardmng.inquire', { cardid: CARD })).attribute('refid')).toBe(REFID);
    expect((await cabinet.call('cardmng.authpass', { refid: REFID, pass: '4711' })).attribute('status')).toBe('0');
    const ann = (await data.players.byCard(CARD)) ?? 0;
    const profile = await data.profiles.get('pnm', 24, ann);
    expect([profile?.extid, profile?.doc.str('name'), profile?.doc.bigint('big'), profile?.doc.bytes('raw')]).toEqual([12345678, 'ＡＮＮ', 12345678901234567890n, Uint8Array.of(1, 255)]);
    expect((await data.scores.ofPlayer('pnm', 25, ann)).map(({ songId, points, achievedAt, touchedAt, plays }) => [songId, points, achievedAt, touchedAt, plays])).toEqual([[987, 90_000, 1_700_000_000, 1_700_000_100, 1]]);
    expect((await data.links.of('pnm', 24, ann, 'rival')).map(({ userId }) => userId)).toEqual([await data.players.byCard(OTHER_CARD), await data.players.remote(REMOTE_CARD, 1)]);
    const machine = await data.machines.byPcbid('01201000000000C0FFEE');
    expect(machine?.arcade).toMatchObject({ name: 'Corner', region: 13, paseliEnabled: true });
    expect(await data.balances.of(ann, machine?.arcade?.id ?? 0)).toBe(1500);
    expect((await data.machines.gameConfig('pnm', 24, machine?.arcade?.id)).int('music_phase')).toBe(5);
    expect((await data.machines.gameConfig('pnm', 24, undefined)).int('music_phase')).toBe(4);
    expect(arcade.pins.checkArcade(machine?.arcade?.id ?? 0, await data.machines.sealedPin(machine?.arcade?.id ?? 0), '12345678', 'x', 1)).toBe(true);
  });

  it('a second time changes nothing, and all of it can be taken back', async () => {
    const before = await counts();
    const { change } = await take();
    const after = await counts();
    expect(Object.values((await take()).counts).every(({ added, changed }) => added === 0 && changed === 0)).toBe(true);
    expect(await counts()).toEqual(after);
    await arcade.data.transaction(({ changes }) => changes.undo(change ?? 0, 1));
    expect(await counts()).toEqual(before);
  });

  it('leaves what is here, makes better scores better, and an undo loses no play made since', async () => {
    const { data } = arcade;
    const cabinet = new Cabinet(arcade);
    const refid = await cabinet.register(CARD, '0000');
    const ann = (await data.players.byCard(CARD)) ?? 0;
    await data.profiles.put('pnm', 24, ann, new Doc({ name: 'ＨＥＲＥ' }));
    await data.sql.insert('arcade_music', { music_id: 9, game: 'pnm', version: 24, song_id: 987, chart: 2, name: 'Ours', artist: '', genre: '', data: '{}' });
    const play = (points: number, medal: number) => data.forPlayer(ann, ({ scores }) => scores.save({ userId: ann, musicId: 9, points, now: 1_600_000_000 + points, machineId: 1, played: new Doc({ medal }), merge: () => new Doc({ medal }) }));
    await play(50_000, 800);
    const { change } = await take();
    expect((await data.profiles.get('pnm', 24, ann))?.doc.str('name')).toBe('ＨＥＲＥ');
    expect([(await cabinet.call('cardmng.authpass', { refid, pass: '0000' })).attribute('status'), (await data.music.song('pnm', 987))[1]?.name]).toEqual(['0', 'Ours']);
    const best = async (): Promise<unknown[]> => (await data.scores.ofPlayer('pnm', 24, ann)).filter(({ songId }) => songId === 987).map(({ points, doc }) => [points, doc.int('medal')]);
    expect(await best()).toEqual([[90_000, 800]]);
    await play(95_000, 900);
    await arcade.data.transaction(({ changes }) => changes.undo(change ?? 0, 1));
    expect(await best()).toEqual([[95_000, 900]]);
    expect(await data.players.byCard(OTHER_CARD)).toBeUndefined();
  });

  it('that is none, or is not there, is refused in words', async () => {
    const refused = (url: string): Promise<unknown> => imports.bemaniutils(url, { dryRun: true, accountId: null }).then(() => undefined, (error: unknown) => (error as Error).message);
    expect(await refused('postgres://x')).toContain('mysql://');
    expect(await refused('mysql://root@127.0.0.1:3306/mysql')).toContain('no bemaniutils database');
    expect(await refused('mysql://nobody:wrong@127.0.0.1:1/none')).toContain('did not let us in');
  });

  it('that breaks in the middle leaves nothing behind', async () => {
    const before = await counts();
    await source.query('ALTER TABLE score_history RENAME COLUMN points TO score_points');
    try {
      await expect(take()).rejects.toThrow();
    } finally {
      await source.query('ALTER TABLE score_history RENAME COLUMN score_points TO points');
    }
    expect(await counts()).toEqual(before);
    expect((await arcade.data.changes.list(1))[0]?.undoneAt).toBeGreaterThan(0);
  });
});

describe('an asphyxia folder', () => {
  let folder: string;
  const lines = (name: string, documents: readonly object[]): void => writeFileSync(join(folder, name), documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'asphyxia-'));
    lines('core.db', [
      { $$indexCreated: { fieldName: '__s' } },
      { __s: 'profile', __refid: 'A0000000000000001', pin: '1111', name: 'first', _id: 'p1' },
      { __s: 'profile', __refid: 'A0000000000000001', pin: '4711', name: 'first', models: ['M39'], _id: 'p1' },
      { __s: 'profile', __refid: 'A0000000000000002', pin: '2222', name: 'gone', _id: 'p2' },
      { __s: 'card', __refid: 'A0000000000000001', print: 'S6E523E30ZK7ML1P', cid: CARD, _id: 'c1' },
      { __s: 'card', __refid: 'A0000000000000002', print: 'x', cid: OTHER_CARD, _id: 'c2' },
      { _id: 'p2', $$deleted: true }, { _id: 'c2', $$deleted: true },
    ]);
    writeFileSync(join(folder, 'core.db'), '{"broken": \n', { flag: 'a' });
    const own = { __s: 'plugins_profile', __refid: 'A0000000000000001' };
    lines('popn@asphyxia.db', [
      { ...own, collection: 'profile', name: 'ＡＮＮ', _id: '1' },
      { ...own, collection: 'scores', version: 'v24', scores: { '987:2': { score: 90_000, clear_type: 800, cnt: 3 }, '5:1': { score: 1 }, nonsense: 4 }, _id: '2' },
      { ...own, collection: 'achievements', version: 'v24', items: { '2:7': 15, x: 1 }, charas: { 77: 500 }, _id: '3' },
    ]);
    lines('museca@asphyxia.db', [
      { ...own, collection: 'profile', name: 'ANN', gamecoin_packet: 50, item: { 3: { type: 4, param: 1 } }, last: { music_id: 7 }, hidden_param: [1], _id: '1' },
      { ...own, collection: 'scores', scores: { 7: { 1: { score: 950_000, count: 2, clear_type: 2, score_grade: 5, btn_rate: 90, long_rate: 80, vol_rate: 70 } } }, _id: '2' },
    ]);
    lines('sdvx@asphyxia.db', [{ ...own, collection: 'profile', _id: '1' }]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const take = (dryRun = false) => imports.asphyxia(folder, { dryRun, accountId: null });

  it('gives its players, cards, profiles and bests, and says what it cannot give', async () => {
    await arcade.data.sql.insert('arcade_music', { music_id: 1, game: 'pnm', version: 24, song_id: 987, chart: 2, name: 'Song', artist: '', genre: '', data: '{}' });
    await arcade.data.sql.insert('arcade_music', { music_id: 2, game: 'museca', version: 2, song_id: 7, chart: 1, name: 'Song', artist: '', genre: '', data: '{}' });
    const dry = await take(true);
    expect((await counts())['users']).toBe(0);
    const report = await take();
    expect(report.counts).toEqual(dry.counts);
    expect(report.counts).toMatchObject({ players: { added: 1 }, cards: { added: 1 }, profiles: { added: 2 }, scores: { added: 2 }, achievements: { added: 3 } });
    expect(report.notes).toEqual(expect.arrayContaining(['plugin sdvx: nothing here reads it', "Pop'n Music: a score has no song here; import the songs first"]));
    const { data } = arcade;
    const ann = (await data.players.byCard(CARD)) ?? 0;
    const cabinet = new Cabinet(arcade);
    const refid = (await cabinet.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
    expect((await cabinet.call('cardmng.authpass', { refid, pass: '4711' })).attribute('status')).toBe('0');
    expect((await data.profiles.get('pnm', 24, ann))?.doc.str('name')).toBe('ＡＮＮ');
    expect((await data.scores.ofPlayer('pnm', 24, ann)).map(({ points, doc }) => [points, doc.int('medal')])).toEqual([[90_000, 800]]);
    expect((await data.progress.get('pnm', 24, ann, 'item_2', 7))?.int('param')).toBe(15);
    expect((await data.profiles.get('museca', 2, ann))?.doc.int('packet')).toBe(50);
    expect((await data.scores.ofPlayer('museca', 2, ann)).map(({ points, doc }) => [points, doc.int('clear_type'), doc.int('grade')])).toEqual([[950_000, 200, 600]]);
    await data.transaction(({ changes }) => changes.undo(report.change ?? 0, 1));
    expect(await counts()).toMatchObject({ users: 0, cards: 0, profiles: 0, scores: 0, music: 2 });
  });

  it('may come as a zip, in whatever folder its databases lie', async () => {
    const packed = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files);
    const core = readFileSync(join(folder, 'core.db'));
    const target = join(folder, 'unpacked');
    await unpackSavedata(packed({ 'old/savedata/core.db': core, 'old/savedata/popn@asphyxia.db': readFileSync(join(folder, 'popn@asphyxia.db')), '../../evil.db.exe': Uint8Array.of(1), 'readme.txt': Uint8Array.of(1) }), target);
    expect(readdirSync(target).sort()).toEqual(['core.db', 'popn@asphyxia.db']);
    expect(readFileSync(join(target, 'core.db'))).toEqual(core);
    const refused = async (zip: Uint8Array): Promise<string> => unpackSavedata(zip, join(folder, 'refused')).then(() => '', (error: unknown) => (error as Error).message);
    expect(await refused(packed({ 'a.txt': Uint8Array.of(1) }))).toContain('no core.db');
    expect(await refused(packed({ 'a/core.db': core, 'b/core.db': core }))).toContain('two files core.db');
    expect(await refused(Buffer.from('nonsense'))).toContain('no core.db');
    const large = packed({ 'core.db': randomBytes(5000) });
    expect(await refused(large.subarray(0, 3000))).toContain('cannot be unpacked');
    expect(await refused(large.fill(255, 30, 60))).not.toBe('');
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  it('that was sent is forgotten after a week, one that somebody put there is not', async () => {
    for (const name of ['upload-old', 'upload-new', 'by-hand']) mkdirSync(join(folder, 'imports', name), { recursive: true });
    for (const name of ['upload-old', 'by-hand']) utimesSync(join(folder, 'imports', name), 1000, 1000);
    await forgetUploads(folder);
    expect(readdirSync(join(folder, 'imports')).sort()).toEqual(['by-hand', 'upload-new']);
    await forgetUploads(join(folder, 'nowhere'));
  });

  it('that is none is refused', async () => {
    rmSync(join(folder, 'core.db'));
    await expect(take(true)).rejects.toThrow('core.db');
    await expect(imports.asphyxia(join(folder, 'nowhere'), { dryRun: true, accountId: null })).rejects.toThrow('no such folder');
  });
});
