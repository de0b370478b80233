import { SignJWT, UnsecuredJWT } from 'jose';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import { addUser, PASSWORD, type UserBody } from './support.js';

let app: TestApp;
/** A second instance on the same database, keys and (when under test) Redis. */
let twin: TestApp;

beforeAll(async () => {
  const env = { MODULES: 'library', BASE_URL: 'https://games.example' };
  app = await startApp({ env });
  await app.claim();
  twin = await startApp({ env, dataDir: app.dataDir, database: app.database });
});
afterAll(async () => {
  await twin.terminate();
  await app.stop();
});

interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires: number;
  refresh_expires: number;
  detail: string;
}

const grant = (fields: Record<string, string>, on: TestApp = app) => on.client.post<Tokens>('/api/token', new URLSearchParams(fields));
const password = (scope: string) => grant({ grant_type: 'password', username: 'admin', password: ADMIN.password, scope });
const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as { detail?: unknown }).detail];

describe('OAuth 2 tokens', () => {
  it('come with RomM\'s names and claims', async () => {
    const { status, body } = await password('me.read roms.read');
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires: 1800, refresh_expires: 604_800 });
    const [header, claims] = body.access_token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(header ?? '')).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(JSON.parse(claims ?? '')).toMatchObject({ sub: 'admin', iss: 'romm:oauth', type: 'access', scopes: 'me.read roms.read' });
    const me = await app.client.bearer(body.access_token).get<UserBody>('/api/users/me');
    expect([me.status, me.body.oauth_scopes]).toEqual([200, ['me.read', 'roms.read']]);
    expect((await app.client.bearer(body.access_token).get('/api/users')).status).toBe(403);
  });

  it('open nothing without scopes asked for', async () => {
    const { body } = await password('');
    expect(outcome(await app.client.bearer(body.access_token).get('/api/users/me'))).toEqual([403, 'Forbidden']);
  });

  it('are refused in RomM\'s words', async () => {
    expect(outcome(await grant({ grant_type: 'password', username: 'admin' }))).toEqual([400, 'Missing username or password']);
    expect(outcome(await grant({ username: 'admin', password: 'wrong' }))).toEqual([401, 'Invalid username or password']);
    expect(outcome(await password('roms.read nonsense'))).toEqual([403, 'Insufficient scope']);
    expect(outcome(await grant({ grant_type: 'refresh_token' }))).toEqual([400, 'Missing refresh token']);
    expect(outcome(await grant({ grant_type: 'client_credentials' }))).toEqual([400, 'Client credentials are not yet supported']);
    expect(outcome(await grant({ grant_type: 'magic' }))).toEqual([400, 'Invalid or unsupported grant type']);
    const form = new FormData();
    form.set('username', 'admin');
    form.set('password', ADMIN.password);
    expect((await app.client.post('/api/token', form)).status).toBe(200);
  });

  it('never count when forged, expired, unsigned, of the wrong kind or of nobody', async () => {
    const secret = await readFile(join(app.dataDir, 'keys', 'jwt-secret'), 'utf8').then((text) => Buffer.from(text.trim()));
    const sign = (claims: Record<string, unknown>, key: Uint8Array = secret) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(key);
    const { body } = await password('me.read');
    const { ver } = JSON.parse(Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString()) as { ver: number };
    const claims = { sub: 'admin', iss: 'romm:oauth', type: 'access', scopes: 'users.read me.read', ver };
    expect((await app.client.bearer(await sign(claims)).get('/api/users/me')).status).toBe(200);
    const bad = [
      await sign(claims, Buffer.alloc(32)),
      new UnsecuredJWT(claims).setExpirationTime('1h').encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('-1s').sign(secret),
      await sign({ ...claims, iss: 'evil' }),
      await sign({ ...claims, sub: 'nobody-here' }),
      await sign({ ...claims, type: 'reset' }),
      `${body.access_token.slice(0, -4)}AAAA`,
      body.refresh_token,
      'x.y.z',
      `rmm_${'0'.repeat(64)}`,
      'a'.repeat(7000),
    ];
    for (const token of bad) {
      const answer = await app.client.bearer(token).get('/api/users/me');
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    expect((await app.client.get('/api/users/me', { Authorization: 'Bearer' })).status).toBe(401);
    expect((await app.client.get('/api/users/me', { Authorization: 'Basic %%%' })).status).toBe(401);
    expect((await app.client.get('/api/users/me', { Authorization: `Bearer ${'a'.repeat(20_000)}` })).status).toBe(431);
    await vi.waitFor(() => {
      for (const line of ['a token that is not good was refused', 'a broken request was refused']) expect(app.output).toContain(`"msg":"${line}"`);
    });
  });

  it('renew once each, and a replay kills the whole family', async () => {
    const first = await password('me.read');
    const refresh = (token: string, on: TestApp = app) => grant({ grant_type: 'refresh_token', refresh_token: token }, on);
    const second = await refresh(first.body.refresh_token, twin);
    expect(second.status).toBe(200);
    expect((await app.client.bearer(second.body.access_token).get('/api/users/me')).status).toBe(200);
    expect(outcome(await refresh(first.body.refresh_token))).toEqual([401, 'Could not validate credentials']);
    expect((await refresh(second.body.refresh_token)).status).toBe(401);
    expect((await app.client.bearer(second.body.access_token).get('/api/users/me')).status).toBe(401);
  });

  it('die with their user', async () => {
    const user = await addUser(app.admin, 'short-lived');
    const { body } = await grant({ username: 'short-lived', password: PASSWORD, scope: 'me.read' });
    expect((await app.client.bearer(body.access_token).get('/api/users/me')).status).toBe(200);
    await app.admin.delete(`/api/users/${String(user.id)}`);
    expect((await app.client.bearer(body.access_token).get('/api/users/me')).status).toBe(401);
    expect((await grant({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).status).toBe(401);
  });
});

interface ClientTokenBody {
  id: number;
  raw_token: string;
  scopes: string[];
  last_used_at: string | null;
  device_id: string | null;
}

describe('client tokens', () => {
  const create = (fields: object = {}) => app.admin.post<ClientTokenBody>('/api/client-tokens', { name: 'handheld', scopes: ['me.read', 'me.write', 'roms.read'], ...fields });

  it('have RomM\'s form, work at once and show their secret only then', async () => {
    const { status, body } = await create({ expires_in: '30d' });
    expect(status).toBe(201);
    expect(body.raw_token).toMatch(/^rmm_[0-9a-f]{64}$/u);
    const client = app.client.bearer(body.raw_token);
    expect((await client.get('/api/users/me')).status).toBe(200);
    expect((await client.get('/api/users')).status).toBe(403);
    const list = await app.admin.get<ClientTokenBody[]>('/api/client-tokens');
    const listed = list.body.find(({ id }) => id === body.id);
    expect(listed?.last_used_at).not.toBeNull();
    expect(JSON.stringify(list.body)).not.toContain(body.raw_token);
    expect(outcome(await create({ expires_in: '2d' }))).toEqual([422, 'Invalid expires_in value: 2d. Valid values: 30d, 90d, 1y, never']);
    expect((await create({ scopes: [] })).status).toBe(422);
    expect((await create({ scopes: ['nonsense'] })).status).toBe(422);
  });

  it('can\'t widen themselves or their owner\'s ways in', async () => {
    const { body } = await create();
    const client = app.client.bearer(body.raw_token);
    expect(outcome(await client.post('/api/client-tokens', { name: 'x', scopes: ['users.write', 'roms.write'] }))).toEqual([403, 'Requested scopes exceed your permissions: roms.write, users.write']);
    const wide = await create({ scopes: ['users.write', 'me.read'] });
    expect((await client.put(`/api/client-tokens/${String(wide.body.id)}/regenerate`)).status).toBe(403);
    expect((await client.post(`/api/client-tokens/${String(wide.body.id)}/pair`)).status).toBe(403);
    expect((await client.post('/api/users/me/app-passwords', { name: 'x' })).status).toBe(403);
    expect((await client.post('/api/users/me/second-factor/enrol')).status).toBe(403);
    expect((await client.put('/api/users/1', new URLSearchParams({ password: 'taken over' }))).status).toBe(403);
    expect((await client.post('/api/users/me/password', { current_password: ADMIN.password, new_password: 'taken over' })).status).toBe(403);
  });

  it('are others\' business to nobody but administrators', async () => {
    await addUser(app.admin, 'neighbour');
    const neighbour = app.client.basic('neighbour', PASSWORD);
    const { body } = await create();
    expect(outcome(await neighbour.delete(`/api/client-tokens/${String(body.id)}`))).toEqual([404, 'Token not found']);
    expect((await neighbour.put(`/api/client-tokens/${String(body.id)}/regenerate`)).status).toBe(404);
    expect((await neighbour.get('/api/client-tokens/all')).status).toBe(403);
    const theirs = await neighbour.post<ClientTokenBody>('/api/client-tokens', { name: 'n', scopes: ['me.read'] });
    const all = await app.admin.get<{ id: number; username: string }[]>('/api/client-tokens/all');
    expect(all.body.find(({ id }) => id === theirs.body.id)?.username).toBe('neighbour');
    expect((await app.admin.delete(`/api/client-tokens/${String(theirs.body.id)}/admin`)).text).toBe('null');
    expect((await app.client.bearer(theirs.body.raw_token).get('/api/users/me')).status).toBe(401);
  });

  it('are at most 25 a user', async () => {
    await addUser(app.admin, 'collector');
    const collector = app.client.basic('collector', PASSWORD);
    for (let n = 0; n < 25; n += 1) expect((await collector.post('/api/client-tokens', { name: `t${String(n)}`, scopes: ['me.read'] })).status).toBe(201);
    expect(outcome(await collector.post('/api/client-tokens', { name: 'one more', scopes: ['me.read'] }))).toEqual([400, 'Maximum of 25 tokens per user reached']);
  });

  it('reach a device by a code that works once and replaces the secret', async () => {
    const { body } = await create();
    const pair = await app.admin.post<{ code: string; expires_in: number }>(`/api/client-tokens/${String(body.id)}/pair`);
    expect(pair.body).toEqual({ code: expect.stringMatching(/^[A-HJKMNP-Z2-9]{8}$/u), expires_in: 60 });
    const { code } = pair.body;
    const shown = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    expect(await twin.client.get(`/api/client-tokens/pair/${shown}/status`).then(({ status, text }) => [status, text])).toEqual([200, 'null']);
    const exchanged = await twin.client.post<ClientTokenBody>('/api/client-tokens/exchange', { code: shown });
    expect(exchanged.status).toBe(200);
    const raw = exchanged.body.raw_token;
    expect((await app.client.bearer(raw).get('/api/users/me')).status).toBe(200);
    expect((await app.client.bearer(body.raw_token).get('/api/users/me')).status).toBe(401);
    expect(outcome(await app.client.get(`/api/client-tokens/pair/${code}/status`))).toEqual([404, 'Not Found']);
    // The fifth try is the last of this minute.
    for (let n = 1; n < 5; n += 1) expect(outcome(await app.client.post('/api/client-tokens/exchange', { code: 'AAAAAAAA' }))).toEqual([404, 'Invalid or expired pairing code']);
    expect(outcome(await app.client.post('/api/client-tokens/exchange', { code: 'AAAAAAAA' }))).toEqual([429, 'Too many exchange attempts. Try again later.']);
  });
});

describe('device authorization', () => {
  const request = { client_device_identifier: 'f'.repeat(32), name: 'My handheld', client: 'grout', platform: 'muOS', client_version: '4.2', requested_scopes: ['roms.read', 'me.read', 'users.write'] };
  interface Begun {
    device_code: string;
    user_code: string;
    verification_path_complete: string;
  }
  const init = () => app.client.post<Begun>('/api/auth/device/init', request);
  const poll = (code: string, on: TestApp = app) => on.client.post<{ access_token: string; device_id: string; scopes: string[] }>('/api/auth/device/token', { device_code: code });

  it('lets a device in once, with the scopes its user gave', async () => {
    const begun = await init();
    expect(begun.status).toBe(201);
    expect(begun.body).toEqual({
      device_code: expect.stringMatching(/^[0-9a-f]{64}$/u),
      user_code: expect.stringMatching(/^[A-HJKMNP-Z2-9]{8}$/u),
      verification_path: '/pair/device',
      verification_path_complete: `/pair/device?user_code=${begun.body.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    expect(outcome(await poll(begun.body.device_code))).toEqual([400, 'authorization_pending']);
    expect(outcome(await poll(begun.body.device_code, twin))).toEqual([400, 'slow_down']);
    await addUser(app.admin, 'holder');
    const holder = twin.client.basic('holder', PASSWORD);
    const pending = await holder.get(`/api/auth/device/pending/${begun.body.user_code}`);
    expect(pending.body).toMatchObject({ name: 'My handheld', platform: 'muOS', requested_scopes: ['me.read', 'roms.read', 'users.write'], allowed_scopes: ['me.read', 'roms.read'] });
    const approve = (scopes: string[]) => holder.post<{ device_id: string; device_name: string }>('/api/auth/device/approve', { user_code: begun.body.user_code.toLowerCase(), approved_scopes: scopes, device_name: 'Couch', expires_in: '90d' });
    expect(outcome(await approve(['users.write']))).toEqual([403, "Approved scopes exceed what's allowed for this user"]);
    expect(outcome(await approve(['nonsense']))).toEqual([403, "Approved scopes exceed what's allowed for this user"]);
    const approved = await approve(['me.read', 'roms.read']);
    expect([approved.status, approved.body.device_name]).toEqual([200, 'Couch']);
    expect(outcome(await approve(['me.read']))).toEqual([404, 'Unknown or expired code']);
    const collected = await poll(begun.body.device_code, twin);
    expect(collected.status).toBe(200);
    const token = collected.body;
    expect(token).toMatchObject({ device_id: approved.body.device_id, scopes: ['me.read', 'roms.read'] });
    const me = await app.client.bearer(token.access_token).get<UserBody>('/api/users/me');
    expect(me.body).toMatchObject({ username: 'holder', current_device_id: approved.body.device_id });
    expect(outcome(await poll(begun.body.device_code))).toEqual([400, 'expired_token']);
  });

  it('knows a device again, and turns devices away', async () => {
    const holder = app.client.basic('holder', PASSWORD);
    const again = await init();
    const approved = await holder.post<{ device_id: string }>('/api/auth/device/approve', { user_code: again.body.user_code, approved_scopes: ['me.read'] });
    const devices = new Set((await holder.get<ClientTokenBody[]>('/api/client-tokens')).body.map(({ device_id }) => device_id));
    expect(devices).toEqual(new Set([approved.body.device_id]));
    const third = await init();
    expect((await holder.post('/api/auth/device/deny', { user_code: third.body.user_code })).text).toBe('null');
    expect(outcome(await poll(third.body.device_code))).toEqual([400, 'access_denied']);
    expect(outcome(await holder.post('/api/auth/device/deny', { user_code: third.body.user_code }))).toEqual([404, 'Unknown or expired code']);
    expect(outcome(await poll('0'.repeat(64)))).toEqual([400, 'expired_token']);
    expect((await app.client.post('/api/auth/device/init', { ...request, requested_scopes: ['nonsense'] })).status).toBe(422);
    expect((await app.client.post('/api/auth/device/init', { ...request, name: '' })).status).toBe(422);
    expect((await app.client.get(`/api/auth/device/pending/${third.body.user_code}`)).status).toBe(401);
  });
});

describe('invitations', () => {
  interface Link {
    token: string;
    url: string;
  }
  const invite = (query: string) => app.admin.post<Link>(`/api/users/invite-link?${query}`);

  it('make one account, and a name that is taken does not spend the link', async () => {
    const { status, body } = await invite('role=user&expiration=3600');
    expect([status, body.url]).toEqual([201, `https://games.example/register?token=${body.token}`]);
    const client = app.client;
    await client.get('/api/users/me');
    const register = (username: string) => client.post('/api/users/register', { username, password: PASSWORD, email: '', token: body.token });
    expect(outcome(await register('admin'))).toEqual([400, 'Username admin already exists']);
    expect((await register('a-guest')).status).toBe(201);
    expect(outcome(await register('one-more'))).toEqual([400, 'Invite token has already been used or is invalid.']);
  });

  it('are refused in RomM\'s words and can be taken back', async () => {
    expect(outcome(await invite('role=viewer'))).toEqual([400, 'Role viewer is not valid']);
    expect(outcome(await invite('role=user&expiration=0'))).toEqual([400, 'Invite link expiration must be a positive integer']);
    expect((await invite('')).status).toBe(422);
    const { body } = await invite('role=admin&expiration=3600');
    const list = await app.admin.get<{ items: { id: number; role: string }[] }>('/api/users/invites');
    const mine = list.body.items.find(({ role }) => role === 'admin');
    expect((await app.admin.delete(`/api/users/invites/${String(mine?.id)}`)).text).toBe('null');
    const guest = twin.client;
    await guest.get('/api/users/me');
    const { body: access } = await password('me.read');
    const register = (token: string) => guest.post('/api/users/register', { username: 'late-guest', password: PASSWORD, email: '', token });
    expect(outcome(await register(body.token))).toEqual([400, 'Invite token has already been used or is invalid.']);
    expect(outcome(await register('junk'))).toEqual([400, 'Invalid token']);
    expect((await register(access.access_token)).status).toBe(400);
  });
});

describe('forgotten passwords', () => {
  it('answer alike for known and unknown names, and write no link to the log', async () => {
    const client = app.client;
    await client.get('/api/users/me');
    for (const username of ['admin', 'nobody-at-all']) expect((await client.post('/api/forgot-password', { username })).text).toBe('null');
    expect(app.output).not.toMatch(/reset-password\?token=/u);
  });

  it('are replaced with a link, once', async () => {
    const user = await addUser(app.admin, 'forgetful');
    const link = await app.admin.post<{ token: string; url: string }>(`/api/users/${String(user.id)}/password-reset-link`);
    expect(link.body.url).toBe(`https://games.example/reset-password?token=${link.body.token}`);
    const client = twin.client;
    await client.get('/api/users/me');
    const reset = (next: string) => client.post('/api/reset-password', { token: link.body.token, new_password: next });
    expect(outcome(await reset('123'))).toEqual([400, 'Password must be at least 6 characters long']);
    expect((await reset('a new password')).status).toBe(200);
    expect(outcome(await reset('a newer password'))).toEqual([400, 'This token has already been used or is invalid']);
    expect((await app.client.basic('forgetful', PASSWORD).get('/api/users/me')).status).toBe(401);
    expect((await app.client.basic('forgetful', 'a new password').get('/api/users/me')).status).toBe(200);
  });

  it('don\'t open the account of somebody who got the same id or name since', async () => {
    const user = await addUser(app.admin, 'leaver');
    const link = await app.admin.post<{ token: string }>(`/api/users/${String(user.id)}/password-reset-link`);
    const jwt = await grant({ username: 'leaver', password: PASSWORD, scope: 'me.read' });
    await app.admin.delete(`/api/users/${String(user.id)}`);
    await addUser(app.admin, 'leaver');
    expect((await app.client.bearer(jwt.body.access_token).get('/api/users/me')).status).toBe(401);
    const client = app.client;
    await client.get('/api/users/me');
    expect(outcome(await client.post('/api/reset-password', { token: link.body.token, new_password: 'taken over' }))).toEqual([404, 'User not found']);
  });
});
