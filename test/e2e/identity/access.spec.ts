import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import { addUser, PASSWORD, signIn, type UserBody } from './support.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ env: { MODULES: 'library,servers' } });
  await app.claim();
});
afterAll(() => app.stop());

type Me = UserBody & { must_change_password: boolean };
const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as { detail?: unknown }).detail];
const REFUSED = [403, 'Password change required'];
const addWithFlag = (username: string) => app.admin.post<Me>('/api/users', { username, password: PASSWORD, email: '', role: 'user', must_change_password: true });
const NEXT = 'a password of my own';

describe('a password that must be changed', () => {
  it('opens nothing but what it takes to change it', async () => {
    const made = await addWithFlag('fresh');
    expect([made.status, made.body.must_change_password]).toEqual([201, true]);
    const browser = await signIn(app, 'fresh');
    const me = await browser.get<Me>('/api/users/me');
    expect([me.status, me.body.must_change_password, me.body.oauth_scopes]).toEqual([200, true, ['me.read', 'me.write']]);
    expect(outcome(await browser.get('/api/permissions/me'))).toEqual(REFUSED);
    expect(outcome(await browser.get('/api/users/me/sessions'))).toEqual(REFUSED);
    expect(outcome(await browser.post('/api/client-tokens', { name: 'way round', scopes: ['me.read'] }))).toEqual(REFUSED);
    expect(outcome(await browser.post('/api/users/me/app-passwords', { name: 'way round' }))).toEqual(REFUSED);
    expect((await browser.get('/api/platforms')).status).toBe(403);
    expect(outcome(await browser.put(`/api/users/${String(made.body.id)}`, new URLSearchParams({ email: 'x@example.org' })))).toEqual(REFUSED);
    expect((await browser.get('/api/heartbeat')).status).toBe(200);
    const change = (current: string, next: string) => browser.post('/api/users/me/password', { current_password: current, new_password: next });
    expect(outcome(await change(PASSWORD, PASSWORD))).toEqual([400, 'The new password must differ from the old one']);
    expect(outcome(await change('wrong', NEXT))).toEqual([400, 'The current password is wrong']);
    expect((await change(PASSWORD, NEXT)).status).toBe(200);
    expect((await browser.get<Me>('/api/users/me')).body).toMatchObject({ must_change_password: false, oauth_scopes: expect.arrayContaining(['roms.read']) as string[] });
    expect((await browser.get('/api/permissions/me')).status).toBe(200);
  });

  it('holds for Basic and for JWTs, which say so with 403 and never 401', async () => {
    await addWithFlag('scripted');
    const basic = app.client.basic('scripted', PASSWORD);
    expect(outcome(await basic.get('/api/permissions/me'))).toEqual(REFUSED);
    const { body } = await app.client.post<{ access_token: string }>('/api/token', new URLSearchParams({ username: 'scripted', password: PASSWORD, scope: 'me.read roms.read' }));
    const jwt = app.client.bearer(body.access_token);
    expect((await jwt.get('/api/users/me')).status).toBe(200);
    expect((await jwt.get('/api/platforms')).status).toBe(403);
    expect((await jwt.get('/api/roms')).status).toBe(403);
  });

  it('is changed by RomM\'s own page, which sends the whole form', async () => {
    const { body } = await addWithFlag('romm-page');
    const browser = await signIn(app, 'romm-page');
    const saved = await browser.put<Me>(`/api/users/${String(body.id)}`, new URLSearchParams({ username: 'another-name', email: 'x@example.org', role: 'admin', enabled: 'true', password: NEXT }));
    expect([saved.status, saved.body.must_change_password]).toEqual([200, false]);
    expect(saved.body).toMatchObject({ username: 'romm-page', role: 'user', email: null });
    expect((await app.client.basic('romm-page', NEXT).get('/api/permissions/me')).status).toBe(200);
  });

  it('is asked for in the server manager\'s envelope', async () => {
    const add = await app.admin.post<{ data: { id: number; must_change_password: boolean } }>('/api/auth/users', { username: 'op.flag', password: PASSWORD, role: 'operator', must_change_password: true });
    expect([add.status, add.body.data.must_change_password]).toEqual([201, true]);
    const login = await app.client.post<{ data: { access_token: string; user: { must_change_password: boolean } } }>('/api/auth/login', { username: 'op.flag', password: PASSWORD });
    expect(login.body.data.user.must_change_password).toBe(true);
    const client = app.client.bearer(login.body.data.access_token);
    const refused = await client.post<{ error: { code: string } }>('/api/auth/ws-ticket', { server_id: 'all' });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    expect((await client.get('/api/servers')).status).toBe(403);
    expect((await client.get('/api/auth/me')).status).toBe(200);
    expect((await client.put('/api/auth/password', { current_password: PASSWORD, new_password: NEXT })).status).toBe(200);
    expect((await client.get('/api/servers')).status).toBe(200);
  });

  it('may be asked of somebody later, and leaves devices that have tokens of their own alone', async () => {
    const user = await addUser(app.admin, 'settled');
    const browser = await signIn(app, 'settled');
    const token = await browser.post<{ raw_token: string }>('/api/client-tokens', { name: 'handheld', scopes: ['me.read', 'roms.read'] });
    const player = await browser.post<{ password: string }>('/api/users/me/app-passwords', { name: 'player' });
    expect((await app.admin.put(`/api/users/${String(user.id)}`, new URLSearchParams({ must_change_password: 'true' }))).status).toBe(200);
    expect(outcome(await browser.get('/api/permissions/me'))).toEqual(REFUSED);
    expect((await app.client.bearer(token.body.raw_token).get('/api/roms')).status).toBe(200);
    expect((await app.client.basic('settled', player.body.password).get('/api/roms')).status).toBe(200);
    // Nobody asks himself, and a plain user nobody.
    const own = await app.admin.put<Me>('/api/users/1', new URLSearchParams({ must_change_password: 'true' }));
    expect(own.body.must_change_password).toBe(false);
  });

  it('is not needed after a reset link, which sets another one', async () => {
    const { body } = await addWithFlag('linked');
    const link = await app.admin.post<{ token: string }>(`/api/users/${String(body.id)}/password-reset-link`);
    const stranger = app.client;
    await stranger.get('/api/heartbeat');
    const reset = (next: string) => stranger.post('/api/reset-password', { token: link.body.token, new_password: next });
    expect((await reset(NEXT)).status).toBe(200);
    expect((await app.client.basic('linked', NEXT).get('/api/permissions/me')).status).toBe(200);
  });
});

