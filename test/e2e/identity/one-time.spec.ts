import { request as httpRequest } from 'node:http';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type OpenIdProvider, startOpenIdProvider } from '../../fakes/openid-provider.js';
import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { openIdSettings, PUBLIC, visit } from './openid-visit.js';
import { addUser, PASSWORD, signIn, tally } from './support.js';

/** Whatever works once works once, however many ask at the same moment and whichever instance they ask. */
const MANY = 50;

let app: TestApp;
/** A second instance on the same database, keys and (when under test) Redis. */
let twin: TestApp;
let provider: OpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider(`${PUBLIC}/api/oauth/openid`);
  // The limits are raised, so that it is not they who turn the many away.
  const env = { ...openIdSettings(provider.issuer), MODULES: 'library,servers', AUTH_RATE_LIMIT_FACTOR: '1000', CLAIM_CODE: '' };
  app = await startApp({ env });
  twin = await startApp({ env, dataDir: app.dataDir, database: app.database });
});
afterAll(async () => {
  await twin.terminate();
  await app.stop();
  await provider.stop();
});

const basic = (username: string, password: string) => ({ Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });

/** The same thing fifty times at once, in turn on both instances; gives how often each status came back. */
const atOnce = async (ask: (on: TestApp, n: number) => Promise<{ status: number }>): Promise<Record<number, number>> => {
  const answers = await Promise.all(Array.from({ length: MANY }, (_, n) => ask(n % 2 === 0 ? app : twin, n)));
  return tally(answers.map(({ status }) => status));
};

/** A stranger's browser that holds a CSRF token, on each instance. */
const strangers = async (): Promise<(on: TestApp) => ApiClient> => {
  const [one, two] = [app.client, twin.client];
  await Promise.all([one, two].map((client) => client.get('/api/heartbeat')));
  return (on) => (on === app ? one : two);
};

describe('of fifty at once, one', () => {
  it('claims the server, with the code that each instance has printed', async () => {
    const [code, same] = [app, twin].map(({ output }) => /Claim code: ([\w-]+)/u.exec(output)?.[1]);
    expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/u);
    expect(same).toBe(code);
    expect(await atOnce((on) => on.client.post('/api/users', { ...ADMIN, role: 'admin', claim_code: code }))).toEqual({ 201: 1, 403: MANY - 1 });
  });

  it('makes an account with an invitation', async () => {
    const { body } = await app.admin.post<{ token: string }>('/api/users/invite-link?role=user&expiration=3600');
    const stranger = await strangers();
    expect(await atOnce((on, n) => stranger(on).post('/api/users/register', { username: `guest-${String(n)}`, password: PASSWORD, email: '', token: body.token }))).toEqual({ 201: 1, 400: MANY - 1 });
  });

  it('sets a new password with a reset link', async () => {
    const user = await addUser(app.admin, 'forgetful');
    const { body } = await app.admin.post<{ token: string }>(`/api/users/${String(user.id)}/password-reset-link`);
    const stranger = await strangers();
    expect(await atOnce((on, n) => stranger(on).post('/api/reset-password', { token: body.token, new_password: `new password ${String(n)}` }))).toEqual({ 200: 1, 400: MANY - 1 });
  });

  it('renews a refresh token', async () => {
    const grant = (fields: Record<string, string>, on = app) => on.client.post<{ refresh_token: string }>('/api/token', new URLSearchParams(fields));
    const { body } = await grant({ username: 'admin', password: ADMIN.password, scope: 'me.read' });
    expect(await atOnce((on) => grant({ grant_type: 'refresh_token', refresh_token: body.refresh_token }, on))).toEqual({ 200: 1, 401: MANY - 1 });
  });

  it('takes the token a pairing code stands for', async () => {
    const token = await app.admin.post<{ id: number }>('/api/client-tokens', { name: 'handheld', scopes: ['me.read'] });
    const { body } = await app.admin.post<{ code: string }>(`/api/client-tokens/${String(token.body.id)}/pair`);
    expect(await atOnce((on) => on.client.post('/api/client-tokens/exchange', { code: body.code }))).toEqual({ 200: 1, 404: MANY - 1 });
  });

  it('approves a device, and one collects its token', async () => {
    const request = { client_device_identifier: 'f'.repeat(32), name: 'Handheld', client: 'grout', requested_scopes: ['me.read'] };
    const begun = await app.client.post<{ device_code: string; user_code: string }>('/api/auth/device/init', request);
    const { user_code: userCode, device_code: deviceCode } = begun.body;
    const approvals = await atOnce((on) => on.admin.post('/api/auth/device/approve', { user_code: userCode, approved_scopes: ['me.read'] }));
    // Who comes in between finds the code decided already (410), later ones find none (404).
    expect(Object.keys(approvals).filter((status) => !['200', '404', '410'].includes(status)), JSON.stringify(approvals)).toEqual([]);
    expect(approvals[200]).toBe(1);
    const tokens = await app.admin.get<{ name: string }[]>('/api/client-tokens');
    expect(tokens.body.filter(({ name }) => name === 'Handheld')).toHaveLength(1);
    expect(await atOnce((on) => on.client.post('/api/auth/device/token', { device_code: deviceCode }))).toEqual({ 200: 1, 400: MANY - 1 });
  });

  it('comes in with a code of the second factor, with a recovery code, and turns it on', async () => {
    await addUser(app.admin, 'careful');
    const browser = await signIn(app, 'careful');
    const { secret } = (await browser.post<{ secret: string }>('/api/users/me/second-factor/enrol', {})).body;
    const codeAt = (steps: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
    const first = codeAt(0);
    const held = app.client.basic('careful', PASSWORD);
    const confirmed = await Promise.all(Array.from({ length: MANY }, (_, n) => (n === 0 ? browser : held).post<{ recovery_codes?: string[] }>('/api/users/me/second-factor/confirm', { code: first })));
    const winners = confirmed.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const login = (on: TestApp, code: string) => on.client.request('POST', '/api/login', { code }, basic('careful', PASSWORD));
    const next = codeAt(1);
    expect(await atOnce((on) => login(on, next))).toEqual({ 200: 1, 401: MANY - 1 });
    const [recovery = ''] = winners[0]?.body.recovery_codes ?? [];
    expect(await atOnce((on) => login(on, recovery))).toEqual({ 200: 1, 401: MANY - 1 });
  });

  it('comes back from the sign-in provider', async () => {
    const person = { sub: 'ann-1', preferred_username: 'ann', email: 'ann@example.org', email_verified: true, groups: ['house-viewers'] };
    const { browser, callback } = await visit(PUBLIC, person, app, provider);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect(await atOnce((on) => on.client.get(callback, { Cookie: cookie }))).toEqual({ 307: 1, 400: MANY - 1 });
  });

  it('opens the live feed with a ticket', async () => {
    const { body } = await app.admin.post<{ data: { ticket: string } }>('/api/auth/ws-ticket', { server_id: 'all' });
    expect(await atOnce((on) => upgrade(`${on.url}/ws/all?ticket=${body.data.ticket}`))).toEqual({ 101: 1, 401: MANY - 1 });
  });
});

/** Asks for a WebSocket and hangs up; gives the status of the answer. */
const upgrade = (url: string): Promise<{ status: number }> =>
  new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': Buffer.from('0123456789abcdef').toString('base64') };
    const request = httpRequest(url, { headers });
    request.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0 });
    });
    request.on('response', (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0 });
    });
    request.on('error', reject);
    request.end();
  });

