import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GameHost, lives, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

/** The smallest archive that is a mission (arma-servers spec §8.1). */
const MISSION = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);

let host: GameHost;
beforeAll(async () => {
  host = await GameHost.start({ players: 2 });
});
afterAll(() => host.stop());

interface Understood {
  args: string[];
  server: Record<string, unknown>;
  profile: Record<string, unknown>;
}
const understood = async (server: ServerInfo): Promise<Understood> => JSON.parse(await readFile(join(server.paths.root, 'run', 'understood.json'), 'utf8')) as Understood;
const events = async (id: number): Promise<string[]> => (await host.api.get<Envelope<{ items: { event_type: string }[] }>>(`/api/servers/${String(id)}/events`)).body.data.items.map((event) => event.event_type);

describe('a server', () => {
  it('is created, started, seen running with players by RCon, and stopped gracefully', async () => {
    const created = await host.create({ name: 'Northern Wolves', config: { server: { hostname: 'Wolves "elite"', auto_select_mission: true } } });
    expect(created).toMatchObject({ status: 'stopped', desired_state: 'stopped', rcon_port: created.game_port + 8 });
    const begun = performance.now();
    const start = await host.call<{ status: string; pid: number }>(created.id, '/start');
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(start.status).toBe(202);
    expect(start.body.data).toMatchObject({ id: created.id, status: 'starting' });
    const running = await until(async () => {
      const server = await host.get(created.id);
      return server.status === 'running' && server.player_count === 2 ? server : undefined;
    }, 'players are seen');
    expect(running.rcon_connected).toBe(true);
    expect((await understood(running)).server).toMatchObject({ hostname: 'Wolves "elite"', battleye: 1, maxplayers: 64 });
    expect((await stat(join(running.paths.root, 'config', 'server.cfg'))).mode & 0o777).toBe(0o600);

    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(created.id)}/stop?wait=20`, {});
    expect(stop.body.data.status).toBe('stopped');
    expect(await host.get(created.id)).toMatchObject({ pid: null, player_count: 0, last_exit: { code: 0, signal: null } });
    expect(await events(created.id)).toEqual(expect.arrayContaining(['created', 'start_requested', 'started', 'ready', 'rcon_connected', 'stop_requested', 'stopped']));
  });

  it('started twice at once becomes one process, and the other call gets 409', async () => {
    const { id } = await host.create();
    const answers = await Promise.all([host.call(id, '/start'), host.call(id, '/start'), host.call(id, '/start')]);
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([202, 409, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body.error).toMatchObject({ code: 'SERVER_ALREADY_RUNNING' });
    await host.reach(id, 'running');
    await host.call(id, '/kill');
    expect(await host.reach(id, 'stopped')).toMatchObject({ pid: null });
  });

  it('that ignores #shutdown and all signals is killed in the end, together with its children', async () => {
    await host.behave({ ignoreShutdown: true, ignoreSignals: true, orphanChild: true });
    const { id } = await host.create();
    const { pid } = await host.run(id);
    const stop = host.call(id, '/stop', { timeout_seconds: 0 });
    await host.call(id, '/stop', { force: true });
    await stop;
    await host.reach(id, 'stopped');
    expect(lives(pid)).toBe(false);
    await host.behave({ players: 2 });
  });

  it('that crashes is restarted with its reason kept, and counted', async () => {
    const created = await host.create({ restart_delay_seconds: 1 });
    const first = await host.run(created.id);
    await host.control(first, '/log', { text: 'last words' });
    await host.control(first, '/crash', { signal: 'SIGSEGV' });
    const second = await until(async () => {
      const server = await host.get(created.id);
      return server.status === 'running' && server.pid !== first.pid ? server : undefined;
    }, 'restarted');
    expect(second.restart_count).toBe(1);
    const items = (await host.api.get<Envelope<{ items: { event_type: string; detail: Record<string, unknown> }[] }>>(`/api/servers/${String(created.id)}/events?event_type=crashed`)).body.data.items;
    expect(items[0]?.detail).toMatchObject({ exit_signal: 'SIGSEGV', last_lines: expect.arrayContaining([expect.stringContaining('last words')]) as string[] });
    await host.call(created.id, '/kill');
    await host.reach(created.id, 'stopped');
  });

  it('that can’t start says all that is wrong at once', async () => {
    const created = await host.create();
    const at = (rest: string): string => `/api/servers/${String(created.id)}${rest}`;
    await host.api.put('/api/system/settings', { mod_roots: [host.install] });
    const mods: number[] = [];
    for (const name of ['gone', 'unsigned']) {
      await mkdir(join(host.install, `@${name}`, 'addons'), { recursive: true });
      await writeFile(join(host.install, `@${name}`, 'addons', 'main.pbo'), '');
      mods.push((await host.api.post<Envelope<{ id: number }>>('/api/mods', { name, folder_path: join(host.install, `@${name}`) })).body.data.id);
    }
    await host.api.put(at('/mods'), mods.map((id) => ({ mod_id: id })));
    await rm(join(host.install, '@gone'), { recursive: true });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(MISSION)]), 'night.altis.pbo');
    const [uploaded] = (await host.api.post<Envelope<{ mission: { id: number } }[]>>(at('/missions'), form)).body.data;
    await host.api.put(at('/missions/rotation'), [{ mission_id: uploaded?.mission.id }]);
    await rm(join(created.paths.root, 'mpmissions', 'night.altis.pbo'));
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind({ port: created.game_port + 2, address: '0.0.0.0', exclusive: true }, resolve));
    try {
      await host.api.put(`/api/servers/${String(created.id)}`, { exe_path: join(host.install, 'no-such-program') });
      const dry = await host.call<{ ok: boolean; problems: { code: string; severity: string }[] }>(created.id, '/start', { dry_run: true });
      expect(dry.body.data.ok).toBe(false);
      expect(dry.body.data.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code).sort()).toEqual(['EXE_MISSING', 'MISSION_FILE_MISSING', 'MOD_FOLDER_MISSING', 'PORT_IN_USE']);
      expect(dry.body.data.problems).toContainEqual(expect.objectContaining({ code: 'KEYS_MISSING', severity: 'warning', details: ['gone', 'unsigned'] }));
      await host.api.put(at('/mods'), []);
      await host.api.put(at('/missions/rotation'), []);
      await host.api.put(`/api/servers/${String(created.id)}`, { exe_path: host.executable });
      const start = await host.call(created.id, '/start');
      expect(start.status).toBe(409);
      expect(start.body.error).toMatchObject({ code: 'PORT_IN_USE', details: [{ port: created.game_port + 2, role: 'steam', owner: 'os' }] });
      expect(await host.get(created.id)).toMatchObject({ status: 'error', last_error: expect.stringContaining(String(created.game_port + 2)) as string });
    } finally {
      socket.close();
    }
    await host.run(created.id);
    await host.call(created.id, '/kill');
  });

  it('with headless clients starts them when it runs, counts them apart from people, and ends them with itself', async () => {
    const created = await host.create({ config: { launch: { headless_count: 2 }, server: { password: 'let me in' } } });
    await host.run(created.id);
    const clients = await until(async () => {
      const { data } = (await host.api.get<Envelope<{ name: string; status: string; pid: number }[]>>(`/api/servers/${String(created.id)}/headless`)).body;
      return data.length === 2 && data.every(({ status }) => status === 'running') ? data : undefined;
    }, 'headless clients');
    const names = await until(async () => {
      const { players } = (await host.api.get<Envelope<{ players: { name: string }[] }>>(`/api/servers/${String(created.id)}/players`)).body.data;
      return players.length === 4 ? players.map(({ name }) => name) : undefined;
    }, 'joined');
    expect(names).toEqual(expect.arrayContaining(['hc1', 'hc2']));
    expect((await host.get(created.id)).player_count).toBe(2);
    await host.api.post(`/api/servers/${String(created.id)}/stop?wait=20`, {});
    await until(async () => clients.every(({ pid }) => !lives(pid)), 'headless clients ended');
  });

  it('whose BattlEye left an old copy uses the new password all the same', async () => {
    const created = await host.create();
    await host.run(created.id);
    await host.api.post(`/api/servers/${String(created.id)}/stop?wait=20`, {});
    expect((await readdir(created.paths.battleye)).some((name) => name.includes('_active_'))).toBe(true);
    await host.api.put(`/api/servers/${String(created.id)}/config/rcon`, { rcon_password: 'anotherPassword42' });
    await host.run(created.id);
    await host.call(created.id, '/kill');
  });

  it('whose RCon refuses the password stops trying, and is stopped by signals', async () => {
    await host.behave({ wrongPassword: true });
    const { id } = await host.create();
    await host.call(id, '/start');
    await host.reach(id, 'running');
    await until(async () => (await events(id)).includes('rcon_refused'), 'refused');
    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(id)}/stop?wait=30`, { timeout_seconds: 60 });
    expect(stop.body.data.status).toBe('stopped');
    await host.behave({ players: 2 });
  });
});

