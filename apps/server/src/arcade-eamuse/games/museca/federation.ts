import type { FederationPage } from '../../dispatch/game.js';
import { Doc } from '../../store/document.js';
import { FAILED, FULL_COMBO } from './codes.js';

/** MÚSECA in BEMAPI (museca spec 10). */

const RANKS = ['death', 'poor', 'mediocre', 'good', 'great', 'excellent', 'superb', 'masterpiece', 'perfect'];
const STATUS: Readonly<Record<number, string>> = { 100: 'failed', 200: 'cleared', 300: 'fc' };
const RATES = [['buttonrate', 'btn_rate'], ['longrate', 'long_rate'], ['volrate', 'vol_rate']] as const;

const int = (value: unknown, fallback: number): number => (Number.isInteger(value) ? (value as number) : fallback);
const statusOf = (text: unknown): number => Number(Object.entries(STATUS).find(([, name]) => name === text)?.[0] ?? FAILED);

export const musecaFederation: FederationPage = {
  game: 'museca',
  versions: { '1': 1, '1p': 2 },
  charts: [0, 1, 2],
  record(doc) {
    const stats = doc.doc('stats');
    return {
      rank: RANKS[Math.floor(doc.int('grade') / 100) - 1] ?? 'death', status: STATUS[doc.int('clear_type')] ?? 'failed', combo: doc.int('combo', -1),
      ...Object.fromEntries(RATES.map(([name, key]) => [name, stats.int(key)])),
    };
  },
  readRecord(fields) {
    const stats = RATES.reduce((doc, [name, key]) => doc.setInt(key, int(fields[name], -1)), new Doc());
    const grade = (Math.max(0, RANKS.indexOf(String(fields['rank']))) + 1) * 100;
    return new Doc().setInt('grade', grade).setInt('clear_type', statusOf(fields['status'])).setInt('combo', int(fields['combo'], -1)).setDoc('stats', stats);
  },
  merge(worse, better) {
    const doc = better.clone();
    for (const key of ['grade', 'clear_type', 'combo']) doc.setInt(key, Math.max(worse.int(key, -1), better.int(key, -1)));
    return doc;
  },
  outcome: 'clear_type',
  isClear: (doc) => doc.int('clear_type', FAILED) !== FAILED,
  isCombo: (doc) => doc.int('clear_type') === FULL_COMBO,
  profile: () => ({}),
  readProfile: (fields) => new Doc().setStr('name', fields.name),
  song: (doc) => ({ difficulty: doc.int('difficulty'), bpm_min: Math.round(doc.float('bpm_min')), bpm_max: Math.round(doc.float('bpm_max')), limited: doc.int('limited') }),
};
