import { CIRCLE_CLEARED, CIRCLE_FAILED, CIRCLE_FULL_COMBO, EASY_CLEAR, PERFECT } from '../shared/medals.js';

/** Charts of TUNE STREET (pop'n spec 4.4, 10.1): where the flag of each stored chart stands in the word of its song. */
export interface ChartPlace {
  readonly shift: number;
  /** Set when the chart was played. */
  readonly played: number;
  /** One bit only: cleared or not. */
  readonly enjoy: boolean;
  /** Place of its points; undefined for charts whose points are not sent. */
  readonly hiscore: number | undefined;
}

const place = (shift: number, played: number, hiscore: number | undefined, enjoy = false): ChartPlace => ({ shift, played, enjoy, hiscore });

export const PLACES: Readonly<Record<number, ChartPlace>> = {
  1: place(0, 0x0800, 4), 2: place(2, 0x1000, 5), 3: place(6, 0x4000, 6),
  4: place(0, 0x0800, 1), 5: place(2, 0x1000, 2), 6: place(6, 0x4000, 3),
  7: place(9, 0, undefined, true), 8: place(8, 0, undefined, true), 9: place(4, 0x2000, 0),
};

/** Play modes in which the cool timing counts. */
const CHO_MODES = new Set([4, 15]);
const CHO_CHARTS: Readonly<Record<number, number>> = { 0: 1, 1: 2, 3: 3 };
const OTHER_CHARTS: Readonly<Record<number, number>> = { 0: 4, 1: 5, 2: 9, 3: 6, 6: 7, 7: 8 };

/** The stored chart of a sheet number; undefined for battle sheets and others that are not kept. */
export const chartOfSheet = (sheet: number, playMode: number): number | undefined => (CHO_MODES.has(playMode) ? CHO_CHARTS : OTHER_CHARTS)[sheet];

/** The lowest medal of each class, so that a newer game can still improve it. */
const MEDALS = [CIRCLE_FAILED, CIRCLE_CLEARED, CIRCLE_FULL_COMBO, PERFECT];
export const medalOfFlag = (flag: number): number => MEDALS[flag] ?? CIRCLE_FAILED;
export const flagOfMedal = (medal: number): number => (medal >= PERFECT ? 3 : medal >= CIRCLE_FULL_COMBO ? 2 : medal >= EASY_CLEAR ? 1 : 0);
