import { describe, expect, it } from 'vitest';

import { newTotpSecret, totpStep, totpUri } from './totp.js';

// RFC 6238 appendix B, SHA-1 rows, cut to six digits; the secret is "12345678901234567890".
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('TOTP', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('knows the code of second %i', (seconds, code) => {
    expect(totpStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('allows one step of clock difference and names the step of the code', () => {
    expect(totpStep(secret, '287082', 61_000)).toBe(1);
    expect(totpStep(secret, '287082', 29_000)).toBe(1);
    expect(totpStep(secret, '287082', 121_000)).toBeUndefined();
  });

  it.each(['', '28708', '2870822', 'abcdef', '-87082'])('refuses %j', (code) => {
    expect(totpStep(secret, code, 59_000)).toBeUndefined();
  });

  it('gives apps an otpauth address', () => {
    expect(totpUri(newTotpSecret(), 'ann')).toMatch(/^otpauth:\/\/totp\/Rumpus:ann\?issuer=Rumpus&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/u);
  });
});
