import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { unavailable } from '@rumpus/errors';
import { readFileSync } from 'node:fs';
import * as openid from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';

/** What a sign-in at the provider needs until it comes back. */
export interface OidcFlow {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
}

/** Who came back from the provider. */
export interface OidcPerson {
  issuer: string;
  subject: string;
  claims: Readonly<Record<string, unknown>>;
  idToken: string;
  /** The provider says that it vouches for addresses, so silence about one means "not verified". */
  vouchesForEmail: boolean;
}

const TIMEOUT_SECONDS = 10;

/** Talks to the OpenID provider of the settings: discovery, code flow with PKCE, state and nonce, userinfo, logout. */
@Injectable()
export class OidcClient {
  readonly #logger = new Logger('oidc');
  #configuration: Promise<openid.Configuration> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** True when everything a sign-in needs is set. */
  get configured(): boolean {
    const { clientId, clientSecret, serverApplicationUrl, serverMetadataUrl } = this.config.oidc;
    return clientId !== undefined && clientSecret !== undefined && (serverApplicationUrl ?? serverMetadataUrl) !== undefined;
  }

  /** The address at the provider to send the browser to, and what to remember until it is back. */
  async begin(redirectUri: string): Promise<{ url: URL; flow: OidcFlow }> {
    const configuration = await this.#connect();
    const flow = { state: openid.randomState(), nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier(), redirectUri };
    const { claimRoles, claimGroups, groupMap } = this.config.oidc;
    const claims = new Set([claimRoles, ...(groupMap.length === 0 ? [] : [claimGroups])].filter((claim) => claim !== undefined));
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: ['openid', 'profile', 'email', ...claims].join(' '),
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { url, flow };
  }

  /** Redeems the code the browser brought back. @throws Error when anything about the answer is wrong */
  async finish(query: URLSearchParams, flow: OidcFlow): Promise<OidcPerson> {
    const configuration = await this.#connect();
    const current = new URL(flow.redirectUri);
    current.search = query.toString();
    const tokens = await openid.authorizationCodeGrant(configuration, current, { pkceCodeVerifier: flow.verifier, expectedState: flow.state, expectedNonce: flow.nonce, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims === undefined || tokens.id_token === undefined) throw new Error('the provider sent no id token');
    const metadata = configuration.serverMetadata();
    const userinfo = metadata.userinfo_endpoint === undefined ? {} : await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    const supported: unknown = metadata['claims_supported'];
    return {
      issuer: metadata.issuer,
      subject: claims.sub,
      claims: { ...claims, ...userinfo },
      idToken: tokens.id_token,
      vouchesForEmail: Array.isArray(supported) && supported.includes('email_verified'),
    };
  }

  /** Where the browser goes to sign out at the provider too; undefined when the provider has no such place. */
  async logoutUrl(idToken: string): Promise<string | undefined> {
    const { endSessionEndpoint, clientId = '', postLogoutRedirectUri } = this.config.oidc;
    const endpoint = endSessionEndpoint ?? (await this.#connect()).serverMetadata().end_session_endpoint;
    if (endpoint === undefined) return undefined;
    const url = new URL(endpoint);
    url.searchParams.set('id_token_hint', idToken);
    url.searchParams.set('client_id', clientId);
    // Providers refuse an address that is not registered with them, so only one that was set is sent.
    if (postLogoutRedirectUri !== undefined) url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
    return url.href;
  }

  /** The provider's metadata are read once; after a failure the next caller tries again. */
  async #connect(): Promise<openid.Configuration> {
    this.#configuration ??= this.#discover();
    try {
      return await this.#configuration;
    } catch (error) {
      this.#configuration = undefined;
      this.#logger.error({ err: error }, 'the OpenID provider can not be reached');
      throw unavailable('The sign-in provider can not be reached', { cause: error });
    }
  }

  async #discover(): Promise<openid.Configuration> {
    const { clientId = '', clientSecret, serverApplicationUrl = '', serverMetadataUrl, tlsCaCertFile } = this.config.oidc;
    const server = new URL(serverMetadataUrl ?? serverApplicationUrl);
    return openid.discovery(server, clientId, clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // Providers on a home network often speak plain HTTP; only an address that says so is taken at its word.
      execute: server.protocol === 'http:' ? [openid.allowInsecureRequests] : [],
      ...(tlsCaCertFile === undefined ? {} : { [openid.customFetch]: fetchTrusting(tlsCaCertFile) }),
    });
  }
}

/** A `fetch` that trusts the certificate authority in the file, and no other. */
const fetchTrusting = (file: string): openid.CustomFetch => {
  const dispatcher = new Agent({ connect: { ca: readFileSync(file) } });
  return (url, options) => undiciFetch(url, { ...(options as object), dispatcher });
};
