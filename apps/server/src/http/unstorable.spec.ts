import { describe, expect, it } from 'vitest';
import { unstorable } from './unstorable.js';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('unstorable', () => {
  it('lets through what can be kept', () => {
    for (const value of ['text', '', null, undefined, 5, true, { a: ['b', { c: null }] }, Buffer.from('a\0'), nested(40)]) expect(unstorable(value)).toBeUndefined();
  });

  it('finds a NUL wherever it is', () => {
    expect(unstorable('a\0b')).toMatchObject({ path: [] });
    expect(unstorable({ genres: ['RPG', 'a\0'], x: 1 })).toEqual({ message: 'Text must not contain a NUL character', path: ['genres', 1] });
  });

  it('refuses what is nested without end, instead of running out of stack', () => {
    expect(unstorable({ fs_slug: nested(300_000) })).toEqual({ message: 'Input is nested deeper than 64 levels', path: [] });
  });
});
