import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../../support/app.js';
import { GameHost, lives, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

let host: GameHost;
beforeAll(async () => {
  host = await GameHost.start({}, { env: { SERVERS_MEMORY_HOLD_SECONDS: '1' } });
});
afterAll(() => host?.stop());
/** Starts a server that behaves so, beside those of the tests before. */
const run = async (behaviour: Parameters<GameHost['behave']>[0] = {}): Promise<ServerInfo> => {
  await host.behave(behaviour);
  return host.run((await host.create()).id);
};
const names = async (of: GameHost, id: number): Promise<string[]> =>
  (await of.api.get<Envelope<{ players: { name: string }[] }>>(`/api/servers/${String(id)}/players`)).body.data.players.map(({ name }) => name);

describe('a manager that was killed', () => {
  it('finds its servers again: same process, RCon back, players and their visits unbroken, no log line twice or lost', async () => {
    const server = await run({ players: 3 });
    await until(async () => (await names(host, server.id)).length === 3, 'players', 40_000);
    await host.control(server, '/log', { text: 'before the kill' });
    await until(async () => (await host.api.get(`/api/servers/${String(server.id)}/logs?search=before`)).text.includes('before the kill'), 'stored');
    await host.app.kill9();
    await host.control(server, '/log', { text: 'while away' });
    await host.control(server, '/join', { name: 'Newcomer' });
    await host.app.restart();
    const again = await until(async () => {
      const found = await host.get(server.id);
      return found.rcon_connected && found.player_count === 4 ? found : undefined;
    }, 'found again');
    expect(again).toMatchObject({ status: 'running', pid: server.pid });
    expect(await names(host, server.id)).toContain('Newcomer');
    const entries = await until(async () => {
      const { items } = (await host.api.get<Envelope<{ items: { message: string }[] }>>(`/api/servers/${String(server.id)}/logs?limit=1000`)).body.data;
      return items.some(({ message }) => message === 'while away') ? items.map(({ message }) => message) : undefined;
    }, 'lines from the absence');
    for (const text of ['before the kill', 'while away', 'Host identity created.']) expect(entries.filter((message) => message === text)).toHaveLength(1);
    const visits = (await host.api.get<Envelope<{ items: { name: string; left_at: string | null }[] }>>(`/api/servers/${String(server.id)}/players/history`)).body.data.items;
    expect(visits.filter(({ name }) => name.startsWith('Soldier')).map(({ left_at: left }) => left)).toEqual([null, null, null]);
    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(server.id)}/stop?wait=20`, {});
    expect(stop.body.data.status).toBe('stopped');
  });

  it('leaves them running when it is shut down in order, too', async () => {
    const server = await run();
    await host.app.terminate();
    expect(lives(server.pid)).toBe(true);
    await host.app.restart();
    expect(await host.reach(server.id, 'running')).toMatchObject({ pid: server.pid });
  });

  it('notices that a server died meanwhile, and starts it again because it should run', async () => {
    const server = await run();
    await host.app.kill9();
    process.kill(-(server.pid ?? 0), 'SIGKILL');
    await host.app.restart();
    const again = await until(async () => {
      const found = await host.get(server.id);
      return found.status === 'running' && found.pid !== server.pid ? found : undefined;
    }, 'running again');
    expect(again.pid).not.toBeNull();
    const events = (await host.api.get(`/api/servers/${String(server.id)}/events`)).text;
    expect(events).toContain('died_while_manager_down');
  });
});

describe('two managers on one host', () => {
  it('the second stands by; when the first dies it takes over at once', async () => {
    const server = await run();
    const second = await TestApp.start({
      dataDir: host.app.dataDir,
      database: host.app.database,
      env: { MODULES: 'servers', AUTH_RATE_LIMIT_FACTOR: '100', SERVERS_INSTALL_ROOTS: host.install, ARMA_EXE: host.executable },
    });
    try {
      const standby = await second.admin.post<Envelope<null>>(`/api/servers/${String(server.id)}/stop`, {});
      expect([standby.status, standby.body.error?.code]).toEqual([409, 'OWNED_BY_OTHER_HOST']);
      await host.app.kill9();
      const stop = await until(async () => {
        const answer = await second.admin.post<Envelope<{ status: string } | null>>(`/api/servers/${String(server.id)}/stop?wait=20`, {});
        return answer.status === 202 ? answer : undefined;
      }, 'taken over', 20_000);
      expect(stop.body.data?.status).toBe('stopped');
      expect(lives(server.pid)).toBe(false);
    } finally {
      // In this order the first has the lease back when it is up, and not some seconds later.
      await second.terminate();
      await host.app.restart();
    }
  });
});

describe('a bad network', () => {
  it('with a fifth of all RCon datagrams lost, doubled and reordered still shows players and stops gracefully', async () => {
    await host.behave({ players: 20, drop: 0.2, double: 0.2, reorder: 0.2 });
    const { id } = await host.create();
    await host.call(id, '/start');
    await until(async () => (await host.get(id)).player_count === 20, 'players', 40_000);
    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(id)}/stop?wait=30`, {});
    expect(stop.body.data.status).toBe('stopped');
  });
});

