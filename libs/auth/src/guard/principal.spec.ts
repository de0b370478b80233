import { describe, expect, it } from 'vitest';

import type { Scope } from '../scopes/scopes.js';
import { confinedScopes, mayDo, mayEverywhere, mayOn, objectsOf, type ObjectGrant, type Principal } from './principal.js';

const principal = (globalScopes: Scope[], objectGrants: ObjectGrant[] = [], limit?: string[], role: 'admin' | 'user' = 'user'): Principal => ({
  id: 1,
  username: 'ann',
  role,
  via: 'session',
  scopes: new Set([...globalScopes, ...objectGrants.map((grant) => grant.scope)]),
  globalScopes: new Set(globalScopes),
  objectGrants,
  grants: [{ entity: 'roms', action: 'delete', own_only: false }, { entity: 'assets', action: 'delete', own_only: true }],
  hidden: { platforms: new Set(), roms: new Set() },
  limits: new Map(limit === undefined ? [] : [['server' as const, new Set(limit)]]),
});

describe('rights on objects', () => {
  it('reach every object with the scope alone', () => {
    const ann = principal(['servers.read']);
    expect(mayOn(ann, 'servers.read', 'server', 7)).toBe(true);
    expect(mayOn(ann, 'servers.operate', 'server', 7)).toBe(false);
    expect(objectsOf(ann, 'servers.read', 'server')).toBe('all');
  });

  it('stay within the servers an account is confined to', () => {
    const ann = principal(['servers.operate'], [], ['1', '2']);
    expect(mayOn(ann, 'servers.operate', 'server', 2)).toBe(true);
    expect(mayOn(ann, 'servers.operate', 'server', 3)).toBe(false);
    expect(objectsOf(ann, 'servers.operate', 'server')).toEqual(new Set(['1', '2']));
  });

  it('come from a grant on the one object only', () => {
    const owner = principal([], [{ scope: 'arcade.write', kind: 'arcade', id: '5' }]);
    expect(owner.scopes.has('arcade.write')).toBe(true);
    expect(mayOn(owner, 'arcade.write', 'arcade', 5)).toBe(true);
    expect(mayOn(owner, 'arcade.write', 'arcade', 6)).toBe(false);
    expect(mayOn(owner, 'arcade.write', 'server', 5)).toBe(false);
    expect(objectsOf(owner, 'arcade.write', 'arcade')).toEqual(new Set(['5']));
  });

  it('vanish when the token in use lacks the scope', () => {
    const owner = { ...principal([], [{ scope: 'arcade.write', kind: 'arcade', id: '5' }]), scopes: new Set<Scope>() };
    expect(mayOn(owner, 'arcade.write', 'arcade', 5)).toBe(false);
    expect(objectsOf(owner, 'arcade.write', 'arcade')).toEqual(new Set());
  });

  it('open what is about the whole house only to those who hold them everywhere', () => {
    const all = principal(['servers.read', 'servers.operate', 'arcade.write', 'users.write']);
    expect(mayEverywhere(all, 'servers.operate', 'arcade.write', 'users.write')).toBe(true);
    expect(confinedScopes(all)).toEqual([]);
    const confined = principal(['servers.read', 'servers.operate', 'arcade.write'], [], ['1', '2']);
    expect(mayEverywhere(confined, 'servers.operate')).toBe(false);
    expect(mayEverywhere(confined, 'servers.read', 'arcade.write')).toBe(true);
    expect(confinedScopes(confined)).toEqual([{ scope: 'servers.read', kind: 'server', ids: ['1', '2'] }, { scope: 'servers.operate', kind: 'server', ids: ['1', '2'] }]);
    const granted = principal(['servers.read'], [{ scope: 'servers.operate', kind: 'server', id: '3' }]);
    expect(mayEverywhere(granted, 'servers.operate')).toBe(false);
    expect(confinedScopes(granted)).toEqual([{ scope: 'servers.operate', kind: 'server', ids: ['3'] }]);
  });

  it('do not confine administrators', () => {
    const admin = principal(['servers.write'], [], ['1'], 'admin');
    expect([mayOn(admin, 'servers.write', 'server', 9), mayEverywhere(admin, 'servers.write'), confinedScopes(admin)]).toEqual([true, true, []]);
  });
});

describe('fine permissions', () => {
  it('come from a grant, from ownership or from being administrator', () => {
    const ann = principal([]);
    expect(mayDo(ann, 'roms', 'delete')).toBe(true);
    expect(mayDo(ann, 'assets', 'delete', 2)).toBe(false);
    expect(mayDo(ann, 'assets', 'delete', 1)).toBe(true);
    expect(mayDo(ann, 'platforms', 'delete')).toBe(false);
    expect(mayDo(principal([], [], undefined, 'admin'), 'platforms', 'delete')).toBe(true);
  });
});
