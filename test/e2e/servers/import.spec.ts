import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeBlock, GameHost, type Envelope, type ServerInfo } from '../../support/game-servers.js';

const MISSION = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);

interface Report {
  dry_run: boolean;
  server_id: number | null;
  server: { name: string; exe_path: string; game_port: number; rcon_port: number };
  config: Record<string, Record<string, unknown>>;
  extra_options: string;
  rejected: { key: string; reason: string }[];
  files: { path: string; kind: string; used: boolean }[];
  rotation: { template: string }[];
  missions: { filename: string; ok: boolean }[];
  mods: { folder: string; kind: string; state: string }[];
  bans: number;
  warnings: string[];
}

let roots: string;
let old: string;
let mods: string;
let host: GameHost;
let port: number;

beforeAll(async () => {
  roots = await mkdtemp(join(tmpdir(), 'arma-old-'));
  old = join(roots, 'server');
  mods = join(roots, 'workshop');
  port = await freeBlock();
  for (const folder of ['cfg', 'profiles/home/veteran', 'battleye', 'mpmissions', 'addons']) await mkdir(join(old, folder), { recursive: true });
  for (const name of ['cba', 'tools']) {
    await mkdir(join(mods, name, 'addons'), { recursive: true });
    await writeFile(join(mods, name, 'addons', 'x.pbo'), 'x');
    await symlink(join(mods, name), join(old, `@${name}`));
  }
  const files: Record<string, string | Buffer> = {
    'cfg/server.cfg': 'hostname = "The ""old"" server";\npassword = "join-canary";\npasswordAdmin = "admin-canary";\nmaxPlayers = 40;\nsomeFutureSwitch = 3;\nclass Missions { class A { template = "night.altis"; difficulty = "Veteran"; }; class B { template = "gone.stratis"; }; };\n',
    'cfg/other.cfg': 'hostname = "not this one";\n',
    'cfg/basic.cfg': 'MaxMsgSend = 300;\n',
    'profiles/home/veteran/veteran.Arma3Profile': 'class DifficultyPresets { class CustomDifficulty { class Options { thirdPersonView = 1; }; }; };\n',
    'profiles/home/veteran/veteran.vars.Arma3Profile': 'campaign',
    'battleye/beserver_x64.cfg': 'RConPassword stale-password\n',
    'battleye/beserver_x64_active_1f.cfg': `RConPassword live-password\nRConPort ${String(port + 8)}\n`,
    'battleye/bans.txt': '0123456789abcdef0123456789abcdef -1 cheater\n',
    'mpmissions/night.altis.pbo': MISSION,
    'mpmissions/broken.altis.pbo': MISSION.subarray(0, 90),
    'start.sh': `#!/bin/sh\n./arma3server_x64 -port=${String(port)} -config=cfg/server.cfg -cfg=cfg/basic.cfg -name=veteran "-mod=@cba" -serverMod=@tools -limitFPS=70\n`,
  };
  for (const [path, content] of Object.entries(files)) await writeFile(join(old, path), content);
  host = await GameHost.start({}, { env: { SERVERS_IMPORT_ROOTS: roots, SERVERS_MOD_ROOTS: mods } });
});
afterAll(async () => {
  await host.stop();
  await rm(roots, { recursive: true, force: true });
});

const post = (body: object): Promise<{ status: number; text: string; body: Envelope<Report> }> => host.api.post<Envelope<Report>>('/api/servers/import', { path: old, ...body });

