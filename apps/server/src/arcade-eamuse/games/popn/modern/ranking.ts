import { element, type Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';

import { parseMachineText } from '../../../core/regions.js';
import type { Call } from '../../../dispatch/call.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Achievement } from '../../../store/progress.js';
import { asS16, asS32, asU8, raise } from '../../wire-numbers.js';
import { empty, nameOf } from '../shared/players.js';

const LAST_SHEET = 3;

/** `player24.update_ranking`: the result of a weekly course (pop'n spec 9.11). */
export async function updateRanking(call: Call): Promise<Node> {
  const { request } = call;
  const userId = await call.player(request.stringAt('ref_id'));
  const course = request.intAt('course_id');
  const sheet = request.intAt('sheet_num');
  if (userId === undefined || course === undefined || sheet === undefined || sheet < 0 || sheet > LAST_SHEET) return empty(call);
  const type = `course_${sheet}`;
  // A location nobody can read is the machine that asks.
  const lid = parseMachineText(request.stringAt('location_id')) ?? call.machine.id;
  const merged = await call.data.forPlayer(userId, async ({ progress }) => {
    const old = (await progress.get(call.series, call.version, userId, type, course)) ?? new Doc();
    const doc = old.clone().setInt('pref', request.intAt('pref') ?? 0).setInt('lid', lid).setInt('count', old.int('count') + 1);
    raise(doc, 'score', request.intAt('total_score') ?? 0);
    raise(doc, 'clear_type', request.intAt('clear_type') ?? 0);
    raise(doc, 'clear_rank', request.intAt('clear_rank') ?? 0);
    await progress.put(call.series, call.version, userId, type, course, doc);
    return doc;
  });
  return answer(call, userId, merged, await call.data.progress.ofEverybody(call.series, call.version, type, course));
}

async function answer(call: Call, userId: UserId, merged: Doc, everybody: readonly Achievement[]): Promise<Node> {
  const profile = await call.data.profiles.get(call.series, call.version, userId);
  const sorted = [...everybody].sort((a, b) => b.doc.int('score') - a.doc.int('score'));
  const list = (name: string, entries: readonly Achievement[]): Node | undefined => {
    const place = entries.findIndex((entry) => entry.userId === userId);
    if (place < 0) return undefined;
    return element(name,
      str('name', profile === undefined ? '' : nameOf(profile.doc)), s16('chara_num', asS16(profile?.doc.int('chara', -1) ?? -1)), s32('total_score', asS32(merged.int('score'))),
      u8('clear_type', asU8(merged.int('clear_type'))), u8('clear_rank', asU8(merged.int('clear_rank'))), s16('player_count', asS16(entries.length)), s16('player_rank', asS16(place + 1)));
  };
  const same = (key: string): Achievement[] => sorted.filter(({ doc }) => doc.int(key) === merged.int(key));
  return element('player24', list('all_ranking', sorted), list('pref_ranking', same('pref')), list('location_ranking', same('lid')));
}
