import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../../support/app.js';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

interface Schedule {
  id: number;
  next_run_at: string | null;
  postponed_to: string | null;
  next_runs: string[];
  skip_next: boolean;
  last_result: string | null;
  warnings: { minutes_before: number }[];
}
interface Run {
  id: number;
  schedule_id: number;
  status: string;
  message: string | null;
  actor: string;
}

let host: GameHost;
let server: ServerInfo;
beforeAll(async () => {
  // A killed manager's run is another's after the lease: that need not take as long as in life.
  host = await GameHost.start({ players: 2 }, { env: { QUEUE_LEASE_SECONDS: '5' } });
  server = await host.run((await host.create()).id);
}, 60_000);
afterAll(() => host.stop());

/** Far away, so that nothing happens by itself; the tests bring its time about. */
const YEARLY = '0 0 1 1 *';
const path = (rest = ''): string => `/api/servers/${String(server.id)}/schedules${rest}`;
const make = async (body: object): Promise<Schedule> => {
  const answer = await host.api.post<Envelope<Schedule>>(path(), { name: 'Nightly', cron: YEARLY, timezone: 'UTC', ...body });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.data;
};
const get = async (id: number): Promise<Schedule> => (await host.api.get<Envelope<Schedule>>(path(`/${String(id)}`))).body.data;
const runs = async (id: number): Promise<Run[]> => (await host.api.get<Envelope<{ items: Run[] }>>(path(`/runs?schedule_id=${String(id)}`))).body.data.items;
const ended = (id: number, status: string): Promise<Run> => until(async () => (await runs(id)).find((run) => run.status === status), `run ${status}`, 40_000);
/** Makes a schedule due so many seconds from now. */
const due = async (id: number, seconds: number): Promise<void> => {
  const at = Date.now() + seconds * 1_000;
  await host.sql('UPDATE arma_schedules SET next_run_at = ?, run_at = ?, wake_at = ? WHERE id = ?', at, at, Date.now(), id);
};
const said = (text: string): Promise<boolean> => until(async () => (await host.api.get(`/api/servers/${String(server.id)}/logs?search=${encodeURIComponent(text)}`)).text.includes(JSON.stringify(text).slice(1, -1)), `said: ${text}`);

describe('a scheduled restart', () => {
  it('warns the players, locks, restarts, and is due again', async () => {
    const schedule = await make({ action: 'restart', warnings: [{ minutes_before: 2 }, { minutes_before: 1, message: '{server} {minutes} min "last" words' }], lock_minutes_before: 1, payload: { timeout_seconds: 5 } });
    await due(schedule.id, 110);
    await said('restarts in 2 minutes');
    await due(schedule.id, 50);
    await said(`${server.name} 1 min "last" words`);
    await due(schedule.id, 0);
    expect(await ended(schedule.id, 'done')).toMatchObject({ actor: 'scheduler' });
    const again = await host.reach(server.id, 'running');
    expect(again.pid).not.toBe(server.pid);
    server = again;
    const { next_run_at: next, last_result: result } = await get(schedule.id);
    expect(Date.parse(next ?? '')).toBeGreaterThan(Date.now() + 60_000);
    expect(result).toBe('done');
    expect((await host.api.get(`/api/servers/${String(server.id)}/events?event_type=schedule_fired`)).text).toContain('Nightly');
    await host.api.delete(path(`/${String(schedule.id)}`));
  });

  it('that is to be left out once is called off, and nothing happens', async () => {
    const schedule = await make({ action: 'restart', warnings: [{ minutes_before: 5 }], lock_minutes_before: 5 });
    expect(schedule.warnings).toHaveLength(1);
    await due(schedule.id, 200);
    await said('restarts in 5 minutes');
    expect((await host.call<Schedule>(server.id, `/schedules/${String(schedule.id)}/skip`)).body.data.skip_next).toBe(true);
    await said('the announced restart is called off');
    await due(schedule.id, 0);
    await ended(schedule.id, 'skipped');
    expect(await get(schedule.id)).toMatchObject({ skip_next: false, last_result: 'skipped' });
    expect((await host.get(server.id)).pid).toBe(server.pid);
  });

  it('waits while players are on, before it tells anybody', async () => {
    await until(async () => (await host.get(server.id)).player_count === 2, 'players', 40_000);
    const schedule = await make({ action: 'restart', warnings: [], max_players: 0, max_delay_minutes: 30 });
    await due(schedule.id, 0);
    const waiting = await until(async () => {
      const found = await get(schedule.id);
      return found.postponed_to !== null ? found : undefined;
    }, 'postponed');
    expect(Date.parse(waiting.postponed_to ?? '')).toBeLessThan(Date.now() + 30 * 60_000);
    expect(await runs(schedule.id)).toEqual([]);
    await host.api.delete(path(`/${String(schedule.id)}`));
  });

  it('that was missed by hours is only noted; one that is minutes late is caught up', async () => {
    const schedule = await make({ action: 'say', payload: { message: 'caught up' } });
    await due(schedule.id, -3 * 3_600);
    await ended(schedule.id, 'missed');
    await due(schedule.id, -5 * 60);
    await ended(schedule.id, 'done');
    await said('caught up');
  });
});

