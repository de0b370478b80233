import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider knows about a person. */
export type Person = { sub: string } & Record<string, unknown>;

export interface OpenIdProvider {
  issuer: string;
  /** Who sits at the browser: signs in without being asked. */
  person: Person;
  stop(): Promise<void>;
}

export const CLIENT_ID = 'rumpus';
export const CLIENT_SECRET = 'a client secret of the provider';

/** A real OpenID provider program with one client, whose sign-in page lets `person` in at once. */
export async function startOpenIdProvider(redirectUri: string, tls?: { key: string; cert: string }): Promise<OpenIdProvider> {
  let handler: RequestListener = (_req, res) => void res.end();
  const listener: RequestListener = (req, res) => handler(req, res);
  const server: Server = tls === undefined ? createPlainServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `${tls === undefined ? 'http' : 'https'}://localhost:${String((server.address() as AddressInfo).port)}`;
  const state: OpenIdProvider = {
    issuer,
    person: { sub: 'nobody' },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    cookies: { keys: ['a key for cookies of tests'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...state.person, sub }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: CLIENT_ID, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
  });
  const callback = provider.callback();
  handler = (req, res) => {
    if (req.url?.startsWith('/sign-in/') === true) void provider.interactionFinished(req, res, { login: { accountId: state.person.sub } });
    else void callback(req, res);
  };
  return state;
}