/** Names, times and contents of everything in the original. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const entry of (await readdir(old, { recursive: true, withFileTypes: true })).toSorted((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs, mode, nlink, size } = await stat(path);
    hash.update(`${path} ${String(mtimeMs)} ${String(mode)} ${String(nlink)} ${String(size)}`);
    if (entry.isFile()) hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

describe('an existing installation', () => {
  it('is read and told, field by field, without passwords and without a change', async () => {
    const before = await fingerprint();
    const { status, text, body } = await post({});
    expect(status).toBe(200);
    const report = body.data;
    expect(report).toMatchObject({ dry_run: true, server_id: null, server: { name: 'The "old" server', game_port: port, rcon_port: port + 8 }, bans: 1 });
    expect(report.config).toMatchObject({ server: { max_players: 40, password_set: true, password_admin_set: true }, basic: { max_msg_send: 300 }, profile: { third_person_view: 1 }, launch: { limit_fps: 70, profile_name: 'veteran' }, rcon: { rcon_password_set: true } });
    expect(report.extra_options).toBe('someFutureSwitch = 3;\n');
    expect(report.rotation.map(({ template }) => template)).toEqual(['night.altis', 'gone.stratis']);
    expect(report.missions.map(({ filename, ok }) => [filename, ok])).toEqual(expect.arrayContaining([['night.altis.pbo', true], ['broken.altis.pbo', false]]));
    expect(report.mods.map(({ kind, state }) => [kind, state])).toEqual([['client', 'new'], ['server', 'new']]);
    expect(report.files.find(({ path }) => path === 'cfg/other.cfg')?.used).toBe(false);
    for (const secret of ['join-canary', 'admin-canary', 'live-password', 'stale-password']) expect(text).not.toContain(secret);
    expect((await host.api.get<Envelope<unknown[]>>('/api/servers')).body.data).toEqual([]);
    expect(await fingerprint()).toBe(before);
  });

  it('is taken over, and runs', async () => {
    const before = await fingerprint();
    const { status, body } = await post({ dry_run: false, exe_path: host.executable });
    expect(status).toBe(200);
    const id = body.data.server_id ?? 0;
    const server = await host.get(id);
    expect(server).toMatchObject({ name: 'The "old" server', game_port: port, rcon_port: port + 8 });
    expect((await host.api.get(`/api/servers/${String(id)}/config/preview?reveal=1`)).text).toContain('RConPassword live-password');
    expect(await readFile(join(server.paths.profiles, 'home/veteran/veteran.vars.Arma3Profile'), 'utf8')).toBe('campaign');
    expect(await readFile(join(server.paths.battleye, 'bans.txt'), 'utf8')).toContain('cheater');
    const chosen = (await host.api.get<Envelope<{ folder_path: string; kind: string }[]>>(`/api/servers/${String(id)}/mods`)).body.data;
    expect(chosen.map(({ kind }) => kind)).toEqual(['client', 'server']);
    const rotation = (await host.api.get<Envelope<{ mission_id: number | null }[]>>(`/api/servers/${String(id)}/missions/rotation`)).body.data;
    expect(rotation.map(({ mission_id: mission }) => mission === null)).toEqual([false, true]);
    await host.api.put(`/api/servers/${String(id)}/missions/rotation`, [rotation[0]]);
    await host.run(id);
    await host.call<ServerInfo>(id, '/kill');
    await host.reach(id, 'stopped');
    expect(await fingerprint()).toBe(before);
  });

  it('a second time gets ports of its own, and is refused under the same name', async () => {
    const again = await post({});
    expect(again.body.data.server.game_port).not.toBe(port);
    expect(again.body.data.warnings.join()).toContain('already');
    const taken = await post({ dry_run: false, exe_path: host.executable });
    expect([taken.status, taken.body.error?.code]).toEqual([409, 'NAME_TAKEN']);
    expect((await host.api.get<Envelope<unknown[]>>('/api/servers')).body.data).toHaveLength(1);
  });

  it.each([
    ['/etc', 403, 'PATH_NOT_ALLOWED'],
    ['/etc/nothing/there', 403, 'PATH_NOT_ALLOWED'],
    ['relative/path', 400, 'VALIDATION_ERROR'],
  ])('at %s is none of our business', async (path, status, code) => {
    const answer = await post({ path });
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it('can’t be reached through a link or by dots, and a file must be one that was found', async () => {
    await symlink('/etc', join(roots, 'link'));
    expect((await post({ path: join(roots, 'link') })).status).toBe(403);
    expect((await post({ path: `${roots}/../../etc` })).status).toBe(403);
    expect((await post({ path: join(roots, 'not-there') })).status).toBe(404);
    expect((await post({ server_cfg: '../../../etc/passwd' })).status).toBe(400);
    expect((await post({ server_cfg: 'cfg/other.cfg' })).body.data.server.name).toBe('not this one');
  });
});

describe('configuration files for a server that is here', () => {
  it('show what they change, then change it, all or nothing', async () => {
    const server = await host.create();
    const upload = (files: Record<string, string>, query = ''): Promise<{ status: number; text: string; body: Envelope<{ applied: boolean; changes: { section: string; field: string; before: unknown; after: unknown }[]; rejected: { key: string }[] }> }> => {
      const form = new FormData();
      for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name);
      return host.api.post(`/api/servers/${String(server.id)}/config/import${query}`, form);
    };
    const files = { 'server.cfg': 'hostname = "Imported"; password = "join-canary"; maxPlayers = 0; odd = 1;', 'basic.cfg': 'MaxMsgSend = 200;' };
    const told = await upload(files);
    expect(told.status).toBe(200);
    expect(told.body.data).toMatchObject({ applied: false, rejected: [{ key: 'maxPlayers' }] });
    expect(told.body.data.changes).toEqual(expect.arrayContaining([expect.objectContaining({ section: 'server', field: 'hostname', after: 'Imported' }), { section: 'server', field: 'password', before: '***', after: '***' }, expect.objectContaining({ section: 'basic', field: 'max_msg_send', after: 200 })]));
    expect(told.text).not.toContain('join-canary');
    const config = async (): Promise<string> => (await host.api.get(`/api/servers/${String(server.id)}/config`)).text;
    expect(await config()).not.toContain('Imported');
    expect((await upload(files, '?apply=1')).body.data.applied).toBe(true);
    expect(await config()).toContain('Imported');
    expect((await upload({ 'evil.exe': 'MZ' })).body.data.rejected).toHaveLength(1);
    expect((await upload({ 'server.cfg': 'x'.repeat(1_100_000) })).body.data.rejected).toHaveLength(1);
    expect((await upload({})).status).toBe(400);
  });
});
