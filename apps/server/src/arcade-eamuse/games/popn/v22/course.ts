import { element, type Node, s16, s32, str } from '@rumpus/eamuse-protocol';

import { gameRegion } from '../../../core/regions.js';
import type { Call } from '../../../dispatch/call.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Achievement } from '../../../store/progress.js';
import { asS16, asS32, raise } from '../../wire-numbers.js';
import { empty, nameOf } from '../shared/players.js';
import { STAGES } from './fields.js';

/** Course mode (pop'n spec 7.8). */

const COURSE = 'course';

interface CourseResult {
  id: number;
  total: number;
  stages: number[];
  pref: number;
}

function resultOf(call: Call): CourseResult | undefined {
  const { request } = call;
  const id = request.intAt('course_id');
  if (id === undefined) return undefined;
  const stages = STAGES.map((_, i) => request.childrenNamed('stage').find((stage) => stage.intAt('stage') === i)?.intAt('score') ?? 0);
  const pref = request.intAt('pref') ?? 0;
  const region = call.machine.arcade?.region ?? call.config.region;
  return { id, total: request.intAt('total_score') ?? 0, stages, pref: pref === 0 ? gameRegion(region, false) : pref };
}

function merge(call: Call, old: Doc, result: CourseResult): Doc {
  const doc = old.clone();
  if (!old.has('total_score') || result.total > old.int('total_score')) {
    doc.setInt('total_score', result.total).setInt('clear_norma', call.request.intAt('clear_norma')).setInt('pref', result.pref).setInt('lid', call.machine.arcade?.id);
    STAGES.forEach((stage, i) => doc.setInt(stage, result.stages[i]));
  }
  raise(doc, 'max_combo', call.request.intAt('max_combo') ?? 0);
  raise(doc, 'clear_medal', call.request.intAt('clear_medal') ?? 0);
  return doc.setInt('play_cnt', old.int('play_cnt') + 1);
}

export async function writeCourse(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('ref_id'));
  const result = resultOf(call);
  if (userId === undefined || result === undefined) return empty(call);
  await call.data.forPlayer(userId, async ({ progress }) => {
    const old = (await progress.get(call.series, call.version, userId, COURSE, result.id)) ?? new Doc();
    await progress.put(call.series, call.version, userId, COURSE, result.id, merge(call, old, result));
  });
  return ranking(call, userId, result);
}

async function ranking(call: Call, userId: UserId, result: CourseResult): Promise<Node> {
  const profile = await call.data.profiles.get(call.series, call.version, userId);
  // Equal scores: who was there first stands higher, which is the order of the rows.
  const all = (await call.data.progress.ofEverybody(call.series, call.version, COURSE, result.id)).sort((a, b) => b.doc.int('total_score') - a.doc.int('total_score'));
  const arcade = call.machine.arcade?.id;
  const list = (name: string, entries: readonly Achievement[]): Node => {
    const place = entries.findIndex((entry) => entry.userId === userId);
    return element(name,
      str('name', profile === undefined ? '' : nameOf(profile.doc)), s16('chara_num', asS16(profile?.doc.int('chara', -1) ?? -1)), STAGES.map((stage, i) => s32(stage, asS32(result.stages[i] ?? 0))),
      s32('total_score', asS32(result.total)), s16('player_count', asS16(entries.length)), s16('player_rank', asS16(place < 0 ? entries.length : place + 1)));
  };
  return element('player22',
    list('all_ranking', all), list('pref_ranking', all.filter(({ doc }) => doc.int('pref') === result.pref)),
    list('location_ranking', arcade === undefined ? [] : all.filter(({ doc }) => doc.optionalInt('lid') === arcade)));
}
