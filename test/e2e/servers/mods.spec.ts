import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GameHost, type Envelope } from '../../support/game-servers.js';

let host: GameHost;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'arma-mods-'));
  for (const [name, id] of [['@cba', '450814997'], ['@log', '111111111']] as const) {
    await mkdir(join(root, name, 'addons'), { recursive: true });
    await mkdir(join(root, name, 'keys'), { recursive: true });
    await writeFile(join(root, name, 'keys', `${name.slice(1)}.bikey`), name);
    await writeFile(join(root, name, 'meta.cpp'), `publishedid = ${id};\nname = "${name}";\n`);
  }
  host = await GameHost.start({}, { env: { SERVERS_MOD_ROOTS: root } });
});
afterAll(async () => {
  await host.stop();
  await rm(root, { recursive: true });
});

interface Mod {
  id: number;
  name: string;
}

describe('mods', () => {
  it('are found, registered, loaded in order with their keys, and shown as a preset', async () => {
    const found = (await host.api.post<Envelope<{ folder_path: string; name: string }[]>>('/api/mods/scan', {})).body.data;
    expect(found.map(({ name }) => name).sort((a, b) => a.localeCompare(b))).toEqual(['@cba', '@log']);
    const mods: Mod[] = [];
    for (const { folder_path, name } of found.sort((a, b) => a.name.localeCompare(b.name))) mods.push((await host.api.post<Envelope<Mod>>('/api/mods', { folder_path, name })).body.data);
    const [cba, log] = mods as [Mod, Mod];
    const server = await host.create();
    const at = `/api/servers/${String(server.id)}/mods`;
    await host.api.put(at, [{ mod_id: cba.id }, { mod_id: log.id, kind: 'server' }]);
    await host.run(server.id);
    const { args } = JSON.parse(await readFile(join(server.paths.root, 'run', 'understood.json'), 'utf8')) as { args: string[] };
    expect(args).toContain(`-mod=${join(root, '@cba')}`);
    expect(args).toContain(`-serverMod=${join(root, '@log')}`);
    expect((await readdir(join(server.paths.root, 'keys'))).filter((name) => name.endsWith('.bikey'))).toEqual(['cba.bikey']);
    await host.call(server.id, '/kill');

    const list = [{ mod_id: log.id, kind: 'server' }, { mod_id: cba.id, kind: 'client' }];
    const kept = await host.api.post<Envelope<{ id: number }>>('/api/presets', { name: 'Tuesday', mods: list });
    expect(kept.status).toBe(201);
    for (const [body, code] of [[{ name: 'tuesday', mods: list }, 'NAME_TAKEN'], [{ name: 'x', mods: [] }, 'VALIDATION_ERROR'], [{ name: 'a\nb', mods: list }, 'VALIDATION_ERROR'], [{ name: 'x', mods: [...list, ...list] }, 'VALIDATION_ERROR'], [{ name: 'x', mods: [{ mod_id: 9_999 }] }, 'VALIDATION_ERROR']] as const) expect((await host.api.post<Envelope<null>>('/api/presets', body)).body.error?.code).toBe(code);
    const operator = await host.operator('mods.operator', [server.id]);
    expect((await operator.get<Envelope<{ name: string; mods: object[] }[]>>('/api/presets')).body.data).toMatchObject([{ name: 'Tuesday', mods: list }]);
    expect([(await operator.post('/api/presets', { name: 'His', mods: list })).status, (await operator.delete(`/api/presets/${String(kept.body.data.id)}`)).status]).toEqual([403, 403]);
    const preset = (await host.api.get(`${at}/preset.html`)).text;
    expect(preset).toContain('?id=450814997');
    const missing = preset.replaceAll('450814997', '999999999');
    const report = (await host.api.post<Envelope<{ missing: unknown[]; matched: unknown[] }>>(`${at}/preset`, { html: missing })).body.data;
    expect(report).toMatchObject({ matched: [], missing: [{ workshop_id: '999999999' }], applied: false });
    expect((await host.api.delete<Envelope<null>>(`/api/mods/${String(cba.id)}`)).body.error?.code).toBe('MOD_IN_USE');
    await host.api.put(at, []);
    expect((await host.api.delete(`/api/mods/${String(cba.id)}`)).status).toBe(200);
    expect((await host.api.get<Envelope<{ mods: object[] }[]>>('/api/presets')).body.data.map((one) => one.mods)).toEqual([[{ mod_id: log.id, kind: 'server' }]]);
    expect([(await host.api.delete(`/api/presets/${String(kept.body.data.id)}`)).status, (await host.api.delete(`/api/presets/${String(kept.body.data.id)}`)).status]).toEqual([200, 404]);
  });

  it('outside of the mod folders are refused', async () => {
    expect((await host.api.post<Envelope<null>>('/api/mods', { name: 'x', folder_path: '/etc' })).body.error?.code).toBe('PATH_NOT_ALLOWED');
    expect((await host.api.post<Envelope<null>>('/api/mods', { name: 'x', folder_path: join(root, '..', '..', 'etc') })).body.error?.code).toBe('PATH_NOT_ALLOWED');
  });
});