describe('what may be started', () => {
  it.each([
    ['outside of the install folders', async () => process.execPath, 403, 'PATH_NOT_ALLOWED'],
    [
      'by another name',
      async () => {
        await copyFile(host.executable, join(host.install, 'other'));
        return join(host.install, 'other');
      },
      403,
      'EXE_NOT_ALLOWED',
    ],
    [
      'through a link that leads elsewhere',
      async () => {
        await mkdir(join(host.install, 'link'), { recursive: true });
        await symlink(process.execPath, join(host.install, 'link', 'arma3server_x64'));
        return join(host.install, 'link', 'arma3server_x64');
      },
      403,
      'PATH_NOT_ALLOWED',
    ],
    [
      'that others can change',
      async () => {
        await mkdir(join(host.install, 'open'), { recursive: true });
        const path = join(host.install, 'open', 'arma3server_x64');
        await writeFile(path, '#!/bin/sh\n');
        await chmod(path, 0o777);
        return path;
      },
      403,
      'EXE_NOT_ALLOWED',
    ],
    ['that is a folder', async () => host.install, 422, 'EXE_MISSING'],
  ])('is not a program %s', async (_, path, status, code) => {
    const { id } = await host.create({ exe_path: await path() });
    const answer = await host.call(id, '/start');
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });
});

