import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { addUser, PASSWORD, signIn, type UserBody } from './support.js';

let app: TestApp;
const open: Socket[] = [];

beforeAll(async () => {
  app = await startApp({ env: { MODULES: 'library' } });
  await app.claim();
});
afterAll(() => app.stop());
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()));

interface SocketWish {
  cookie?: string;
  origin?: string;
  auth?: Record<string, unknown>;
  url?: string;
}

/** Connects as RomM's web UI does. */
const connect = async ({ cookie, origin, auth = {}, url = app.url }: SocketWish = {}): Promise<Socket> => {
  const extraHeaders = { ...(cookie === undefined ? {} : { Cookie: cookie }), ...(origin === undefined ? {} : { Origin: origin }) };
  const socket = io(url, { path: '/ws/socket.io/', transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders, auth });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return socket;
};

const cookieOf = (browser: ApiClient): string => `romm_session=${browser.cookies.get('romm_session') ?? ''}`;
/** Rooms the socket is in, as the resume answer names them. */
const rooms = async (socket: Socket): Promise<string[]> => Object.keys((await socket.emitWithAck('realtime:resume', {})) as object).toSorted();
const group = (name: string) => app.admin.post<{ id: number }>('/api/permissions/groups', { name });

describe('sockets', () => {
  it('know who they belong to by session cookie or token, and are never refused', async () => {
    const user = await addUser(app.admin, 'listener');
    const browser = await signIn(app, 'listener');
    expect(await rooms(await connect())).toEqual(['everyone']);
    const mine = await rooms(await connect({ cookie: cookieOf(browser) }));
    expect(mine).toContain(`user:${String(user.id)}`);
    expect(mine).toContain('scope:roms.read');
    expect(mine).not.toContain('admin');
    expect(mine).not.toContain('scope:tasks.run');
    const token = await app.admin.post<{ raw_token: string }>('/api/client-tokens', { name: 's', scopes: ['me.read'] });
    const narrowed = await rooms(await connect({ auth: { token: token.body.raw_token } }));
    expect(narrowed).toEqual(['admin', 'everyone', 'scope:me.read', 'user:1']);
    expect(await rooms(await connect({ auth: { token: 'junk' } }))).toEqual(['everyone']);
  });

  it('of foreign pages are nobody\'s, whatever cookie they bring', async () => {
    const browser = await signIn(app, ADMIN.username, ADMIN.password);
    expect(await rooms(await connect({ cookie: cookieOf(browser), origin: 'https://evil.example' }))).toEqual(['everyone']);
    expect(await rooms(await connect({ cookie: cookieOf(browser), origin: app.url }))).toContain('user:1');
  });

  it('hear of changed rights and change their rooms with them', async () => {
    const user = await addUser(app.admin, 'promoted');
    const browser = await signIn(app, 'promoted');
    const socket = await connect({ cookie: cookieOf(browser) });
    const heard: unknown[] = [];
    socket.on('permissions:changed', (...args: unknown[]) => heard.push(args));
    const created = await group('Scanners');
    await app.admin.put(`/api/permissions/groups/${String(created.body.id)}`, { grants: [{ entity: 'tasks', action: 'write' }] });
    await app.admin.put(`/api/permissions/users/${String(user.id)}`, { set_group: true, permission_group_id: created.body.id });
    await vi.waitFor(() => expect(heard).toContainEqual([{ user_id: user.id }]));
    await vi.waitFor(async () => expect(await rooms(socket)).toContain('scope:tasks.run'));
    expect((await browser.get<UserBody>('/api/users/me')).body.oauth_scopes).toContain('tasks.run');
  });

  it('close when their session ends', async () => {
    await addUser(app.admin, 'leaver');
    const browser = await signIn(app, 'leaver');
    const socket = await connect({ cookie: cookieOf(browser) });
    const closed = new Promise((resolve) => socket.on('disconnect', resolve));
    await browser.post('/api/logout', {});
    expect(await closed).toBe('io server disconnect');
  });

  it('get numbered events when they ask, and catch up after a break', async () => {
    const socket = await connect({ auth: { numbered: true } });
    const heard: [unknown, { room: string; seq: number }][] = [];
    socket.on('permissions:changed', (payload: unknown, mark: { room: string; seq: number }) => heard.push([payload, mark]));
    const user = await addUser(app.admin, 'numbered');
    const touch = () => app.admin.put(`/api/permissions/users/${String(user.id)}`, { overrides: [] });
    await touch();
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    const last = heard[0]?.[1].seq ?? 0;
    expect(heard[0]).toEqual([{ user_id: user.id }, { room: 'everyone', seq: last }]);
    socket.disconnect();
    await touch();
    await touch();
    const back = await connect({ auth: { numbered: true } });
    await vi.waitFor(async () =>
      expect(await back.emitWithAck('realtime:resume', { rooms: { everyone: last } })).toEqual({
        everyone: { seq: last + 2, events: [1, 2].map((n) => ({ seq: last + n, event: 'permissions:changed', payload: { user_id: user.id } })) },
      }),
    );
    expect(await back.emitWithAck('realtime:resume', { rooms: { everyone: last + 1000 } })).toEqual({ everyone: { seq: last + 2, refetch: true } });
  });

  it('bear junk, and close those who flood or send too much', async () => {
    const socket = await connect();
    for (const junk of [null, 5, 'x', [], { rooms: { a: 'b' } }, { rooms: null }]) expect(await socket.emitWithAck('realtime:resume', junk)).toHaveProperty('everyone');
    const flooded = new Promise((resolve) => socket.on('disconnect', resolve));
    for (let n = 0; n < 400; n += 1) socket.emit('nonsense', n);
    expect(await flooded).toBe('io server disconnect');
    const big = await connect();
    const cut = new Promise((resolve) => big.on('disconnect', resolve));
    big.emit('nonsense', 'x'.repeat(2_000_000));
    expect(await cut).toMatch(/transport (?:close|error)/u);
  });
});

describe('two instances', () => {
  it.runIf(process.env['RUMPUS_TEST_REDIS'] === '1')('tell each other\'s sockets', async () => {
    const twin = await startApp({ env: { MODULES: 'library' }, dataDir: app.dataDir, database: app.database });
    try {
      const user = await addUser(app.admin, 'far-away');
      const browser = await signIn(twin, 'far-away');
      const socket = await connect({ cookie: cookieOf(browser), url: twin.url });
      const heard: unknown[] = [];
      socket.on('permissions:changed', (payload: unknown) => heard.push(payload));
      await app.admin.put(`/api/permissions/users/${String(user.id)}`, { extra_scopes: ['tasks.run'] });
      await vi.waitFor(() => expect(heard).toContainEqual({ user_id: user.id }));
      await vi.waitFor(async () => expect(await rooms(socket)).toContain('scope:tasks.run'));
      const closed = new Promise((resolve) => socket.on('disconnect', resolve));
      await app.admin.delete(`/api/users/${String(user.id)}/sessions`);
      expect(await closed).toBe('io server disconnect');
    } finally {
      await twin.terminate();
    }
  });

  it('agree on sessions without telling each other', async () => {
    const twin = await startApp({ env: { MODULES: 'library' }, dataDir: app.dataDir, database: app.database });
    try {
      const browser = await signIn(app, 'listener', PASSWORD);
      expect((await twin.client.get('/api/users/me', { Cookie: cookieOf(browser) })).status).toBe(200);
      await browser.post('/api/logout', {});
      expect((await twin.client.get('/api/users/me', { Cookie: cookieOf(browser) })).status).toBe(401);
    } finally {
      await twin.terminate();
    }
  });
});
