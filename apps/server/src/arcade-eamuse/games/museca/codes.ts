/** Clear types and grades: what games send and what is stored (museca spec 3). */

export const FAILED = 100;
export const CLEARED = 200;
export const FULL_COMBO = 300;
const DEATH = 100;
const PERFECT = 900;

const CLEAR_TYPES: Readonly<Record<number, number>> = { 1: FAILED, 2: CLEARED, 4: FULL_COMBO };
const CLEAR_WIRE: Readonly<Record<number, number>> = { [FAILED]: 1, [CLEARED]: 2, [FULL_COMBO]: 4 };

/** An unknown clear type counts as failed. */
export const storedClearType = (wire: number): number => CLEAR_TYPES[wire] ?? FAILED;
export const wireClearType = (stored: number): number => CLEAR_WIRE[stored] ?? 1;

/** Grades are 0 to 7, and 8 where the version knows "perfect"; an unknown one counts as the highest below it. */
export const storedGrade = (wire: number, highest: number): number => DEATH + 100 * Math.max(0, Math.min(wire, highest));
export const wireGrade = (stored: number, highest: number): number => Math.max(0, Math.min(Math.floor(Math.min(stored, PERFECT) / 100) - 1, highest));
