import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeBlock, GameHost, type Envelope, type ServerInfo } from '../../support/game-servers.js';

const MISSION = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);
interface Template {
  id: number;
  name: string;
  settings: { tags?: string[] };
  config: Record<string, Record<string, unknown>>;
}
interface Config {
  server: Record<string, unknown>;
  launch: Record<string, unknown>;
}

let host: GameHost;
let source: ServerInfo;
beforeAll(async () => {
  host = await GameHost.start();
  source = await host.create({ tags: ['event'], memory_limit_mb: 4_096, memory_policy: 'warn', config: { server: { hostname: '{{name}} on {{game_port}}', password: 'join-me', motd: ['welcome'] }, basic: { max_msg_send: 200 } } });
});
afterAll(() => host.stop());

const configOf = async (id: number): Promise<Config> => (await host.api.get<Envelope<Config>>(`/api/servers/${String(id)}/config`)).body.data;
const preview = async (id: number): Promise<string> => (await host.api.get(`/api/servers/${String(id)}/config/preview?reveal=1`)).text;

describe('a template', () => {
  it('is made from a server, without its passwords, and makes servers with their own names in the placeholders', async () => {
    const made = await host.api.post<Envelope<Template>>('/api/templates', { name: 'Event night', from_server_id: source.id, config: { server: { max_players: 40 } } });
    expect(made.status).toBe(201);
    expect(made.text).not.toContain('join-me');
    expect(made.body.data).toMatchObject({ settings: { tags: ['event'], memory_limit_mb: 4_096, memory_policy: 'warn' }, config: { server: { max_players: 40, motd: ['welcome'] }, basic: { max_msg_send: 200 } } });
    const port = await freeBlock();
    const server = await host.api.post<Envelope<ServerInfo>>('/api/servers', { name: 'A "new" one', game_port: port, template_id: made.body.data.id, config: { server: { motd: ['other'] } } });
    expect(server.status).toBe(201);
    expect(server.body.data).toMatchObject({ memory_limit_mb: 4_096, memory_policy: 'warn' });
    expect((await host.api.put(`/api/servers/${String(server.body.data.id)}`, { memory_limit_mb: 10 })).status).toBe(400);
    expect((await host.api.put(`/api/servers/${String(server.body.data.id)}`, { memory_limit_mb: null })).text).toContain('"memory_limit_mb":null');
    expect((await configOf(server.body.data.id)).server).toMatchObject({ hostname: `A "new" one on ${String(port)}`, max_players: 40, motd: ['other'], password_set: false });
  });

  it('has a name of its own, holds no passwords and only legal settings, and is named when it is missing', async () => {
    const post = (body: object) => host.api.post<Envelope<null>>('/api/templates', body);
    expect((await post({ name: 'EVENT NIGHT' })).body.error?.code).toBe('NAME_TAKEN');
    expect((await post({ name: 'x', config: { server: { password: 'secret' } } })).body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path: 'config.server.password' }] });
    expect((await post({ name: 'x', config: { server: { max_players: 9_999 } } })).status).toBe(400);
    expect((await post({ name: 'x', config: { server: { hostname: 'a\nb' } } })).body.error?.code).toBe('CONFIG_INJECTION');
    expect((await post({ name: 'x', mods: [{ mod_id: 99 }] })).status).toBe(400);
    expect((await post({ name: 'x', from_server_id: 999_999 })).status).toBe(404);
    expect((await host.api.post('/api/servers', { name: 'y', template_id: 999_999 })).status).toBe(404);
  });

  it('can be changed and deleted; what was made from it stays', async () => {
    const [template] = (await host.api.get<Envelope<Template[]>>('/api/templates')).body.data;
    const path = `/api/templates/${String(template?.id)}`;
    const changed = await host.api.put<Envelope<Template>>(path, { name: 'Renamed', config: { launch: { limit_fps: 60 } } });
    expect(changed.body.data).toMatchObject({ name: 'Renamed', config: { launch: { limit_fps: 60 }, server: { max_players: 40 } } });
    expect((await host.api.delete(path)).status).toBe(200);
    expect((await host.api.get(path)).status).toBe(404);
  });
});

describe('a clone', () => {
  it('is like its source, with ports and passwords of its own, and its missions', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(MISSION)]), 'night.altis.pbo');
    const [uploaded] = (await host.api.post<Envelope<{ mission: { id: number } }[]>>(`/api/servers/${String(source.id)}/missions`, form)).body.data;
    await host.api.put(`/api/servers/${String(source.id)}/missions/rotation`, [{ mission_id: uploaded?.mission.id }, { template: 'builtin.stratis' }]);
    await host.api.put(`/api/servers/${String(source.id)}/config/launch`, { load_mission_to_memory: null });
    const clone = (await host.call<ServerInfo>(source.id, '/clone', { name: 'Twin', game_port: await freeBlock() })).body.data;
    expect(clone.game_port).not.toBe(source.game_port);
    expect((await configOf(clone.id)).launch['load_mission_to_memory']).toBeUndefined();
    const rotation = (await host.api.get<Envelope<{ mission_id: number | null; template: string }[]>>(`/api/servers/${String(clone.id)}/missions/rotation`)).body.data;
    expect(rotation.map(({ template }) => template)).toEqual(['night.altis', 'builtin.stratis']);
    expect(rotation[0]?.mission_id).not.toBe(uploaded?.mission.id);
    expect(await readFile(join(clone.paths.root, 'mpmissions', 'night.altis.pbo'))).toEqual(MISSION);
    const [theirs, ours] = await Promise.all([preview(source.id), preview(clone.id)]);
    const password = (text: string): string => /RConPassword (\w+)/.exec(text)?.[1] ?? '';
    expect(password(ours)).not.toBe(password(theirs));
    expect(ours).not.toContain('join-me');
    expect((await stat(join(source.paths.root, 'mpmissions', 'night.altis.pbo'))).isFile()).toBe(true);
  });

  it('takes the passwords along only when asked, and never RCon’s; without missions only the game’s own stay in the rotation', async () => {
    const clone = (await host.call<ServerInfo>(source.id, '/clone', { name: 'Secretive', game_port: await freeBlock(), include_secrets: true, include_missions: false })).body.data;
    expect(await preview(clone.id)).toContain('join-me');
    const rotation = (await host.api.get<Envelope<{ template: string }[]>>(`/api/servers/${String(clone.id)}/missions/rotation`)).body.data;
    expect(rotation.map(({ template }) => template)).toEqual(['builtin.stratis']);
  });

  it('is refused when its name or ports are taken', async () => {
    expect((await host.call(source.id, '/clone', { name: 'twin' })).body.error?.code).toBe('NAME_TAKEN');
    expect((await host.call(source.id, '/clone', { name: 'Other', game_port: source.game_port + 2 })).body.error?.code).toBe('PORT_IN_USE');
    expect((await host.call(source.id, '/clone', { name: 'a\nb' })).status).toBe(400);
  });
});

describe('the audit log', () => {
  it('has a line for each of these, without a value of what was sent', async () => {
    const { text } = await host.api.get('/api/audit?limit=100');
    for (const action of ['servers.create', 'servers.templates.create', 'servers.templates.remove', 'servers.clone.clone', 'servers.missions.set-rotation', 'servers.config.update']) expect(text).toContain(`"${action}"`);
    expect(text).toContain(`"server:${String(source.id)}"`);
    expect(text).not.toContain('join-me');
  });
});
