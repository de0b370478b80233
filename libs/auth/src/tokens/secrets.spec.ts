import { describe, expect, it } from 'vitest';

import { CODE_ALPHABET, newClientToken, normalCode, randomCode, sameSecret, sha256 } from './secrets.js';

describe('secrets', () => {
  it('makes client tokens of RomM\'s form', () => {
    expect(newClientToken()).toMatch(/^rmm_[0-9a-f]{64}$/u);
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('makes codes without letters that look alike', () => {
    expect(CODE_ALPHABET).not.toMatch(/[ILO01]/u);
    for (let n = 0; n < 50; n += 1) expect(randomCode()).toMatch(/^[A-HJKMNP-Z2-9]{8}$/u);
  });

  it('reads codes as people type them', () => {
    expect(normalCode(' abcd-efgh ')).toBe('ABCDEFGH');
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
  });
});
