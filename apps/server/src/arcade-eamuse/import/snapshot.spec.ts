import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestArcade } from '../testing/test-arcade.js';
import { Doc } from '../store/document.js';
import { importSnapshot, type SnapshotOptions } from './snapshot.js';

let arcade: TestArcade;
beforeEach(async () => (arcade = await TestArcade.start()));
afterEach(() => arcade.stop());

const chart = (version: number, songid = 987, more: object = {}) => ({ id: songid, songid, chart: 2, game: 'pnm', version, name: 'Song', data: { difficulty: 30 }, ...more });
const FULL = {
  arcade: { name: 'Corner', pin: '12345678', pref: 13 }, machine: { pcbid: '01201000000000000AAA', name: 'Cab', port: 12_000 }, music: [chart(24), chart(25)],
  catalog: [{ game: 'pnm', version: 24, type: 'item', id: 1, data: { price: 5 } }], scheduled: [{ game: 'pnm', version: 24, name: 'course', start_time: 100, end_time: 200, data: { music: 1 } }],
  settings: [{ game: 'pnm', version: 24, data: { music_phase: 3 } }],
};
const take = (input: unknown, options?: Partial<SnapshotOptions>) => importSnapshot(arcade.data, arcade.pins, input, options);
const takeBack = (change: number | null) => arcade.data.transaction(({ changes }) => changes.undo(change ?? 0, 1));
const TABLES = ['arcades', 'machines', 'music', 'catalog', 'timed_settings', 'game_config'];
const rows = async (): Promise<unknown> => Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await arcade.data.sql.all(`SELECT * FROM arcade_${table} ORDER BY id`)])));

describe('a snapshot', () => {
  it('is told of in a dry run, comes in, changes nothing a second time, and goes again', async () => {
    const before = await rows();
    const dry = await take(FULL, { dryRun: true });
    expect(await rows()).toEqual(before);
    const { change, counts } = await take(FULL);
    const one = { added: 1, changed: 0, kept: 0 };
    expect(counts).toEqual({ arcades: one, machines: one, songs: { added: 2, changed: 0, kept: 0 }, catalog: one, events: one, 'game settings': one });
    expect(dry).toEqual({ counts, notes: [], dry_run: true, change: null });
    const after = await rows();
    const again = await take(FULL);
    expect(Object.values(again.counts).every(({ added, changed, kept }) => added + changed === 0 && kept > 0)).toBe(true);
    expect(await rows()).toEqual(after);
    await takeBack(change);
    expect(await rows()).toEqual(before);
  });

  it('gives back what it changed', async () => {
    await take(FULL);
    const before = await rows();
    const { change, counts } = await take({
      arcade: { name: 'Corner', pin: '87654321', pref: 14 }, machine: { pcbid: '01201000000000000AAA', name: 'Other', port: 12_001 }, music: [chart(24, 987, { name: 'New title' }), chart(24, 988)],
      settings: [{ game: 'pnm', version: 24, data: { music_phase: 4 } }],
    });
    expect(counts).toMatchObject({ arcades: { changed: 1 }, machines: { changed: 1 }, songs: { added: 1, changed: 1 }, 'game settings': { changed: 1 } });
    await takeBack(change);
    expect(await rows()).toEqual(before);
  });

  it('without a PIN leaves the PIN of an arcade that is here', async () => {
    await take(FULL);
    await take({ arcade: { name: 'Corner', pref: 14 } });
    const [{ id = 0 } = {}] = await arcade.data.sql.all('SELECT id FROM arcade_arcades');
    expect(arcade.pins.checkArcade(Number(id), await arcade.data.machines.sealedPin(Number(id)), '12345678', 'x', 1)).toBe(true);
  });

  it('leaves a song that was played since, and with it the score', async () => {
    const { change } = await take({ music: [chart(24), chart(25), chart(24, 988)] });
    const { data } = arcade;
    const userId = await data.sql.insert('arcade_users', { created_at: 1 });
    const musicId = (await data.music.idOf('pnm', 24, 987, 2)) ?? 0;
    await data.forPlayer(userId, ({ scores }) => scores.save({ userId, musicId, points: 5, now: 10, machineId: 1, played: new Doc(), merge: () => new Doc() }));
    expect(await takeBack(change)).toEqual({ restored: 2, kept: 1 });
    expect((await data.music.allSongs('pnm')).map(({ songId, musicId: id }) => [songId, id])).toEqual([[987, musicId]]);
  });

  it.each([
    ['a port of another machine', { machine: { pcbid: '01201000000000000BBB', port: 12_000 } }, 'Port 12000'],
    ['a PCBID that is none', { machine: { pcbid: 'xyz' } }, 'no PCBID'],
    ['a period that meets another', { scheduled: [{ game: 'pnm', version: 24, name: 'course', start_time: 150, end_time: 250 }] }, 'meets another'],
    ['a period that ends before it begins', { scheduled: [{ game: 'pnm', version: 24, name: 'x', start_time: 2, end_time: 1 }] }, 'ends before'],
    ['no region', { arcade: { name: 'X', pref: 77 } }, 'region'],
  ])('with %s is refused as a whole, in a dry run as well', async (_what, wrong, message) => {
    await take(FULL);
    const before = await rows();
    for (const dryRun of [true, false]) await expect(take({ music: [chart(24, 5)], ...wrong }, { dryRun })).rejects.toThrow(message);
    expect(await rows()).toEqual(before);
  });
});
