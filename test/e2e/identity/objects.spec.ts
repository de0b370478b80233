import type { GuardedEntry } from '@rumpus/auth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { GameHost } from '../../support/game-servers.js';
import { addUser, PASSWORD, routeInventory } from './support.js';

/**
 * What each route with an id is about, first match counts: a kind of thing that somebody owns, `house` for what those run who hold the
 * right everywhere, or `shared:` with the reason why everybody with the scope may.
 */
const objectRoutes = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/auth/object-routes.json'), 'utf8')) as [pattern: string, about: string][];

let host: GameHost;
let app: TestApp;
let entries: GuardedEntry[];

const nameOf = ({ method, path }: GuardedEntry): string => `${method} ${path}`;
const matches = (pattern: string, name: string): boolean => new RegExp(`^${pattern}$`, 'u').test(name);
const aboutOf = (entry: GuardedEntry): string | undefined => objectRoutes.find(([pattern]) => matches(pattern, nameOf(entry)))?.[1];
/** Routes that admit others than administrators and name a thing in their path. */
const withObject = () => entries.filter(({ kind, path, policy }) => kind === 'route' && policy?.kind === 'scopes' && !policy.admin && path.includes('/:'));
const routesAbout = (about: string) => withObject().filter((entry) => aboutOf(entry) === about);

interface Person {
  id: number;
  client: ApiClient;
}

/** Somebody who may do everything, but is no administrator: what stops him is not a missing scope. */
const person = async (username: string, rights: object = {}): Promise<Person> => {
  const { id } = await addUser(app.admin, username, 'editor');
  const catalog = await app.admin.get<{ scopes: string[] }>('/api/permissions/catalog');
  const answer = await app.admin.put(`/api/permissions/users/${String(id)}`, { extra_scopes: catalog.body.scopes, ...rights });
  if (answer.status !== 200) throw new Error(`no rights for ${username}: ${answer.text}`);
  return { id, client: app.client.basic(username, PASSWORD) };
};

/** Things people own: how one is made and what it is called in the path. A new kind of owned thing gets its maker here. */
const makers: Record<string, (owner: Person, n: number) => Promise<string>> = {
  account: (owner) => Promise.resolve(String(owner.id)),
  'client-token': async ({ client }, n) => String((await client.post<{ id: number }>('/api/client-tokens', { name: `t${String(n)}`, scopes: ['me.read'] })).body.id),
  session: async ({ client }) => {
    const { username } = (await client.get<{ username: string }>('/api/users/me')).body;
    await app.client.login(username, PASSWORD);
    const [session] = (await client.get<{ id: number }[]>('/api/users/me/sessions')).body;
    return String(session?.id);
  },
  'app-password': async ({ client }, n) => String((await client.post<{ id: number }>('/api/users/me/app-passwords', { name: `p${String(n)}` })).body.id),
  device: async ({ client }, n) => {
    const begun = await app.client.post<{ user_code: string }>('/api/auth/device/init', { client_device_identifier: `device-${String(n)}`, name: 'Handheld', client: 'grout', requested_scopes: ['me.read'] });
    return (await client.post<{ device_id: string }>('/api/auth/device/approve', { user_code: begun.body.user_code, approved_scopes: ['me.read'] })).body.device_id;
  },
};

/** Bodies for routes that look at them before they look at the owner; without one the test would only see a 422. */
const bodies: Record<string, unknown> = {
  'PUT /api/users/:id': new URLSearchParams({ email: 'taken@example.org' }),
};

beforeAll(async () => {
  host = await GameHost.start({}, { env: { MODULES: 'library,servers,arcade', AUTH_RATE_LIMIT_FACTOR: '1000' } });
  app = host.app;
  entries = routeInventory(app);
});
afterAll(() => host.stop());

/** The first parameter names the thing; the others get values that make sense of any. */
const addressOf = ({ path }: GuardedEntry, id: string): string => path.replace(/:\w+/u, encodeURIComponent(id)).replaceAll(':version', '24').replaceAll(':series', 'popn').replaceAll(/:\w*id\b/giu, '1').replaceAll(/:\w+/gu, 'x');
const call = (client: ApiClient, entry: GuardedEntry, id: string) => client.request(entry.method, addressOf(entry, id), bodies[nameOf(entry)]);

