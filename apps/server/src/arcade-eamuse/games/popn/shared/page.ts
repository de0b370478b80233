import type { PlayerPage, ScorePage } from '../../../dispatch/game.js';
import type { Doc } from '../../../store/document.js';
import { nameOf } from './players.js';

/** pop'n music away from the cabinet (pop'n spec 15). */

const ALLOWED = /^[＠-Ｚａ-ｚ０-９，．＿ぁ-れわをんァ-ロワヲンー]{1,6}$/u;
const FULL_WIDTH_OFFSET = 0xfee0;

/** Letters, digits and `@ , . _` typed on a keyboard become full width; six such characters fit the oldest version's twelve bytes. */
const spell = (typed: string): string => typed.replaceAll(/[A-Za-z0-9@,._]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + FULL_WIDTH_OFFSET));

export const popnPage = (rivals: number): PlayerPage => ({
  name: nameOf,
  nameRule: '1 to 6 full-width letters, digits, kana or ＠ ， ． ＿',
  rename(doc, name) {
    const spelled = spell(name);
    if (!ALLOWED.test(spelled)) return false;
    doc.setStr('name', spelled);
    return true;
  },
  ...(rivals === 0 ? {} : { rivals }),
});

const MEDALS: Readonly<Record<number, string>> = {
  50: 'NO PLAY', 100: '○ FAILED', 200: '◇ FAILED', 300: '☆ FAILED', 400: 'EASY CLEAR', 500: '○ CLEARED', 600: '◇ CLEARED', 700: '☆ CLEARED', 800: '○ FULL COMBO',
  900: '◇ FULL COMBO', 1000: '☆ FULL COMBO', 1100: 'PERFECT',
};

/** The folder of a song in the game; song tables have it as text or as a number. */
export const folderOf = (doc: Doc): number | undefined => (/^\d{1,2}$/.test(doc.str('category')) ? Number(doc.str('category')) : doc.optionalInt('category'));

export const popnScores: ScorePage = {
  charts: {
    0: 'Easy', 1: 'Normal', 2: 'Hyper', 3: 'EX', 4: 'Normal (no cools)', 5: 'Hyper (no cools)', 6: 'EX (no cools)', 7: 'Enjoy 5 Button', 8: 'Enjoy 9 Button', 9: '5 Button',
  },
  describe(doc) {
    const stats = doc.doc('stats');
    return {
      status: MEDALS[doc.int('medal')] ?? 'NO PLAY', medal: doc.int('medal'), combo: doc.optionalInt('combo') ?? null,
      ...Object.fromEntries(['cool', 'great', 'good', 'bad'].map((key) => [key, stats.optionalInt(key) ?? null])),
    };
  },
};