describe('other actions', () => {
  it.each([
    [{ action: 'say', payload: { message: 'hello {minutes}' } }, 'done'],
    [{ action: 'lock' }, 'done'],
    [{ action: 'unlock' }, 'done'],
    [{ action: 'command', payload: { command: 'version' } }, 'done'],
    [{ action: 'command', payload: { command: '#shutdown' } }, 'failed'],
    [{ action: 'mission', payload: { mission_name: 'co10.altis', difficulty: 'Veteran' } }, 'done'],
    [{ action: 'start' }, 'skipped'],
  ])('%j by hand', async (body, status) => {
    const { id } = await make(body);
    const run = (await host.call<Run>(server.id, `/schedules/${String(id)}/run`)).body.data;
    expect(run).toMatchObject({ schedule_id: id, actor: 'user:1' });
    await ended(id, status);
  });

  it('count hours from the start of the server', async () => {
    const schedule = await make({ cron: null, every_hours: 6, action: 'say', payload: { message: 'six hours' } });
    expect(Date.parse(schedule.next_run_at ?? '') - Date.now()).toBeGreaterThan(5 * 3_600_000);
    await host.call(server.id, '/stop?wait=20');
    await host.reach(server.id, 'stopped');
    await until(async () => (await get(schedule.id)).next_run_at === null, 'no time while it is off');
    const off = await make({ action: 'restart' });
    await host.call(server.id, `/schedules/${String(off.id)}/run`);
    expect((await ended(off.id, 'skipped')).message).toContain('stopped');
    server = await host.run(server.id);
    await until(async () => (await get(schedule.id)).next_run_at !== null, 'counted from the new start');
  });
});

describe('with two managers on one database', () => {
  it('one run is one run', async () => {
    const second = await TestApp.start({ dataDir: host.app.dataDir, database: host.app.database, env: { MODULES: 'servers', AUTH_RATE_LIMIT_FACTOR: '100', SERVERS_INSTALL_ROOTS: host.install, ARMA_EXE: host.executable } });
    try {
      const schedule = await make({ action: 'say', payload: { message: 'only once' } });
      await due(schedule.id, 0);
      await ended(schedule.id, 'done');
      // Whichever of the two did it: the other has looked since, too.
      await due(schedule.id, -2 * 3_600);
      await ended(schedule.id, 'missed');
      expect((await runs(schedule.id)).map(({ status }) => status)).toEqual(['missed', 'done']);
    } finally {
      await second.terminate();
    }
  });
});

describe('a run whose manager is killed in the middle', () => {
  it('is done by the next one', async () => {
    await host.behave({ ignoreShutdown: true });
    await host.call(server.id, '/kill');
    await host.reach(server.id, 'stopped');
    server = await host.run(server.id);
    const { id } = await make({ action: 'restart', warnings: [], payload: { timeout_seconds: 3 } });
    await host.call(server.id, `/schedules/${String(id)}/run`);
    await until(async () => (await runs(id)).some(({ status }) => status === 'running'), 'begun');
    await host.reach(server.id, 'stopping');
    await host.app.kill9();
    await host.app.restart();
    await ended(id, 'done');
    const again = await host.reach(server.id, 'running');
    expect(again.pid).not.toBe(server.pid);
    server = again;
  }, 90_000);
});

describe('what can’t be a schedule', () => {
  it.each([
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '0 0 31 2 *' }, 'cron'],
    [{ cron: null }, 'cron'],
    [{ every_hours: 3 }, 'cron'],
    [{ timezone: '../../etc' }, 'timezone'],
    [{ name: 'a\nb' }, 'name'],
    [{ action: 'rm' }, 'action'],
    [{ action: 'say', payload: {} }, 'payload.message'],
    [{ action: 'say', payload: { message: 'a\n#shutdown' } }, 'payload.message'],
    [{ action: 'command', payload: { command: 'x\u2028y' } }, 'payload.command'],
    [{ action: 'mission', payload: { mission_name: '../x.altis #shutdown' } }, 'payload.mission_name'],
    [{ warnings: [{ minutes_before: 5, message: 'a\rb' }] }, 'warnings.0.message'],
    [{ warnings: [{ minutes_before: 5 }, { minutes_before: 5 }] }, 'warnings'],
    [{ max_delay_minutes: 100_000 }, 'max_delay_minutes'],
    [{ nonsense: 1 }, ''],
  ])('%j is refused, with the field named', async (body, field) => {
    const answer = await host.api.post<Envelope<null>>(path(), { name: 'x', cron: YEARLY, timezone: 'UTC', action: 'restart', ...body });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(answer.body.error?.details).toContainEqual(expect.objectContaining({ path: field }));
  });
});

describe('rights', () => {
  it('operators have them on their own servers, raw commands excepted', async () => {
    const other = await host.create();
    const operator = await host.operator('night.shift', [server.id]);
    const body = { name: 'By an operator', cron: YEARLY, timezone: 'UTC', action: 'lock' };
    expect((await operator.post(path(), body)).status).toBe(201);
    expect((await operator.post(path(), { ...body, action: 'command', payload: { command: 'version' } })).status).toBe(403);
    expect((await operator.post(`/api/servers/${String(other.id)}/schedules`, body)).status).toBe(404);
    expect((await operator.get(`/api/servers/${String(other.id)}/schedules`)).status).toBe(404);
    expect((await host.api.get(`/api/servers/${String(other.id)}/schedules/1`)).status).toBe(404);
    expect((await operator.post<Envelope<{ next_runs: string[] }>>('/api/schedules/preview', { cron: '0 6 * * *', timezone: 'Europe/Berlin', count: 3 })).body.data.next_runs).toHaveLength(3);
    expect((await operator.post('/api/schedules/preview', { cron: '0 6 * *' })).status).toBe(400);
  });
});
