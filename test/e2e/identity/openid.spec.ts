import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CLIENT_ID, CLIENT_SECRET, type OpenIdProvider, type Person, startOpenIdProvider } from '../../fakes/openid-provider.js';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { openIdSettings, PUBLIC, type Visit, visit } from './openid-visit.js';
import { addUser, PASSWORD, type UserBody } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'rumpus-openid-'));

let app: TestApp;
let provider: OpenIdProvider;

const settings = openIdSettings;

beforeAll(async () => {
  provider = await startOpenIdProvider(`${PUBLIC}/api/oauth/openid`);
  app = await startApp({ env: settings(provider.issuer) });
  await app.claim();
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
  rmSync(folder, { recursive: true });
});

const goTo = (person: Person, next = ''): Promise<Visit> => visit(PUBLIC, person, app, provider, next);

const signIn = async (person: Person, next?: string): Promise<{ browser: ApiClient; status: number; location: string | null; detail: unknown }> => {
  const { browser, callback } = await goTo(person, next);
  const { status, headers, body } = await browser.get<{ detail?: string }>(callback);
  return { browser, status, location: headers.get('location'), detail: body?.detail };
};

const ann: Person = { sub: 'ann-1', preferred_username: 'Ann.Smith', email: 'Ann@example.org', email_verified: true, groups: ['house-viewers'] };

