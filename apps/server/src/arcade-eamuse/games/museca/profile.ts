import { array, bool, element, type Node, s16, s32, str, u16, u32, u8 } from '@rumpus/eamuse-protocol';

import { parseMachineText } from '../../core/regions.js';
import type { Call } from '../../dispatch/call.js';
import type { Handlers } from '../../dispatch/game.js';
import type { Tables } from '../../store/arcade-data.js';
import { Doc } from '../../store/document.js';
import { formatExtid } from '../../store/ids.js';
import type { UserId } from '../../store/players.js';
import type { Profile } from '../../store/profiles.js';
import { asS16, asS32, asU16, asU32, asU8 } from '../wire-numbers.js';
import type { MusecaTraits } from './traits.js';

const HIDDEN_PARAMS = 20;
const SONG_ITEM = 0;
const ITEM_PREFIX = 'item_';
/** What `last` holds, in the order of the wire. */
const LAST_FIELDS = ['headphone', 'appeal_id', 'comment_id', 'music_id', 'music_type', 'sort_type', 'narrow_down', 'gauge_option'] as const;

/** This version's profile, else the one a player of the version before brings along. */
async function readable(call: Call, traits: MusecaTraits, userId: UserId): Promise<Profile | undefined> {
  const own = await call.data.profiles.get(call.series, call.version, userId);
  return own ?? (traits.previous === undefined ? undefined : call.data.profiles.get(call.series, traits.previous, userId));
}

async function load(call: Call, traits: MusecaTraits): Promise<Node> {
  const userId = await call.player(call.request.stringAt('refid'));
  const profile = userId === undefined ? undefined : await readable(call, traits, userId);
  return profile === undefined ? element('game_3', u8('result', 1)) : answer(call, traits, profile);
}

async function answer(call: Call, traits: MusecaTraits, profile: Profile): Promise<Node> {
  const { doc } = profile;
  const statistics = await call.data.statistics.predicted(call.series, profile.userId, call.now);
  return element('game_3',
    str('name', doc.str('name')), str('code', formatExtid(profile.extid)),
    u32('gamecoin_packet', asU32(doc.int('packet'))), u32('gamecoin_block', asU32(doc.int('block'))), s16('skill_name_id', asS16(doc.int('skill_name_id', -1))),
    array('hidden_param', 's32', doc.ints('hidden_param', HIDDEN_PARAMS).map(asS32)),
    u32('blaster_energy', asU32(doc.int('blaster_energy'))), u32('blaster_count', asU32(doc.int('blaster_count'))),
    traits.plus && element('ryusei_festa', bool('ryusei_festa_trigger', true)),
    u32('play_count', statistics.totalPlays), u32('daily_count', statistics.todayPlays), u32('play_chain', statistics.consecutiveDays),
    doc.has('last') && last(doc.doc('last')),
    element('item', await items(call, profile)));
}

const last = (doc: Doc): Node =>
  element('last',
    s32('music_id', asS32(doc.int('music_id', -1))), u8('music_type', asU8(doc.int('music_type'))), u8('sort_type', asU8(doc.int('sort_type'))),
    u8('narrow_down', asU8(doc.int('narrow_down'))), u8('headphone', asU8(doc.int('headphone'))), u16('appeal_id', asU16(doc.int('appeal_id', 1001))),
    u16('comment_id', asU16(doc.int('comment_id'))), u8('gauge_option', asU8(doc.int('gauge_option'))));

async function items(call: Call, profile: Profile): Promise<Node[]> {
  const forced = (await call.settings()).bool('force_unlock_songs');
  const nodes: Node[] = [];
  for (const { type, id, doc } of await call.data.progress.all(call.series, profile.version, profile.userId)) {
    const kind = Number(type.slice(ITEM_PREFIX.length));
    if (!type.startsWith(ITEM_PREFIX) || (forced && kind === SONG_ITEM)) continue;
    nodes.push(itemNode(kind, id, doc.int('param'), doc.optionalInt('diff_param')));
  }
  return forced ? [...nodes, ...(await songItems(call))] : nodes;
}

const itemNode = (type: number, id: number, param: number, diff?: number): Node =>
  element('info', u8('type', asU8(type)), u32('id', asU32(id)), u32('param', asU32(param)), diff !== undefined && s32('diff_param', asS32(diff)));

