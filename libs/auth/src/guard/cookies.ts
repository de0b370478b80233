import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { parse, serialize, type SerializeOptions } from 'cookie';
import type { Request, Response } from 'express';

export const SESSION_COOKIE = 'romm_session';
export const CSRF_COOKIE = 'romm_csrftoken';
/** Marks the browser that began a sign-in at an OpenID provider. */
const OIDC_COOKIE = 'rumpus_oidc';

/** Longest cookie value that is looked at; ours are far shorter. */
const LONGEST = 1024;

/** Reads and sets the two cookies in the form library-api spec §3.2 and §3.3 give. */
@Injectable()
export class AuthCookies {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The value of a cookie; undefined when absent, empty or absurdly long. */
  read(request: Pick<Request, 'headers'>, name: string): string | undefined {
    const header = request.headers.cookie;
    if (header === undefined) return undefined;
    const value = parse(header)[name];
    return value === undefined || value === '' || value.length > LONGEST ? undefined : value;
  }

  setSession(response: Response, secret: string): void {
    this.#set(response, SESSION_COOKIE, secret, this.#sessionOptions(this.config.auth.sessionMaxAge));
  }

  clearSession(response: Response): void {
    this.#set(response, SESSION_COOKIE, 'null', { ...this.#sessionOptions(0), expires: new Date(0) });
  }

  setCsrf(response: Response, value: string): void {
    this.#set(response, CSRF_COOKIE, value, { path: '/', sameSite: 'lax', maxAge: this.config.auth.sessionMaxAge });
  }

  readOidcMark(request: Pick<Request, 'headers'>): string | undefined {
    return this.read(request, OIDC_COOKIE);
  }

  setOidcMark(response: Response, mark: string): void {
    this.#set(response, OIDC_COOKIE, mark, { path: '/api', httpOnly: true, sameSite: 'lax', maxAge: 600 });
  }

  #sessionOptions(maxAge: number): SerializeOptions {
    // The way back from an OpenID provider is a cross-site navigation, on which strict cookies stay at home.
    const sameSite = this.config.oidc.enabled ? 'lax' : 'strict';
    return { path: '/', httpOnly: true, sameSite, maxAge };
  }

  /**
   * Replaces a cookie of that name set earlier in the same answer, and leaves others alone. Who came by HTTPS gets cookies that stay
   * on it, whatever the setting.
   */
  #set(response: Response, name: string, value: string, options: SerializeOptions): void {
    const before = response.getHeader('Set-Cookie');
    const others = (Array.isArray(before) ? before : before === undefined ? [] : [String(before)]).filter((line) => !line.startsWith(`${name}=`));
    const secure = this.config.auth.sessionSecureCookie || response.req.secure;
    response.setHeader('Set-Cookie', [...others, serialize(name, value, { ...options, secure })]);
  }
}
