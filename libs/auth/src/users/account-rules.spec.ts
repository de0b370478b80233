import { describe, expect, it } from 'vitest';

import { checkEmail, checkPassword, checkUsername } from './account-rules.js';

describe('account rules', () => {
  it('stores user names in lower case', () => {
    expect(checkUsername('Ann_B-1')).toBe('ann_b-1');
  });

  it.each([
    ['', 'Username cannot be empty'],
    ['ab', 'Username must be at least 3 characters long'],
    ['a'.repeat(256), 'Username must be no more than 255 characters long'],
    ['a b c', 'Username can only contain letters, numbers, underscores, and hyphens'],
    ['аdmin', 'Username must contain only ASCII characters'], // Cyrillic а
    ['admın', 'Username must contain only ASCII characters'], // dotless i
    ['ad\u200bmin', 'Username must contain only ASCII characters'],
    ['ann\n', 'Username must contain only ASCII characters'],
  ])('refuses the name %j', (name, message) => {
    expect(() => checkUsername(name)).toThrow(message);
  });

  it.each([
    ['', 'Password cannot be empty'],
    ['12345', 'Password must be at least 6 characters long'],
    ['x'.repeat(256), 'Password must be no more than 255 characters long'],
    ['pässword', 'Password must contain only ASCII characters'],
  ])('refuses the password %j', (password, message) => {
    expect(() => checkPassword(password)).toThrow(message);
  });

  it('knows e-mail addresses', () => {
    expect(checkEmail('')).toBeNull();
    expect(checkEmail('Ann@Example.org')).toBe('ann@example.org');
    for (const bad of ['ann', 'ann@x', 'ann@x.y', '@example.org', 'a b@example.org', 'a@@b.cc']) expect(() => checkEmail(bad)).toThrow('Invalid email format');
  });
});
