import { describe, expect, it } from 'vitest';
import { choiceOf, sameThings, withChoice, type Override } from './overrides.js';

const overrides: Override[] = [
  { entity: 'roms', action: 'write', granted: true, own_only: false },
  { entity: 'assets', action: 'read', granted: true, own_only: true },
  { entity: 'firmware', action: 'read', granted: false, own_only: false },
  { entity: 'roms', action: 'read', granted: false, own_only: false },
];

describe('overrides', () => {
  it('tell what is chosen for a right', () => {
    expect(choiceOf(overrides, 'roms', 'write')).toBe('all');
    expect(choiceOf(overrides, 'assets', 'read')).toBe('own');
    expect(choiceOf(overrides, 'firmware', 'read')).toBe('none');
    expect(choiceOf(overrides, 'users', 'read')).toBe('group');
  });

  it('change one right and keep the rest', () => {
    const denied = withChoice(overrides, 'users', 'read', 'none');
    expect(denied.at(-1)).toEqual({ entity: 'users', action: 'read', granted: false, own_only: false });
    expect(sameThings(withChoice(denied, 'users', 'read', 'group'), overrides)).toBe(true);
  });

  it('compare lists whatever their order and that of their fields', () => {
    expect(sameThings([{ a: 1, b: 2 }, { a: 3, b: 4 }], [{ b: 4, a: 3 }, { b: 2, a: 1 }])).toBe(true);
    expect(sameThings([{ a: 1 }], [{ a: 1 }, { a: 1 }])).toBe(false);
    expect(sameThings([{ a: 1 }], [{ a: 2 }])).toBe(false);
  });
});
