import { array, bin, element, node, type Node, s16, s8, str, u8 } from '@rumpus/eamuse-protocol';

import { gameRegion } from '../../../core/regions.js';
import type { Call } from '../../../dispatch/call.js';
import type { Handler, Handlers } from '../../../dispatch/game.js';
import type { Tables } from '../../../store/arcade-data.js';
import type { Doc } from '../../../store/document.js';
import { formatExtid } from '../../../store/ids.js';
import type { UserId } from '../../../store/players.js';
import type { Profile } from '../../../store/profiles.js';
import type { Score } from '../../../store/scores.js';
import { asS16, asS32, asU8 } from '../../wire-numbers.js';
import { packHiscore } from './hiscore.js';
import { medalOfNibble, nibbleOf } from './medals.js';
import { createPlayer, empty, favouritesOf, loadPlayer, nameOf, noProfile, rivalsOf } from './players.js';
import { medalOf, savePlay, sharedScores } from './scores.js';

/** What fantasia (20) and Sunny Park (21) share on the wire: packed medals and scores, whole rounds in one save. */

const CHARTS = 4;
const RIVALS_SHOWN = 2;
const BEST_SONGS = 20;
const LATEST_SONGS = 3;
/** Places of the fields that only the server knows inside of `base`. */
const DIALOGS = Array.from({ length: 6 }, (_, i) => str('dialog', `dialog#${i}`));

/** Medals of all songs, four bits per chart. */
export function clearMedals(scores: readonly Score[], songs: number): Node {
  const medals = Array.from({ length: songs }, () => 0);
  for (const score of scores) {
    if (score.songId < songs) medals[score.songId] = (medals[score.songId] ?? 0) | (nibbleOf(medalOf(score)) << (4 * score.chart));
  }
  return array('clear_medal', 'u16', medals);
}

/** Points of all songs; `positions` gives the place of each stored chart. */
export const hiscoreNode = (scores: readonly Score[], songs: number): Node =>
  bin('hiscore', packHiscore(scores.map(({ songId, chart, points }) => ({ songId, position: chart, points })), songs, CHARTS));

export const dialogs = (): Node[] => DIALOGS.map((dialog) => node('dialog', 'str', dialog.value));

/** Play counts, rivals and favourites: the fields before the medals in `base`. */
export async function countNodes(call: Call, userId: UserId): Promise<Node[]> {
  const statistics = await call.data.statistics.predicted(call.series, userId, call.now);
  const { best, latest } = await favouritesOf(call, userId, BEST_SONGS, LATEST_SONGS);
  const rivals = await rivalsOf(call, userId);
  return [
    node('total_play_cnt', 's32', asS32(statistics.totalPlays)), s16('today_play_cnt', asS16(statistics.todayPlays)), s16('consecutive_days', asS16(statistics.consecutiveDays)),
    u8('active_fr_num', asU8(rivals.length)), array('my_best', 's16', best.map(asS16)), array('latest_music', 's16', latest.map(asS16)),
  ];
}

/** Stage results of a round (pop'n spec 5.6): `charts` says which stored chart a sheet number means. */
export async function saveStages(call: Call, tables: Tables, userId: UserId, charts: Readonly<Record<number, number>>): Promise<void> {
  for (const stage of call.request.childrenNamed('stage')) {
    const songId = stage.intAt('no');
    const points = stage.intAt('score');
    const chart = charts[stage.intAt('sheet') ?? -1];
    if (songId === undefined || points === undefined || chart === undefined) continue;
    const medal = medalOfNibble(((stage.intAt('n_data') ?? 0) >> (4 * chart)) & 15);
    if (medal !== undefined) await savePlay(call, tables, userId, { songId, chart, points, medal });
  }
}

/** Prefecture of the machine, as the game knows it: what the cabinet said, else the arcade's region. */
export function prefecture(call: Call): Node {
  const stored = call.machine.doc.optionalInt('pref');
  return s8('pref', stored ?? gameRegion(call.machine.arcade?.region ?? call.config.region, false));
}

/** `game.active`: the shop's name and prefecture. */
async function active(call: Call): Promise<Node> {
  const { machine, request } = call;
  await call.data.machines.rename(machine.id, request.stringAt('shop_name'));
  const pref = request.intAt('pref');
  if (pref !== undefined && pref !== machine.doc.optionalInt('pref')) await call.data.machines.putDoc(machine.id, machine.doc.setInt('pref', pref));
  return element('game');
}

/** What a version of this era adds. */
export interface PackedVersion {
  readonly songs: number;
  readonly get: Handler;
  readonly profile: (call: Call, profile: Profile, scores: readonly Score[]) => Promise<Node>;
  readonly set: Handler;
  /** Whether points travel in the conversion answer. */
  readonly conversionScores: boolean;
  /** Between a rival's character and his medals. */
  readonly rivalLook: (doc: Doc) => readonly Node[];
}

async function answer(call: Call, version: PackedVersion, profile: Profile): Promise<Node> {
  return version.profile(call, profile, await sharedScores(call, profile.userId));
}

async function conversionAnswer(call: Call, version: PackedVersion, profile: Profile): Promise<Node> {
  const scores = await sharedScores(call, profile.userId);
  const { doc } = profile;
  return element('playerdata',
    str('name', nameOf(doc)), s16('chara', asS16(doc.int('chara', -1))), node('option', 's32', asS32(doc.int('option'))),
    u8('version', 0), u8('kind', 0), u8('season', 0), clearMedals(scores, version.songs), version.conversionScores && hiscoreNode(scores, version.songs));
}

async function get(call: Call, version: PackedVersion): Promise<Node> {
  const mode = call.request.attribute('model') === undefined ? 'new only' : 'old only';
  const loaded = await loadPlayer(call, call.request.stringAt('ref_id'), mode);
  if (loaded === undefined) return noProfile('playerdata');
  return loaded.kind === 'new' ? answer(call, version, loaded.profile) : conversionAnswer(call, version, loaded.profile);
}

async function create(call: Call, version: PackedVersion, chara: number | undefined): Promise<Node> {
  const { request } = call;
  const profile = await createPlayer(call, request.stringAt('ref_id'), { name: request.stringAt('name'), chara });
  return profile === undefined ? noProfile('playerdata') : answer(call, version, profile);
}

async function friend(call: Call, version: PackedVersion): Promise<Node> {
  const userId = await call.player(call.request.attribute('ref_id') ?? call.request.stringAt('ref_id'));
  if (userId === undefined) return noProfile('playerdata');
  const rivals = (await rivalsOf(call, userId)).slice(0, RIVALS_SHOWN);
  const nodes: Node[] = [];
  for (const rival of rivals) {
    const scores = await sharedScores(call, rival.userId);
    nodes.push(element('friend',
      s8('open', 1), str('name', nameOf(rival.doc)), str('g_pm_id', formatExtid(rival.extid)), s16('chara', asS16(rival.doc.int('chara', -1))),
      version.rivalLook(rival.doc), clearMedals(scores, version.songs), hiscoreNode(scores, version.songs)));
  }
  return element('playerdata', nodes);
}

/** The calls of both versions. */
export const packedHandlers = (version: PackedVersion): Handlers => ({
  'game.active': active,
  'game.get': version.get,
  'playerdata.get': (call) => get(call, version),
  'playerdata.new': (call) => create(call, version, undefined),
  'playerdata.conversion': (call) => create(call, version, call.request.intAt('chara')),
  'playerdata.set': version.set,
  'playerdata.friend': (call) => friend(call, version),
  'playerdata.logout': empty,
  'playerdata.expire': empty,
  'lobby.*': empty,
});
