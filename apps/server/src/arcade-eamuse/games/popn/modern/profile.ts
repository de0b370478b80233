import { array, bool, element, type Node, s16, s32, s8, str, u16, u32, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Profile } from '../../../store/profiles.js';
import type { Achievement } from '../../../store/progress.js';
import type { Score } from '../../../store/scores.js';
import { asS16, asS32, asU16, asU32, asU8 } from '../../wire-numbers.js';
import { fieldNodes } from '../shared/fields.js';
import { clearRank, NO_PLAY, wireMedal } from '../shared/medals.js';
import { longPlayerId, nameOf } from '../shared/players.js';
import { medalOf, sharedScores } from '../shared/scores.js';
import { askedRival, charaNode, countNodes, customCategory, favouriteNodes, forcedSongs, netBattle, relation, repeat, rivalCount, storedItem } from '../shared/tree-era.js';
import { ACCOUNT_LEAD, ACCOUNT_POINTS, ACCOUNT_TEACHER, CONFIG, CUSTOMIZE, INFO, OPTION, STAMP } from './fields.js';
import { missionNodes } from './missions.js';
import type { ModernTraits } from './traits.js';

const BEST_SONGS = 20;
const LATEST_SONGS = 10;
/** Neither the hold notes nor the navigation were explained to a new player; somebody who played before knows hold notes (pop'n spec 9.4). */
const TUTORIAL_NEW = 0;
const TUTORIAL_KNOWN = 100;
const NO_RIVAL = 2;

export async function profileAnswer(call: Call, traits: ModernTraits, profile: Profile): Promise<Node> {
  const { doc, userId } = profile;
  const forced = (await call.settings()).bool('force_unlock_songs');
  const achievements = await call.data.progress.all(call.series, call.version, userId);
  return element('player24',
    s8('result', 0),
    await account(call, traits, profile),
    relation(call),
    element('info', fieldNodes(INFO, doc)),
    element('config', fieldNodes(CONFIG, doc)),
    element('option', fieldNodes(OPTION, doc.doc('option'))),
    customCategory(),
    naviNode(doc, achievements),
    forced && (await forcedSongs(call, true)),
    achievements.map((achievement) => achievementNode(achievement, forced)).filter((node) => node !== undefined),
    await missionNodes(call, userId),
    netBattle(),
    element('customize', fieldNodes(CUSTOMIZE, doc)),
    element('stamp', fieldNodes(STAMP, doc)),
    traits.extra?.(call, doc, achievements));
}

async function account(call: Call, traits: ModernTraits, { doc, extid, userId }: Profile): Promise<Node> {
  const statistics = await call.data.statistics.predicted(call.series, userId, call.now);
  return element('account',
    str('g_pm_id', longPlayerId(extid)), str('name', nameOf(doc)), fieldNodes(ACCOUNT_LEAD, doc), fieldNodes(ACCOUNT_TEACHER, doc), bool('welcom_pack', false), fieldNodes(ACCOUNT_POINTS, doc),
    s16('tutorial', asS16(doc.int('tutorial', statistics.totalPlays > 1 ? TUTORIAL_KNOWN : TUTORIAL_NEW))), s8('staff', 0), s16('item_type', 0), s16('item_id', 0), s8('is_conv', 0), repeat('license_data', 's16', 20, -1),
    await favouriteNodes(call, userId, BEST_SONGS, LATEST_SONGS), countNodes(statistics), await rivalCount(call, userId), traits.account?.(doc));
}

function naviNode(doc: Doc, achievements: readonly Achievement[]): Node {
  const navis = achievements.filter(({ type }) => type === 'navi');
  return element('navi_data',
    doc.has('navi_points') && array('raisePoint', 's32', doc.ints('navi_points', 5).map(asS32)),
    navis.map(({ id, doc: navi }) => element('navi_param', u16('navi_id', asU16(id)), s32('friendship', asS32(navi.int('friendship'))))));
}

function achievementNode(achievement: Achievement, forced: boolean): Node | undefined {
  const { type, id, doc } = achievement;
  switch (type) {
    case 'chara': return charaNode(achievement);
    case 'area':
      return element('area', u32('area_id', asU32(id)), u8('chapter_index', asU8(doc.int('index'))), u16('gauge_point', asU16(doc.int('points'))), bool('is_cleared', doc.bool('cleared')), u32('diary', asU32(doc.int('diary'))));
    case 'fes':
      return element('fes', u32('fes_id', asU32(id)), u8('chapter_index', asU8(doc.int('index'))), u16('gauge_point', asU16(doc.int('points'))), bool('is_cleared', doc.bool('cleared')));
    default: return courseNode(achievement) ?? storedItem(achievement, forced, true);
  }
}

/** Results of weekly courses: one achievement type per sheet. */
function courseNode({ type, id, doc }: Achievement): Node | undefined {
  const sheet = /^course_([0-3])$/.exec(type)?.[1];
  if (sheet === undefined) return undefined;
  return element('course_data',
    s16('course_id', asS16(id)), u8('clear_type', asU8(doc.int('clear_type'))), u8('clear_rank', asU8(doc.int('clear_rank'))), s32('total_score', asS32(doc.int('score'))),
    s32('update_count', asS32(doc.int('count'))), u8('sheet_num', Number(sheet)));
}

const musicNode = (score: Score): Node =>
  element('music',
    s16('music_num', asS16(score.songId)), u8('sheet_num', score.chart), s32('score', score.points), u8('clear_type', wireMedal(medalOf(score))), u8('clear_rank', clearRank(score.points)),
    s16('cnt', asS16(score.plays)));

const playedScores = async (call: Call, userId: UserId): Promise<Score[]> => (await sharedScores(call, userId)).filter((score) => medalOf(score) !== NO_PLAY);

export async function conversionAnswer(call: Call, { doc, userId }: Profile): Promise<Node> {
  return element('player24', str('name', nameOf(doc)), s16('chara', asS16(doc.int('chara', -1))), s8('con_type', 0), s8('result', 1), (await playedScores(call, userId)).map(musicNode));
}

export async function readScore(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('ref_id'));
  return element('player24', userId === undefined ? [] : (await playedScores(call, userId)).map(musicNode));
}

/** One rival with scores, and his weekly courses beside (pop'n spec 9.12). */
export async function friend(call: Call): Promise<Node> {
  const asked = await askedRival(call);
  if (asked === undefined) return element('player24', s8('result', NO_RIVAL));
  const { no, profile } = asked;
  const scores = await playedScores(call, profile.userId);
  const courses = await call.data.progress.all(call.series, call.version, profile.userId);
  return element('player24',
    element('friend',
      s16('no', no), str('g_pm_id', longPlayerId(profile.extid)), str('name', nameOf(profile.doc)), s16('chara_num', asS16(profile.doc.int('chara', -1))), s8('is_open', 1),
      scores.map((score) => element('music').attributes({ music_num: score.songId, sheet_num: score.chart, score: score.points, clearrank: clearRank(score.points), cleartype: wireMedal(medalOf(score)) }))),
    courses.map(courseNode).filter((node) => node !== undefined));
}
