/** Values of documents that other programs wrote: nothing about them is sure. */

export type Loose = Readonly<Record<string, unknown>>;

export const looseInt = (value: unknown): number | undefined => (Number.isInteger(value) ? (value as number) : undefined);
export const looseText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const looseObject = (value: unknown): Loose => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {});
export const looseInts = (value: unknown): number[] | undefined => (Array.isArray(value) && value.every((item) => Number.isInteger(item)) ? (value as number[]) : undefined);

/** Entries of an object whose keys are whole numbers. */
export const numbered = (value: unknown): [number, unknown][] => Object.entries(looseObject(value)).filter(([key]) => /^\d{1,9}$/.test(key)).map(([key, one]) => [Number(key), one]);
