import type { Doc } from '../store/document.js';

/** Values that come from documents may be anything a game once sent: what goes out is brought into the range of its node. */
const between = (low: number, high: number) => (value: number): number => Math.min(high, Math.max(low, Math.trunc(Number.isFinite(value) ? value : low)));

export const asU8 = between(0, 0xff);
export const asS8 = between(-0x80, 0x7f);
export const asU16 = between(0, 0xff_ff);
export const asS16 = between(-0x80_00, 0x7f_ff);
export const asU32 = between(0, 0xff_ff_ff_ff);
export const asS32 = between(-0x80_00_00_00, 0x7f_ff_ff_ff);

/** How a number of each type is brought into its range. */
export const CLAMP = { u8: asU8, s8: asS8, u16: asU16, s16: asS16, u32: asU32, s32: asS32 } as const;
export type SmallInt = keyof typeof CLAMP;

/** The smaller of two counts, where -1 means "not known" and never wins. */
export const leastKnown = (a: number, b: number): number => (a < 0 ? b : b < 0 ? a : Math.min(a, b));

/** A field of the best score: the larger of the old and the new one. */
export const raise = (doc: Doc, key: string, value: number): Doc => doc.setInt(key, Math.max(doc.int(key, value), value));
