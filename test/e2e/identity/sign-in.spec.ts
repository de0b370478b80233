import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ADMIN, CLAIM_CODE, startApp, type TestApp } from '../../support/app.js';
import { addUser, PASSWORD, signIn, tally, type UserBody } from './support.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ env: { MODULES: 'library' } });
});
afterAll(() => app.stop());

const basic = (username: string, password: string) => ({ Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });

describe('claiming a new server', () => {
  const claim = (code: string | undefined, header?: string) =>
    app.client.post('/api/users', { ...ADMIN, role: 'user', ...(code === undefined ? {} : { claim_code: code }) }, header === undefined ? {} : { 'X-Claim-Code': header });

  it('is not for strangers without the code', async () => {
    const stranger = app.client;
    await stranger.get('/api/users/me');
    expect((await stranger.post('/api/users', { ...ADMIN, role: 'admin' })).status).toBe(403);
    expect((await claim('wrong-code-12345')).body).toEqual({ detail: 'Invalid claim code' });
  });

  it('makes one administrator, whoever is first of many, and is closed then', async () => {
    const statuses = await Promise.all([claim(CLAIM_CODE), claim(undefined, CLAIM_CODE), claim(CLAIM_CODE), claim(CLAIM_CODE)]);
    expect(tally(statuses.map(({ status }) => status))[201]).toBe(1);
    expect(statuses.find(({ status }) => status === 201)?.body).toMatchObject({ id: 1, username: 'admin', role: 'admin', enabled: true, email: 'admin@example.org' });
    expect((await claim(CLAIM_CODE)).status).toBe(403);
    expect(await app.admin.get<UserBody[]>('/api/users').then(({ body }) => body.length)).toBe(1);
  });

  it('gives the administrator every scope, RomM\'s first in RomM\'s order', async () => {
    const { body } = await app.admin.get<UserBody>('/api/users/me');
    expect(body.oauth_scopes.slice(0, 22)).toEqual(
      'me.read roms.read platforms.read assets.read devices.read firmware.read roms.user.read collections.read playlists.read me.write assets.write devices.write roms.user.write collections.write playlists.write roms.write platforms.write firmware.write users.read users.write tasks.run logs.read'.split(' '),
    );
    expect(body.oauth_scopes).toContain('servers.write');
  });
});

