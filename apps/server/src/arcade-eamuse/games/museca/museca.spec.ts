import { array, element, type Node, str, u16, u32 } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importSnapshot } from '../../import/snapshot.js';
import { CARD, Cabinet, MODELS } from '../../testing/cabinet.js';
import { TestArcade } from '../../testing/test-arcade.js';

const OLD_MODEL = 'PIX:J:A:A:2016071300';
let arcade: TestArcade;
let old: Cabinet;
let plus: Cabinet;
let oldRefid = '';
let plusRefid = '';

beforeEach(async () => {
  arcade = await TestArcade.start();
  const chart = (version: number) => ({ id: 1, songid: 5, chart: 2, game: 'museca', version, name: 'Song', data: { difficulty: 9, limited: 1 } });
  await importSnapshot(arcade.data, arcade.pins, { music: [chart(1), chart(2)], settings: [{ game: 'museca', version: 2, data: {} }] });
  old = new Cabinet(arcade, OLD_MODEL);
  plus = new Cabinet(arcade, MODELS.museca);
  oldRefid = await old.register(CARD);
  plusRefid = (await plus.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
});
afterEach(() => arcade.stop());

const save = (cabinet: Cabinet, refid: string, packet: number, item?: Node): Promise<Node> =>
  cabinet.call('game_3.save', {}, str('refid', refid), u32('earned_gamecoin_packet', packet), u16('appeal_id', 1005), array('hidden_param', 's32', Array.from({ length: 20 }, (_, i) => i)), element('item', item));
const item = (id: number, type: number, param: number): Node => element('info', u32('id', id), u32('type', type), u32('param', param));
const score = (cabinet: Cabinet, refid: string, points: number, grade: number, clear: number): Promise<Node> =>
  cabinet.call('game_3.save_m', {}, str('refid', refid), u32('music_id', 5), u32('music_type', 2), u32('score', points), u32('clear_type', clear), u32('score_grade', grade), u32('max_chain', points % 100));

describe('a player of the first version', () => {
  beforeEach(async () => {
    await old.call('game_3.new', {}, str('refid', oldRefid), str('name', 'HERO'), str('locid', 'JP-7'));
    await save(old, oldRefid, 100, item(40, 15, 3));
  });

  it('is welcomed by 1+1/2 with what he had, in its own form', async () => {
    const answer = await plus.call('game_3.load', {}, str('refid', plusRefid));
    expect([answer.stringAt('name'), answer.intAt('gamecoin_packet'), answer.boolAt('ryusei_festa/ryusei_festa_trigger'), answer.intAt('last/appeal_id')]).toEqual(['HERO', 100, true, 1005]);
    expect(answer.child('item')?.children.map((info) => info.intAt('id'))).toEqual([40]);
    expect(await arcade.data.profiles.has('museca', 2, (await arcade.data.players.byCard(CARD)) ?? 0)).toBe(false);
  });

  it('saves there without having asked for a new profile, and leaves the old one alone', async () => {
    await save(plus, plusRefid, 11, item(41, 15, 1));
    const answer = await plus.call('game_3.load', {}, str('refid', plusRefid));
    expect([answer.intAt('gamecoin_packet'), answer.child('item')?.children.length]).toEqual([111, 2]);
    expect((await old.call('game_3.load', {}, str('refid', oldRefid))).intAt('gamecoin_packet')).toBe(100);
  });

  it('is not wiped by another request for a new profile', async () => {
    await old.call('game_3.new', {}, str('refid', oldRefid), str('name', 'OTHER'));
    expect((await old.call('game_3.load', {}, str('refid', oldRefid))).stringAt('name')).toBe('HERO');
  });
});

describe('scores', () => {
  const scores = async (cabinet: Cabinet, refid: string): Promise<Node[]> => [...((await cabinet.call('game_3.load_m', {}, str('dataid', refid))).child('new')?.children ?? [])];

  it('are shared by the versions, each with the grades it knows', async () => {
    await score(plus, plusRefid, 1_000_000, 8, 4);
    const [here] = await scores(plus, plusRefid);
    const [there] = await scores(old, oldRefid);
    expect([here?.intAt('score_grade'), here?.intAt('combo'), here?.intAt('clear_type')]).toEqual([8, 0, 4]);
    expect([there?.intAt('score_grade'), there?.childValue('combo'), there?.intAt('score')]).toEqual([7, undefined, 1_000_000]);
  });

  it('keep the best of each, take unknown words for the nearest, and let strangers play', async () => {
    await score(plus, plusRefid, 900, 3, 2);
    await score(plus, plusRefid, 950, 99, 77);
    await score(plus, plusRefid, 100, 0, 1);
    await score(plus, '', 500, 1, 1);
    const [best] = await scores(plus, plusRefid);
    expect([best?.intAt('score'), best?.intAt('score_grade'), best?.intAt('clear_type'), best?.intAt('cnt')]).toEqual([950, 8, 2, 3]);
    const rate = (await plus.call('game_3.hiscore', {}, str('locid', 'JP-1'))).intAt('clear_rate/d/cr');
    expect(rate).toBe(2500);
  });

  it('that no song belongs to stop nobody', async () => {
    expect((await plus.call('game_3.save_m', {}, str('refid', plusRefid), u32('music_id', 4711), u32('music_type', 0), u32('score', 1), u32('clear_type', 1), u32('score_grade', 0))).attribute('status')).toBe('0');
  });
});

describe('the operator', () => {
  it('opens all songs, and switches matching off', async () => {
    await arcade.data.machines.putGameConfig('museca', 2, undefined, (await arcade.data.machines.gameConfig('museca', 2, undefined)).setBool('force_unlock_songs', true).setBool('disable_matching', true));
    const common = await plus.call('game_3.common');
    expect([common.intAt('music_limited/info/limited'), common.intAt('event/info/event_id'), common.child('extend')?.children.length]).toEqual([3, 1, 1]);
    await plus.call('game_3.new', {}, str('refid', plusRefid), str('name', 'X'), str('locid', 'JP-1'));
    expect((await plus.call('game_3.load', {}, str('refid', plusRefid))).child('item')?.children.map((info) => [info.intAt('id'), info.intAt('param')])).toEqual([[5, 4]]);
  });

  it('has nothing of it in the first version', async () => {
    expect((await old.call('game_3.common')).child('extend')).toBeUndefined();
    expect((await old.raw('game_3.lounge')).status).toBe(404);
  });
});

