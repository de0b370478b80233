import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { type SmtpServer, startSmtpServer } from '../../fakes/smtp-server.js';
import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { addUser, PASSWORD, signIn, tally, type UserBody } from './support.js';

let app: TestApp;
let smtp: SmtpServer;

beforeAll(async () => {
  smtp = await startSmtpServer();
  app = await startApp({ env: { MODULES: 'library', BASE_URL: 'https://games.example', SMTP_URL: smtp.url } });
  await app.claim();
});
afterAll(async () => {
  await app.stop();
  await smtp.stop();
});

const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as { detail?: unknown }).detail];
const basic = (username: string, password: string) => ({ Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });
const codeAt = (secret: string, steps: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

describe('the second factor', () => {
  let browser: ApiClient;
  let secret = '';
  let recovery: string[] = [];
  const login = (body: object) => app.client.request('POST', '/api/login', body, basic('careful', PASSWORD));

  it('is turned on with a first code and gives recovery codes', async () => {
    await addUser(app.admin, 'careful');
    browser = await signIn(app, 'careful');
    const enrolled = await browser.post<{ secret: string; uri: string }>('/api/users/me/second-factor/enrol', {});
    secret = enrolled.body.secret;
    expect(enrolled.body.uri).toContain(`secret=${secret}`);
    expect((await browser.get('/api/users/me/second-factor')).body).toEqual({ enabled: false, recovery_codes_left: 0 });
    expect(outcome(await browser.post('/api/users/me/second-factor/confirm', { code: '000000' }))).toEqual([400, 'Invalid code']);
    const confirmed = await browser.post<{ recovery_codes: string[] }>('/api/users/me/second-factor/confirm', { code: codeAt(secret, 0) });
    recovery = confirmed.body.recovery_codes;
    expect(new Set(recovery).size).toBe(10);
    expect((await browser.get('/api/users/me/second-factor')).body).toEqual({ enabled: true, recovery_codes_left: 10 });
  });

  it('is demanded with the password, and a code works once, also for several at once', async () => {
    expect(outcome(await login({}))).toEqual([401, 'Second factor required']);
    expect(outcome(await login({ code: codeAt(secret, 0) }))).toEqual([401, 'Invalid second factor code']);
    const next = codeAt(secret, 1);
    const answers = await Promise.all(Array.from({ length: 4 }, () => login({ code: next })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('shuts the ways in that know no code, but for app passwords', async () => {
    expect((await app.client.basic('careful', PASSWORD).get('/api/users/me')).status).toBe(401);
    expect((await app.client.post('/api/token', new URLSearchParams({ username: 'careful', password: PASSWORD, scope: 'me.read' }))).status).toBe(401);
    const made = await browser.post<{ id: number; password: string }>('/api/users/me/app-passwords', { name: 'Subsonic on the bus' });
    const old = app.client.basic('careful', made.body.password);
    expect((await old.get('/api/users/me')).status).toBe(200);
    expect((await app.client.post('/api/token', new URLSearchParams({ username: 'careful', password: made.body.password, scope: 'me.read' }))).status).toBe(200);
    expect((await app.client.request('POST', '/api/login', {}, basic('careful', made.body.password))).status).toBe(401);
    const list = await browser.get<object[]>('/api/users/me/app-passwords');
    expect(JSON.stringify(list.body)).not.toContain(made.body.password);
    expect((await app.admin.delete(`/api/users/me/app-passwords/${String(made.body.id)}`)).status).toBe(404);
    expect((await browser.delete(`/api/users/me/app-passwords/${String(made.body.id)}`)).text).toBe('null');
    expect((await old.get('/api/users/me')).status).toBe(401);
  });

  it('takes each recovery code once, in any spelling', async () => {
    expect((await login({ code: recovery[0]?.toLowerCase().replace('-', ' ') })).status).toBe(200);
    expect(outcome(await login({ code: recovery[0] }))).toEqual([401, 'Invalid second factor code']);
    expect((await browser.get('/api/users/me/second-factor')).body).toMatchObject({ recovery_codes_left: 9 });
  });

  it('is turned off with a code, or by an administrator', async () => {
    expect(outcome(await browser.delete('/api/users/me/second-factor', { code: 'nonsense' }))).toEqual([400, 'Invalid code']);
    const me = await browser.get<UserBody>('/api/users/me');
    expect((await app.admin.delete(`/api/users/${String(me.body.id)}/second-factor`)).text).toBe('null');
    expect((await login({})).status).toBe(200);
  });
});

describe('mail', () => {
  it('brings invitations and reset links when a mail server is set', async () => {
    const invited = await app.admin.post<{ mailed: boolean; url: string }>('/api/users/invite-link?role=user&email=guest@example.org');
    expect(invited.body.mailed).toBe(true);
    expect(smtp.letters.at(-1)).toContain(invited.body.url);
    const client = app.client;
    await client.get('/api/users/me');
    await client.post('/api/forgot-password', { username: 'admin' });
    await vi.waitFor(() => expect(smtp.letters).toHaveLength(2));
    const token = /reset-password\?token=(\S+)/u.exec(smtp.letters[1] ?? '')?.[1] ?? '';
    expect((await client.post('/api/reset-password', { token, new_password: ADMIN.password })).status).toBe(200);
    expect((await client.post('/api/reset-password', { token, new_password: ADMIN.password })).status).toBe(400);
    expect(app.output).not.toContain(token);
  });

  it('leaves the link to be copied when the mail server refuses the letter, and writes no link into the log', async () => {
    const invited = await app.admin.post<{ mailed: boolean; url: string }>('/api/users/invite-link?role=user&email=nobody@example.org');
    expect([invited.status, invited.body.mailed]).toEqual([201, false]);
    const token = new URL(invited.body.url).searchParams.get('token') ?? '';
    expect(token.length).toBeGreaterThan(20);
    await vi.waitFor(() => expect(app.output).toContain('a mail was not sent'));
    expect(app.output).not.toContain(token);
    const guest = app.client;
    await guest.get('/api/users/me');
    expect((await guest.post('/api/users/register', { username: 'copied', password: PASSWORD, email: 'copied@example.org', token })).status).toBe(201);
  });
});

interface Envelope<T> {
  success: boolean;
  data: T;
  error: { code: string; details: unknown } | null;
}
interface LanguardUser {
  id: number;
  role: string;
  server_ids: number[] | null;
}

describe('the server manager\'s sign-in', () => {
  // Five sign-ins a minute and address are allowed; each of these comes from another one.
  let address = 0;
  const login = (username: string, password: string) =>
    app.client.post<Envelope<{ access_token: string; expires_in: number; user: LanguardUser }>>('/api/auth/login', { username, password }, { 'X-Forwarded-For': `192.0.2.${String((address += 1))}` });
  const bearer = async (username: string, password = PASSWORD) => app.client.bearer((await login(username, password)).body.data.access_token);

  it('uses the same accounts, in its envelope', async () => {
    const { status, body } = await login('admin', ADMIN.password);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, error: null, data: { token_type: 'bearer', expires_in: 86_400, user: { id: 1, username: 'admin', role: 'admin', server_ids: null } } });
    const claims = JSON.parse(Buffer.from(body.data.access_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ sub: '1', role: 'admin', ver: expect.any(Number), jti: expect.any(String) });
    const client = app.client.bearer(body.data.access_token);
    expect((await client.get<Envelope<LanguardUser>>('/api/auth/me')).body.data.id).toBe(1);
    expect((await client.get('/api/users/me')).status).toBe(200);
    expect((await client.post('/api/auth/logout')).status).toBe(200);
    const after = await client.get<Envelope<null>>('/api/auth/me');
    expect([after.status, after.body.error?.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('answers failures with codes', async () => {
    const wrong = await login('admin', 'wrong');
    expect([wrong.status, wrong.body.error?.code]).toEqual([401, 'BAD_CREDENTIALS']);
    const extra = await app.client.post<Envelope<null>>('/api/auth/login', { username: 'a', password: 'b', remember: true });
    expect([extra.status, extra.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('keeps accounts with roles and servers of their own', async () => {
    const add = (fields: object) => app.admin.post<Envelope<LanguardUser>>('/api/auth/users', { username: 'op.one', password: PASSWORD, role: 'operator', server_ids: [1, 2], ...fields });
    const made = await add({});
    expect([made.status, made.body.data]).toEqual([201, expect.objectContaining({ username: 'op.one', role: 'operator', server_ids: [1, 2] })]);
    expect((await add({})).body.error?.code).toBe('NAME_TAKEN');
    expect((await add({ username: 'short', password: 'too short' })).body.error?.code).toBe('VALIDATION_ERROR');
    const operator = await bearer('op.one');
    expect((await operator.get<Envelope<LanguardUser[]>>('/api/auth/users')).body.error?.code).toBe('FORBIDDEN');
    const ticket = (id: unknown) => operator.post<Envelope<{ ticket: string; expires_in: number }>>('/api/auth/ws-ticket', { server_id: id });
    expect((await ticket(2)).body.data).toEqual({ ticket: expect.any(String), expires_in: 30 });
    expect((await ticket(3)).body.error?.code).toBe('FORBIDDEN');
    const demoted = await app.admin.patch<Envelope<LanguardUser>>(`/api/auth/users/${String(made.body.data.id)}`, { role: 'viewer', server_ids: null });
    expect(demoted.body.data).toMatchObject({ role: 'viewer', server_ids: null });
    const gone = await app.admin.delete<Envelope<object>>('/api/auth/users/1');
    expect([gone.status, gone.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('changes a password and ends all other tokens', async () => {
    await addUser(app.admin, 'operator-two');
    const one = await bearer('operator-two');
    const two = await bearer('operator-two');
    const change = (password: string) => one.put<Envelope<object>>('/api/auth/password', { current_password: PASSWORD, new_password: password });
    expect((await change('short one')).body.error?.code).toBe('VALIDATION_ERROR');
    expect((await change('quite another password')).status).toBe(200);
    expect((await two.get('/api/auth/me')).status).toBe(401);
    expect((await one.get('/api/auth/me')).status).toBe(200);
    expect((await login('operator-two', PASSWORD)).status).toBeGreaterThanOrEqual(401);
  });
});

describe('the audit log', () => {
  it('tells administrators who did what from where, without a secret', async () => {
    const audit = await app.admin.get<{ items: { action: string; actor_name: string; target: string; ip: string }[]; total: number }>('/api/audit?limit=200');
    const actions = new Set(audit.body.items.map(({ action }) => action));
    for (const action of ['claim.succeeded', 'user.created', 'login.succeeded', 'login.failed', 'second-factor.enabled', 'second-factor.failed', 'second-factor.recovery-used', 'app-password.created', 'invite.created', 'password-reset.done', 'logout']) {
      expect(actions).toContain(action);
    }
    expect(audit.body.items.every(({ ip }) => ip === null || ip.includes('127.0.0.1') || ip.startsWith('192.0.2.'))).toBe(true);
    const text = JSON.stringify(audit.body) + app.output;
    for (const secret of [PASSWORD, ADMIN.password, 'rap-', 'rmm_', 'quite another']) expect(text).not.toContain(secret);
    const one = await app.admin.get<{ items: object[] }>('/api/audit?action=claim.succeeded');
    expect(one.body.items).toHaveLength(1);
    expect((await app.client.basic('careful', PASSWORD).get('/api/audit')).status).toBe(403);
    expect(tally([(await app.admin.get('/api/audit?limit=0')).status, (await app.admin.get('/api/audit?limit=501')).status, (await app.admin.get('/api/audit?since=never')).status])).toEqual({ 422: 3 });
  });
});

describe('kiosk mode', () => {
  it('shows strangers around and lets them change nothing', async () => {
    const kiosk = await startApp({ env: { MODULES: 'library', KIOSK_MODE: 'true', DISABLE_USERPASS_LOGIN: 'true' } });
    try {
      await kiosk.claim();
      const visitor = kiosk.client;
      const me = await visitor.get<UserBody>('/api/users/me');
      expect(me.body).toMatchObject({ id: -1, username: 'kiosk', role: 'user', oauth_scopes: 'me.read roms.read platforms.read assets.read devices.read firmware.read roms.user.read collections.read playlists.read'.split(' ') });
      const permissions = await visitor.get<{ is_admin: boolean; grants: { action: string }[] }>('/api/permissions/me');
      expect(permissions.body.grants.map(({ action }) => action)).toEqual(['rom.view', 'rom.play', 'rom.download', 'rom.favorite', 'platform.view', 'collection.view']);
      expect((await visitor.post('/api/client-tokens', { name: 'x', scopes: ['me.read'] })).status).toBe(403);
      expect((await visitor.get('/api/users/me', basic('admin', 'wrong'))).status).toBe(401);
      expect((await visitor.get('/api/users/me', { Authorization: 'Bearer rmm_x' })).status).toBe(401);
      const login = await visitor.request('POST', '/api/login', {}, basic(ADMIN.username, ADMIN.password));
      expect(outcome(login)).toEqual([403, 'Password login is disabled']);
      expect((await kiosk.admin.get('/api/users/me')).status).toBe(200);
    } finally {
      await kiosk.stop();
    }
  });
});
