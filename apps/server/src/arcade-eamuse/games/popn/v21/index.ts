import { array, bool, element, float, type Node, s16, s32, s64, s8, str, u32, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import { Doc } from '../../../store/document.js';
import { formatExtid } from '../../../store/ids.js';
import type { Profile } from '../../../store/profiles.js';
import type { Score } from '../../../store/scores.js';
import { asS16, asU8 } from '../../wire-numbers.js';
import { fieldNodes, fields, readFields, readInner } from '../shared/fields.js';
import { clearMedals, countNodes, dialogs, hiscoreNode, packedHandlers, prefecture, saveStages } from '../shared/packed-era.js';
import { empty, loadPlayer, nameOf, savePlayer } from '../shared/players.js';
import { popnVersion } from '../shared/version.js';
import { settings } from './settings.js';

const SONGS = 1350;
const CHARTS: Readonly<Record<number, number>> = { 0: 0, 1: 1, 2: 2, 3: 3 };

const BEFORE_COLLABO = fields('mode:u8 button:s8 last_play_flag:s8=-1 medal_and_friend:u8 category:s8=-1 sub_category:s8=-1 chara:s16=-1 chara_category:s8=-1');
const AFTER_COLLABO = fields('sheet:u8 tutorial:s8 music_open_pt:s8');
const AFTER_CONVERSION = fields('option:s32 music:s16=-1 ep:u16 sp_color_flg:s32[2] read_news:s32 consecutive_days_coupon:s16');
/** The defaults decide which songs the zoo event offers. */
const GITADORA = fields('gitadora_point:u16[3]=2000/2000/2000 gitadora_select:u8=2');
const LOOK = fields('hair:u8 face:u8 body:u8 effect:u8 object:u8');
const COMMENT = fields('comment:u8[2]');
const WARDROBE = fields('get_hair:s32[2] get_face:s32[2] get_body:s32[2] get_effect:s32[2] get_object:s32[2] get_comment_over:s32[3] get_comment_under:s32[3]');
const WARDROBE_ADD = fields(
  'get_hair:s32[2] get_face:s32[2] get_body:s32[2] get_effect:s32[2] get_object:s32[2] get_comment_over:s32[2] get_comment_under:s32[2] ' +
  'new_hair:s32[2] new_face:s32[2] new_body:s32[2] new_effect:s32[2] new_object:s32[2] new_comment_over:s32[2] new_comment_under:s32[2]',
);
const SP = fields('sp:s32');
const ZOO = fields('point:u16[5] music_list:s32[2] today_play_flag:s8[4]');
const WALKER = fields('pos:s16[2] point:s16 walk_data:u32[128] event_data:u32[4]');

const repeat = (name: string, type: 's8' | 's16' | 's32' | 'u8', count: number, value: number): Node => array(name, type, Array.from({ length: count }, () => value));

/** `game.get` (pop'n spec 6.1). */
async function get(call: Call): Promise<Node> {
  const chosen = await call.settings();
  const numbers = {
    ir_phase: 0, music_open_phase: chosen.int('music_phase'), collabo_phase: 8, personal_event_phase: chosen.int('event_phase'), shop_event_phase: 6, netvs_phase: 0, card_phase: 9,
    other_phase: 9, local_matching_enable: 1, n_matching_sec: 60, l_matching_sec: 60, is_check_cpu: 0, week_no: 0,
  };
  return element('game', Object.entries(numbers).map(([name, value]) => s32(name, value)), repeat('sel_ranking', 's16', 5, -1), repeat('up_ranking', 's16', 5, -1));
}

async function profile(call: Call, { doc, extid, userId }: Profile, scores: readonly Score[]): Promise<Node> {
  const avatar = doc.doc('avatar');
  return element('playerdata',
    element('base',
      str('name', nameOf(doc)), str('g_pm_id', formatExtid(extid)), fieldNodes(BEFORE_COLLABO, doc), u8('collabo', 255), fieldNodes(AFTER_COLLABO, doc), s8('is_conv', -1),
      fieldNodes(AFTER_CONVERSION, doc), s8('staff', 0), fieldNodes(GITADORA, doc), await countNodes(call, userId), clearMedals(scores, SONGS), repeat('clear_medal_sub', 'u8', SONGS, 0)),
    hiscoreNode(scores, SONGS),
    element('avatar', fieldNodes(LOOK, avatar), fieldNodes(COMMENT, avatar), fieldNodes(WARDROBE, avatar)),
    element('avatar_add', fieldNodes(WARDROBE_ADD, doc.doc('avatar_add'))),
    netvs(),
    element('sp_data', fieldNodes(SP, doc)),
    element('gakuen_data', s32('music_list', -1)),
    element('flying_saucer', s32('music_list', -1), s32('tune_count', -1), u32('clear_norma', 0), u32('clear_norma_add', 0)),
    element('zoo', fieldNodes(ZOO, doc.doc('zoo'))),
    element('personal_event', fieldNodes(WALKER, doc.doc('personal_event'))),
    tripleJourney(),
    element('ios', s32('continueRightAnswer', 30), s32('totalRightAnswer', 30)),
    element('kac2013', s8('music_num', 0), s16('music', 0), u8('sheet', 0)),
    element('baseball_data', s64('music_list', -1)),
    [3, 5, 7].map((id) => element('floor_infection', s32('infection_id', id), s32('music_list', -1))));
}

const netvs = (): Node =>
  element('netvs',
    s32('rank_point', 0), repeat('record', 's16', 6, 0), u8('rank', 0), s8('vs_rank_old', 0), repeat('ojama_condition', 's8', 74, 0), repeat('set_ojama', 's8', 3, 0),
    repeat('set_recommend', 's8', 3, 0), u8('netvs_play_cnt', 0), dialogs());

/** An event that is over; its songs are open. */
const tripleJourney = (): Node =>
  element('triple_journey',
    s32('music_list', -1), repeat('boss_damage', 's32', 4, 65_534), repeat('boss_stun', 's32', 4, 0), s32('magic_gauge', 0), s32('today_party', 0), bool('union_magic', false),
    float('base_attack_rate', 1), s32('iidx_play_num', 0), s32('reflec_play_num', 0), s32('voltex_play_num', 0), bool('iidx_play_flg', true), bool('reflec_play_flg', true), bool('voltex_play_flg', true));

function apply(request: Node, doc: Doc): void {
  for (const list of [BEFORE_COLLABO, AFTER_COLLABO, AFTER_CONVERSION, GITADORA]) readFields(list, request, doc);
  readFields(SP, request.child('sp_data'), doc);
  readInner(ZOO, request.child('zoo'), doc, 'zoo');
  readInner(WALKER, request.child('personal_event'), doc, 'personal_event');
  for (const list of [LOOK, COMMENT, WARDROBE]) readInner(list, request, doc, 'avatar');
  readInner(WARDROBE_ADD, request.child('avatar_add'), doc, 'avatar_add');
}

async function set(call: Call): Promise<Node> {
  const refid = call.request.attribute('ref_id') ?? call.request.stringAt('ref_id');
  await savePlayer(call, refid, async (doc, tables, userId) => {
    apply(call.request, doc);
    await saveStages(call, tables, userId, CHARTS);
  });
  const loaded = await loadPlayer(call, refid, 'new only');
  const doc = loaded?.profile.doc;
  const avatar = doc?.doc('avatar') ?? new Doc();
  const comment = avatar.ints('comment', 2);
  return element('playerdata',
    prefecture(call), str('name', doc === undefined ? '' : nameOf(doc)), s8('get_coupon_cnt', -1), s16('chara', asS16(doc?.int('chara', -1) ?? -1)), fieldNodes(LOOK, avatar),
    u8('comment_1', asU8(comment[0] ?? 0)), u8('comment_2', asU8(comment[1] ?? 0)));
}

const rivalLook = (doc: Doc): Node[] => [...fieldNodes(LOOK, doc.doc('avatar')), ...fieldNodes(COMMENT, doc.doc('avatar'))];

/** Pop'n Music 21 Sunny Park (pop'n spec 6). */
export const sunnyPark: GameVersion = popnVersion(21, "Pop'n Music Sunny Park", {
  settings,
  handlers: { ...packedHandlers({ songs: SONGS, get, profile, set, conversionScores: false, rivalLook }), 'game.taxphase': empty },
});
