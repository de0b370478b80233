import { describe, expect, it } from 'vitest';

import { PasswordHasher } from './password-hasher.js';

const hasher = new PasswordHasher();

describe('password hasher', () => {
  it('makes salted argon2id hashes of the strength we promise', async () => {
    const [one, two] = await Promise.all([hasher.hash('secret-1'), hasher.hash('secret-1')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, 'secret-1')).toBe(true);
    expect(await hasher.verify(one, 'secret-2')).toBe(false);
  });

  it('matches nothing without a usable hash', async () => {
    for (const stored of [null, undefined, '', 'not a hash', '$2b$12$abc']) expect(await hasher.verify(stored, '')).toBe(false);
  });
});