describe('an app password', () => {
  it('changes nothing about how its owner signs in, nor do the tokens it got, and takes them along when it goes', async () => {
    const user = await addUser(app.admin, 'listener');
    const browser = await signIn(app, 'listener');
    const made = await browser.post<{ id: number; password: string }>('/api/users/me/app-passwords', { name: 'player' });
    const player = app.client.basic('listener', made.body.password);
    const scope = (await player.get<UserBody>('/api/users/me')).body.oauth_scopes.join(' ');
    const grant = await app.client.post<{ access_token: string; refresh_token: string }>('/api/token', new URLSearchParams({ username: 'listener', password: made.body.password, scope }));
    const renewed = await app.client.post<{ access_token: string; refresh_token: string }>('/api/token', new URLSearchParams({ grant_type: 'refresh_token', refresh_token: grant.body.refresh_token }));
    for (const client of [player, app.client.bearer(grant.body.access_token), app.client.bearer(renewed.body.access_token)]) {
      expect((await client.put(`/api/users/${String(user.id)}`, new URLSearchParams({ password: 'taken over' }))).status).toBe(403);
      expect((await client.post('/api/users/me/app-passwords', { name: 'another' })).status).toBe(403);
      expect((await client.post('/api/users/me/second-factor/enrol')).status).toBe(403);
      expect((await client.delete('/api/users/me/sessions')).status).toBe(403);
    }
    expect((await browser.delete(`/api/users/me/app-passwords/${String(made.body.id)}`)).status).toBe(200);
    expect((await app.client.bearer(renewed.body.access_token).get('/api/users/me')).status).toBe(401);
    expect((await app.client.post('/api/token', new URLSearchParams({ grant_type: 'refresh_token', refresh_token: renewed.body.refresh_token }))).status).toBe(401);
    // A player that goes on with the revoked one does not shut its owner out.
    for (let n = 0; n < 12; n += 1) expect((await player.get('/api/users/me')).status).toBe(401);
    expect((await app.client.basic('listener', PASSWORD).get('/api/users/me')).status).toBe(200);
  });
});

