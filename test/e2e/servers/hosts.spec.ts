import { randomBytes } from 'node:crypto';
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

async function twoHosts(): Promise<[GameHost, GameHost]> {
  attic = await GameHost.start({}, { env });
  cellar = await GameHost.join(attic, {}, { env });
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
    expect([fetched.status, fetched.body.error?.code]).toEqual([409, 'OWNED_BY_OTHER_HOST']);
    expect((await there.api.get(path(`/backups/${String(backup.id)}/download`))).status).toBe(200);
    await here.api.put(path('/config/server'), { hostname: 'Changed' });
    const restore = (await here.call<{ id: number }>(own.id, `/backups/${String(backup.id)}/restore`)).body.data;
    await done('/backups/restores', restore.id);
    expect((await here.api.get(path('/config'))).text).not.toContain('Changed');
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
    await there.app.kill9();
    const away = await until(async () => {
      const found = (await here.api.get<Envelope<ServerInfo & { host_online: boolean; warnings: string[] }>>(`/api/servers/${String(running.id)}`)).body.data;
      return found.host_online ? undefined : found;
    }, 'seen as away');
    expect(away).toMatchObject({ status: 'running', pid: running.pid, warnings: [expect.stringContaining('is away') as string] });
    const stop = await here.call(running.id, '/stop');
    expect([stop.status, stop.body.error?.code]).toEqual([503, 'HOST_AWAY']);
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
});
