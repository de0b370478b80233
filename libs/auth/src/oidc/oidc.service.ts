import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { DomainError, invalid } from '@rumpus/errors';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { LoginService } from '../authenticate/login.service.js';
import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import { randomHex, sameSecret, sha256 } from '../tokens/secrets.js';
import { OidcAccounts } from './oidc-accounts.js';
import { OidcClient, type OidcFlow } from './oidc-client.js';
import { localPath } from './local-path.js';

/** Seconds a person may take at the provider. */
const FLOW_LIFETIME = 600;

interface StoredFlow extends OidcFlow {
  /** Hash of the browser's mark: only the browser that began may finish. */
  browser: string;
  next: string;
}

/** Sign-in through an OpenID provider. */
@Injectable()
export class OidcService {
  readonly #logger = new Logger('oidc');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly client: OidcClient,
    private readonly accounts: OidcAccounts,
    private readonly logins: LoginService,
    private readonly store: EphemeralStore,
    private readonly audit: AuditLog,
  ) {}

  /** `off`, switched on but not `configured`, or `ready`. */
  get state(): 'off' | 'unconfigured' | 'ready' {
    if (!this.config.oidc.enabled) return 'off';
    return this.client.configured ? 'ready' : 'unconfigured';
  }

  /**
   * Begins a sign-in. Several may be under way in one browser: each is kept under its own state, all under the browser's mark.
   * @param next where to go afterwards; anything but a path of ours becomes `/`
   * @param origin our address as the browser knows it
   */
  async begin(browserMark: string | undefined, next: string | undefined, origin: string): Promise<{ url: string; browserMark: string }> {
    const mark = browserMark ?? randomHex(16);
    const path = localPath(next);
    if (next !== undefined && next !== '' && path === '/' && next !== '/') this.#logger.warn({ next: next.slice(0, 200) }, 'a way on to another site was refused');
    const { url, flow } = await this.client.begin(this.config.oidc.redirectUri ?? `${origin}/api/oauth/openid`);
    const stored: StoredFlow = { ...flow, browser: sha256(mark), next: path };
    await this.store.set(key(flow.state), JSON.stringify(stored), FLOW_LIFETIME);
    return { url: url.href, browserMark: mark };
  }

  /** Ends a sign-in: begins a session for the person who came back. */
  async finish(query: URLSearchParams, browserMark: string | undefined, from: Caller): Promise<{ secret: string; next: string }> {
    const text = await this.store.take(key(query.get('state') ?? ''));
    const flow = text === undefined ? undefined : (JSON.parse(text) as StoredFlow);
    if (flow === undefined || browserMark === undefined || !sameSecret(flow.browser, sha256(browserMark))) {
      throw invalid('This sign-in has expired or was begun in another browser. Please try again.', 'state', { code: 'oidc_expired' });
    }
    try {
      const person = await this.client.finish(query, flow);
      const user = await this.accounts.resolve(person, from);
      const idToken = this.config.oidc.rpInitiatedLogout ? person.idToken : undefined;
      return { secret: await this.logins.begin(user, from, 'oidc', idToken), next: flow.next };
    } catch (error) {
      await this.audit.write({ action: 'oidc.refused', from, detail: { reason: error instanceof DomainError ? error.message : 'the provider\'s answer was not accepted' } });
      if (error instanceof DomainError) throw error;
      this.#logger.warn({ err: error }, 'a sign-in was refused');
      throw invalid('The sign-in provider\'s answer was not accepted. Please try again.');
    }
  }

  /** Where to go to sign out at the provider too, when that is wanted and possible. */
  async logoutUrl(idToken: string | null): Promise<string | undefined> {
    if (idToken === null || !this.config.oidc.rpInitiatedLogout || this.state !== 'ready') return undefined;
    // Being signed out here matters more than the provider's being reachable.
    return this.client.logoutUrl(idToken).catch(() => undefined);
  }
}

const key = (state: string): string => `oidc:${sha256(state)}`;
