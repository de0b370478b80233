import { describe, expect, it } from 'vitest';

import { CsrfCodec } from './csrf-codec.js';

const codec = new CsrfCodec(Buffer.alloc(32, 7));
const other = new CsrfCodec(Buffer.alloc(32, 8));

describe('CSRF double submit', () => {
  it('accepts an own pair for its user and for a stranger', () => {
    const value = codec.issue(3);
    expect(codec.accepts(value, value, 3)).toBe(true);
    expect(codec.accepts(value, value, null)).toBe(true);
  });

  it('refuses a pair of another user, a lone half and two halves of different pairs', () => {
    const value = codec.issue(3);
    expect(codec.accepts(value, value, 4)).toBe(false);
    expect(codec.accepts(value, undefined, 3)).toBe(false);
    expect(codec.accepts(undefined, value, 3)).toBe(false);
    expect(codec.accepts(codec.issue(3), value, 3)).toBe(false);
    const anonymous = codec.issue(null);
    expect(codec.accepts(anonymous, anonymous, 3)).toBe(false);
  });

  it.each(['', 'undefined', 'a.b', '.', '..', 'e30.', '%%%.%%%', 'x'.repeat(5000)])('refuses %j without a throw', (junk) => {
    expect(codec.accepts(junk, junk, null)).toBe(false);
  });

  it('refuses what another key signed and content that was changed', () => {
    const foreign = other.issue(1);
    expect(codec.accepts(foreign, foreign, 1)).toBe(false);
    const [, signature] = codec.issue(1).split('.');
    const forged = `${Buffer.from('{"token":"x","user_id":2}').toString('base64url')}.${signature ?? ''}`;
    expect(codec.accepts(forged, forged, 2)).toBe(false);
  });
});