describe('everybody\'s ways in', () => {
  it('are seen and taken away by administrators only', async () => {
    await addUser(app.admin, 'owner');
    const browser = await signIn(app, 'owner');
    const token = await browser.post<{ id: number; raw_token: string }>('/api/client-tokens', { name: 't', scopes: ['me.read'] });
    const player = await browser.post<{ id: number; password: string }>('/api/users/me/app-passwords', { name: 'p' });
    const mine = <T extends { username: string }>(rows: T[]): T[] => rows.filter(({ username }) => username === 'owner');
    type Row = { id: number; username: string };
    const sessions = mine((await app.admin.get<Row[]>('/api/access/sessions')).body);
    const devices = mine((await app.admin.get<{ id: string; username: string }[]>('/api/access/devices')).body);
    const passwords = mine((await app.admin.get<Row[]>('/api/access/app-passwords')).body);
    expect([sessions.length, devices.length, passwords.length]).toEqual([1, 1, 1]);
    for (const path of ['sessions', 'devices', 'app-passwords']) expect((await browser.get(`/api/access/${path}`)).status).toBe(403);
    expect((await browser.delete(`/api/access/sessions/${String(sessions[0]?.id)}`)).status).toBe(403);
    expect((await app.admin.delete(`/api/access/app-passwords/${String(player.body.id)}`)).text).toBe('null');
    expect((await app.client.basic('owner', player.body.password).get('/api/users/me')).status).toBe(401);
    expect((await app.admin.delete(`/api/access/devices/${devices[0]?.id ?? ''}`)).text).toBe('null');
    expect((await browser.get('/api/users/me')).status).toBe(401);
    expect((await app.client.bearer(token.body.raw_token).get('/api/users/me')).status).toBe(200);
    const again = await signIn(app, 'owner');
    const [session] = mine((await app.admin.get<Row[]>('/api/access/sessions')).body);
    expect((await app.admin.delete(`/api/access/sessions/${String(session?.id)}`)).text).toBe('null');
    expect((await again.get('/api/users/me')).status).toBe(401);
    expect((await app.admin.delete('/api/access/sessions/999999')).status).toBe(404);
    const narrow = await app.admin.post<{ raw_token: string }>('/api/client-tokens', { name: 'narrow', scopes: ['users.read', 'users.write'] });
    const tokenClient = app.client.bearer(narrow.body.raw_token);
    expect((await tokenClient.put('/api/permissions/users/2', { extra_scopes: ['tasks.run'] })).status).toBe(403);
    expect((await tokenClient.post('/api/permissions/groups', { name: 'mine' })).status).toBe(403);
    expect((await tokenClient.post('/api/users/invite-link?role=user&permission_group_id=2')).status).toBe(403);
    expect((await tokenClient.post('/api/auth/users', { username: 'boss', password: PASSWORD, role: 'operator' })).status).toBe(403);
  });
});

describe('the audit log', () => {
  it('has a line for every change of settings, by the route\'s policy, with names of fields and no values', async () => {
    const secret = 'a-secret-value-nobody-may-see';
    await app.admin.post('/api/config/system/platforms', { fs_slug: secret, slug: 'snes' });
    await app.admin.post('/api/config/system/platforms', { fs_slug: 'super', slug: 'snes' });
    interface Line {
      action: string;
      target: string;
      actor_name: string;
      detail: { fields?: string[] };
    }
    const read = async (query: string) => (await app.admin.get<{ items: Line[]; total: number }>(`/api/audit?${query}`)).body;
    const settings = await read('action=settings.changed');
    expect(settings.items[0]).toMatchObject({ target: 'POST /api/config/system/platforms', actor_name: ADMIN.username, detail: { fields: ['fs_slug', 'slug'] } });
    expect(JSON.stringify(settings)).not.toContain(secret);
    // Subjects, text and days narrow it.
    const actions = await app.admin.get<string[]>('/api/audit/actions');
    expect(new Set((await read('action=user&limit=500')).items.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['user']));
    expect(actions.body).toEqual(expect.arrayContaining((await read('limit=500')).items.map(({ action }) => action)));
    expect((await read('text=OWNER')).total).toBeGreaterThan(0);
    expect((await read('text=100%25')).total).toBe(0);
    expect((await read(`since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).total).toBe(0);
    expect((await read(`until=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}&action=user.created`)).total).toBeGreaterThan(0);
  });
});