describe('sign-in through an OpenID provider', () => {
  it('asks with PKCE, state and nonce', async () => {
    const begun = await app.client.get('/api/login/openid');
    const url = new URL(begun.headers.get('location') ?? '');
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ response_type: 'code', client_id: CLIENT_ID, code_challenge_method: 'S256', redirect_uri: `${PUBLIC}/api/oauth/openid`, scope: 'openid profile email groups' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(url.searchParams.get(name)?.length).toBeGreaterThan(20);
  });

  it('makes an account with the role the provider names, and finds it again', async () => {
    const first = await signIn(ann);
    expect([first.status, first.location]).toEqual([307, '/']);
    const me = await first.browser.get<UserBody & { email: string }>('/api/users/me');
    expect(me.body).toMatchObject({ username: 'ann.smith', email: 'ann@example.org', role: 'user' });
    expect(me.body.oauth_scopes).not.toContain('roms.write');
    expect(first.browser.cookies.get('romm_session')).toMatch(/^[0-9a-f-]{36}$/u);
    const again = await signIn({ ...ann, email: 'moved@example.org', groups: ['house-editors'] });
    const moved = await again.browser.get<UserBody>('/api/users/me');
    expect(moved.body.id).toBe(me.body.id);
    expect(moved.body.oauth_scopes).toContain('roms.write');
    const back = await signIn(ann);
    expect((await back.browser.get<UserBody>('/api/users/me')).body.oauth_scopes).not.toContain('roms.write');
    const boss = await signIn({ ...ann, groups: ['other', 'house-admins'] });
    expect((await boss.browser.get<UserBody>('/api/users/me')).body.role).toBe('admin');
    await signIn(ann);
  });

  it('puts people into the groups the settings map theirs to, and takes them out again', async () => {
    const made = await app.admin.post<{ id: number }>('/api/permissions/groups', { name: 'Librarians', grants: [{ entity: 'roms', action: 'write' }], extra_scopes: [] });
    const groupOf = async (groups: string[]) => {
      const { browser } = await signIn({ ...ann, groups });
      return (await browser.get<UserBody & { permission_group_id: number | null }>('/api/users/me')).body.permission_group_id;
    };
    expect(await groupOf(['house-viewers', 'house-librarians'])).toBe(made.body.id);
    expect(await groupOf(['house-viewers', 'house-nobody'])).toBeNull();
    expect(await groupOf(['house-viewers', 'house-librarians'])).toBe(made.body.id);
    expect(await groupOf(['house-viewers'])).toBeNull();
    const audit = await app.admin.get<{ items: { detail: object }[] }>('/api/audit?action=user.grants-changed');
    expect(audit.body.items[0]?.detail).toEqual({ how: 'oidc', permission_group_id: null });
  });

  it('sends a person whose sign-in failed back to the sign-in page, with a word and never with text', async () => {
    const page = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const back = async (person: Person) => {
      const { browser, callback } = await goTo(person);
      const answer = await browser.get(callback, page);
      return [answer.status, answer.headers.get('location')];
    };
    expect(await back({ ...ann, sub: 'x-9', email: 'x9@example.org', groups: ['strangers'] })).toEqual([302, '/sign-in?problem=oidc_no_role']);
    expect(await back({ sub: 'x-8', groups: ['house-viewers'] })).toEqual([302, '/sign-in?problem=oidc_no_email']);
    const late = await app.client.get('/api/oauth/openid?state=x&code=y&error_description=%3Cb%3Ehello', page);
    expect([late.status, late.headers.get('location')]).toEqual([302, '/sign-in?problem=oidc_expired']);
  });

  it('can not take the last administrator away', async () => {
    const { browser, status } = await signIn({ sub: 'root-1', preferred_username: 'root', email: 'admin@example.org', email_verified: true, groups: ['house-viewers'] });
    expect(status).toBe(307);
    expect((await browser.get<UserBody>('/api/users/me')).body).toMatchObject({ id: 1, role: 'admin' });
  });

  it('links an existing account by a verified address only', async () => {
    const answer = await app.admin.post<UserBody>('/api/users', { username: 'local-bob', password: PASSWORD, email: 'bob@example.org', role: 'user' });
    const bob: Person = { sub: 'bob-1', preferred_username: 'bob', email: 'bob@example.org', groups: ['house-viewers'] };
    expect(await signIn(bob)).toMatchObject({ status: 400, detail: 'Email is not verified.' });
    expect(await signIn({ ...bob, email_verified: false })).toMatchObject({ status: 400, detail: 'Email is not verified.' });
    const { browser } = await signIn({ ...bob, email_verified: true });
    expect((await browser.get<UserBody>('/api/users/me')).body).toMatchObject({ id: answer.body.id, username: 'local-bob' });
  });

  it('refuses in RomM\'s words', async () => {
    expect(await signIn({ ...ann, sub: 'x-1', groups: ['strangers'] })).toMatchObject({ status: 403, detail: 'User has not been granted any roles for this application.' });
    expect(await signIn({ sub: 'x-2', groups: ['house-viewers'] })).toMatchObject({ status: 400, detail: 'Email is missing from token.' });
    expect(await signIn({ sub: 'x-3', email: 'x3@example.org', email_verified: true, groups: ['house-viewers'] })).toMatchObject({ status: 400, detail: "'preferred_username' attribute is missing from token." });
    const users = await app.admin.get<(UserBody & { email: string })[]>('/api/users');
    const found = users.body.find(({ username }) => username === 'ann.smith');
    await app.admin.put(`/api/users/${String(found?.id)}`, new URLSearchParams({ enabled: 'false' }));
    expect(await signIn(ann)).toMatchObject({ status: 401, detail: 'Disabled user' });
    await app.admin.put(`/api/users/${String(found?.id)}`, new URLSearchParams({ enabled: 'true' }));
  });

  it('counts once, and only in the browser that began it', async () => {
    const { browser, callback } = await goTo(ann);
    expect((await app.client.get(callback)).status).toBe(400);
    expect((await browser.get(callback)).status).toBe(400);
    const second = await goTo(ann);
    expect((await second.browser.get(second.callback)).status).toBe(307);
    expect((await second.browser.get(second.callback)).status).toBe(400);
    const forged = await goTo(ann);
    expect((await forged.browser.get(forged.callback.replace(/code=[^&]+/u, 'code=forged'))).status).toBe(400);
    expect((await app.client.get('/api/oauth/openid?state=x&code=y')).status).toBe(400);
  });

  it('goes on to a page of ours and never to another site', async () => {
    expect((await signIn(ann, '?next=/games/3')).location).toBe('/games/3');
    for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', '/%09/evil.example']) expect((await signIn(ann, `?next=${evil.startsWith('/%') ? evil : encodeURIComponent(evil)}`)).location).toBe('/');
    expect(app.output).toContain('a way on to another site was refused');
  });

  it('signs out at the provider too', async () => {
    const { browser } = await signIn(ann);
    await browser.get('/api/users/me');
    const answer = await browser.post<{ oidc_logout_url: string }>('/api/logout', {});
    const url = new URL(answer.body.oidc_logout_url);
    expect(url.href.startsWith(`${provider.issuer}/session/end`)).toBe(true);
    expect(url.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
    // The provider takes it: no address is sent along that it does not know.
    expect((await fetch(url)).status).toBe(200);
    expect((await browser.get('/api/users/me')).status).toBe(401);
  });

  it('leaves an audit line and no secret in the log', async () => {
    const audit = await app.admin.get<{ items: { action: string; detail: object }[] }>('/api/audit?action=oidc.refused');
    expect(audit.body.items.length).toBeGreaterThan(3);
    expect(app.output).not.toContain(CLIENT_SECRET);
    expect(app.output).not.toMatch(/[?&]code=(?!\[redacted\])/u);
  });
});

describe('a provider that is', () => {
  it('off or half set up says so', async () => {
    const bare = await startApp({ env: { MODULES: 'library' } });
    try {
      expect(await bare.client.get('/api/login/openid').then(({ status, body }) => [status, body])).toEqual([500, { detail: 'OAuth disabled' }]);
    } finally {
      await bare.stop();
    }
  });

  it('behind a certificate authority of its own is trusted by file, and only then', async () => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    const secure = await startOpenIdProvider(`${PUBLIC}/api/oauth/openid`, { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') });
    const wary = await startApp({ env: settings(secure.issuer) });
    const trusting = await startApp({ env: { ...settings(secure.issuer), OIDC_TLS_CACERTFILE: join(folder, 'cert.pem') } });
    try {
      expect((await wary.client.get('/api/login/openid')).status).toBe(503);
      const begun = await trusting.client.get('/api/login/openid');
      expect([begun.status, new URL(begun.headers.get('location') ?? '').origin]).toEqual([302, secure.issuer]);
    } finally {
      await Promise.all([wary.stop(), trusting.stop(), secure.stop()]);
    }
  });

  it('used by an account without password leaves password login shut', async () => {
    await addUser(app.admin, 'unrelated');
    expect((await app.client.basic('ann.smith', '').get('/api/users/me')).status).toBe(401);
  });
});
