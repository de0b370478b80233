import { CLIENT_ID, CLIENT_SECRET, type OpenIdProvider, type Person } from '../../fakes/openid-provider.js';
import type { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';

/** Stands for the public address: the test's browser knows that it leads to the app under test. */
export const PUBLIC = 'http://games.example';

/** Settings of an app that lets people in through the provider. */
export const openIdSettings = (issuer: string): Record<string, string> => ({
  MODULES: 'library',
  BASE_URL: PUBLIC,
  OIDC_ENABLED: 'true',
  OIDC_CLIENT_ID: CLIENT_ID,
  OIDC_CLIENT_SECRET: CLIENT_SECRET,
  OIDC_REDIRECT_URI: `${PUBLIC}/api/oauth/openid`,
  OIDC_SERVER_APPLICATION_URL: issuer,
  OIDC_CLAIM_ROLES: 'groups',
  OIDC_ROLE_ADMIN: 'house-admins',
  OIDC_ROLE_EDITOR: 'house-editors',
  OIDC_ROLE_VIEWER: 'house-viewers',
  OIDC_GROUP_MAP: 'house-librarians=Librarians, house-nobody=No such group',
  OIDC_RP_INITIATED_LOGOUT: 'true',
});

export interface Visit {
  browser: ApiClient;
  /** Where the provider sent the browser back to. */
  callback: string;
}

/** Goes to the provider and signs in there as `person`, as a browser does, up to the way back. */
export const visit = async (home: string, person: Person, on: TestApp, at: OpenIdProvider, next = ''): Promise<Visit> => {
  at.person = person;
  const browser = on.client;
  const begun = await browser.get(`/api/login/openid${next}`);
  if (begun.status !== 302) throw new Error(`no redirect: ${begun.text}`);
  const jar = new ApiClient('');
  let url = begun.headers.get('location') ?? '';
  while (!url.startsWith(home)) {
    const answer = await jar.raw('GET', url);
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`the provider stopped: ${await answer.text()}`);
    url = new URL(location, url).href;
  }
  return { browser, callback: url.slice(home.length) };
};
