import { bool, element, type Node, s16, s32, s8, str, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { UserId } from '../../../store/players.js';
import type { Profile } from '../../../store/profiles.js';
import type { Achievement } from '../../../store/progress.js';
import type { Score } from '../../../store/scores.js';
import { asS16, asS32 } from '../../wire-numbers.js';
import { fieldNodes } from '../shared/fields.js';
import { NO_PLAY, wireMedal } from '../shared/medals.js';
import { longPlayerId, nameOf } from '../shared/players.js';
import { medalOf, sharedScores } from '../shared/scores.js';
import { askedRival, charaNode, countNodes, customCategory, favouriteNodes, forcedSongs, netBattle, relation, repeat, rivalCount, storedItem } from '../shared/tree-era.js';
import { ACCOUNT_FIRST, ACCOUNT_LISTS, CONFIG, CUSTOMIZE, EVENT, INFO, OPTION, STAMP } from './fields.js';

const BEST_SONGS = 10;
const LATEST_SONGS = 5;

export async function profileAnswer(call: Call, profile: Profile): Promise<Node> {
  const { doc, userId } = profile;
  const forced = (await call.settings()).bool('force_unlock_songs');
  const achievements = await call.data.progress.all(call.series, call.version, userId);
  return element('player23',
    s8('result', 0),
    await account(call, profile),
    relation(call),
    element('info', fieldNodes(INFO, doc)),
    element('config', fieldNodes(CONFIG, doc)),
    element('option', fieldNodes(OPTION, doc.doc('option'))),
    customCategory(),
    forced && (await forcedSongs(call, false)),
    achievements.map((achievement) => achievementNode(achievement, forced)).filter((node) => node !== undefined),
    element('customize', fieldNodes(CUSTOMIZE, doc)),
    netBattle(),
    element('event', fieldNodes(EVENT, doc)),
    element('stamp', fieldNodes(STAMP, doc)));
}

async function account(call: Call, { doc, extid, userId }: Profile): Promise<Node> {
  return element('account',
    str('g_pm_id', longPlayerId(extid)), str('name', nameOf(doc)), fieldNodes(ACCOUNT_FIRST, doc), bool('welcom_pack', false), fieldNodes(ACCOUNT_LISTS, doc),
    s8('staff', 0), s16('item_type', 0), s16('item_id', 0), s8('is_conv', 0), bool('meteor_flg', true), repeat('license_data', 's16', 20, -1),
    await favouriteNodes(call, userId, BEST_SONGS, LATEST_SONGS), await rivalCount(call, userId), countNodes(await call.data.statistics.predicted(call.series, userId, call.now)));
}

function achievementNode(achievement: Achievement, forced: boolean): Node | undefined {
  const { type, id, doc } = achievement;
  if (type === 'chara') return charaNode(achievement);
  if (type !== 'medal') return storedItem(achievement, forced, false);
  const numbers = ['exp', 'set_count', 'get_count'] as const;
  return element('medal', s16('medal_id', asS16(id)), s16('level', asS16(doc.int('level'))), numbers.map((key) => s32(key, asS32(doc.int(key)))));
}

const musicNode = (score: Score): Node =>
  element('music', s16('music_num', asS16(score.songId)), u8('sheet_num', score.chart), s32('score', score.points), u8('clear_type', wireMedal(medalOf(score))), s16('cnt', asS16(score.plays)));

const playedScores = async (call: Call, userId: UserId): Promise<Score[]> => (await sharedScores(call, userId)).filter((score) => medalOf(score) !== NO_PLAY);

export async function conversionAnswer(call: Call, { doc, userId }: Profile): Promise<Node> {
  return element('player23', str('name', nameOf(doc)), s16('chara', asS16(doc.int('chara', -1))), s8('result', 1), (await playedScores(call, userId)).map(musicNode));
}

export async function readScore(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('ref_id'));
  return element('player23', userId === undefined ? [] : (await playedScores(call, userId)).map(musicNode));
}

/** One rival with scores (pop'n spec 8.10). */
export async function friend(call: Call): Promise<Node> {
  const asked = await askedRival(call);
  if (asked === undefined) return element('player23', s8('result', 2));
  const { no, profile } = asked;
  const scores = await playedScores(call, profile.userId);
  return element('player23',
    element('friend',
      s16('no', no), str('g_pm_id', longPlayerId(profile.extid)), str('name', nameOf(profile.doc)), s16('chara_num', asS16(profile.doc.int('chara', -1))), s8('is_open', 1),
      scores.map((score) => element('music').attributes({ music_num: score.songId, sheet_num: score.chart, score: score.points, clearmedal: wireMedal(medalOf(score)) }))));
}
