/** Charts and medals as stored (pop'n spec 10). The shared scale of charts is 0 to 3; 4 to 9 exist in TUNE STREET only. */
export const EASY = 0;
export const NORMAL = 1;
export const HYPER = 2;
export const EX = 3;

export const NO_PLAY = 50;
export const CIRCLE_FAILED = 100;
export const STAR_FAILED = 300;
export const EASY_CLEAR = 400;
export const CIRCLE_CLEARED = 500;
export const CIRCLE_FULL_COMBO = 800;
export const STAR_FULL_COMBO = 1000;
export const PERFECT = 1100;

/** Wire medals 1 to 11 of fantasia's successors; 0 is "no play" where a version knows it. */
export const storedMedal = (wire: number): number | undefined => (Number.isInteger(wire) && wire >= 1 && wire <= 11 ? wire * 100 : undefined);
export const wireMedal = (stored: number): number => (stored >= CIRCLE_FAILED && stored <= PERFECT ? Math.floor(stored / 100) : 0);

/** fantasia and Sunny Park: four bits per chart, easy clears shown as circles. */
const NIBBLES: Readonly<Record<number, number>> = { 100: 1, 200: 2, 300: 3, 400: 5, 500: 5, 600: 6, 700: 7, 800: 9, 900: 10, 1000: 11, 1100: 15 };
const FROM_NIBBLE: Readonly<Record<number, number>> = { 1: 100, 2: 200, 3: 300, 5: 500, 6: 600, 7: 700, 9: 800, 10: 900, 11: 1000, 15: 1100 };
export const nibbleOf = (stored: number): number => NIBBLES[stored] ?? 0;
export const medalOfNibble = (nibble: number): number | undefined => FROM_NIBBLE[nibble];

const RANKS: readonly (readonly [number, number])[] = [[98_000, 8], [95_000, 7], [90_000, 6], [82_000, 5], [72_000, 4], [62_000, 3], [50_000, 2]];
/** The letter of some points, 1 (E) to 8 (S). */
export const clearRank = (points: number): number => RANKS.find(([least]) => points >= least)?.[1] ?? 1;
