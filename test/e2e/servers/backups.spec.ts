import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

const MISSION = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);
const GUID = '0123456789abcdef0123456789abcdef';
const JOIN_PASSWORD = 'join-me-canary';

interface Backup {
  id: number;
  kind: string;
  status: string;
  error: string | null;
  size_bytes: number;
  sha256: string;
  server_id: number | null;
  file_count: number;
}
interface Restore {
  id: number;
  status: string;
  error: string | null;
  report: { restored: string[]; kept: string[]; warnings: string[] } | null;
}
type Paged<T> = Envelope<{ items: T[]; total: number }>;

let host: GameHost;
let server: ServerInfo;
const path = (rest = '', id = server.id): string => `/api/servers/${String(id)}${rest}`;
const vars = (of = server): string => join(of.paths.profiles, 'home/server/server.vars.Arma3Profile');

beforeAll(async () => {
  host = await GameHost.start();
  server = await host.create({ tags: ['before'], config: { server: { hostname: 'Before', password: JOIN_PASSWORD } } });
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(MISSION)]), 'night.altis.pbo');
  await host.api.post(path('/missions'), form);
  await host.api.put(path('/missions/rotation'), [{ mission_id: 1, params: { Respawn: 1 } }]);
  await host.api.post(path('/bans'), { guid: GUID, reason: 'first' });
  await host.api.post(path('/schedules'), { name: 'Nightly', cron: '0 5 * * *', timezone: 'UTC', action: 'restart' });
  await mkdir(join(server.paths.profiles, 'home/server'), { recursive: true });
  await writeFile(vars(), 'campaign: day 1');
  await writeFile(join(server.paths.profiles, 'arma3server_x64_2026.rpt'), 'a report');
});
afterAll(() => host.stop());

const settled = (id: number, of = server.id): Promise<Backup> =>
  until(async () => {
    const backup = (await host.api.get<Envelope<Backup>>(path(`/backups/${String(id)}`, of))).body.data;
    return backup.status === 'done' || backup.status === 'failed' ? backup : undefined;
  }, 'backup is made');
const backup = async (body: object = {}): Promise<Backup> => {
  const answer = await host.call<Backup>(server.id, '/backups', body);
  expect(answer.status).toBe(202);
  return settled(answer.body.data.id);
};
const restore = async (backupId: number, body: object = {}, of = server.id): Promise<Restore> => {
  const answer = await host.call<Restore>(of, `/backups/${String(backupId)}/restore`, body);
  if (answer.status !== 202) throw new Error(answer.text);
  return until(async () => {
    const found = (await host.api.get<Paged<Restore>>(path('/backups/restores', of))).body.data.items.find(({ id }) => id === answer.body.data.id);
    return found?.status === 'done' || found?.status === 'failed' ? found : undefined;
  }, 'restored');
};
const state = async (): Promise<object> => {
  const [config, missions, rotation, bans, schedules] = await Promise.all(['/config', '/missions', '/missions/rotation', '/bans', '/schedules'].map(async (part) => (await host.api.get<Envelope<never>>(path(part))).body.data as unknown));
  return {
    hostname: (config as { server: { hostname: string } }).server.hostname,
    missions: (missions as { filename: string }[]).map(({ filename }) => filename),
    rotation: (rotation as { template: string; params: object }[]).map(({ template, params }) => [template, params]),
    bans: (bans as { identity: string }[]).map(({ identity }) => identity),
    schedules: (schedules as { name: string }[]).map(({ name }) => name),
    vars: await readFile(vars(), 'utf8'),
  };
};
const BEFORE = { hostname: 'Before', missions: ['night.altis.pbo'], rotation: [['night.altis', { Respawn: 1 }]], bans: [GUID], schedules: ['Nightly'], vars: 'campaign: day 1' };

/** Changes everything a backup holds. */
async function spoil(): Promise<void> {
  await host.api.put(path('/config/server'), { hostname: 'After', password: 'another' });
  const [mission] = (await host.api.get<Envelope<{ id: number }[]>>(path('/missions'))).body.data;
  if (mission !== undefined) await host.api.delete(path(`/missions/${String(mission.id)}?force=1`));
  const [ban] = (await host.api.get<Envelope<{ id: number }[]>>(path('/bans'))).body.data;
  if (ban !== undefined) await host.api.delete(path(`/bans/${String(ban.id)}`));
  await host.api.post(path('/bans'), { guid: GUID.replaceAll('0', 'f'), reason: 'later' });
  const [schedule] = (await host.api.get<Envelope<{ id: number }[]>>(path('/schedules'))).body.data;
  if (schedule !== undefined) await host.api.delete(path(`/schedules/${String(schedule.id)}`));
  await writeFile(vars(), 'campaign: day 9');
}

