import { describe, expect, it } from 'vitest';
import { reaches, reachOf } from './reach.js';

const user = { oauth_scopes: ['servers.read', 'servers.operate'], confined_scopes: [{ scope: 'servers.operate', kind: 'server' as const, ids: ['3', '7'] }] };

describe('where somebody holds a scope', () => {
  it('is everywhere unless it is confined to objects', () => {
    const read = reachOf(user, 'servers.read');
    expect([reaches(read), reaches(read, 5)]).toEqual([true, true]);
    const operate = reachOf(user, 'servers.operate');
    expect([reaches(operate), reaches(operate, 3), reaches(operate, 5)]).toEqual([false, true, false]);
  });

  it('is nowhere for those who lack it, and for nobody', () => {
    for (const reach of [reachOf(user, 'servers.write'), reachOf(null, 'servers.read'), reachOf(undefined, 'servers.read')]) expect([reaches(reach), reaches(reach, 3)]).toEqual([false, false]);
  });
});
