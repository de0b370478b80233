import type { FederationPage } from '../../../dispatch/game.js';
import { Doc } from '../../../store/document.js';
import { CIRCLE_FAILED, CIRCLE_FULL_COMBO, EASY_CLEAR } from './medals.js';

/** pop'n music in BEMAPI (pop'n spec 16). */

const STATUS: Readonly<Record<number, string>> = { 100: 'cf', 200: 'df', 300: 'sf', 400: 'ec', 500: 'cc', 600: 'dc', 700: 'sc', 800: 'cfc', 900: 'dfc', 1000: 'sfc', 1100: 'p' };

const int = (value: unknown, fallback: number): number => (Number.isInteger(value) ? (value as number) : fallback);

export const popnFederation: FederationPage = {
  game: 'popnmusic',
  versions: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [String(19 + i), 19 + i])),
  charts: [0, 1, 2, 3],
  record: (doc) => ({ status: STATUS[doc.int('medal')] ?? 'cf', combo: doc.int('combo', -1) }),
  readRecord(fields) {
    const medal = Number(Object.entries(STATUS).find(([, name]) => name === fields['status'])?.[0] ?? CIRCLE_FAILED);
    return new Doc().setInt('medal', medal).setInt('combo', int(fields['combo'], -1));
  },
  merge: (worse, better) => new Doc().setInt('medal', Math.max(worse.int('medal'), better.int('medal'))).setInt('combo', Math.max(worse.int('combo', -1), better.int('combo', -1))),
  outcome: 'medal',
  isClear: (doc) => doc.int('medal') >= EASY_CLEAR,
  isCombo: (doc) => doc.int('medal') >= CIRCLE_FULL_COMBO,
  profile: (doc, exact) => ({ character: exact ? doc.int('chara', -1) : -1 }),
  readProfile(fields) {
    const doc = new Doc().setStr('name', fields.name);
    const chara = int(fields['character'], -1);
    return chara === -1 ? doc : doc.setInt('chara', chara);
  },
  song: (doc) => ({ difficulty: doc.int('difficulty'), category: doc.str('category', doc.has('category') ? String(doc.int('category')) : '') }),
};
