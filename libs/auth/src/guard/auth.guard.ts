import { type CanActivate, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '@rumpus/config';
import { type DomainError, forbidden, unauthenticated } from '@rumpus/errors';
import type { Request, Response } from 'express';

import { AuditLog } from '../audit/audit-log.js';
import { Authenticator, type Identity } from '../authenticate/authenticator.js';
import { callerOf } from '../authenticate/caller.js';
import { CsrfService } from '../csrf/csrf.service.js';
import { type RateLimit, RateLimiter } from '../limits/rate-limiter.js';
import { AuthCookies, SESSION_COOKIE } from './cookies.js';
import { BEFORE_PASSWORD_CHANGE, CSRF_EXEMPT, PER_OBJECT, RATE_LIMIT, ROUTE_POLICY, type RoutePolicy } from './decorators.js';
import { may, mayEverywhere, type Principal } from './principal.js';
import { principalOf, setPrincipal } from './request-principal.js';

/** Stands before every route and socket event; what carries no policy is open to nobody. */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #logger = new Logger('identity');

  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
    private readonly authenticator: Authenticator,
    private readonly cookies: AuthCookies,
    private readonly csrf: CsrfService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<RoutePolicy | undefined>(ROUTE_POLICY, [context.getHandler(), context.getClass()]);
    const marks = { early: this.#marked(BEFORE_PASSWORD_CHANGE, context), perObject: this.#marked(PER_OBJECT, context) };
    if (context.getType() === 'ws') return this.#admit(policy, principalOf(context), {}, marks);
    if (policy?.kind === 'public' && policy.foreign) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const rule = this.reflector.get<RateLimit | undefined>(RATE_LIMIT, context.getHandler());
    if (rule !== undefined) await this.limiter.hit(rule, callerOf(request).ip);
    const identity = await this.#identify(request, context.switchToHttp().getResponse<Response>());
    if (!this.#marked(CSRF_EXEMPT, context)) await this.#demandCsrf(request, identity.principal);
    return this.#admit(policy, identity.principal, identity, marks);
  }

  #marked(mark: symbol, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true;
  }

  async #identify(request: Request, response: Response): Promise<Identity> {
    const sessionCookie = this.cookies.read(request, SESSION_COOKIE);
    const identity = await this.authenticator.identify({ sessionCookie, authorization: request.headers.authorization, from: callerOf(request) });
    setPrincipal(request, identity.principal);
    // An expired token is an everyday thing; one that we never signed, or whose owner is gone, is not.
    if (identity.fault === 'bad') this.#logger.warn({ ip: callerOf(request).ip, method: request.method, path: request.path }, 'a token that is not good was refused');
    // Each answer renews the session cookie, so it ends only after a time without use.
    if (sessionCookie !== undefined && identity.principal?.via === 'session') this.cookies.setSession(response, sessionCookie);
    else if (identity.staleCookie === true) this.cookies.clearSession(response);
    if (!this.csrf.skips(request)) this.csrf.renew(request, response, identity.principal?.id ?? null);
    return identity;
  }

  async #demandCsrf(request: Request, principal: Principal | undefined): Promise<void> {
    if (this.csrf.skips(request) || ((principal === undefined || principal.via === 'kiosk') && showsClaimCode(request))) return;
    try {
      this.csrf.demand(request, principal?.id ?? null);
    } catch (error) {
      if (principal?.via === 'session') await this.audit.write({ action: 'csrf.refused', actor: principal, target: `${request.method} ${request.path}`, from: callerOf(request) });
      throw error;
    }
  }

  #admit(policy: RoutePolicy | undefined, principal: Principal | undefined, { fault }: Pick<Identity, 'fault'>, { early, perObject }: { early: boolean; perObject: boolean }): boolean {
    if (policy?.kind === 'public') return true;
    if (policy?.publicWhen === 'download-auth-disabled' && this.config.auth.disableDownloadAuth) return true;
    if (principal === undefined) throw notSignedIn(fault);
    if (principal.mustChangePassword === true && !early) throw forbidden('Password change required', { code: 'password_change_required' });
    // 401 means "sign in", 403 "you may not": clients drop their session on the first only.
    if (policy === undefined || !(perObject ? may : mayEverywhere)(principal, ...policy.scopes)) throw forbidden();
    if (policy.admin && principal.role !== 'admin') throw forbidden('Administrator privileges required');
    return true;
  }
}

/** A stranger with a claim code uses nobody's cookie and proves more than a CSRF token would: set-up scripts need no cookie jar. */
const showsClaimCode = ({ path, headers, body }: Request): boolean =>
  /^\/api\/users\/?$/u.test(path) && (headers['x-claim-code'] !== undefined || (typeof body === 'object' && body !== null && 'claim_code' in body));

const notSignedIn = (fault: Identity['fault']): DomainError => {
  if (fault === undefined) return unauthenticated();
  return unauthenticated('Could not validate credentials', { code: fault === 'expired' ? 'token_expired' : 'bad_token' });
};