describe('bad input', () => {
  it.each([
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'x', game_port: 80 }, 'game_port'],
    [{ name: 'x', rcon_port: 70_000 }, 'rcon_port'],
    [{ name: 'x', nonsense: 1 }, ''],
    [{ name: 'x', exe_path: 'relative' }, 'exe_path'],
    [{}, 'name'],
  ])('%j is refused with the field named', async (body, field) => {
    const answer = await host.api.post<Envelope<null>>('/api/servers', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, data: null, error: { code: 'VALIDATION_ERROR', details: expect.arrayContaining([expect.objectContaining({ path: field })]) as unknown } });
  });

  it('ports of another server are refused, with its name', async () => {
    const taken = await host.create();
    const answer = await host.api.post<Envelope<null>>('/api/servers', { name: 'clash', game_port: taken.game_port + 3 });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({ code: 'PORT_IN_USE', details: expect.arrayContaining([expect.objectContaining({ owner: `server:${String(taken.id)}` })]) as unknown });
    const rcon = await host.api.post<Envelope<null>>('/api/servers', { name: 'clash', game_port: taken.game_port + 13, rcon_port: taken.rcon_port });
    expect(rcon.status).toBe(409);
  });

  it('names are unique without case', async () => {
    await host.create({ name: 'Unique One' });
    const answer = await host.api.post<Envelope<null>>('/api/servers', { name: 'unique one', game_port: 64_000 });
    expect(answer.body.error?.code).toBe('NAME_TAKEN');
  });

  it('a hostile text in every field of the configuration changes nothing but that field', async () => {
    const hostile = 'x"; passwordAdmin="owned"; class Missions { }; // #include "a" \\';
    const created = await host.create({ config: { server: { hostname: hostile, motd: [hostile, ''], password: hostile.slice(0, 60), on_user_connected: hostile } } });
    const running = await host.run(created.id);
    const { server } = await understood(running);
    expect(server).toMatchObject({ hostname: hostile, motd: [hostile, ''], password: hostile.slice(0, 60), onuserconnected: hostile, missions: {} });
    expect(server['passwordadmin']).not.toBe('owned');
    await host.call(created.id, '/kill');
    const injected = await host.api.put<Envelope<null>>(`/api/servers/${String(created.id)}/config/server`, { hostname: 'a\npasswordAdmin = "owned";' });
    expect([injected.status, injected.body.error?.code]).toEqual([400, 'CONFIG_INJECTION']);
  });

  it('a hostile text in any other field is refused for its line break, and kept to the letter without', async () => {
    const server = await host.create();
    const id = String(server.id);
    const quotes = 'x"; passwordAdmin="owned"; //';
    const schedule = { name: 'x', cron: '0 0 1 1 *', timezone: 'UTC', action: 'say', payload: { message: 'x' } };
    const fields: [method: 'post' | 'put', path: string, (text: string) => object][] = [
      ['put', `/api/servers/${id}`, (text) => ({ name: text })],
      ['put', `/api/servers/${id}`, (text) => ({ tags: [text] })],
      ['post', `/api/servers/${id}/clone`, (text) => ({ name: `${text}2` })],
      ['put', `/api/servers/${id}`, (text) => ({ exe_path: `/srv/${text}` })],
      ['post', `/api/servers/${id}/bans`, (text) => ({ guid: 'a'.repeat(32), reason: text })],
      ['post', `/api/servers/${id}/bans`, (text) => ({ guid: 'b'.repeat(32), name: text })],
      ['post', '/api/bans', (text) => ({ ip: '203.0.113.200', reason: text })],
      ['post', `/api/servers/${id}/schedules`, (text) => ({ ...schedule, name: text })],
      ['post', `/api/servers/${id}/schedules`, (text) => ({ ...schedule, payload: { message: text } })],
      ['post', `/api/servers/${id}/schedules`, (text) => ({ ...schedule, action: 'restart', payload: {}, warnings: [{ minutes_before: 5, message: text }] })],
      ['post', `/api/servers/${id}/backups`, (text) => ({ note: text, include_missions: false })],
      ['post', '/api/templates', (text) => ({ name: text })],
    ];
    const broken: string[] = [];
    for (const [method, path, body] of fields) {
      const what = `${path} ${JSON.stringify(body('…'))}`;
      const refused = await host.api[method]<Envelope<null>>(path, body('a\npasswordAdmin = "owned";'));
      if (refused.status !== 400) broken.push(`${what} takes a line break: ${String(refused.status)} ${refused.text.slice(0, 100)}`);
      const taken = await host.api[method](path, body(quotes));
      if (taken.status >= 300 || !taken.text.includes(JSON.stringify(quotes).slice(1, -1))) broken.push(`${what} changes or refuses quotes: ${String(taken.status)} ${taken.text.slice(0, 100)}`);
    }
    for (const [path, body] of [['/say', (text: string) => ({ message: text })], ['/players/0/kick', (text: string) => ({ reason: text })], ['/players/0/message', (text: string) => ({ message: text })], ['/stop', (text: string) => ({ message: text })], ['/rcon', (text: string) => ({ command: text })]] as const) {
      const { status } = await host.call(server.id, path, body('a\n#shutdown'));
      if (status !== 400) broken.push(`${path} takes a line break: ${String(status)}`);
    }
    expect(broken).toEqual([]);
  });

  it('what is not there is not found, in the same dialect', async () => {
    const answer = await host.api.get<Envelope<null>>('/api/servers/999999');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ success: false, error: { code: 'NOT_FOUND', details: { resource: 'server' } } });
  });

  it.each(['../../etc/passwd', '..%2f..%2fetc%2fpasswd', 'server.cfg%00', 'x/../../host.id'])('the path %s leads nowhere', async (path) => {
    const { id } = await host.create();
    for (const route of ['config/download', 'logs/files']) {
      const answer = await host.api.get(`/api/servers/${String(id)}/${route}/${encodeURIComponent(path)}`);
      expect(answer.status).toBe(404);
    }
  });
});
