import { element, type Node, s16, s32, str, u16, u8 } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importSnapshot } from '../../import/snapshot.js';
import { Cabinet, CARD, OTHER_CARD } from '../../testing/cabinet.js';
import { TestArcade } from '../../testing/test-arcade.js';

/** A player who follows the series from fantasia to Kaimei riddles, and a rival who does the same: calls that nobody has recorded. */
const MODELS: Readonly<Record<number, string>> = {
  20: 'L39:J:B:A:2012091900', 21: 'M39:J:B:A:2014061900', 22: 'M39:J:B:A:2015081900', 23: 'M39:J:B:A:2016100500', 24: 'M39:J:B:A:2018101500', 25: 'M39:J:B:A:2020092800', 26: 'M39:J:B:A:2022061300',
};
const VERSIONS = Object.keys(MODELS).map(Number);
const moduleOf = (version: number): string => (version < 22 ? 'playerdata' : version < 24 ? `player${version}` : 'player24');

let arcade: TestArcade;
beforeEach(async () => {
  arcade = await TestArcade.start();
  await importSnapshot(arcade.data, arcade.pins, { music: VERSIONS.map((version) => ({ id: 1, songid: 987, chart: 2, game: 'pnm', version, name: 'Song', data: {} })) });
});
afterEach(() => arcade.stop());

const cabinetOf = (version: number): Cabinet => new Cabinet(arcade, MODELS[version] ?? '');
async function refidOf(cabinet: Cabinet, card: string): Promise<string> {
  const known = (await cabinet.call('cardmng.inquire', { cardid: card })).attribute('refid');
  return known ?? cabinet.register(card);
}

/** A first evening with fantasia: a character, and one song cleared. */
async function begin(card: string, name: string, points: number): Promise<void> {
  const cabinet = cabinetOf(20);
  const refid = await refidOf(cabinet, card);
  await cabinet.call('playerdata.new', {}, str('ref_id', refid), str('name', name));
  await cabinet.call('playerdata.set', { ref_id: refid }, s16('chara', 12), element('stage', s16('no', 987), u8('sheet', 1), u16('n_data', 5 << 8), s32('score', points)));
}

/** What the next version offers, and the profile it makes of it. */
async function moveOn(version: number, card: string, name: string): Promise<{ offer: Node; made: Node }> {
  const cabinet = cabinetOf(version);
  const refid = await refidOf(cabinet, card);
  const module = moduleOf(version);
  const offer = version === 21 ? await cabinet.call('playerdata.get', { model: 'L39' }, str('ref_id', refid)) : await cabinet.call(`${module}.read`, {}, str('ref_id', refid));
  return { offer, made: await cabinet.call(`${module}.conversion`, {}, str('ref_id', refid), str('name', name), s16('chara', 12)) };
}

// Some hundred calls each: a busy machine may take its time.
describe('a career', { timeout: 60_000 }, () => {
  it('goes from version to version: each offers what the one before knew, and makes a profile of it', async () => {
    await begin(CARD, 'ＡＮＮ', 76_543);
    for (const version of VERSIONS.slice(1)) {
      const { offer, made } = await moveOn(version, CARD, 'ＡＮＮ');
      expect([version, offer.stringAt('name'), offer.intAt('chara')]).toEqual([version, 'ＡＮＮ', 12]);
      if (version > 21) expect([version, offer.intAt('music/music_num'), offer.intAt(version === 22 ? 'music/old_score' : 'music/score')]).toEqual([version, 987, 76_543]);
      expect([version, made.stringAt(version === 21 ? 'base/name' : 'account/name'), made.intAt(version === 21 ? 'base/chara' : 'config/chara')]).toEqual([version, 'ＡＮＮ', 12]);
      // Asked again it is a profile of its own: nothing is offered any more.
      const again = version === 21 ? await cabinetOf(21).call('playerdata.get', {}, str('ref_id', await refidOf(cabinetOf(21), CARD))) : await cabinetOf(version).call(`${moduleOf(version)}.read`, {}, str('ref_id', await refidOf(cabinetOf(version), CARD)));
      expect([version, again.child(version === 21 ? 'base' : 'account') === undefined]).toEqual([version, false]);
    }
  });

  it('skips versions: the newest older profile counts', async () => {
    await begin(CARD, 'ＡＮＮ', 76_543);
    expect((await moveOn(26, CARD, 'ＡＮＮ')).offer.stringAt('name')).toBe('ＡＮＮ');
  });

  it('has rivals in every version, with their scores', async () => {
    await begin(CARD, 'ＡＮＮ', 76_543);
    await begin(OTHER_CARD, 'ＢＯＢ', 98_765);
    const [ann, bob] = [(await arcade.data.players.byCard(CARD)) ?? 0, (await arcade.data.players.byCard(OTHER_CARD)) ?? 0];
    for (const version of VERSIONS) {
      if (version > 20) for (const [card, name] of [[CARD, 'ＡＮＮ'], [OTHER_CARD, 'ＢＯＢ']] as const) await moveOn(version, card, name);
      await arcade.data.links.put('pnm', version, ann, 'rival', bob);
      const refid = await refidOf(cabinetOf(version), CARD);
      const answer = await cabinetOf(version).call(`${moduleOf(version)}.friend`, { ref_id: refid, no: 0 });
      expect([version, answer.stringAt('friend/name')]).toEqual([version, 'ＢＯＢ']);
      if (version < 22) expect((answer.childValue('friend/clear_medal') as number[])[987]).toBe(5 << 8);
      else expect([version, answer.child('friend/music')?.attribute('score')]).toEqual([version, '98765']);
      if (version >= 22) expect((await cabinetOf(version).call(`${moduleOf(version)}.friend`, { ref_id: refid, no: 1 })).intAt('result')).toBe(2);
    }
  });
});