describe('sessions', () => {
  it('begin with Basic and an empty body, and know their device', async () => {
    const browser = app.client;
    await browser.get('/api/users/me');
    const answer = await browser.request('POST', '/api/login', {}, { ...basic('ADMIN', ADMIN.password), 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36' });
    expect([answer.status, answer.text]).toEqual([200, 'null']);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('romm_session='));
    expect(cookie).toMatch(/^romm_session=[0-9a-f-]{36}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/u);
    const secure = await app.client.request('POST', '/api/login', {}, { ...basic('admin', ADMIN.password), 'X-Forwarded-Proto': 'https' });
    expect(secure.headers.getSetCookie().find((line) => line.startsWith('romm_session='))).toMatch(/; Secure/u);
    const me = await browser.get<UserBody>('/api/users/me');
    expect(me.body.current_device_id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(me.headers.getSetCookie().some((line) => line.startsWith('romm_session='))).toBe(true);
  });

  it('answer 401 in RomM\'s words', async () => {
    const stranger = app.client;
    const none = await stranger.post('/api/login', {}, { Authorization: 'Bearer x' });
    expect([none.status, none.body, none.headers.get('www-authenticate')]).toEqual([401, { detail: 'Not authenticated' }, 'Basic']);
    expect(await stranger.post('/api/login', {}, basic('admin', 'wrong')).then(({ status, body }) => [status, body])).toEqual([401, { detail: 'Incorrect username or password' }]);
    expect((await stranger.get('/api/login')).status).toBe(405);
    const me = await stranger.get('/api/users/me');
    expect([me.status, me.body, me.headers.get('www-authenticate')]).toEqual([401, { detail: 'Not authenticated' }, 'Bearer']);
  });

  it('answer a name that no database could hold like any other that is wrong', async () => {
    expect(await app.client.get('/api/users/me', basic('ad\0min', 'x'))).toMatchObject({ status: 401, body: { detail: 'Not authenticated' } });
    expect((await app.client.post('/api/login', {}, basic('ad\0min', 'x'))).status).toBe(401);
    expect((await app.client.post('/api/token', { username: 'ad\0min', password: 'x' })).status).toBe(422);
  });

  it('get a new id at every sign-in and end with logout', async () => {
    const browser = await signIn(app, ADMIN.username, ADMIN.password);
    const first = browser.cookies.get('romm_session');
    await browser.login(ADMIN.username, ADMIN.password);
    await browser.get('/api/users/me');
    const second = browser.cookies.get('romm_session');
    expect(second).not.toBe(first);
    expect((await browser.post('/api/logout', {})).text).toBe('null');
    expect(browser.cookies.has('romm_session')).toBe(false);
    expect((await app.client.get('/api/users/me', { Cookie: `romm_session=${second ?? ''}` })).status).toBe(401);
  });

  it('are listed and can be ended one by one or all but the own', async () => {
    await addUser(app.admin, 'many');
    const [one, two, three] = await Promise.all([signIn(app, 'many'), signIn(app, 'many'), signIn(app, 'many')]);
    const list = await one.get<{ id: number; current: boolean }[]>('/api/users/me/sessions');
    expect(list.body).toHaveLength(3);
    const mine = list.body.filter(({ current }) => current);
    expect(mine).toHaveLength(1);
    expect((await two.delete('/api/users/me/sessions')).status).toBe(200);
    expect((await one.get('/api/users/me')).status).toBe(401);
    expect((await three.get('/api/users/me')).status).toBe(401);
    expect((await two.get('/api/users/me')).status).toBe(200);
    const left = await two.get<{ id: number }[]>('/api/users/me/sessions');
    const other = await signIn(app, ADMIN.username, ADMIN.password);
    expect((await other.delete(`/api/users/me/sessions/${String(left.body[0]?.id)}`)).status).toBe(404);
  });

  it('end when the password changes, and so do tokens', async () => {
    const user = await addUser(app.admin, 'changer');
    const [one, two] = await Promise.all([signIn(app, 'changer'), signIn(app, 'changer')]);
    const token = await app.client.post<{ access_token: string; refresh_token: string }>('/api/token', new URLSearchParams({ username: 'changer', password: PASSWORD, scope: 'me.read' }));
    const changed = await one.put(`/api/users/${String(user.id)}`, new URLSearchParams({ password: 'another password' }));
    expect(changed.status).toBe(200);
    expect(one.cookies.has('romm_session')).toBe(false);
    expect((await two.get('/api/users/me')).status).toBe(401);
    expect((await app.client.bearer(token.body.access_token).get('/api/users/me')).status).toBe(401);
    const refresh = await app.client.post('/api/token', new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token.body.refresh_token }));
    expect(refresh.status).toBe(401);
    expect((await app.client.basic('changer', 'another password').get('/api/users/me')).status).toBe(200);
  });
});

