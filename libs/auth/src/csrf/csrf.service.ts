import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden } from '@rumpus/errors';
import type { Request, Response } from 'express';
import { hkdfSync } from 'node:crypto';

import { AuthCookies, CSRF_COOKIE } from '../guard/cookies.js';
import { CsrfCodec } from './csrf-codec.js';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Guards cookie sessions against requests that other sites make a browser send (library-api spec §3.3). */
@Injectable()
export class CsrfService {
  readonly #codec: CsrfCodec;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly cookies: AuthCookies,
  ) {
    this.#codec = new CsrfCodec(Buffer.from(hkdfSync('sha256', config.auth.sessionSecret, '', 'rumpus csrf', 32)));
  }

  /** True for requests the check leaves alone: another site can't make a browser send such an Authorization header. */
  skips(request: Pick<Request, 'headers'>): boolean {
    return this.config.auth.disableCsrf || /^(?:bearer|basic)\s/iu.test(request.headers.authorization ?? '');
  }

  /** @throws DomainError `forbidden` with code `csrf` */
  demand(request: Request, callerId: number | null): void {
    if (SAFE.has(request.method)) return;
    const header = request.headers['x-csrftoken'];
    if (this.#codec.accepts(this.cookies.read(request, CSRF_COOKIE), typeof header === 'string' ? header : undefined, callerId)) return;
    throw forbidden('CSRF token verification failed', { code: 'csrf' });
  }

  /** Gives the browser a fresh cookie when it has none, a broken one, or one bound to somebody else. */
  renew(request: Request, response: Response, callerId: number | null): void {
    const content = this.#codec.read(this.cookies.read(request, CSRF_COOKIE));
    if (content !== undefined && content.userId === callerId) return;
    this.cookies.setCsrf(response, this.#codec.issue(callerId));
  }
}
