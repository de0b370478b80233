import { bool, element, type Node, s16, s32, s8, str, u16, u32, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import { formatExtid } from '../../../store/ids.js';
import type { Profile } from '../../../store/profiles.js';
import type { Achievement } from '../../../store/progress.js';
import { asS16, asS32, asU16, asU32, asU8 } from '../../wire-numbers.js';
import { fieldNodes } from '../shared/fields.js';
import { wireMedal } from '../shared/medals.js';
import { nameOf } from '../shared/players.js';
import { medalOf, sharedScores } from '../shared/scores.js';
import { charaNode, countNodes, customCategory, favouriteNodes, forcedSongs, itemNode, repeat, rivalCount, storedItem } from '../shared/tree-era.js';
import { ACCOUNT, CONFIG, CUSTOMIZE, INFO, OPTION, STAGES } from './fields.js';

const BEST_SONGS = 10;
const LATEST_SONGS = 5;
/** Highest song of the game whose scores the conversion screen shows. */
const LAST_SONG = 1422;

export async function profileAnswer(call: Call, profile: Profile): Promise<Node> {
  const { doc } = profile;
  const forced = (await call.settings()).bool('force_unlock_songs');
  const achievements = await call.data.progress.all(call.series, call.version, profile.userId);
  return element('player22',
    s8('result', 0),
    await account(call, profile),
    (await sharedScores(call, profile.userId)).map((score) =>
      element('music', s16('music_num', asS16(score.songId)), u8('sheet_num', score.chart), s16('cnt', asS16(score.plays)), s32('score', score.points), u8('clear_type', wireMedal(medalOf(score))),
        s32('old_score', 0), u8('old_clear_type', 0))),
    netvs(),
    element('config', fieldNodes(CONFIG, doc)),
    element('option', fieldNodes(OPTION, doc.doc('option'))),
    element('info', fieldNodes(INFO, doc)),
    customCategory(),
    element('customize', fieldNodes(CUSTOMIZE, doc.doc('customize'))),
    forced && (await forcedSongs(call, false)),
    achievements.map((achievement) => achievementNode(achievement, forced)).filter((node) => node !== undefined));
}

async function account(call: Call, { doc, extid, userId }: Profile): Promise<Node> {
  const counts = countNodes(await call.data.statistics.predicted(call.series, userId, call.now));
  return element('account',
    str('name', nameOf(doc)), str('g_pm_id', formatExtid(extid)), fieldNodes(ACCOUNT, doc), s8('staff', 0), s8('is_conv', 0), s16('item_type', 0), s16('item_id', 0),
    repeat('license_data', 's16', 10, -1), counts, await rivalCount(call, userId), await favouriteNodes(call, userId, BEST_SONGS, LATEST_SONGS));
}

/** This version words its constants differently from its successors. */
const netvs = (): Node =>
  element('netvs',
    s32('rank_point', 0), repeat('record', 's16', 6, 0), u8('rank', 0), s8('vs_rank_old', 0), repeat('ojama_condition', 's8', 74, 0), repeat('set_ojama', 's8', 3, 0),
    repeat('set_recommend', 's8', 3, 0), u32('netvs_play_cnt', 0), Array.from({ length: 6 }, (_, i) => str('dialog', `dialog#${i}`)));

function achievementNode(achievement: Achievement, forced: boolean): Node | undefined {
  const { type, id, doc } = achievement;
  switch (type) {
    // Rows of a BEMANI Utilities database keep the item's type in the document.
    case 'item': return forced && doc.int('type') === 0 ? undefined : itemNode(doc.int('type'), id, doc.int('param'), false, undefined);
    case 'achievement': return element('achievement', u8('type', asU8(id)), u32('count', asU32(doc.int('count'))));
    case 'chara': return charaNode(achievement);
    case 'story':
      return element('story', u32('story_id', asU32(id)), u32('chapter_id', asU32(doc.int('chapter'))), u16('gauge_point', asU16(doc.int('gauge'))), bool('is_cleared', doc.bool('cleared')), u32('clear_chapter', asU32(doc.int('clear_chapter'))));
    case 'course': return courseNode(achievement);
    default: return storedItem({ ...achievement, doc: achievement.doc.clone().setBool('is_new', false) }, forced, false);
  }
}

const courseNode = ({ id, doc }: Achievement): Node =>
  element('course',
    s16('course_id', asS16(id)), u8('clear_medal', asU8(doc.int('clear_medal'))), u8('clear_norma', asU8(doc.int('clear_norma'))), STAGES.map((stage) => s32(stage, asS32(doc.int(stage)))),
    s32('total_score', asS32(doc.int('total_score'))), s16('max_cmbo', asS16(doc.int('max_combo'))), s16('play_cnt', asS16(doc.int('play_cnt'))), s16('all_rank', 1));

/** What the game shows before it takes an older profile over (pop'n spec 7.5). */
export async function conversionAnswer(call: Call, { doc, userId }: Profile): Promise<Node> {
  const scores = (await sharedScores(call, userId)).filter(({ songId }) => songId <= LAST_SONG);
  return element('player22',
    str('name', nameOf(doc)), s16('chara', asS16(doc.int('chara', -1))), s32('option', asS32(doc.int('option'))), s8('result', 1),
    scores.map((score) =>
      element('music', s16('music_num', asS16(score.songId)), u8('sheet_num', score.chart), s16('cnt', asS16(score.plays)), s32('score', 0), u8('clear_type', 0),
        s32('old_score', score.points), u8('old_clear_type', wireMedal(medalOf(score))))));
}
