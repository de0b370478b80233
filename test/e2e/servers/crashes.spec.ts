import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

interface Crash {
  id: number;
  exit_code: number | null;
  exit_signal: string | null;
  dump_file: string | null;
  uptime_seconds: number;
  log_file: string;
}
interface Detail extends Crash {
  last_lines: string[];
  mods: unknown[];
}

let host: GameHost;
let server: ServerInfo;
beforeAll(async () => {
  host = await GameHost.start({ players: 1 });
  server = await host.run((await host.create({ auto_restart: false })).id);
}, 60_000);
afterAll(() => host.stop());
const path = (rest = ''): string => `/api/servers/${String(server.id)}${rest}`;
const crashes = async (): Promise<Crash[]> => (await host.api.get<Envelope<{ items: Crash[] }>>(path('/crashes'))).body.data.items;

describe('a crash', () => {
  it('leaves a report: how it ended, its last lines without passwords, its dump, its log', async () => {
    await until(async () => (await host.get(server.id)).player_count === 1, 'the player is known');
    await host.control(server, '/log', { text: 'RConPassword hunter2-canary' });
    await writeFile(join(server.paths.profiles, 'arma3server_x64_2026-11-27.mdmp'), 'memory');
    await host.control(server, '/crash', { code: 42 });
    await host.reach(server.id, 'crashed');
    const [crash] = await until(async () => {
      const found = await crashes();
      return found.length > 0 ? found : undefined;
    }, 'reported');
    expect(crash).toMatchObject({ exit_code: 42, exit_signal: null, dump_file: 'arma3server_x64_2026-11-27.mdmp', dump_bytes: 6, player_count: 1 });
    expect(crash?.log_file).toMatch(/^console-.*\.log$/);
    const one = path(`/crashes/${String(crash?.id)}`);
    const detail = await host.api.get<Envelope<Detail>>(one);
    expect(detail.body.data.last_lines.length).toBeGreaterThan(3);
    expect(detail.text).not.toContain('hunter2-canary');
    expect((await host.api.get(`${one}/dump`)).text).toBe('memory');
    const operator = await host.operator('crash.operator', [server.id]);
    expect([(await operator.get(one)).status, (await operator.get(`${one}/dump`)).status, (await operator.delete(one)).status]).toEqual([200, 403, 403]);
    expect((await host.api.get(path('/crashes/999999'))).status).toBe(404);
  });

  it('without a dump has none, not the one of an earlier run', async () => {
    server = await host.run(server.id);
    await host.control(server, '/crash', { signal: 'SIGSEGV' });
    await host.reach(server.id, 'crashed');
    const all = await until(async () => {
      const found = await crashes();
      return found.length > 1 ? found : undefined;
    }, 'reported');
    expect(all[0]).toMatchObject({ exit_signal: 'SIGSEGV' });
    expect((await host.api.delete(path(`/crashes/${String(all[0]?.id)}`))).status).toBe(200);
    expect(await crashes()).toHaveLength(1);
  });
});

describe('stored log entries', () => {
  it('are found between two moments', async () => {
    const between = async (since: number, until_: number): Promise<number> => (await host.api.get<Envelope<{ items: unknown[] }>>(path(`/logs?since=${new Date(Date.now() + since).toISOString()}&until=${new Date(Date.now() + until_).toISOString()}`))).body.data.items.length;
    expect(await between(-3_600_000, 3_600_000)).toBeGreaterThan(0);
    expect(await between(1_800_000, 3_600_000)).toBe(0);
    expect(await between(-7_200_000, -3_600_000)).toBe(0);
  });
});

describe('the state of the system', () => {
  it('is counts for strangers, and all for those who are signed in', async () => {
    const stranger = host.app.client;
    expect((await stranger.get('/api/system/health')).body).toEqual({ status: 'ok' });
    expect((await stranger.get('/api/system/ready')).body).toEqual({ status: 'ok' });
    expect((await stranger.get<Envelope<object>>('/api/system/status')).body.data).toEqual({ running_servers: 0, total_servers: 1 });
    expect((await host.api.get<Envelope<object>>('/api/system/status')).body.data).toMatchObject({ total_servers: 1, version: expect.any(String) as string, host: { cores: expect.any(Number) as number } });
  });
});

describe('a call with an Idempotency-Key', () => {
  it('is carried out once and answered the same again; for another call the key is refused', async () => {
    const headers = { 'idempotency-key': 'from-a-flaky-phone' };
    const body = { name: 'Once', cron: '0 5 * * *', timezone: 'UTC', action: 'lock' };
    const call = (sent: object): ReturnType<typeof host.api.request<Envelope<{ id: number }>>> => host.api.request<Envelope<{ id: number }>>('POST', path('/schedules'), sent, headers);
    const [first, second] = [await call(body), await call(body)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.data.id).toBe(first.body.data.id);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await host.api.get<Envelope<unknown[]>>(path('/schedules'))).body.data).toHaveLength(1);
    expect((await call({ ...body, name: 'Other' })).status).toBe(400);
    const failing = { 'idempotency-key': 'fails-first' };
    expect((await host.api.request('POST', path('/schedules'), { ...body, cron: 'x' }, failing)).status).toBe(400);
    expect((await host.api.request('POST', path('/schedules'), { ...body, name: 'Second' }, failing)).status).toBe(201);
    const parallel = await Promise.all(Array.from({ length: 5 }, () => host.api.request('POST', path('/start'), {}, { 'idempotency-key': 'start-once' })));
    expect(parallel.map(({ status }) => status).every((status) => status === 202 || status === 409)).toBe(true);
    await host.reach(server.id, 'running');
  });
});

describe('players who were seen', () => {
  it('are found by name, with their bans', async () => {
    const found = await until(async () => {
      const { items } = (await host.api.get<Envelope<{ items: { guid: string; name: string; visits: number }[] }>>('/api/players?search=soldier')).body.data;
      return items.length > 0 ? items[0] : undefined;
    }, 'seen');
    await host.call(server.id, '/bans', { guid: found.guid, reason: 'a "reason"', duration_minutes: 60 });
    expect((await host.call(server.id, '/bans', { guid: found.guid, reason: 'again' })).status).toBe(409);
    const dossier = (await host.api.get<Envelope<{ names: string[]; bans: { reason: string }[]; first_seen: string }>>(`/api/players/${found.guid}`)).body.data;
    expect(dossier.names).toContain(found.name);
    expect(dossier.bans.map(({ reason }) => reason)).toEqual(['a "reason"']);
    expect((await host.api.get<Envelope<{ total: number }>>('/api/players?search=nobody')).body.data.total).toBe(0);
    const other = await host.create();
    const operator = await host.operator('far.away', [other.id]);
    expect((await operator.get<Envelope<{ total: number }>>('/api/players')).body.data.total).toBe(0);
  });
});