describe('a server', () => {
  it('that never comes up stays visible as starting and can be stopped', async () => {
    await host.behave({ neverReady: true });
    const { id } = await host.create();
    const answer = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(id)}/start?wait=1`, {});
    expect(answer.body.data.status).toBe('starting');
    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(id)}/stop?wait=20`, {});
    expect(stop.body.data.status).toBe('stopped');
  });

  it('that leaks is restarted gently when it stays over its memory limit, and then left alone', async () => {
    await host.behave({});
    const server = await host.run((await host.create({ memory_limit_mb: 256, memory_policy: 'restart' })).id);
    await host.control(server, '/leak', { megabytes: 300 });
    const again = await until(async () => {
      const found = await host.get(server.id);
      return found.status === 'running' && found.pid !== server.pid ? found : undefined;
    }, 'restarted', 40_000);
    const told = (await host.api.get<Envelope<{ items: { event_type: string; actor: string; detail: Record<string, number | string> }[] }>>(`/api/servers/${String(server.id)}/events?limit=100`)).body.data.items;
    const limits = told.filter(({ event_type: type }) => type === 'memory_limit');
    expect(limits).toMatchObject([{ actor: 'system', detail: { limit_mb: 256, policy: 'restart' } }]);
    expect(Number(limits[0]?.detail['ram_mb'])).toBeGreaterThan(300);
    expect(told.filter(({ event_type: type }) => type === 'crashed')).toEqual([]);
    expect(again).toMatchObject({ restart_count: 0, last_exit: { code: 0, signal: null } });
    await host.call(server.id, '/kill');
  });

  it('that hangs is ended all the same', async () => {
    const server = await run();
    await host.control(server, '/hang');
    await host.call(server.id, '/kill');
    expect(await host.reach(server.id, 'stopped')).toMatchObject({ last_exit: { signal: 'SIGKILL' } });
  });

  it('whose 50,000 lines come at once loses none of them and keeps no request waiting', async () => {
    const server = await run();
    const begun = performance.now();
    const flood = host.control(server, '/spam', { lines: 50_000, text: 'burst' });
    let slowest = 0;
    const last = until(async () => {
      const asked = performance.now();
      const { items } = (await host.api.get<Envelope<{ items: { message: string }[] }>>(`/api/servers/${String(server.id)}/logs?limit=1`)).body.data;
      slowest = Math.max(slowest, performance.now() - asked);
      return items[0]?.message === 'burst 49999';
    }, 'all stored', 30_000);
    await Promise.all([flood, last]);
    expect(performance.now() - begun).toBeLessThan(30_000);
    let stored = 0;
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { message: string }[]; next_cursor: string | null } = (await host.api.get<Envelope<{ items: { message: string }[]; next_cursor: string | null }>>(`/api/servers/${String(server.id)}/logs?limit=1000&search=burst${cursor === '' ? '' : `&cursor=${cursor}`}`)).body.data;
      stored += page.items.length;
      cursor = page.next_cursor;
    }
    expect(stored).toBe(50_000);
    expect(slowest).toBeLessThan(1_000);
  });
});
