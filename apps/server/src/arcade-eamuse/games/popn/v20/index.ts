import { array, element, type Node, s16, s32, s8, str, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import { Doc } from '../../../store/document.js';
import { formatExtid } from '../../../store/ids.js';
import type { Profile } from '../../../store/profiles.js';
import type { Score } from '../../../store/scores.js';
import { asS16, asU8 } from '../../wire-numbers.js';
import { fieldNodes, fields, readFields, readInner } from '../shared/fields.js';
import { clearMedals, countNodes, dialogs, hiscoreNode, packedHandlers, prefecture, saveStages } from '../shared/packed-era.js';
import { loadPlayer, nameOf, savePlayer } from '../shared/players.js';
import { popnVersion } from '../shared/version.js';
import { settings } from './settings.js';

const SONGS = 1150;
const NAVIGATES = 3;
/** Sheet number to stored chart; old builds send leftovers, which are dropped. */
const CHARTS: Readonly<Record<number, number>> = { 2: 0, 0: 1, 1: 2, 3: 3 };

const BEFORE_CONVERSION = fields(
  'mode:u8 button:s8 last_play_flag:s8=-1 medal_and_friend:u8 category:s8=-1 sub_category:s8=-1 chara:s16=-1 chara_category:s8=-1 collabo:u8=255 sheet:u8 tutorial:s8 music_open_pt:s32',
);
const AFTER_CONVERSION = fields('option:s32 music:s16=-1 ep:u16 sp_color_flg:s32[2] read_news:s32 consecutive_days_coupon:s16');
const CARD = fields('title:u8[2]=0/1 frame:u8 base:u8 seal:u8[2] get_title:s32[4] get_frame:s32 get_base:s32 get_seal:s32[2]');
const CARD_EX = fields('get_title_ex:s32 get_frame_ex:s32 get_base_ex:s32 get_seal_ex:s32');
const NAVIGATE = fields('genre:s8=-1 image:s8=-1 level:s8=-1 ojama:s8=-1 limit_num:s16=-1 button:s8=-1 life:s8=-1 progress:s16=-1');
const SP = fields('sp:s32');
const REFLEC = fields('reflec:s8[2]');

const repeat = (name: string, type: 's8' | 's16' | 's32' | 'u8', count: number, value: number): Node => array(name, type, Array.from({ length: count }, () => value));

/** `game.get` (pop'n spec 5.2): phases are constants but for two. */
async function get(call: Call): Promise<Node> {
  const chosen = await call.settings();
  const numbers = {
    game_phase: chosen.int('game_phase'), ir_phase: 0, event_phase: chosen.int('event_phase'), netvs_phase: 0, card_phase: 6, illust_phase: 2, psp_phase: 5, other_phase: 1,
    jubeat_phase: 1, public_phase: 3, kac_phase: 2, local_matching_enable: 1, n_matching_sec: 60, l_matching_sec: 60, is_check_cpu: 0, week_no: 0, team_day: 0,
  };
  return element('game', Object.entries(numbers).map(([name, value]) => s32(name, value)), repeat('ng_illust', 's32', 64, -1), repeat('sel_ranking', 's16', 10, -1), repeat('up_ranking', 's16', 10, -1));
}

async function profile(call: Call, { doc, extid, userId }: Profile, scores: readonly Score[]): Promise<Node> {
  const counts = await countNodes(call, userId);
  const best = (counts.find(({ name }) => name === 'my_best')?.value ?? []) as readonly number[];
  return element('playerdata',
    element('base',
      str('name', nameOf(doc)), str('g_pm_id', formatExtid(extid)), fieldNodes(BEFORE_CONVERSION, doc), s8('is_conv', -1), fieldNodes(AFTER_CONVERSION, doc), s8('staff', 0), counts,
      clearMedals(scores, SONGS), repeat('clear_medal_sub', 'u8', SONGS, 0)),
    element('player_card', fieldNodes(CARD, doc.doc('player_card')), s8('is_open', 1), array('best_music', 's16', best.slice(0, 3))),
    element('player_card_ex', fieldNodes(CARD_EX, doc.doc('player_card'))),
    hiscoreNode(scores, SONGS),
    netvs(),
    element('sp_data', fieldNodes(SP, doc)),
    element('reflec_data', fieldNodes(REFLEC, doc)),
    Array.from({ length: NAVIGATES }, (_, i) => element('navigate', fieldNodes(NAVIGATE, doc.doc(`navigate_${i}`)))));
}

const netvs = (): Node =>
  element('netvs',
    repeat('get_ojama', 's32', 2, 0), s32('rank_point', 0), s32('play_point', 0), repeat('record', 's16', 6, 0), u8('rank', 0), repeat('ojama_condition', 's8', 74, 0),
    repeat('set_ojama', 's8', 3, 0), repeat('set_recommend', 's8', 3, 0), repeat('jewelry', 's8', 15, 0), dialogs());

function apply(request: Node, doc: Doc): void {
  readFields(BEFORE_CONVERSION, request, doc);
  readFields(AFTER_CONVERSION, request, doc);
  readFields(SP, request.child('sp_data'), doc);
  readFields(REFLEC, request.child('reflec_data'), doc);
  readInner(CARD, request, doc, 'player_card');
  readInner(CARD_EX, request.child('player_card_ex'), doc, 'player_card');
  request.childrenNamed('navigate').slice(0, NAVIGATES).forEach((node, i) => readInner(NAVIGATE, node, doc, `navigate_${i}`));
}

/** The game saves twice; only the save at the game's end counts. */
async function set(call: Call): Promise<Node> {
  const refid = call.request.attribute('ref_id') ?? call.request.stringAt('ref_id');
  if (call.request.intAt('is_not_gameover') !== 1) {
    await savePlayer(call, refid, async (doc, tables, userId) => {
      apply(call.request, doc);
      await saveStages(call, tables, userId, CHARTS);
    });
  }
  const loaded = await loadPlayer(call, refid, 'new only');
  return receipt(call, loaded?.profile.doc);
}

function receipt(call: Call, doc: Doc | undefined): Node {
  const card = doc?.doc('player_card') ?? new Doc();
  const seal = card.ints('seal', 2);
  const title = card.ints('title', 2, doc === undefined ? 0 : [0, 1]);
  return element('playerdata',
    prefecture(call), str('name', doc === undefined ? '' : nameOf(doc)), s16('chara', asS16(doc?.int('chara', -1) ?? -1)), u8('frame', asU8(card.int('frame'))), u8('base', asU8(card.int('base'))),
    u8('seal_1', asU8(seal[0] ?? 0)), u8('seal_2', asU8(seal[1] ?? 0)), u8('title_1', asU8(title[0] ?? 0)), u8('title_2', asU8(title[1] ?? 0)),
    s16('recommend_1', -1), s16('recommend_2', -1), s16('recommend_3', -1), str('message', ''));
}

/** Pop'n Music 20 fantasia (pop'n spec 5). */
export const fantasia: GameVersion = popnVersion(20, "Pop'n Music fantasia", {
  settings,
  handlers: packedHandlers({ songs: SONGS, get, profile, set, conversionScores: true, rivalLook: () => [] }),
});