/** Every song of the version with all its charts. */
async function songItems(call: Call): Promise<Node[]> {
  const charts = new Map<number, number>();
  for (const { songId, chart, doc } of await call.data.music.songs(call.series, await call.musicVersion())) {
    if (doc.int('difficulty') > 0) charts.set(songId, (charts.get(songId) ?? 0) | (1 << chart));
  }
  return [...charts].map(([songId, bits]) => itemNode(SONG_ITEM, songId, bits));
}

/** A new player. A profile that exists is never overwritten; one of the version before is the start of the new one. */
async function create(call: Call, traits: MusecaTraits): Promise<Node> {
  const userId = await call.player(call.request.stringAt('refid'));
  if (userId === undefined) return element('game_3');
  await call.data.forPlayer(userId, async (tables) => {
    if (await tables.profiles.has(call.series, call.version, userId)) return;
    const doc = await takeOver(call, traits, tables, userId);
    doc.setStr('name', call.request.stringAt('name') ?? (doc.has('name') ? undefined : 'NONAME')).setInt('loc', parseMachineText(call.request.stringAt('locid')));
    await tables.profiles.put(call.series, call.version, userId, doc);
  });
  return element('game_3');
}

/** A copy of the older profile, and of the items that this version lacks. The older version's own are not changed. */
async function takeOver(call: Call, traits: MusecaTraits, tables: Tables, userId: UserId): Promise<Doc> {
  const old = traits.previous === undefined ? undefined : await tables.profiles.get(call.series, traits.previous, userId);
  if (old === undefined) return new Doc();
  const own = new Set((await tables.progress.all(call.series, call.version, userId)).map(({ type, id }) => `${type}|${id}`));
  for (const { type, id, doc } of await tables.progress.all(call.series, old.version, userId)) {
    if (type.startsWith(ITEM_PREFIX) && !own.has(`${type}|${id}`)) await tables.progress.put(call.series, call.version, userId, type, id, doc);
  }
  return old.doc.clone();
}

async function save(call: Call, traits: MusecaTraits): Promise<Node> {
  const userId = await call.player(call.request.stringAt('refid'));
  if (userId === undefined || (await readable(call, traits, userId)) === undefined) return element('game_3');
  const forced = (await call.settings()).bool('force_unlock_songs');
  await call.data.forPlayer(userId, async (tables) => {
    const doc = (await tables.profiles.get(call.series, call.version, userId))?.doc ?? (await takeOver(call, traits, tables, userId));
    applyFields(call.request, doc);
    for (const info of call.request.child('item')?.childrenNamed('info') ?? []) await saveItem(call, tables, userId, info, forced);
    await tables.statistics.countPlay(call.series, userId, call.now);
    await tables.profiles.put(call.series, call.version, userId, doc);
  });
  return element('game_3');
}

function applyFields(request: Node, doc: Doc): void {
  for (const [key, path] of [['packet', 'earned_gamecoin_packet'], ['block', 'earned_gamecoin_block'], ['blaster_energy', 'earned_blaster_energy']] as const) {
    const earned = request.intAt(path);
    if (earned !== undefined) doc.setInt(key, Math.max(0, doc.int(key) + earned));
  }
  doc.setInt('blaster_count', request.intAt('blaster_count')).setInt('skill_name_id', request.intAt('skill_name_id'));
  doc.setInts('hidden_param', HIDDEN_PARAMS, request.intsAt('hidden_param'));
  const lastPlay = doc.doc('last');
  for (const field of LAST_FIELDS) lastPlay.setInt(field, request.intAt(field));
  doc.setDoc('last', lastPlay);
}

async function saveItem(call: Call, tables: Tables, userId: UserId, info: Node, forced: boolean): Promise<void> {
  const type = info.intAt('type');
  const id = info.intAt('id');
  if (type === undefined || id === undefined || (forced && type === SONG_ITEM)) return;
  const doc = new Doc().setInt('param', info.intAt('param')).setInt('diff_param', info.intAt('diff_param'));
  await tables.progress.put(call.series, call.version, userId, `${ITEM_PREFIX}${type}`, id, doc);
}

/** Profiles and items (museca spec 4.4 to 4.6, 4.9, 6). */
export const profileHandlers = (traits: MusecaTraits): Handlers => ({
  'game_3.new': (call) => create(call, traits),
  'game_3.load': (call) => load(call, traits),
  'game_3.save': (call) => save(call, traits),
});
