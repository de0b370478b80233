import { bool, element, type Node, s16, s32, str, u16, u32, u8 } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importSnapshot } from '../../../import/snapshot.js';
import { CARD, Cabinet, MODELS, OTHER_CARD } from '../../../testing/cabinet.js';
import { TestArcade } from '../../../testing/test-arcade.js';

const SUNNY_PARK = 'M39:J:B:A:2014061900';
let arcade: TestArcade;
let cabinet: Cabinet;
let refid = '';

beforeEach(async () => {
  arcade = await TestArcade.start();
  await importSnapshot(arcade.data, arcade.pins, { music: [21, 22].map((version) => ({ id: 1, songid: 987, chart: 2, game: 'pnm', version, name: 'Song', data: {} })) });
  cabinet = new Cabinet(arcade, MODELS.lapistoria);
  refid = await cabinet.register(CARD);
});
afterEach(() => arcade.stop());

const create = (name = 'ＴＥＳＴ'): Promise<Node> => cabinet.call('player22.new', {}, str('ref_id', refid), str('name', name));
const read = (): Promise<Node> => cabinet.call('player22.read', {}, str('ref_id', refid));

describe('Lapistoria', () => {
  it('has twenty events and 173 stories', async () => {
    const common = await cabinet.call('info22.common');
    expect([common.childrenNamed('phase').length, common.childrenNamed('story').length]).toEqual([20, 173]);
  });

  it('knows no profile until one is made', async () => {
    expect((await read()).attribute('status')).toBe('109');
    const made = await create();
    expect([made.intAt('result'), made.stringAt('account/name'), made.intAt('option/hispeed'), made.intAt('config/category')]).toEqual([0, 'ＴＥＳＴ', 10, 1]);
    expect((await read()).stringAt('account/g_pm_id')).toMatch(/^\d{4}-\d{4}$/);
  });

  it('keeps what it is given, and leaves alone what is not sent or of another type', async () => {
    await create();
    await cabinet.call('player22.write', {}, str('ref_id', refid),
      element('account', s16('read_news', 7)), element('config', s16('chara', 33), str('music', 'x')), element('option', bool('hidden', true), u8('sudden', 1)),
      element('item', u8('type', 1), u16('id', 5), u16('param', 9), bool('is_new', true)), element('item', u8('type', 2), u16('id', 5), u16('param', 4), bool('is_new', true)),
      element('item', u8('type', 3), u16('id', 6), u16('param', 4), bool('is_new', false)),
      element('story', u32('story_id', 12), u32('chapter_id', 2), u16('gauge_point', 50), bool('is_cleared', false), u32('clear_chapter', 1)));
    const profile = await read();
    expect([profile.intAt('account/read_news'), profile.intAt('config/chara'), profile.intAt('config/music'), profile.boolAt('option/hidden'), profile.boolAt('option/sudden')]).toEqual([7, 33, -1, true, false]);
    expect(profile.childrenNamed('item').map((item) => [item.intAt('type'), item.intAt('id'), item.intAt('param')])).toEqual([[1, 5, 9], [2, 5, 4]]);
    expect(profile.intAt('story/gauge_point')).toBe(50);
    expect(profile.intAt('account/total_play_cnt')).toBe(2);
  });

  it('shows what Sunny Park knew before it takes the player over', async () => {
    const park = new Cabinet(arcade, SUNNY_PARK);
    const old = (await park.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
    await park.call('playerdata.new', {}, str('ref_id', old), str('name', 'ＯＬＤ'));
    await park.call('playerdata.set', { ref_id: old }, s16('chara', 12), element('stage', s16('no', 987), u8('sheet', 2), u16('n_data', 5 << 8), s32('score', 76_543)));
    expect((await cabinet.call('cardmng.inquire', { cardid: CARD, model: 'M39:J:B:A' })).attribute('binded')).toBe('1');
    const offer = await read();
    expect([offer.name, offer.intAt('result'), offer.stringAt('name'), offer.intAt('chara'), offer.intAt('music/old_score'), offer.intAt('music/old_clear_type')]).toEqual(['player22', 1, 'ＯＬＤ', 12, 76_543, 5]);
    const taken = await cabinet.call('player22.conversion', {}, str('ref_id', refid), str('name', 'ＮＥＷ'), s16('chara', 12));
    expect([taken.stringAt('account/name'), taken.intAt('config/chara'), taken.intAt('music/score'), taken.intAt('music/clear_type')]).toEqual(['ＮＥＷ', 12, 76_543, 5]);
  });

  it('ranks courses, and shows rivals by number', async () => {
    await create();
    const course = (who: Cabinet, id: string, total: number): Promise<Node> =>
      who.call('player22.write_course', {}, str('ref_id', id), s16('course_id', 3), s32('total_score', total), s16('pref', 13), u8('clear_medal', 5), u8('clear_norma', 1), s16('max_combo', 10),
        element('stage', u8('stage', 0), s32('score', total)));
    const other = new Cabinet(arcade, MODELS.lapistoria, 'B2');
    const rival = await other.register(OTHER_CARD);
    await other.call('player22.new', {}, str('ref_id', rival), str('name', 'ＲＩＶＡＬ'));
    await course(other, rival, 500);
    const answer = await course(cabinet, refid, 300);
    expect([answer.intAt('all_ranking/player_count'), answer.intAt('all_ranking/player_rank'), answer.intAt('location_ranking/player_count')]).toEqual([2, 2, 0]);
    expect((await read()).child('course')?.children.map((node) => node.value)).toEqual([3, 5, 1, 300, 0, 0, 0, 300, 10, 1, 1]);
    const [me, him] = [await arcade.data.players.byCard(CARD), await arcade.data.players.byCard(OTHER_CARD)];
    await arcade.data.links.put('pnm', 22, me ?? 0, 'rival', him ?? 0);
    const friend = await cabinet.call('player22.friend', { ref_id: refid, no: 0 });
    expect([friend.stringAt('friend/name'), friend.child('friend/course')?.attribute('total_score')]).toEqual(['ＲＩＶＡＬ', '500']);
    expect((await cabinet.call('player22.friend', { ref_id: refid, no: 1 })).intAt('result')).toBe(2);
  });
});
