import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { addUser, PASSWORD, type UserBody } from './support.js';

let app: TestApp;
let admin: ApiClient;
let user: UserBody;
let client: ApiClient;

beforeAll(async () => {
  app = await startApp({ env: { MODULES: 'library' } });
  admin = await app.claim();
  user = await addUser(admin, 'subject');
  client = app.client.basic('subject', PASSWORD);
});
afterAll(() => app.stop());

interface Group {
  id: number;
  name: string;
  is_default: boolean;
  is_system: boolean;
  grants: object[];
  member_count: number;
  hidden: object[];
  extra_scopes: string[];
}

const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as { detail?: unknown }).detail];
const groups = () => admin.get<Group[]>('/api/permissions/groups').then(({ body }) => body);
const scopes = () => client.get<UserBody>('/api/users/me').then(({ body }) => body.oauth_scopes);
const setUser = (body: object) => admin.put<{ overrides: object[]; extra_scopes: string[]; permission_group_id: number | null }>(`/api/permissions/users/${String(user.id)}`, body);

describe('permission groups', () => {
  it('begin with RomM\'s two', async () => {
    const seeded = await groups();
    expect(seeded.map(({ name, is_default, is_system }) => ({ name, is_default, is_system }))).toEqual([
      { name: 'Viewer (legacy)', is_default: true, is_system: true },
      { name: 'Editor (legacy)', is_default: false, is_system: true },
    ]);
    expect(seeded.map(({ grants }) => grants.length)).toEqual([15, 21]);
    expect(await scopes()).toEqual([
      ...'me.read roms.read platforms.read assets.read devices.read firmware.read roms.user.read collections.read playlists.read me.write assets.write devices.write roms.user.write collections.write playlists.write'.split(' '),
      'servers.read', 'music.read', 'arcade.read',
    ]);
  });

  it('are made, changed and removed, and change their members\' rights at once', async () => {
    const made = await admin.post<Group>('/api/permissions/groups', { name: 'Scanners', grants: [{ entity: 'tasks', action: 'write' }, { entity: 'roms', action: 'read' }], extra_scopes: ['servers.operate'] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Scanners', description: '', is_default: false, is_system: false, color: null, member_count: 0, hidden: [] });
    expect(outcome(await admin.post('/api/permissions/groups', { name: 'Scanners' }))).toEqual([400, 'A group with that name already exists']);
    await setUser({ set_group: true, permission_group_id: made.body.id });
    expect(await scopes()).toEqual(['me.read', 'roms.read', 'roms.user.read', 'me.write', 'roms.user.write', 'tasks.run', 'servers.operate']);
    await admin.put(`/api/permissions/groups/${String(made.body.id)}`, { grants: [] });
    expect(await scopes()).toEqual(['me.read', 'roms.user.read', 'me.write', 'roms.user.write', 'servers.operate']);
    expect((await groups()).find(({ name }) => name === 'Scanners')?.member_count).toBe(1);
    expect((await admin.delete(`/api/permissions/groups/${String(made.body.id)}`)).text).toBe('null');
    expect(await scopes()).toContain('roms.read');
  });

  it('always have one default', async () => {
    const [viewer, editor] = await groups();
    expect(outcome(await admin.put(`/api/permissions/groups/${String(viewer?.id)}`, { is_default: false }))).toEqual([400, 'Set another group as default first']);
    expect(outcome(await admin.delete(`/api/permissions/groups/${String(viewer?.id)}`))).toEqual([400, 'Cannot delete the default group; set another default first']);
    await admin.put(`/api/permissions/groups/${String(editor?.id)}`, { is_default: true });
    expect(await scopes()).toContain('roms.write');
    await admin.put(`/api/permissions/groups/${String(viewer?.id)}`, { is_default: true });
    expect((await groups()).filter(({ is_default }) => is_default)).toHaveLength(1);
    expect(await scopes()).not.toContain('roms.write');
    expect(outcome(await admin.put('/api/permissions/groups/999', { name: 'x' }))).toEqual([404, 'Not found']);
  });
});

describe('a user\'s own rights', () => {
  it('lie over those of the group', async () => {
    const set = await setUser({ overrides: [{ entity: 'roms', action: 'write', granted: true }, { entity: 'firmware', action: 'read', granted: false, own_only: false }], extra_scopes: ['music.write'] });
    expect(set.body).toMatchObject({ permission_group_id: null, extra_scopes: ['music.write'], overrides: [{ entity: 'roms', action: 'write', granted: true, own_only: false }, { entity: 'firmware', action: 'read', granted: false, own_only: false }] });
    const held = await scopes();
    expect(held).toEqual(expect.arrayContaining(['roms.write', 'music.write']));
    expect(held).not.toContain('firmware.read');
    const mine = await client.get<{ is_admin: boolean; grants: { action: string; scope: object }[] }>('/api/permissions/me');
    expect(mine.body.is_admin).toBe(false);
    expect(mine.body.grants).toContainEqual({ action: 'rom.edit', scope: { kind: 'global', id: null } });
    // Without set_group the group stays, whatever stands beside it.
    await setUser({ permission_group_id: 2 });
    expect((await admin.get<{ permission_group_id: null }>(`/api/permissions/users/${String(user.id)}`)).body.permission_group_id).toBeNull();
    await setUser({ overrides: [], extra_scopes: [] });
    expect(await scopes()).not.toContain('roms.write');
  });

  it('cut older tokens down with them', async () => {
    await setUser({ overrides: [{ entity: 'roms', action: 'write', granted: true }] });
    const token = await client.post<{ raw_token: string }>('/api/client-tokens', { name: 't', scopes: ['me.read', 'roms.write'] });
    const device = app.client.bearer(token.body.raw_token);
    expect((await device.get<UserBody>('/api/users/me')).body.oauth_scopes).toEqual(['me.read', 'roms.write']);
    await setUser({ overrides: [] });
    expect((await device.get<UserBody>('/api/users/me')).body.oauth_scopes).toEqual(['me.read']);
  });

  it('may hold on single objects', async () => {
    const set = await setUser({ object_grants: [{ scope: 'arcade.write', kind: 'arcade', id: '7' }] });
    expect(set.body).toMatchObject({ object_grants: [{ scope: 'arcade.write', kind: 'arcade', id: '7' }] });
    expect(await scopes()).toContain('arcade.write');
    await setUser({ object_grants: [] });
    expect(await scopes()).not.toContain('arcade.write');
    expect((await setUser({ object_grants: [{ scope: 'nonsense', kind: 'arcade', id: '7' }] })).status).toBe(422);
  });

  it('are only administrators\' business', async () => {
    await setUser({ extra_scopes: ['users.read', 'users.write'] });
    for (const path of ['catalog', 'groups', `users/${String(user.id)}`]) expect(outcome(await client.get(`/api/permissions/${path}`))).toEqual([403, 'Administrator privileges required']);
    expect(outcome(await client.put(`/api/permissions/users/${String(user.id)}`, { extra_scopes: ['tasks.run'] }))).toEqual([403, 'Administrator privileges required']);
    expect(outcome(await client.post('/api/users', { username: 'boss', password: PASSWORD, email: '', role: 'admin' }))).toEqual([403, 'Only an administrator can create admin users']);
    expect(outcome(await client.post('/api/users/invite-link?role=admin'))).toEqual([403, 'Only an administrator can create admin invite links']);
    await setUser({ extra_scopes: [] });
  });
});

describe('hiding', () => {
  it('takes exactly one of user and group, and only platforms and games', async () => {
    const hide = (body: object) => admin.post('/api/permissions/hidden', body);
    expect(outcome(await hide({ entity: 'platforms', entity_id: 3 }))).toEqual([400, 'Exactly one of user_id or group_id must be set']);
    expect(outcome(await hide({ entity: 'platforms', entity_id: 3, user_id: user.id, group_id: 1 }))).toEqual([400, 'Exactly one of user_id or group_id must be set']);
    expect(outcome(await hide({ entity: 'users', entity_id: 3, user_id: user.id }))).toEqual([400, 'Only platforms and roms can be hidden']);
    expect(outcome(await hide({ entity: 'roms', entity_id: 3, user_id: 999 }))).toEqual([404, 'Not found']);
    const done = await hide({ entity: 'platforms', entity_id: 3, user_id: user.id });
    expect([done.status, done.body]).toEqual([200, { entity: 'platforms', entity_id: 3 }]);
    await hide({ entity: 'roms', entity_id: 9, group_id: 1 });
    await hide({ entity: 'roms', entity_id: 9, group_id: 1 });
    const mine = () => client.get<{ hidden: object }>('/api/permissions/me').then(({ body }) => body.hidden);
    expect(await mine()).toEqual({ platforms: [3], roms: [9] });
    expect((await groups())[0]?.hidden).toEqual([{ entity: 'roms', entity_id: 9 }]);
    const undone = await admin.delete('/api/permissions/hidden', { entity: 'platforms', entity_id: 3, user_id: user.id });
    expect([undone.status, undone.text]).toEqual([204, '']);
    await admin.delete('/api/permissions/hidden', { entity: 'roms', entity_id: 9, group_id: 1 });
    expect(await mine()).toEqual({ platforms: [], roms: [] });
  });
});