describe('a backup', () => {
  let made: Backup;
  it('holds everything but passwords in the clear, reports and programs', async () => {
    made = await backup({ note: 'before the event', passphrase: 'correct horse' });
    expect(made).toMatchObject({ status: 'done', kind: 'manual', error: null });
    const file = await fetch(`${host.app.url}${path(`/backups/${String(made.id)}/download`)}`, { headers: { authorization: `Basic ${Buffer.from('admin:correct horse battery').toString('base64')}` } });
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(file.headers.get('content-disposition')).toContain('.tar.gz');
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([made.size_bytes, made.sha256]);
    const text = gunzipSync(bytes).toString('latin1');
    for (const there of ['server.vars.Arma3Profile', 'campaign: day 1', 'night.altis.pbo', GUID, 'Nightly', 'files/config/server.cfg']) expect(text).toContain(there);
    for (const absent of [JOIN_PASSWORD, 'a report', 'RConPassword', 'correct horse']) expect(text).not.toContain(absent);
  });

  it('brings all of it back, and keeps what it replaced', async () => {
    await spoil();
    const done = await restore(made.id);
    expect(done).toMatchObject({ status: 'done', error: null, report: { kept: [], warnings: [] } });
    expect(await state()).toEqual(BEFORE);
    expect((await host.api.get(path('/config/preview?reveal=1'))).text).toContain(JOIN_PASSWORD);
    expect(await readFile(join(server.paths.profiles, 'arma3server_x64_2026.rpt'), 'utf8')).toBe('a report');
    const { items } = (await host.api.get<Paged<Backup>>(path('/backups'))).body.data;
    expect(items.map(({ kind }) => kind)).toEqual(['safety', 'manual']);
    await until(async () => !(await readdir(join(host.app.dataDir, 'servers'))).some((name) => name.startsWith('.')), 'nothing is left over');
    expect((await host.run(server.id)).status).toBe('running');
  });

  it('is not restored while the server runs', async () => {
    expect((await host.call(server.id, `/backups/${String(made.id)}/restore`)).body.error?.code).toBe('INVALID_TRANSITION');
    expect((await backup({ include_missions: false })).status).toBe('done');
    await host.call(server.id, '/kill');
    await host.reach(server.id, 'stopped');
  });

  it('is restored in parts', async () => {
    await spoil();
    expect((await restore(made.id, { parts: ['profile', 'bans'] })).report).toMatchObject({ restored: ['bans', 'profile'], kept: ['config', 'missions', 'mods', 'schedules'] });
    expect(await state()).toEqual({ ...BEFORE, hostname: 'After', missions: [], rotation: [], schedules: [] });
  });

  it('with a wrong passphrase changes nothing', async () => {
    const before = await state();
    expect(await restore(made.id, { passphrase: 'wrong passphrase' })).toMatchObject({ status: 'failed', error: expect.stringContaining('passphrase') as string });
    expect(await state()).toEqual(before);
  });

  it('goes with its file, and other servers know nothing of it', async () => {
    const other = await host.create();
    expect((await host.api.get(path(`/backups/${String(made.id)}`, other.id))).status).toBe(404);
    const unwanted = await backup({ include_missions: false });
    expect((await host.api.patch(path(`/backups/${String(unwanted.id)}`), { note: 'x\ny' })).status).toBe(400);
    expect((await host.api.delete(path(`/backups/${String(unwanted.id)}`))).status).toBe(200);
    expect((await host.api.get(path(`/backups/${String(unwanted.id)}/download`))).status).toBe(404);
  });

  it('is taken to another server as a file', async () => {
    const file = await fetch(`${host.app.url}${path(`/backups/${String(made.id)}/download`)}`, { headers: { authorization: `Basic ${Buffer.from('admin:correct horse battery').toString('base64')}` } });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const target = await host.create();
    const form = new FormData();
    form.append('file', new Blob([bytes]), '../../evil.tar.gz');
    const imported = await host.api.post<Envelope<Backup>>(path('/backups/import', target.id), form);
    expect([imported.status, imported.body.data.kind]).toEqual([201, 'imported']);
    const done = await restore(imported.body.data.id, { passphrase: 'correct horse' }, target.id);
    expect(done.status).toBe('done');
    expect(done.report?.warnings.join()).toContain(`The ports stay ${String(target.game_port)}`);
    expect(await readFile(vars(target), 'utf8')).toBe('campaign: day 1');
    expect((await host.api.get(path('/config/preview?reveal=1', target.id))).text).toContain(JOIN_PASSWORD);
    const broken = new FormData();
    broken.append('file', new Blob([bytes.subarray(0, bytes.length - 100)]), 'x.tar.gz');
    expect((await host.api.post<Envelope<null>>(path('/backups/import', target.id), broken)).body.error?.code).toBe('BAD_BACKUP');
    expect((await host.api.post<Envelope<null>>(path('/backups/import', target.id), new FormData())).status).toBe(400);
    expect(await readdir(join(host.app.dataDir, 'servers/uploads'))).toEqual([]);
  });

  it('is made by a schedule, which keeps as many as it is told', async () => {
    const schedule = (await host.call<{ id: number }>(server.id, '/schedules', { name: 'Backups', cron: '0 0 1 1 *', timezone: 'UTC', action: 'backup', payload: { keep_last: 2, include_missions: false } })).body.data;
    for (let count = 1; count <= 3; count += 1) {
      await host.call(server.id, `/schedules/${String(schedule.id)}/run`);
      await until(async () => (await host.api.get<Paged<{ status: string }>>(path(`/schedules/runs?schedule_id=${String(schedule.id)}`))).body.data.items.filter(({ status }) => status === 'done').length === count, 'run');
    }
    const { items } = (await host.api.get<Paged<Backup>>(path('/backups'))).body.data;
    expect(items.filter(({ kind }) => kind === 'scheduled')).toHaveLength(2);
  });

  it('is for operators to make, for administrators to restore, fetch and delete', async () => {
    const operator = await host.operator('backup.operator', [server.id]);
    const made2 = await operator.post<Envelope<Backup>>(path('/backups'), { include_missions: false });
    expect(made2.status).toBe(202);
    await settled(made2.body.data.id);
    const own = path(`/backups/${String(made2.body.data.id)}`);
    expect((await operator.get(own)).status).toBe(200);
    expect([(await operator.get(`${own}/download`)).status, (await operator.delete(own)).status, (await operator.post(`${own}/restore`, {})).status]).toEqual([403, 403, 403]);
    const other = await host.create();
    const { id: foreign } = (await host.call<Backup>(other.id, '/backups', { include_missions: false })).body.data;
    await settled(foreign, other.id);
    const seen = (await operator.get<Paged<Backup> & Envelope<{ total_bytes: number }>>('/api/backups?limit=500')).body.data;
    expect(seen.items.map((backup) => backup.id)).toContain(made2.body.data.id);
    expect(new Set(seen.items.map((backup) => backup.server_id))).toEqual(new Set([server.id]));
    expect(seen.total_bytes).toBe(seen.items.reduce((sum, { size_bytes: size }) => sum + size, 0));
    expect((await operator.get<Paged<Backup>>(`/api/backups?server_id=${String(other.id)}`)).body.data.items).toEqual([]);
    expect((await host.api.get<Paged<Backup>>(`/api/backups?server_id=${String(other.id)}&kind=manual`)).body.data.items.map((backup) => backup.id)).toEqual([foreign]);
  });

  it('outlives its server', async () => {
    const doomed = await host.create();
    const { id } = (await host.call<Backup>(doomed.id, '/backups')).body.data;
    await settled(id, doomed.id);
    await host.api.delete(path('?delete_files=1', doomed.id));
    const orphan = (await host.api.get<Paged<Backup>>('/api/backups')).body.data.items.find((candidate) => candidate.id === id);
    expect(orphan).toMatchObject({ server_id: null, status: 'done' });
    expect((await host.api.get(`/api/backups/${String(id)}/download`)).status).toBe(200);
    expect((await host.api.delete(`/api/backups/${String(id)}`)).status).toBe(200);
  });
});

describe('a restore that broke off with its manager', () => {
  it('is taken back by the next one, as it never became true', async () => {
    await writeFile(vars(), 'what is true');
    await host.app.terminate();
    // What a kill between the swap and the rows leaves behind.
    const staging = join(host.app.dataDir, 'servers/.restore-9999');
    await mkdir(join(staging, 'new/files'), { recursive: true });
    await mkdir(join(staging, 'old'), { recursive: true });
    const move = { live: server.paths.profiles, fresh: join(staging, 'new/files/profiles'), old: join(staging, 'old/profiles'), had_live: true, has_fresh: true };
    await rename(move.live, move.old);
    await mkdir(join(move.live, 'home/server'), { recursive: true });
    await writeFile(vars(), 'half a restore');
    await writeFile(join(staging, 'journal.json'), JSON.stringify({ restore_id: 9_999, moves: [move] }));
    await host.app.restart();
    await until(async () => (await readFile(vars(), 'utf8').catch(() => '')) === 'what is true', 'taken back');
    await until(async () => !(await readdir(join(host.app.dataDir, 'servers'))).includes('.restore-9999'), 'cleaned up');
  });
});
