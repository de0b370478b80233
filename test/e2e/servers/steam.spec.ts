import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { ADMIN } from '../../support/app.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installFakeSteam, setSteam, steamRuns } from '../../fakes/steam/install.js';
import type { Behaviour } from '../../fakes/steam/behaviour.js';
import { FakeSteamApi } from '../../fakes/steam/web-api.js';
import { GameHost, until, type Envelope } from '../../support/game-servers.js';

interface Job {
  job_id: string;
  state: string;
  phase: string | null;
  percent: number | null;
  items: { done: number; total: number } | null;
  error: { code: string; message: string } | null;
  log: string[];
}

const CBA = '450814997';
const ACE = '463939057';
/** A mod as the workshop has it: with capitals, which Linux does not forgive. */
const modFiles = (name: string): Record<string, string> => ({ [`Addons/${name}_Main.pbo`]: '00', 'Keys/Author.bikey': 'a key', 'meta.cpp': `publishedid = ${CBA};\nname = "${name}";\n` });
/** A mission archive of one file. */
const MISSION = '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac';

let steam: string;
let api: FakeSteamApi;
let host: GameHost;
const start = async (env: Record<string, string> = {}): Promise<GameHost> =>
  GameHost.start({}, { env: { STEAMCMD_PATH: join(steam, 'steamcmd.sh'), STEAM_USER: 'player', STEAM_PASSWORD: 'steam-secret', STEAM_API_URL: api.url, QUEUE_POLL_MS: '100', ...env } });
/** How the next runs behave; nobody is logged in and nothing was cut off yet. */
async function behave(behaviour: Partial<Behaviour>): Promise<void> {
  await setSteam(steam, behaviour);
  await rm(join(steam, 'memory.json'), { force: true });
}
beforeAll(async () => {
  steam = await mkdtemp(join(tmpdir(), 'fake-steam-'));
  await installFakeSteam(steam);
  api = await FakeSteamApi.start();
  api.items.set(CBA, { title: 'CBA_A3', bytes: 1_000, updated: 1_700_000_000 });
  api.items.set(ACE, { title: 'ace', bytes: 2_000, updated: 1_700_000_000 });
  host = await start();
});
afterAll(async () => {
  await host.stop();
  await api.stop();
  await rm(steam, { recursive: true, force: true });
});

const post = async <T>(path: string, body: object = {}): Promise<{ status: number; data: T; error: { code: string; details: unknown } | null }> => {
  const { status, body: envelope } = await host.api.post<Envelope<T>>(path, body);
  return { status, data: envelope.data, error: envelope.error };
};
const job = async (id: string): Promise<Job> => (await host.api.get<Envelope<Job>>(`/api/system/jobs/${id}`)).body.data;
const reach = (id: string, ...states: string[]): Promise<Job> =>
  until(async () => {
    const found = await job(id);
    return states.includes(found.state) ? found : undefined;
  }, `job ${states.join(' or ')}`);
async function download(...ids: string[]): Promise<string> {
  const { status, data } = await post<{ job_id: string }>('/api/mods/workshop', { workshop_ids: ids });
  expect(status).toBe(202);
  return data.job_id;
}

interface JobFrame {
  job_id: string;
  kind: string;
  state: string;
  progress: number | null;
  line: string | null;
}

