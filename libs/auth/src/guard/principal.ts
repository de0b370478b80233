import { forbidden } from '@rumpus/errors';

import type { Grant, PermissionAction, PermissionEntity } from '../permissions/vocabulary.js';
import type { Scope } from '../scopes/scopes.js';

/** How the caller proved who he is. */
export type Via = 'session' | 'basic' | 'client-token' | 'jwt' | 'languard' | 'kiosk';

/** RomM's two account kinds; "viewer" and "editor" are users in the matching permission group. */
export type Role = 'admin' | 'user';

/** A thing somebody can have rights on without having them everywhere. */
export type ObjectKind = 'server' | 'arcade';

/** A scope on one object only, e.g. `servers.operate` on server 3. */
export interface ObjectGrant {
  scope: Scope;
  kind: ObjectKind;
  id: string;
}

/** Who is calling and what he may do, worked out afresh for every request. */
export interface Principal {
  /** Id of the user row; `-1` is the kiosk visitor. */
  readonly id: number;
  readonly username: string;
  readonly role: Role;
  /**
   * Effective scopes: those of the user, cut down to those of the token in use. A scope that the caller holds only on some
   * objects is contained too, so that the route opens; ask {@link mayOn} before touching the object.
   */
  readonly scopes: ReadonlySet<Scope>;
  readonly via: Via;
  /** Device bound to the client token or session in use. */
  readonly deviceId?: string;
  /** True when a token is in use that holds fewer scopes than its owner: it must not change what he signs in with. */
  readonly narrowed?: boolean;
  /**
   * True when the password has to be changed before anything else: the caller holds no scope but those about himself, and the
   * guard opens only routes marked for it. Tokens and app passwords made for devices are not affected.
   */
  readonly mustChangePassword?: boolean;
  /** Row id of the session in use. */
  readonly sessionId?: number;
  /** Row id of the client token in use. */
  readonly tokenId?: number;
  /** Scopes held on every object (a subset of {@link scopes}). */
  readonly globalScopes: ReadonlySet<Scope>;
  readonly objectGrants: readonly ObjectGrant[];
  /** Objects of a kind the caller is confined to; no entry means no confinement. */
  readonly limits: ReadonlyMap<ObjectKind, ReadonlySet<string>>;
  /** The caller's rights in RomM's terms, for checks finer than a scope; administrators need none. */
  readonly grants: readonly Grant[];
  /** What an administrator hid from the caller: to him it does not exist (library-api spec §6). */
  readonly hidden: Hidden;
}

/**
 * Refuses callers whose token can do less than its owner: with his password or a new credential it would widen itself.
 * @throws DomainError `forbidden`
 */
export const demandUnnarrowed = (principal: Principal): void => {
  if (principal.narrowed === true) throw forbidden('Insufficient permissions');
};

/** Ids a caller does not get to see. */
export interface Hidden {
  readonly platforms: ReadonlySet<number>;
  readonly roms: ReadonlySet<number>;
}

/**
 * True when the caller may do that to a thing of `ownerId`: administrators, the owner, and holders of a grant that is not
 * narrowed to own things (library-api spec §6). The scope is the route's business.
 */
export const mayDo = (principal: Principal, entity: PermissionEntity, action: PermissionAction, ownerId?: number): boolean =>
  principal.role === 'admin' ||
  (ownerId !== undefined && ownerId === principal.id) ||
  principal.grants.some((grant) => grant.entity === entity && grant.action === action && !grant.own_only);

/** True when the caller holds every one of the scopes. */
export const may = (principal: Principal, ...scopes: readonly Scope[]): boolean => scopes.every((scope) => principal.scopes.has(scope));

/** True when the caller holds the scope on that object: everywhere (and is not confined to others), or by a grant on it. */
export const mayOn = (principal: Principal, scope: Scope, kind: ObjectKind, id: number | string): boolean => {
  if (!principal.scopes.has(scope)) return false;
  if (principal.role === 'admin') return true;
  const key = String(id);
  const limit = principal.limits.get(kind);
  if (principal.globalScopes.has(scope) && (limit === undefined || limit.has(key))) return true;
  return principal.objectGrants.some((grant) => grant.scope === scope && grant.kind === kind && grant.id === key);
};

/** What decides where a scope is held. */
export type Reach = Pick<Principal, 'role' | 'scopes' | 'globalScopes' | 'objectGrants' | 'limits'>;

/** The ids on which the caller holds the scope, for `WHERE id IN (…)`; `'all'` when he is not confined. */
export const objectsOf = (principal: Reach, scope: Scope, kind: ObjectKind): 'all' | ReadonlySet<string> => {
  if (!principal.scopes.has(scope)) return new Set();
  if (principal.role === 'admin') return 'all';
  const limit = principal.limits.get(kind);
  const everywhere = principal.globalScopes.has(scope);
  if (everywhere && limit === undefined) return 'all';
  const granted = principal.objectGrants.filter((grant) => grant.scope === scope && grant.kind === kind).map((grant) => grant.id);
  return new Set([...(everywhere ? (limit ?? []) : []), ...granted]);
};

/** The kind of object a scope can be confined to. */
const kindOf = (scope: Scope): ObjectKind | undefined => (scope.startsWith('servers.') ? 'server' : scope.startsWith('arcade.') ? 'arcade' : undefined);

/** True when the caller holds the scope on every object there is. */
const everywhere = (principal: Reach, scope: Scope): boolean => {
  const kind = kindOf(scope);
  return kind === undefined ? principal.globalScopes.has(scope) : objectsOf(principal, scope, kind) === 'all';
};

/**
 * True when the caller holds every one of the scopes in a place where no object is looked at: those that only read may be held on some objects,
 * all others must be held everywhere.
 */
export const mayEverywhere = (principal: Principal, ...scopes: readonly Scope[]): boolean =>
  scopes.every((scope) => (scope.endsWith('.read') ? principal.scopes.has(scope) : everywhere(principal, scope)));

/** A scope that is held on some objects only, and on which. */
export interface ConfinedScope {
  scope: Scope;
  kind: ObjectKind;
  ids: string[];
}

/** The scopes a caller does not hold everywhere, so that screens can tell what he is refused before he tries. */
export const confinedScopes = (holder: Reach): ConfinedScope[] =>
  [...holder.scopes].flatMap((scope) => {
    const kind = kindOf(scope);
    const ids = kind === undefined ? 'all' : objectsOf(holder, scope, kind);
    return kind === undefined || ids === 'all' ? [] : [{ scope, kind, ids: [...ids] }];
  });
