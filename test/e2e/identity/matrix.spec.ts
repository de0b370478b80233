import type { GuardedEntry } from '@rumpus/auth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { addUser, PASSWORD, routeInventory, signIn, type UserBody } from './support.js';

const root = join(import.meta.dirname, '..', '..', '..');
/** Every route and event that needs no scope, each with the reason. */
const publicEntries = JSON.parse(readFileSync(join(root, 'test/fixtures/auth/public-routes.json'), 'utf8')) as Record<string, string>;

let app: TestApp;
let entries: GuardedEntry[];

beforeAll(async () => {
  app = await startApp();
  await app.claim();
  entries = routeInventory(app);
});
afterAll(() => app.stop());

const nameOf = ({ method, path }: GuardedEntry): string => `${method} ${path}`;
/** An address of the route; nothing has this id, so that nothing happens to anybody. */
const addressOf = ({ path }: GuardedEntry): string => path.replaceAll(/:\w*id\b/giu, '999999').replaceAll(/:\w+/gu, 'x').replaceAll(/\{?\/?\*\w*\}?/gu, '/x');
const scoped = () => entries.filter((entry) => entry.kind === 'route' && entry.policy?.kind === 'scopes' && entry.policy.publicWhen === undefined);
const demandOf = ({ policy }: GuardedEntry) => (policy?.kind === 'scopes' ? policy : { scopes: [], admin: false });
const call = (client: ApiClient, entry: GuardedEntry, headers?: Record<string, string>) => client.request(entry.method, addressOf(entry), undefined, headers);

/** Routes on which the answer is not as it should be, named, so that a failure shows them all. */
const offenders = async (check: (entry: GuardedEntry) => Promise<string | undefined>): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of scoped()) {
    const fault = await check(entry);
    if (fault !== undefined) found.push(`${nameOf(entry)}: ${fault}`);
  }
  return found;
};

describe('the route inventory', () => {
  it('is not empty and knows sockets too', () => {
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.some(({ kind }) => kind === 'event')).toBe(true);
  });

  it('has a policy for every route and event', () => {
    expect(entries.filter(({ policy }) => policy === undefined).map(nameOf)).toEqual([]);
  });

  it('opens to strangers only what stands on the list, and the list names nothing that is gone', () => {
    const open = entries.filter(({ policy }) => policy?.kind === 'public').map(nameOf);
    expect(open.filter((name) => !(name in publicEntries))).toEqual([]);
    const all = new Set(entries.map(nameOf));
    expect(Object.keys(publicEntries).filter((name) => !all.has(name))).toEqual([]);
  });
});

describe('the auth matrix', () => {
  it('asks strangers to sign in everywhere, with 401', async () => {
    const stranger = app.client;
    await stranger.get('/api/users/me');
    expect(
      await offenders(async (entry) => {
        const { status, text } = await call(stranger, entry);
        return status === 401 ? undefined : `${String(status)} ${text.slice(0, 80)}`;
      }),
    ).toEqual([]);
  });

  it.each(['viewer', 'editor'])('refuses a %s what his scopes do not open, with 403', async (role) => {
    await addUser(app.admin, `matrix-${role}`, role);
    const client = app.client.basic(`matrix-${role}`, PASSWORD);
    const me = await client.get<UserBody>('/api/users/me');
    const held = new Set(me.body.oauth_scopes);
    expect(
      await offenders(async (entry) => {
        const { scopes, admin } = demandOf(entry);
        if (!admin && scopes.every((scope) => held.has(scope))) return undefined;
        const { status } = await call(client, entry);
        return status === 403 ? undefined : String(status);
      }),
    ).toEqual([]);
  });

  it('lets no token do what it was not given, even an administrator\'s', async () => {
    const token = await app.admin.post<{ raw_token: string }>('/api/client-tokens', { name: 'narrow', scopes: ['playlists.read'] });
    const client = app.client.bearer(token.body.raw_token);
    expect(
      await offenders(async (entry) => {
        const { scopes } = demandOf(entry);
        if (scopes.every((scope) => scope === 'playlists.read')) return undefined;
        const { status } = await call(client, entry);
        return status === 403 ? undefined : String(status);
      }),
    ).toEqual([]);
  });

  it('refuses unsafe calls of a session without its CSRF token', async () => {
    const browser = await signIn(app, 'matrix-viewer');
    expect(
      await offenders(async (entry) => {
        if (['GET', 'HEAD', 'OPTIONS'].includes(entry.method)) return undefined;
        const { status, text } = await call(browser, entry, { 'x-csrftoken': '' });
        return status === 403 && text.includes('CSRF') ? undefined : `${String(status)} ${text.slice(0, 80)}`;
      }),
    ).toEqual([]);
  });

  it('lets administrators read everywhere, and nothing falls over', async () => {
    expect(
      await offenders(async (entry) => {
        if (entry.method !== 'GET') return undefined;
        const { status } = await call(app.admin, entry);
        return status === 401 || status === 403 || status === 500 ? String(status) : undefined;
      }),
    ).toEqual([]);
  });

  it('holds for socket events', async () => {
    const guarded = entries.filter(({ kind, policy }) => kind === 'event' && policy?.kind === 'scopes');
    const socket = io(app.url, { path: '/ws/socket.io/', transports: ['websocket'], reconnection: false, forceNew: true });
    await new Promise<void>((resolve) => socket.on('connect', resolve));
    for (const { path } of guarded) {
      const refused = new Promise<unknown>((resolve) => socket.once('exception', resolve));
      socket.emit(path, {});
      expect(await refused).toMatchObject({ status: 'error' });
    }
    socket.disconnect();
  });
});
