import type { PlayerPage, ScorePage } from '../../dispatch/game.js';

/** MÚSECA away from the cabinet (museca spec 9). */

const ALLOWED = /^[A-Z0-9 !#$&*+,\-.?]{1,8}$/;

export const musecaPage: PlayerPage = {
  name: (doc) => doc.str('name') || 'NONAME',
  nameRule: '1 to 8 of A-Z, 0-9, space and ! # $ & * + , - . ?',
  rename(doc, name) {
    const upper = name.toUpperCase();
    if (!ALLOWED.test(upper)) return false;
    doc.setStr('name', upper);
    return true;
  },
};

const GRADES = ['Death (没)', 'Poor (拙)', 'Mediocre (凡)', 'Good (佳)', 'Great (良)', 'Excellent (優)', 'Superb (秀)', 'Masterpiece (傑)', 'Perfect (傑)'];
const CLEARS: Readonly<Record<number, string>> = { 100: 'FAILED', 200: 'CLEARED', 300: 'FULL COMBO' };

export const musecaScores: ScorePage = {
  charts: { 0: 'Green (翠)', 1: 'Orange (橙)', 2: 'Red (朱)' },
  categories: { names: { 1: 'MÚSECA', 2: 'MÚSECA 1+1/2', 10002: 'MÚSECA PLUS' }, of: (_doc, versions) => Math.min(...versions) },
  describe(doc) {
    const stats = doc.doc('stats');
    return {
      grade: GRADES[Math.floor(doc.int('grade') / 100) - 1] ?? 'No Play', clear_type: CLEARS[doc.int('clear_type')] ?? 'FAILED', medal: doc.int('clear_type'), combo: doc.optionalInt('combo') ?? null,
      ...Object.fromEntries(['critical', 'near', 'error', 'btn_rate', 'long_rate', 'vol_rate'].map((key) => [key, stats.optionalInt(key) ?? null])),
    };
  },
};
