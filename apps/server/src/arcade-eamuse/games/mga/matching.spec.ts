import { element, type Node, s32, str } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CARD, Cabinet, MODELS, OTHER_CARD } from '../../testing/cabinet.js';
import { TestArcade } from '../../testing/test-arcade.js';

const THIRD_CARD = 'E0040000DEADBEEF';
const START = 1_795_172_274;

let arcade: TestArcade;
let now = START;
let cabinets: Cabinet[];
let refids: string[];

beforeEach(async () => {
  now = START;
  arcade = await TestArcade.start({ now: () => now });
  cabinets = ['A1', 'B2', 'C3'].map((pcbid) => new Cabinet(arcade, MODELS.mga, pcbid));
  refids = await Promise.all([CARD, OTHER_CARD, THIRD_CARD].map((card, i) => cabinets[i]?.register(card) ?? ''));
});
afterEach(() => arcade.stop());

function cabinetOf(who: number): Cabinet {
  const cabinet = cabinets[who];
  if (cabinet === undefined) throw new Error('no such cabinet');
  return cabinet;
}

const request = (who: number, values: { size?: number; group?: number; ip?: string; port?: number } = {}): Promise<Node> =>
  cabinetOf(who).call('matching.request', {}, element('data',
    str('eaid', refids[who] ?? ''), s32('waittime', 60), s32('waituser', values.size ?? 2), s32('matchgrp', values.group ?? 1), str('joinip', values.ip ?? `10.0.0.${who + 1}`),
    s32('joinport', values.port ?? 5000 + who), str('localip', `192.168.0.${who + 1}`), s32('localport', 6000 + who)));
const wait = (who: number, lobby: Node): Promise<Node> => cabinetOf(who).call('matching.wait', {}, element('data', s32('hostid', lobby.intAt('hostid') ?? 0)));

describe('matching', () => {
  it('makes the first a host and tells the second where he is, with one countdown for both', async () => {
    const host = await request(0);
    expect([host.intAt('result'), host.stringAt('hostip_g')]).toEqual([0, '10.0.0.1']);
    now += 10;
    const guest = await request(1);
    expect([guest.intAt('result'), guest.stringAt('hostip_g'), guest.intAt('hostport_l')]).toEqual([1, '10.0.0.1', 6000]);
    const state = async (): Promise<unknown[]> => {
      const answer = await wait(1, guest);
      return [answer.intAt('result'), answer.intAt('prwtime'), answer.intAt('matchlist/record_num')];
    };
    expect(await state()).toEqual([0, 49, 2]);
    now = START + 58;
    expect(await state()).toEqual([0, 1, 2]);
    now = START + 59;
    expect(await state()).toEqual([1, 0, 2]);
  });

  it('lists players in the order in which they came, host first', async () => {
    const lobby = await request(0, { size: 4 });
    await request(2, { size: 4 });
    await request(1, { size: 4 });
    const records = (await wait(0, lobby)).child('matchlist')?.childrenNamed('record') ?? [];
    expect(records.map((record) => record.stringAt('pcbid'))).toEqual(['A1', 'C3', 'B2']);
  });

  it('fills no lobby beyond its size, mixes no groups, and offers none whose countdown is over', async () => {
    await request(0);
    await request(1);
    expect((await request(2)).intAt('result')).toBe(0);
    now += 120;
    await request(0, { group: 7 });
    expect((await request(1, { group: 8 })).intAt('result')).toBe(0);
  });

  it('takes one guest when two ask at once for the last place', async () => {
    await request(0);
    const results = (await Promise.all([request(1), request(2)])).map((answer) => answer.intAt('result'));
    expect(results.filter((result) => result === 0)).toHaveLength(1);
    expect(results.filter((result) => result === 1)).toHaveLength(1);
  });

  it('passes on no address that is none', async () => {
    for (const bad of [{ ip: 'example.org' }, { ip: '10.0.0.256' }, { port: 0 }, { port: 70_000 }]) expect((await request(0, bad)).intAt('result')).toBe(-1);
  });

  it('forgets a lobby a minute after its countdown', async () => {
    const lobby = await request(0);
    now = START + 60 + 61;
    expect((await wait(0, lobby)).intAt('result')).toBe(-1);
    expect(await arcade.data.lobbies.list('mga', 1, now)).toEqual([]);
  });
});
