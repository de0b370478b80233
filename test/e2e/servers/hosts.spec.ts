import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { GameHost, lives, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

/** A lease that runs out soon, so that nobody has to wait for a dead host. */
const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), SERVERS_LEASE_SECONDS: '2', SERVERS_COMMAND_TIMEOUT_SECONDS: '5', QUEUE_POLL_MS: '100' };

let attic: GameHost | undefined;
let cellar: GameHost | undefined;
afterEach(async () => {
  await cellar?.stop({ keepDatabase: true });
  await attic?.stop();
  [attic, cellar] = [undefined, undefined];
});

async function twoHosts(more: Record<string, string> = {}): Promise<[GameHost, GameHost]> {
  attic = await GameHost.start({}, { env: { ...env, ...more } });
  cellar = await GameHost.join(attic, {}, { env: { ...env, ...more } });
  return [attic, cellar];
}

describe('two hosts on one database', () => {
  it('reach each other’s servers: start, say, kick, settings and stop go to the one that owns the server', async () => {
    const [here, there] = await twoHosts();
    const own = await there.create();
    expect(own).toMatchObject({ host_online: true });

    // From the other host: everything an operator does.
    const running = await here.run(own.id);
    expect(lives(running.pid)).toBe(true);
    const twice = await here.call(own.id, '/start');
    expect([twice.status, twice.body.error?.code]).toEqual([409, 'SERVER_ALREADY_RUNNING']);
    await there.control(running, '/join', { name: 'Visitor' });
    const players = await until(async () => {
      const { body } = await here.api.get<Envelope<{ players: { name: string; player_num: number; guid: string }[]; stale: boolean }>>(`/api/servers/${String(own.id)}/players`);
      return body.data.players.length === 1 ? body.data : undefined;
    }, 'the player seen from the other host');
    expect(players).toMatchObject({ stale: false, players: [{ name: 'Visitor' }] });
    expect((await here.call(own.id, '/say', { message: 'hello from upstairs' })).status).toBe(200);
    const { executed } = await there.control<{ executed: string[] }>(running, '/state');
    expect(executed).toContain('say -1 hello from upstairs');
    const wrong = await here.call(own.id, '/players/0/kick', { guid: '0'.repeat(32), reason: 'x' });
    expect([wrong.status, wrong.body.error?.code]).toEqual([409, 'INVALID_TRANSITION']);
    expect((await here.call(own.id, '/players/0/kick', { guid: players.players[0]?.guid, reason: 'bye' })).status).toBe(200);
    const rcon = await here.api.put(`/api/servers/${String(own.id)}/config/rcon`, { rcon_password: 'AnotherPassword123' });
    expect(rcon.status).toBe(200);
    const preview = await there.api.get(`/api/servers/${String(own.id)}/config/preview?reveal=1`);
    expect(preview.text).toContain('AnotherPassword123');
    const beserver = (await there.api.get<Envelope<{ files: { name: string; changed: boolean }[] }>>(`/api/servers/${String(own.id)}/config/preview`)).body.data.files.find(({ name }) => name.includes('beserver'));
    expect(beserver?.changed).toBe(false);
    const upload = await here.api.get<Envelope<null>>(`/api/servers/${String(own.id)}/logs/files/any.log`);
    expect([upload.status, upload.body.error?.code]).toEqual([409, 'OWNED_BY_OTHER_HOST']);

    // How long records stay counts for both hosts at once, folders for the one that was asked.
    interface Settings {
      host_id: string;
      settings: Record<'log_retention_days' | 'mod_roots' | 'steamcmd_path', { value: unknown; start_value: unknown; source: string }>;
    }
    const settings = async (from: GameHost): Promise<Settings> => (await from.api.get<Envelope<Settings>>('/api/system/settings')).body.data;
    const change = (from: GameHost, body: object) => from.api.put<Envelope<Settings>>('/api/system/settings', body);
    const changed = await change(here, { log_retention_days: 3, mod_roots: [here.install] });
    expect(changed.body.data.settings).toMatchObject({ log_retention_days: { value: 3, start_value: 7, source: 'stored' }, mod_roots: { value: [here.install], source: 'stored' } });
    await until(async () => (await settings(there)).settings.log_retention_days.value === 3, 'seen by the other host');
    expect((await settings(there)).settings.mod_roots).toMatchObject({ value: [], source: 'start' });
    await mkdir(join(here.install, '@own', 'addons'), { recursive: true });
    await writeFile(join(here.install, '@own', 'addons', 'a.pbo'), '');
    expect((await here.api.post('/api/mods', { name: 'own', folder_path: join(here.install, '@own') })).status).toBe(201);
    expect((await change(here, { log_retention_days: null })).body.data.settings.log_retention_days).toMatchObject({ value: 7, source: 'start' });
    const refused = await change(here, { log_retention_days: 0, steamcmd_path: '/bin/sh', mod_roots: ['relative'], nonsense: 1 });
    expect([refused.status, refused.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    const paths = await change(here, { steamcmd_path: '/bin/sh', install_roots: ['/', '/nowhere/at/all'], mod_roots: ['relative'], metrics_hour_days: 5 });
    expect(paths.body.error?.details).toMatchObject(['install_roots.0', 'install_roots.1', 'mod_roots.0', 'steamcmd_path'].map((field) => ({ path: field })));
    expect((await settings(here)).settings).toMatchObject({ steamcmd_path: { source: 'start' }, metrics_hour_days: { source: 'start' } });
    const operator = await here.operator('somebody', [own.id]);
    for (const answer of [await operator.get('/api/system/settings'), await operator.put('/api/system/settings', { log_retention_days: 1 })]) expect(answer.status).toBe(403);
    expect((await here.api.get('/api/audit?limit=100')).text).toContain('servers.server-settings.update');

    const stop = await here.api.post<Envelope<{ status: string }>>(`/api/servers/${String(own.id)}/stop?wait=20`, {});
    expect(stop.body.data.status).toBe('stopped');
    expect(lives(running.pid)).toBe(false);
    const events = (await here.api.get(`/api/servers/${String(own.id)}/events`)).text;
    for (const type of ['start_requested', 'player_kicked', 'config_changed', 'stop_requested']) expect(events).toContain(type);
  });

  it('back servers up, restore, clone and run schedules where they are', async () => {
    const [here, there] = await twoHosts();
    const own = await there.create();
    const path = (rest: string): string => `/api/servers/${String(own.id)}${rest}`;
    const done = <T extends { id: number; status: string }>(list: string, id: number): Promise<T> => until(async () => (await here.api.get<Envelope<{ items: T[] }>>(path(list))).body.data.items.find((item) => item.id === id && item.status === 'done'), `${list} done`, 30_000);
    const backup = (await here.call<{ id: number }>(own.id, '/backups')).body.data;
    await done('/backups', backup.id);
    const fetched = await here.api.get<Envelope<null>>(path(`/backups/${String(backup.id)}/download`));
    expect([fetched.status, fetched.body.error?.code, fetched.body.error?.details]).toEqual([409, 'OWNED_BY_OTHER_HOST', expect.objectContaining({ host_id: (own as ServerInfo & { host_id: string }).host_id, online: true })]);
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.tar.gz');
    const taken = await here.api.post<Envelope<null>>(path('/backups/import'), form);
    expect([taken.status, taken.body.error?.code]).toEqual([409, 'OWNED_BY_OTHER_HOST']);
    expect((await there.api.get(path(`/backups/${String(backup.id)}/download`))).status).toBe(200);
    const shown = async (from: GameHost): Promise<object> => (await from.api.get<Envelope<object>>(path(`/backups/${String(backup.id)}`))).body.data;
    expect([await shown(here), await shown(there)]).toMatchObject([{ file_here: false }, { file_here: true }]);
    expect([await here.get(own.id), await there.get(own.id)]).toMatchObject([{ host_here: false }, { host_here: true }]);
    await here.api.put(path('/config/server'), { hostname: 'Changed' });
    const restore = (await here.call<{ id: number }>(own.id, `/backups/${String(backup.id)}/restore`)).body.data;
    await done('/backups/restores', restore.id);
    expect((await here.api.get(path('/config'))).text).not.toContain('Changed');
    const files = async (): Promise<number> => (await readdir(join(there.app.dataDir, 'server-backups'))).length;
    const before = await files();
    expect((await here.api.delete(path(`/backups/${String(backup.id)}`))).status).toBe(200);
    expect([before - (await files()), (await here.api.get(path(`/backups/${String(backup.id)}`))).status]).toEqual([1, 404]);
    const clone = await here.call<ServerInfo & { host_id: string }>(own.id, '/clone', { name: 'Downstairs too' });
    expect([clone.status, clone.body.data.host_id]).toEqual([201, (own as ServerInfo & { host_id: string }).host_id]);
    const schedule = (await here.call<{ id: number }>(own.id, '/schedules', { name: 'Start', cron: '0 0 1 1 *', timezone: 'UTC', action: 'start' })).body.data;
    const run = (await here.call<{ id: number }>(own.id, `/schedules/${String(schedule.id)}/run`)).body.data;
    await done('/schedules/runs', run.id);
    const running = await there.reach(own.id, 'running');
    expect(lives(running.pid)).toBe(true);
    await here.call(own.id, '/kill');
    await there.reach(own.id, 'stopped');
  }, 90_000);

  it('say so when the owner is away, leave its servers alone, and reach it again when it is back', async () => {
    const [here, there] = await twoHosts();
    const running = await there.run((await there.create()).id);
    const backup = (await there.call<{ id: number }>(running.id, '/backups')).body.data;
    await until(async () => (await there.api.get<Envelope<{ status: string }>>(`/api/servers/${String(running.id)}/backups/${String(backup.id)}`)).body.data.status === 'done', 'a backup');
    await there.app.kill9();
    const away = await until(async () => {
      const found = (await here.api.get<Envelope<ServerInfo & { host_online: boolean; warnings: string[] }>>(`/api/servers/${String(running.id)}`)).body.data;
      return found.host_online ? undefined : found;
    }, 'seen as away');
    expect(away).toMatchObject({ status: 'running', pid: running.pid, warnings: [expect.stringContaining('is away') as string] });
    const stop = await here.call(running.id, '/stop');
    expect([stop.status, stop.body.error?.code]).toEqual([503, 'HOST_AWAY']);
    // Work that nobody waits for would be done at some later time.
    const backups = (await here.api.get<Envelope<{ total: number; items: { id: number }[] }>>(`/api/servers/${String(running.id)}/backups`)).body.data;
    expect(backups.total).toBe(1);
    const kept = `/backups/${String(backups.items[0]?.id)}`;
    const later = [await here.call(running.id, '/backups'), await here.call(running.id, `${kept}/restore`), await here.api.delete<Envelope<null>>(`/api/servers/${String(running.id)}${kept}`)];
    for (const { status, body } of later) expect([status, body.error?.code]).toEqual([503, 'HOST_AWAY']);
    const list = await here.api.get<Envelope<{ stale: boolean }>>(`/api/servers/${String(running.id)}/players`);
    expect(list.body.data.stale).toBe(true);
    expect(lives(running.pid)).toBe(true);

    await there.app.restart();
    const again = await until(async () => {
      const answer = await here.api.post<Envelope<{ status: string } | null>>(`/api/servers/${String(running.id)}/stop?wait=20`, {});
      return answer.status === 202 ? answer.body.data : undefined;
    }, 'reached again');
    expect(again?.status).toBe('stopped');
    expect(lives(running.pid)).toBe(false);
  });

  it('count calls together: so many starts and stops of one server, so many calls of one account', async () => {
    const [here, there] = await twoHosts({ AUTH_RATE_LIMIT_FACTOR: '1' });
    const [own, other] = [await here.create(), await here.create()];
    const outcomes: unknown[] = [];
    for (let call = 0; call < 11; call += 1) {
      const { status, body } = await (call % 2 === 0 ? here : there).call(own.id, '/stop');
      outcomes.push(status === 409 ? 409 : [status, body.error?.code]);
    }
    expect(outcomes).toEqual([...Array<number>(10).fill(409), [429, 'RATE_LIMITED']]);
    const refused = await there.call(own.id, '/restart');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Neither the emergency brake, nor a look ahead, nor another server.
    expect((await here.call(own.id, '/kill')).status).toBe(409);
    expect((await here.call(own.id, '/start', { dry_run: true })).status).toBe(202);
    expect((await there.call(other.id, '/stop')).status).toBe(409);

    const list = async (from: GameHost): Promise<number> => (await from.api.get('/api/servers')).status;
    const statuses: number[] = [];
    for (let round = 0; round < 20; round += 1) statuses.push(...(await Promise.all(Array.from({ length: 16 }, (_, call) => list(call % 2 === 0 ? here : there)))));
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(300);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(250);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    // Somebody else has a budget of his own.
    const operator = await here.operator('somebody', [own.id]);
    expect((await operator.get('/api/servers')).status).toBe(200);
  });
});
