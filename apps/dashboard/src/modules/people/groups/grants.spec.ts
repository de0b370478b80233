import { describe, expect, it } from 'vitest';
import { reachOf, withReach } from './grants.js';

const grants = [
  { entity: 'roms', action: 'read', own_only: false },
  { entity: 'assets', action: 'write', own_only: true },
  { entity: 'something-newer', action: 'read', own_only: false },
];

describe('grants', () => {
  it('tell how far a right goes', () => {
    expect(reachOf(grants, 'roms', 'read')).toBe('all');
    expect(reachOf(grants, 'assets', 'write')).toBe('own');
    expect(reachOf(grants, 'roms', 'write')).toBe('none');
  });

  it('change one right and keep the rest, also what is not known here', () => {
    const more = withReach(grants, 'assets', 'write', 'all');
    expect(reachOf(more, 'assets', 'write')).toBe('all');
    expect(more).toHaveLength(3);
    const less = withReach(more, 'roms', 'read', 'none');
    expect(less.map((one) => one.entity).sort()).toEqual(['assets', 'something-newer']);
  });
});