describe('CSRF', () => {
  it('refuses unsafe requests of a session without its token, as plain text', async () => {
    const browser = await signIn(app, ADMIN.username, ADMIN.password);
    for (const value of ['', 'undefined', 'x.y', 'a'.repeat(4000)]) {
      const answer = await browser.post('/api/users', { username: 'never', password: PASSWORD, email: '', role: 'user' }, { 'x-csrftoken': value });
      expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([403, 'CSRF token verification failed', 'text/plain; charset=utf-8']);
    }
    expect((await browser.post('/api/users', { username: 'csrf-ok', password: PASSWORD, email: '', role: 'user' })).status).toBe(201);
  });

  it('binds the token to its user and mends broken cookies on safe requests', async () => {
    await addUser(app.admin, 'other-user');
    const [mine, others] = await Promise.all([signIn(app, ADMIN.username, ADMIN.password), signIn(app, 'other-user')]);
    const foreign = others.cookies.get('romm_csrftoken') ?? '';
    const cookie = `romm_session=${mine.cookies.get('romm_session') ?? ''}; romm_csrftoken=${foreign}`;
    expect((await app.client.post('/api/client-tokens', {}, { Cookie: cookie, 'x-csrftoken': foreign })).status).toBe(403);
    const mended = await app.client.get('/api/users/me', { Cookie: `romm_session=${mine.cookies.get('romm_session') ?? ''}; romm_csrftoken=junk` });
    expect(mended.status).toBe(200);
    expect(mended.headers.getSetCookie().find((line) => line.startsWith('romm_csrftoken='))).toMatch(/; Path=\/; SameSite=Lax$/u);
  });

  it('leaves requests with an Authorization header alone and gives them no cookie', async () => {
    const answer = await app.admin.post('/api/client-tokens', { name: 'x', scopes: ['me.read'] });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('accounts', () => {
  it('follow the field rules with RomM\'s messages', async () => {
    const add = (fields: object) => app.admin.post('/api/users', { username: 'fine-name', password: PASSWORD, email: '', role: 'user', ...fields });
    const expectDetail = async (fields: object, detail: string) => expect(await add(fields).then(({ status, body }) => [status, body])).toEqual([400, { detail }]);
    await expectDetail({ username: 'ab' }, 'Username must be at least 3 characters long');
    await expectDetail({ username: 'аdmin' }, 'Username must contain only ASCII characters');
    await expectDetail({ username: 'ADMIN' }, 'Username admin already exists');
    await expectDetail({ email: 'ADMIN@example.org' }, 'User with email admin@example.org already exists');
    await expectDetail({ password: '12345' }, 'Password must be at least 6 characters long');
    await expectDetail({ email: 'nonsense' }, 'Invalid email format');
    expect((await app.admin.post('/api/users', { username: 'x' })).status).toBe(422);
    const broken = await app.admin.request<{ detail: { type: string }[] }>('POST', '/api/users', '{"username":', { 'Content-Type': 'application/json' });
    expect([broken.status, broken.body.detail[0]?.type]).toEqual([422, 'json_invalid']);
  });

  it('have one winner when fifty ask for one name', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.admin.post('/api/users', { username: 'contested', password: PASSWORD, email: '', role: 'user' })));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 1, 400: 49 });
  });

  it('keep a last administrator, also when two demote each other at once', async () => {
    const second = await addUser(app.admin, 'second-admin', 'admin');
    const one = app.admin;
    const two = app.client.basic('second-admin', PASSWORD);
    const answers = await Promise.all([one.put(`/api/users/${String(second.id)}`, new URLSearchParams({ role: 'user' })), two.put('/api/users/1', new URLSearchParams({ role: 'user' }))]);
    const users = await Promise.all([one, two].map((client) => client.get<UserBody>('/api/users/me').then(({ body }) => body.role)));
    expect(users.filter((role) => role === 'admin').length).toBeGreaterThanOrEqual(1);
    expect(answers.some(({ status }) => status !== 200)).toBe(true);
    const survivor = users[0] === 'admin' ? one : two;
    const id = users[0] === 'admin' ? 1 : second.id;
    expect(await survivor.delete(`/api/users/${String(id)}`).then(({ body }) => body)).toEqual({ detail: 'You cannot delete yourself' });
    if (users[0] !== 'admin') expect((await survivor.put('/api/users/1', new URLSearchParams({ role: 'admin' }))).status).toBe(200);
    await app.admin.delete(`/api/users/${String(second.id)}`);
  });

  it('lock out a disabled user everywhere at once', async () => {
    const user = await addUser(app.admin, 'locked');
    const browser = await signIn(app, 'locked');
    const token = await browser.post<{ raw_token: string }>('/api/client-tokens', { name: 't', scopes: ['me.read'] });
    expect((await app.admin.put(`/api/users/${String(user.id)}`, new URLSearchParams({ enabled: 'false' }))).status).toBe(200);
    expect((await browser.get('/api/users/me')).status).toBe(401);
    expect((await app.client.bearer(token.body.raw_token).get('/api/users/me')).status).toBe(401);
    const login = await app.client.request('POST', '/api/login', {}, { ...basic('locked', PASSWORD) });
    expect([login.status, login.body]).toEqual([401, { detail: 'Disabled user' }]);
    expect((await app.admin.delete(`/api/users/${String(user.id)}`)).text).toBe('null');
  });

  it('take pictures by their content', async () => {
    const user = await addUser(app.admin, 'pictured');
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const send = (bytes: Uint8Array) => {
      const form = new FormData();
      form.set('avatar', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), '../../evil.png');
      return app.admin.request<{ avatar_path: string; detail: string }>('PUT', `/api/users/${String(user.id)}`, form);
    };
    const refused = await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'));
    expect([refused.status, refused.body.detail]).toEqual([400, 'Avatar must be a PNG, JPEG, WebP, or GIF image (detected image/svg+xml)']);
    const taken = await send(png);
    expect(taken.body.avatar_path).toBe(`users/${Buffer.from(`User:${String(user.id)}`).toString('hex')}/profile/avatar.png`);
    const image = await app.admin.raw('GET', `/api/users/${String(user.id)}/avatar`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await image.arrayBuffer()).equals(png)).toBe(true);
    const raw = `/api/raw/assets/${taken.body.avatar_path}?ts=1`;
    const plain = app.client.basic('pictured', PASSWORD);
    expect([(await plain.raw('GET', raw)).headers.get('content-type'), (await app.admin.head(raw)).headers.get('content-length')]).toEqual(['image/png', String(png.length)]);
    expect((await app.client.get(raw)).status).toBe(401);
    const folder = taken.body.avatar_path.split('/').slice(0, 2).join('/');
    for (const path of ['', `${folder}/profile/none.png`, `${folder}/profile`, `${folder}/saves/x`, 'users/%2e%2e/profile/x', `${folder}/..%2f..%2fprofile/x`, '%2fetc%2fpasswd', 'a%00b', `${folder}/profile/%00`]) {
      expect((await app.admin.get(`/api/raw/assets/${path}`)).status, path).toBe(404);
    }
    expect((await plain.get(`/api/raw/assets/${folder}/saves/..%2f..%2f..%2f..%2frumpus.db`)).body).toEqual({ detail: 'Asset not found' });
    expect(await app.admin.get('/api/users/1/avatar').then(({ status, body }) => [status, body])).toEqual([404, { detail: 'Avatar not found' }]);
  });

  it('change only by their owner or an administrator', async () => {
    await addUser(app.admin, 'plain-user');
    const plain = app.client.basic('plain-user', PASSWORD);
    expect(await plain.put('/api/users/1', new URLSearchParams({ email: 'evil@example.org' })).then(({ status, body }) => [status, body])).toEqual([403, { detail: 'Forbidden' }]);
    const me = await plain.get<UserBody>('/api/users/me');
    const own = await plain.put<UserBody & { enabled: boolean; ui_settings: object }>(`/api/users/${String(me.body.id)}`, new URLSearchParams({ role: 'admin', enabled: 'false', ui_settings: '{"theme":"dark"}', email: '' }));
    expect(own.body).toMatchObject({ role: 'user', enabled: true, ui_settings: { theme: 'dark' }, email: null });
    expect((await plain.put(`/api/users/${String(me.body.id)}`, new URLSearchParams({ ui_settings: '[1]' }))).status).toBe(400);
    expect((await plain.get('/api/users')).status).toBe(403);
    expect((await plain.get('/api/permissions/groups')).status).toBe(403);
  });
});

describe('rate limit', () => {
  it('stops guessing at one account from anywhere, and says for how long', async () => {
    await addUser(app.admin, 'guessed');
    let blocked = await app.client.basic('guessed', 'wrong-0').get('/api/users/me');
    for (let n = 1; n < 12; n += 1) blocked = await app.client.basic('guessed', `wrong-${String(n)}`).get('/api/users/me');
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await app.client.basic('guessed', PASSWORD).get('/api/users/me')).status).toBe(429);
  });
});
