import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { unauthenticated } from '@rumpus/errors';

import type { RateLimit } from '../limits/rate-limiter.js';
import type { Scope } from '../scopes/scopes.js';
import type { Principal } from './principal.js';
import { principalOf } from './request-principal.js';

/** What a route demands. A route without any policy is refused to everybody and fails the route-inventory test. */
export type RoutePolicy =
  | { kind: 'public'; foreign: boolean }
  | { kind: 'scopes'; scopes: readonly Scope[]; admin: boolean; publicWhen?: PublicWhen };

/** Settings under which a scoped route needs no scope. */
export type PublicWhen = 'download-auth-disabled';

export const ROUTE_POLICY = Symbol('rumpus:route-policy');

const policy = (value: RoutePolicy): MethodDecorator & ClassDecorator => SetMetadata(ROUTE_POLICY, value);

/** Anybody may call. Who is calling is still worked out when he says so, and unsafe methods still need the CSRF token. */
export const Public = (): MethodDecorator & ClassDecorator => policy({ kind: 'public', foreign: false });

/**
 * The route proves its callers in its own way (Subsonic parameters, a cabinet's packet, a Jellyfin token): our sessions and
 * the CSRF check do not apply, no cookie is read or set.
 */
export const ForeignAuth = (): MethodDecorator & ClassDecorator => policy({ kind: 'public', foreign: true });

export const CSRF_EXEMPT = Symbol('rumpus:csrf-exempt');

/** No CSRF check: for routes whose callers hold no cookies and whose answer a cross-site caller gains nothing from. */
export const CsrfExempt = (): MethodDecorator & ClassDecorator => SetMetadata(CSRF_EXEMPT, true);

export const BEFORE_PASSWORD_CHANGE = Symbol('rumpus:before-password-change');

/** Open also to callers who must change their password first: what they need to find that out and to do it. */
export const BeforePasswordChange = (): MethodDecorator & ClassDecorator => SetMetadata(BEFORE_PASSWORD_CHANGE, true);

export const PER_OBJECT = Symbol('rumpus:per-object');

/**
 * The handler asks for the right on the very object itself (`mayOn`, `objectsOf`). Only such routes open to callers who hold a writing scope on some
 * objects and not everywhere; all others are about the whole house, and an arcade's owner has no say in those.
 * @param asks false for the one route of a marked controller that is about the whole house
 */
export const PerObject = (asks = true): MethodDecorator & ClassDecorator => SetMetadata(PER_OBJECT, asks);

export const RATE_LIMIT = Symbol('rumpus:rate-limit');

/** Counts each call against the caller's address before anything else is done (429 above the limit). */
export const LimitedBy = (rule: RateLimit): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT, rule);

/** The caller needs every one of the scopes. `@Scopes()` without any asks only for a signed-in caller. */
export const Scopes = (...scopes: readonly Scope[]): MethodDecorator & ClassDecorator => policy({ kind: 'scopes', scopes, admin: false });

/** The caller needs the scopes and must be an administrator (403 `Administrator privileges required` otherwise). */
export const AdminOnly = (...scopes: readonly Scope[]): MethodDecorator & ClassDecorator => policy({ kind: 'scopes', scopes, admin: true });

/** Like {@link Scopes}, but open to all when `DISABLE_DOWNLOAD_ENDPOINT_AUTH` is set (library-api spec §8.1). */
export const DownloadScopes = (...scopes: readonly Scope[]): MethodDecorator & ClassDecorator =>
  policy({ kind: 'scopes', scopes, admin: false, publicWhen: 'download-auth-disabled' });

/** The caller. On a route that admits strangers use {@link MaybeUser}. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context);
  if (principal === undefined) throw unauthenticated();
  return principal;
});

/** The caller, or undefined for a stranger. */
export const MaybeUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal | undefined => principalOf(context));
