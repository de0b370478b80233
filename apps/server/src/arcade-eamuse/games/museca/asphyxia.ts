import type { AsphyxiaPage, AsphyxiaPlayer } from '../../dispatch/game.js';
import { Doc } from '../../store/document.js';
import { type Loose, looseInt, looseInts, looseObject, looseText, numbered } from '../loose.js';
import { storedClearType, storedGrade } from './codes.js';

/** MÚSECA in asphyxia: the plugin serves 1+1/2 only, and keeps clear types and grades as the game sends them. */

const PLUS = 2;
const HIGHEST_GRADE = 8;
const CHARTS = 3;
const HIDDEN_PARAMS = 20;
const RATES = ['btn_rate', 'long_rate', 'vol_rate'];

function profileOf(document: Loose): AsphyxiaPlayer['profiles'][number] {
  const last = Object.entries(looseObject(document['last'])).reduce((doc, [key, value]) => doc.setInt(key, looseInt(value)), new Doc());
  const doc = new Doc().setStr('name', looseText(document['name'])).setInts('hidden_param', HIDDEN_PARAMS, looseInts(document['hidden_param'])).setDoc('last', last);
  for (const [key, field] of [['packet', 'gamecoin_packet'], ['block', 'gamecoin_block'], ['blaster_energy', 'blaster_energy'], ['blaster_count', 'blaster_count']] as const) doc.setInt(key, looseInt(document[field]));
  const items = numbered(document['item']).flatMap(([id, value]) => {
    const type = looseInt(looseObject(value)['type']);
    return type === undefined ? [] : [{ type: `item_${type}`, id, doc: new Doc().setInt('param', looseInt(looseObject(value)['param'])) }];
  });
  return { version: PLUS, doc, items };
}

function scoresOf(document: Loose): AsphyxiaPlayer['scores'] {
  return numbered(document['scores']).flatMap(([song, charts]) => numbered(charts).flatMap(([chart, value]) => {
    const score = looseObject(value);
    const points = looseInt(score['score']);
    if (points === undefined || points < 0 || chart >= CHARTS) return [];
    const doc = new Doc()
      .setInt('clear_type', storedClearType(looseInt(score['clear_type']) ?? 0))
      .setInt('grade', storedGrade(looseInt(score['score_grade']) ?? 0, HIGHEST_GRADE))
      .setDoc('stats', RATES.reduce((stats, key) => stats.setInt(key, looseInt(score[key])), new Doc()));
    return [{ version: PLUS, song, chart, points, doc }];
  }));
}

export const musecaAsphyxia: AsphyxiaPage = {
  plugin: 'museca',
  read: (documents) => ({
    profiles: documents.filter(({ collection }) => collection === 'profile').slice(0, 1).map(profileOf),
    scores: documents.filter(({ collection }) => collection === 'scores').flatMap(scoresOf),
  }),
};