/** Listens to what is told about jobs of all servers. */
function watch({ name, password }: { name: string; password: string }): { socket: WebSocket; open: Promise<unknown>; jobs: () => JobFrame[] } {
  const socket = new WebSocket(`${host.app.url.replace('http', 'ws')}/ws/all?channels=job`, { headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` } });
  const frames: { type: string; data: JobFrame }[] = [];
  socket.on('message', (bytes: Buffer) => frames.push(JSON.parse(bytes.toString()) as { type: string; data: JobFrame }));
  return { socket, open: new Promise((resolve) => socket.once('open', resolve)), jobs: () => frames.filter(({ type }) => type === 'job').map(({ data }) => data) };
}

/** Somebody who runs a single server, and has nothing to do with downloads. */
async function confined(): Promise<{ name: string; password: string }> {
  await host.operator('confined', [(await host.create()).id]);
  return { name: 'confined', password: 'correct horse battery staple' };
}

describe('steamcmd', () => {
  it('downloads mods with a code from the page, goes on after time-outs, and the server finds their lower-case names', async () => {
    await behave({ guard: 'asks', items: { [CBA]: { files: modFiles('CBA'), timeouts: 2 }, [ACE]: { files: { 'addons/ace.pbo': '00', 'keys/ace.bikey': 'ace' } } } });
    const [everybody, operator] = [watch({ name: ADMIN.username, password: ADMIN.password }), watch(await confined())];
    await Promise.all([everybody.open, operator.open]);
    const id = await download(CBA, ACE);
    await reach(id, 'waiting_for_guard');
    expect((await post<Job>(`/api/system/jobs/${id}/guard`, { code: 'ZZZZZ' })).status).toBe(200);
    // Steam refuses it, and the page is asked again.
    await until(async () => (await post(`/api/system/jobs/${id}/guard`, { code: 'ab12c' })).status === 200, 'asked again');
    const done = await reach(id, 'completed', 'failed');
    expect(done).toMatchObject({ state: 'completed', percent: 100, items: { done: 2, total: 2 }, error: null });
    expect(done.log.join('\n')).not.toContain('steam-secret');
    // What the page shows came by itself as well, for those who may look at downloads.
    await until(async () => everybody.jobs().at(-1)?.state === 'completed', 'told');
    const told = everybody.jobs().filter(({ job_id: job }) => job === id);
    expect(told.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1])).toEqual(expect.arrayContaining(['waiting', 'active', 'waiting_for_guard', 'completed']) as string[]);
    expect(told.at(-1)).toEqual({ job_id: id, kind: 'steam-mods', state: 'completed', progress: 1, line: null });
    expect(told.every(({ progress }) => progress === null || (progress >= 0 && progress <= 1))).toBe(true);
    expect(JSON.stringify(told)).not.toContain('steam-secret');
    expect(operator.jobs()).toEqual([]);
    for (const { socket } of [everybody, operator]) socket.close();
    for (const args of await steamRuns(steam)) expect(args.join(' ')).not.toContain('steam-secret');
    expect((await steamRuns(steam)).at(-1)).toEqual(expect.arrayContaining(['+workshop_download_item', '107410']) as string[]);

    const mods = (await host.api.get<Envelope<{ id: number; name: string; workshop_id: string; lower_case_ok: boolean }[]>>('/api/mods')).body.data;
    expect(mods.map(({ name, workshop_id, lower_case_ok: ok }) => [name, workshop_id, ok])).toEqual([['ace', ACE, true], ['CBA_A3', CBA, false]]);
    const server = await host.create();
    await host.api.put(`/api/servers/${String(server.id)}/mods`, mods.map(({ id: mod }) => ({ mod_id: mod })));
    await host.run(server.id);
    const { args } = JSON.parse(await readFile(join(server.paths.root, 'run', 'understood.json'), 'utf8')) as { args: string[] };
    const folders = args.find((argument) => argument.startsWith('-mod='))?.slice('-mod='.length).split(';') ?? [];
    const cba = folders.find((folder) => /@cba_a3/.test(folder)) ?? '';
    expect(await readdir(join(cba, 'addons'))).toEqual(['cba_main.pbo']);
    expect(await readFile(join(cba, 'addons', 'cba_main.pbo'))).toEqual(Buffer.from([0]));
    const original = join(host.app.dataDir, 'servers', 'steam', 'steamapps', 'workshop', 'content', '107410', CBA);
    expect(await readdir(join(original, 'Addons'))).toEqual(['CBA_Main.pbo']);

    // A newer version: seen, refused while a server runs with it, then fetched with a restart of that server.
    api.items.set(CBA, { title: 'CBA_A3', bytes: 1_000, updated: Math.floor(Date.now() / 1_000) + 3_600 });
    const updates = (await post<{ name: string; update_available: boolean }[]>('/api/mods/check-updates')).data;
    expect(updates.filter(({ update_available: available }) => available).map(({ name }) => name)).toEqual(['CBA_A3']);
    const refused = await post('/api/mods/update-all');
    expect([refused.status, refused.error?.code, refused.error?.details]).toEqual([409, 'MOD_IN_USE', { servers: [server.id] }]);
    const before = (await host.get(server.id)).pid;
    const update = (await post<{ job_id: string }>('/api/mods/update-all?restart=1')).data;
    expect((await reach(update.job_id, 'completed', 'failed')).state).toBe('completed');
    await until(async () => {
      const found = await host.get(server.id);
      return found.status === 'running' && found.pid !== before;
    }, 'restarted with the new version', 30_000);
    await host.call(server.id, '/kill');
    await host.reach(server.id, 'stopped');
  });

  it('updates the mods of a server on a schedule, and restarts it only when files changed', async () => {
    const files = { 'addons/main.pbo': '00', 'meta.cpp': `publishedid = ${CBA};\nname = "CBA_A3";\n` };
    await behave({ items: { [CBA]: { files } } });
    api.items.set(CBA, { title: 'CBA_A3', bytes: 1_000, updated: 1_700_000_000 });
    expect((await reach(await download(CBA), 'completed', 'failed')).state).toBe('completed');
    const cba = (await host.api.get<Envelope<{ id: number; workshop_id: string }[]>>('/api/mods')).body.data.find(({ workshop_id: workshop }) => workshop === CBA)?.id;
    const [server, other] = [await host.create(), await host.create()];
    for (const { id } of [server, other]) await host.api.put(`/api/servers/${String(id)}/mods`, [{ mod_id: cba }]);
    const before = await host.run(server.id);
    const schedules = `/api/servers/${String(server.id)}/schedules`;
    const schedule = async (payload: object): Promise<{ status: string; message: string }> => {
      const made = (await post<{ id: number; warnings: unknown[] }>(schedules, { name: 'Mods', cron: '0 0 1 1 *', timezone: 'UTC', action: 'mod_update', payload })).data;
      expect(made.warnings).toHaveLength(5);
      await post(`${schedules}/${String(made.id)}/run`);
      return until(async () => {
        const { items } = (await host.api.get<Envelope<{ items: { status: string; message: string }[] }>>(`${schedules}/runs?schedule_id=${String(made.id)}`)).body.data;
        return items.find(({ status }) => status !== 'queued' && status !== 'running');
      }, 'the run ends', 40_000);
    };
    expect(await schedule({})).toMatchObject({ status: 'skipped', message: 'No mod has a newer version' });
    expect(await schedule({ validate: true })).toMatchObject({ status: 'done', message: 'The mods were up to date' });
    expect((await host.get(server.id)).pid).toBe(before.pid);

    // A newer version, which another server runs with as well.
    api.items.set(CBA, { title: 'CBA_A3', bytes: 1_000, updated: Math.floor(Date.now() / 1_000) + 3_600 });
    await behave({ items: { [CBA]: { files: { ...files, 'addons/main.pbo': '0101' } } } });
    const second = await host.run(other.id);
    expect(await schedule({})).toMatchObject({ status: 'failed', message: expect.stringContaining('Other servers') as string });
    const done = await schedule({ restart_others: true });
    expect(done).toMatchObject({ status: 'done', message: expect.stringMatching(/^1 mods changed; restarted: /) as string });
    expect(done.message).toContain(server.name);
    expect(done.message).toContain(other.name);
    for (const old of [before, second]) {
      const now = await host.reach(old.id, 'running');
      expect(now.pid).not.toBe(old.pid);
      await host.call(old.id, '/kill');
      await host.reach(old.id, 'stopped');
    }
    const confinedOperator = host.app.client.basic('confined', 'correct horse battery staple');
    expect((await confinedOperator.post(schedules, { name: 'x', cron: '0 0 1 1 *', timezone: 'UTC', action: 'mod_update' })).status).not.toBe(201);
  }, 120_000);

  it.each<[string, Partial<Behaviour>, string]>([
    ['too many logins', { loginFails: 'Rate Limit Exceeded' }, 'RATE_LIMITED'],
    ['a wrong password', { password: 'another' }, 'BAD_PASSWORD'],
    ['an account without the game', { items: { [CBA]: { fail: 'No subscription' } } }, 'NO_SUBSCRIPTION'],
    ['a full disk', { items: { [CBA]: { fail: 'Not enough disk space' } } }, 'DISK_FULL'],
    ['a download that is cut off again and again', { items: { [CBA]: { files: {}, timeouts: 99 } } }, 'TIMEOUT'],
  ])('says what is wrong: %s', async (_what, behaviour, code) => {
    await behave(behaviour);
    const failed = await reach(await download(CBA), 'failed');
    expect(failed.error?.code).toBe(code);
    expect(failed.error?.message).not.toBe('');
  });

  it('takes in what works when one item of a collection can’t be had, and logs in with a code where Steam fails instead of asking', async () => {
    api.collections.set('123456789', [CBA, ACE]);
    await behave({ guard: 'fails', items: { [CBA]: { fail: 'Access Denied' }, [ACE]: { files: { 'addons/ace.pbo': '00' } } } });
    const { data } = await post<{ job_id: string }>('/api/mods/workshop', { collection_id: '123456789' });
    await reach(data.job_id, 'waiting_for_guard');
    await post(`/api/system/jobs/${data.job_id}/guard`, { code: 'AB12C' });
    const failed = await reach(data.job_id, 'failed');
    expect(failed.error).toMatchObject({ code: 'ACCESS_DENIED', message: expect.stringContaining(CBA) as string });
    expect((await job(data.job_id)).items).toEqual({ done: 1, total: 2 });
  });

  it('does one thing at a time, can be ended, installs the game and fetches missions', async () => {
    api.items.set('987654321', { title: 'co10_escape.altis', bytes: 120, updated: 1_700_000_000 });
    await behave({ items: { [CBA]: { files: modFiles('CBA'), ms: 60_000 }, '987654321': { files: { '3_legacy.bin': MISSION } } } });
    const slow = await download(CBA);
    await reach(slow, 'active');
    const server = await host.create();
    const { data: mission } = await post<{ job_id: string }>(`/api/servers/${String(server.id)}/missions/workshop`, { workshop_id: '987654321' });
    expect((await job(mission.job_id)).state).toBe('waiting');
    expect((await host.api.delete(`/api/system/jobs/${slow}`)).status).toBe(200);
    await reach(slow, 'cancelled');
    expect(await reach(mission.job_id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
    const missions = (await host.api.get<Envelope<{ filename: string; source: string }[]>>(`/api/servers/${String(server.id)}/missions`)).body.data;
    expect(missions).toMatchObject([{ filename: 'co10_escape.altis.pbo', source: 'workshop' }]);

    await behave({ items: { [CBA]: { files: modFiles('CBA') } } });
    const again = await post<{ job_id: string }>(`/api/system/jobs/${slow}/retry`);
    expect(again.status).toBe(202);
    await reach(again.data.job_id, 'completed');
    expect((await post(`/api/system/jobs/${again.data.job_id}/retry`)).error?.code).toBe('INVALID_TRANSITION');
    expect((await post('/api/system/jobs/nonsense/retry')).status).toBe(404);

    const outside = await post('/api/system/game-server/install', { install_dir: '/etc/arma' });
    expect([outside.status, outside.error?.code]).toEqual([403, 'PATH_NOT_ALLOWED']);
    const { data: game } = await post<{ job_id: string }>('/api/system/game-server/install', { install_dir: join(host.install, 'second') });
    expect(await reach(game.job_id, 'completed', 'failed')).toMatchObject({ state: 'completed', percent: 100 });
    expect(await readdir(join(host.install, 'second'))).toContain('arma3server_x64');
    await setSteam(steam, { appState: '0x202' });
    const { data: full } = await post<{ job_id: string }>('/api/system/game-server/install', { install_dir: join(host.install, 'third') });
    expect((await reach(full.job_id, 'failed')).error?.code).toBe('DISK_FULL');
  });

  it('fetches what a launcher preset names and this host lacks', async () => {
    const NEW = '333333333';
    api.items.set(NEW, { title: 'Enhanced <Movement>', bytes: 10, updated: 1_700_000_000 });
    await behave({ items: { [NEW]: { files: { 'addons/em.pbo': '00' } } } });
    const server = await host.create();
    const html = `<html><head><meta name="arma:Type" content="preset"><meta name="arma:PresetName" content="p"></head><body><div class="mod-list"><table>
      <tr data-type="ModContainer"><td data-type="DisplayName">Enhanced</td><td><span class="from-steam">Steam</span></td><td><a href="https://steamcommunity.com/sharedfiles/filedetails/?id=${NEW}" data-type="Link">x</a></td></tr>
      </table></div><script>alert(1)</script></body></html>`;
    const { data } = await post<{ job_id: string; missing: { workshop_id: string }[] }>(`/api/servers/${String(server.id)}/mods/preset?download=1`, { html });
    expect(data.missing).toMatchObject([{ workshop_id: NEW }]);
    await reach(data.job_id, 'completed');
    const mods = (await host.api.get<Envelope<{ name: string; workshop_id: string }[]>>('/api/mods')).body.data;
    expect(mods.find(({ workshop_id: id }) => id === NEW)?.name).toBe('Enhanced <Movement>');
  });

  it('is told apart from a program that is not there, and workshop items from an account that can’t have them', async () => {
    expect((await post('/api/mods/workshop', { workshop_ids: ['1; rm -rf /'] })).status).toBe(400);
    await host.stop();
    host = await start({ STEAMCMD_PATH: '/nowhere/steamcmd', STEAM_USER: 'anonymous' });
    const refused = await post('/api/mods/workshop', { workshop_ids: [CBA] });
    expect([refused.status, refused.error?.code]).toEqual([422, 'STEAM_ACCOUNT_NEEDED']);
    const { data } = await post<{ job_id: string }>('/api/system/game-server/install');
    expect((await reach(data.job_id, 'failed')).error?.code).toBe('STEAMCMD_MISSING');
  });
});