describe('every route that names a thing', () => {
  it('is known by whose thing it is, and the list names nothing that is gone', () => {
    expect(withObject().filter((entry) => aboutOf(entry) === undefined).map(nameOf)).toEqual([]);
    expect(objectRoutes.filter(([pattern]) => !withObject().some((entry) => matches(pattern, nameOf(entry)))).map(([pattern]) => pattern)).toEqual([]);
    const kinds = new Set(objectRoutes.map(([, about]) => about).filter((about) => !about.startsWith('shared: ')));
    expect([...kinds].filter((kind) => !(kind in makers) && !['server', 'arcade', 'house'].includes(kind))).toEqual([]);
  });
});

describe('a thing of somebody else', () => {
  it('is out of reach for others who may do everything, and in reach for its owner', async () => {
    const [owner, other] = await Promise.all([person('owner'), person('other')]);
    const faults: string[] = [];
    let n = 0;
    for (const [kind, make] of Object.entries(makers)) {
      expect(routesAbout(kind).length, `routes about ${kind}`).toBeGreaterThan(0);
      for (const entry of routesAbout(kind)) {
        const id = await make(owner, (n += 1));
        const refused = await call(other.client, entry, id);
        if (refused.status !== 404 && refused.status !== 403) faults.push(`${nameOf(entry)} lets others: ${String(refused.status)} ${refused.text.slice(0, 120)}`);
        // That it was refused for the owner's sake shows in the owner's not being refused.
        const own = await call(owner.client, entry, id);
        if ([401, 403, 404, 500].includes(own.status)) faults.push(`${nameOf(entry)} refuses its owner: ${String(own.status)} ${own.text.slice(0, 120)}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe.each([
  { kind: 'server', scopes: ['servers.read', 'servers.operate', 'servers.write'] },
  { kind: 'arcade', scopes: ['arcade.read', 'arcade.write'] },
])('who holds rights on one $kind', ({ kind, scopes }) => {
  const make = async (): Promise<string> => {
    if (kind === 'server') return String((await host.create()).id);
    return String((await app.admin.post<{ id: number }>('/api/arcade/arcades', { name: 'An arcade' })).body.id);
  };
  let mine: string;
  let others: string;
  let holder: Person;

  beforeAll(async () => {
    [mine, others] = [await make(), await make()];
    holder = await person(`holder-${kind}`, { extra_scopes: [], object_grants: scopes.map((scope) => ({ scope, kind, id: mine })) });
    // The default group may read everywhere; here that would hide what is asked.
    const group = await app.admin.post<{ id: number }>('/api/permissions/groups', { name: `bare ${kind}`, grants: [], extra_scopes: [] });
    await app.admin.put(`/api/permissions/users/${String(holder.id)}`, { set_group: true, permission_group_id: group.body.id });
  });

  it('can neither see nor change another one', async () => {
    const faults: string[] = [];
    for (const entry of routesAbout(kind)) {
      const refused = await call(holder.client, entry, others);
      // Input that makes no sense is refused before anybody asks whose it is, and changes nothing either.
      if (![403, 404, 400, 422].includes(refused.status)) faults.push(`${nameOf(entry)}: ${String(refused.status)} ${refused.text.slice(0, 120)}`);
      if (entry.method === 'GET' && ![403, 404].includes(refused.status)) faults.push(`${nameOf(entry)} shows it: ${String(refused.status)}`);
      if (entry.method === 'GET' && entry.path.split('/:').length === 2) {
        const own = await call(holder.client, entry, mine);
        if ([401, 403, 500].includes(own.status)) faults.push(`${nameOf(entry)} hides the own one: ${String(own.status)} ${own.text.slice(0, 120)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('gets no say in what belongs to the whole house', async () => {
    const held = new Set<string>(scopes.filter((scope) => !scope.endsWith('.read')));
    const house = entries.filter((entry) => entry.kind === 'route' && entry.method !== 'GET' && entry.policy?.kind === 'scopes' && entry.policy.scopes.some((scope) => held.has(scope)) && aboutOf(entry) !== kind);
    expect(house.length).toBeGreaterThan(5);
    const faults: string[] = [];
    for (const entry of house) {
      const { status, text } = await call(holder.client, entry, '1');
      if (status !== 403) faults.push(`${nameOf(entry)}: ${String(status)} ${text.slice(0, 80)}`);
    }
    expect(faults).toEqual([]);
  });
});
