import { element, type Node, s16, s8, str } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import { formatExtid } from '../../../store/ids.js';
import { asS16 } from '../../wire-numbers.js';
import { wireMedal } from '../shared/medals.js';
import { nameOf } from '../shared/players.js';
import { medalOf, sharedScores } from '../shared/scores.js';
import { askedRival } from '../shared/tree-era.js';
import { STAGES } from './fields.js';

/** One rival with scores and courses (pop'n spec 7.9). */
export async function friend(call: Call): Promise<Node> {
  const asked = await askedRival(call);
  if (asked === undefined) return element('player22', s8('result', 2));
  const { no, profile } = asked;
  const scores = await sharedScores(call, profile.userId);
  const courses = (await call.data.progress.all(call.series, call.version, profile.userId)).filter(({ type }) => type === 'course');
  return element('player22',
    element('friend',
      s16('no', no), str('g_pm_id', formatExtid(profile.extid)), str('name', nameOf(profile.doc)), s16('chara_num', asS16(profile.doc.int('chara', -1))), s8('is_open', 1),
      scores.map((score) => element('music').attributes({ music_num: score.songId, sheet_num: score.chart, score: score.points, clearmedal: wireMedal(medalOf(score)) })),
      courses.map(({ id, doc }) =>
        element('course').attributes({
          course_id: id, clear_medal: doc.int('clear_medal'), clear_norma: doc.int('clear_norma'),
          ...Object.fromEntries(STAGES.map((stage) => [stage, doc.int(stage)])), total_score: doc.int('total_score'),
        }))));
}
