import { array, bool, element, type Node, s16, s8, str, u16, u32, u64, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Profile } from '../../../store/profiles.js';
import type { Achievement } from '../../../store/progress.js';
import type { PlayStatistics } from '../../../store/statistics.js';
import { asS16, asU16, asU8 } from '../../wire-numbers.js';
import { empty, favouritesOf, rivalsOf } from './players.js';

/** What Lapistoria and its successors (22 to 26) share on the wire: trees of small nodes, items as achievements. */

const ALL_CHARTS = 15;
const SONG_ITEM = 0;
const ITEM_PREFIX = 'item_';

export const repeat = (name: string, type: 's8' | 's16' | 's32' | 'u8', count: number, value: number): Node => array(name, type, Array.from({ length: count }, () => value));

/** Play counts as 16-bit numbers: a long career must not stop the login. */
export const countNodes = (statistics: PlayStatistics): Node[] => [
  s16('total_play_cnt', asS16(statistics.totalPlays)), s16('today_play_cnt', asS16(statistics.todayPlays)), s16('consecutive_days', asS16(statistics.consecutiveDays)),
  s16('total_days', asS16(statistics.totalDays)), s16('interval_day', 0),
];

export const rivalCount = async (call: Call, userId: UserId): Promise<Node> => u8('active_fr_num', asU8((await rivalsOf(call, userId)).length));

export async function favouriteNodes(call: Call, userId: UserId, best: number, latest: number): Promise<Node[]> {
  const songs = await favouritesOf(call, userId, best, latest);
  return [array('my_best', 's16', songs.best.map(asS16)), array('latest_music', 's16', songs.latest.map(asS16))];
}

/** Nothing is filtered by the player's own category: the feature is not offered. */
export const customCategory = (): Node =>
  element('custom_cate', s8('valid', 0), s8('lv_min', -1), s8('lv_max', -1), s8('medal_min', -1), s8('medal_max', -1), s8('friend_no', -1), s8('score_flg', -1));

/** Network battles never came: constants. */
export const netBattle = (): Node =>
  element('netvs',
    repeat('record', 's16', 6, 0), Array.from({ length: 6 }, () => str('dialog', '')), repeat('ojama_condition', 's8', 74, 0), repeat('set_ojama', 's8', 3, 0), repeat('set_recommend', 's8', 3, 0),
    u32('netvs_play_cnt', 0));

/** One item per song of the version, all charts open. `timed` versions also say when it was got. */
export async function forcedSongs(call: Call, timed: boolean): Promise<Node[]> {
  const songs = await call.data.music.songIds(call.series, await call.musicVersion());
  return songs.map((song) => itemNode(SONG_ITEM, song, ALL_CHARTS, false, timed ? 0n : undefined));
}

export const itemNode = (type: number, id: number, param: number, isNew: boolean, time: bigint | undefined): Node =>
  element('item', u8('type', asU8(type)), u16('id', asU16(id)), u16('param', asU16(param)), bool('is_new', isNew), time !== undefined && u64('get_time', BigInt.asUintN(64, time)));

/** The type number of an `item_<n>` achievement, or undefined. */
export const itemType = (type: string): number | undefined => (type.startsWith(ITEM_PREFIX) ? Number(type.slice(ITEM_PREFIX.length)) : undefined);

/** A stored item as a node; undefined for other achievements and for songs while all are forced open. */
export function storedItem({ type, id, doc }: Achievement, forced: boolean, timed: boolean): Node | undefined {
  const kind = itemType(type);
  if (kind === undefined || !Number.isInteger(kind) || (forced && kind === SONG_ITEM)) return undefined;
  return itemNode(kind, id, doc.int('param'), doc.bool('is_new'), timed ? doc.bigint('get_time') : undefined);
}

/** Keeps the `item` children of a save. Songs are left as they were while all are forced open. */
export async function saveItems(call: Call, tables: Tables, userId: UserId, forced: boolean, only: (item: Node) => boolean = () => true): Promise<void> {
  for (const item of call.request.childrenNamed('item')) {
    const type = item.intAt('type');
    const id = item.intAt('id');
    if (type === undefined || id === undefined || (forced && type === SONG_ITEM) || !only(item)) continue;
    const doc = new Doc().setInt('param', item.intAt('param')).setBool('is_new', item.boolAt('is_new')).setInt('get_time', item.bigintAt('get_time'));
    await tables.progress.put(call.series, call.version, userId, `${ITEM_PREFIX}${type}`, id, doc);
  }
}

/** Characters grow closer to a player. */
export const charaNode = ({ id, doc }: Achievement): Node => element('chara_param', u16('chara_id', asU16(id)), u16('friendship', asU16(doc.int('friendship'))));

export async function saveCharas(call: Call, tables: Tables, userId: UserId): Promise<void> {
  for (const chara of call.request.childrenNamed('chara_param')) {
    const id = chara.intAt('chara_id');
    if (id !== undefined) await tables.progress.put(call.series, call.version, userId, 'chara', id, new Doc().setInt('friendship', chara.intAt('friendship')));
  }
}

/** The rival that `@no` asks for, counted among those with a profile of this version; undefined when there is none (pop'n spec 7.9). */
export async function askedRival(call: Call): Promise<{ no: number; profile: Profile } | undefined> {
  const userId = await call.player(call.request.attribute('ref_id') ?? call.request.stringAt('ref_id'));
  const text = call.request.attribute('no');
  const no = text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : call.request.intAt('no');
  const profile = userId === undefined || no === undefined || no < 0 ? undefined : (await rivalsOf(call, userId))[no];
  return profile === undefined || no === undefined ? undefined : { no, profile };
}

/** Names the machine after the shop the cabinet reports. */
export async function writeMachine(call: Call): Promise<Node> {
  await call.data.machines.rename(call.machine.id, call.request.stringAt('pcb_setting/name'));
  return empty(call);
}

/** Buys something with the money the game says the player has: it spends before it saves (pop'n spec 8.9). */
export async function buy(call: Call, balanceKey: string): Promise<Node> {
  const { request } = call;
  const [type, id, param, price, balance] = ['type', 'id', 'param', 'price', 'lumina'].map((name) => request.intAt(name));
  const userId = await call.player(request.stringAt('ref_id'));
  if (userId === undefined || type === undefined || id === undefined || price === undefined || balance === undefined || price < 0 || balance < price) return empty(call);
  await call.data.forPlayer(userId, async (tables) => {
    const profile = await tables.profiles.get(call.series, call.version, userId);
    if (profile === undefined) return;
    await tables.profiles.put(call.series, call.version, userId, profile.doc.setInt(balanceKey, asS16(balance - price)));
    await tables.progress.put(call.series, call.version, userId, `${ITEM_PREFIX}${type}`, id, new Doc().setInt('param', param ?? 0).setBool('is_new', true));
  });
  return empty(call);
}

/** The mark of a webhook: whether a play can be shared. */
export const relation = (call: Call): Node => element('eaappli', s8('relation', call.network.sharesScores(call.series) ? 1 : -1));

