import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabase, type Database } from '../../support/databases.js';
import { borrowDatabase } from '../../support/migrated-databases.js';
import { GameHost, lives, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

let host: GameHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

interface Visit {
  name: string;
  left_at: string | null;
  leave_reason: string | null;
}
const visits = async (of: GameHost, id: number): Promise<Visit[]> => (await of.api.get<Envelope<{ items: Visit[] }>>(`/api/servers/${String(id)}/players/history`)).body.data.items;
async function messages(of: GameHost, id: number, search: string): Promise<string[]> {
  const { items } = (await of.api.get<Envelope<{ items: { message: string }[] }>>(`/api/servers/${String(id)}/logs?limit=1000&search=${search}`)).body.data;
  return items.map(({ message }) => message);
}

/** A database behind a wire that can be cut. SQLite has no wire. */
async function onAWire(): Promise<{ database: Database; wire: TcpProxy }> {
  const kind = testDatabase();
  const real = await borrowDatabase(kind, '');
  const wire = await TcpProxy.to(kind === 'mariadb' ? 3306 : 5432);
  return {
    wire,
    database: {
      ...real,
      url: real.url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${String(wire.port)}`),
      drop: async () => {
        await wire.stop();
        await real.drop();
      },
    },
  };
}

describe.skipIf(testDatabase() === 'sqlite')('while the database is away', () => {
  it.each([
    ['shorter than the lease of the host', '30'],
    ['longer than the lease of the host', '1'],
  ])('%s, nothing is lost: lines, visits and changes of state come when it is back', async (_how, leaseSeconds) => {
    const { database, wire } = await onAWire();
    host = await GameHost.start({ players: 2 }, { database, env: { SERVERS_LEASE_SECONDS: leaseSeconds, DATABASE_URL: database.url } });
    const server = await host.run((await host.create({ restart_delay_seconds: 1 })).id);
    const crashing = await host.run((await host.create({ auto_restart: false })).id);
    await until(async () => (await host!.get(server.id)).player_count === 2, 'players');
    await host.control(server, '/log', { text: 'outage before' });
    await until(async () => (await messages(host!, server.id, 'outage')).length === 1, 'stored');

    wire.cut();
    await until(async () => (await host!.app.client.get('/readyz')).status === 503, 'seen as away');
    for (let n = 0; n < 50; n += 1) await host.control(server, '/log', { text: `outage line ${String(n)}` });
    await host.control(server, '/join', { name: 'Visitor of the outage' });
    await host.control(server, '/leave', { number: 0 });
    process.kill(-(crashing.pid ?? 0), 'SIGKILL');
    await until(async () => !lives(crashing.pid), 'crashed');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    wire.mend();

    const lines = await until(async () => {
      const found = await messages(host!, server.id, 'outage').catch((): string[] => []);
      return found.includes('outage line 49') ? found : undefined;
    }, 'lines of the outage', 30_000);
    expect(lines.filter((line) => line.startsWith('outage line'))).toEqual(Array.from({ length: 50 }, (_, n) => `outage line ${String(49 - n)}`));
    const history = await until(async () => {
      const found = await visits(host!, server.id);
      return found.some(({ name, left_at: left }) => name === 'Soldier 0' && left !== null) ? found : undefined;
    }, 'visits of the outage', 30_000);
    expect(history.filter(({ name }) => name === 'Visitor of the outage')).toMatchObject([{ left_at: null }]);
    expect(history.filter(({ name }) => name === 'Soldier 0')).toHaveLength(1);
    expect(await host.reach(server.id, 'running')).toMatchObject({ pid: server.pid });
    expect(await host.reach(crashing.id, 'crashed')).toMatchObject({ pid: null });
    expect((await host.api.get(`/api/servers/${String(crashing.id)}/events`)).text).toContain('crashed');
  }, 90_000);
});

/** A folder that holds little; needs the right to mount. */
function smallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  it('leaves the configuration of a server as it was, and says so; with room again the server starts', async ({ skip }) => {
    const disk = await mkdtemp(join(tmpdir(), 'small-disk-'));
    if (!smallDisk(disk)) {
      await rm(disk, { recursive: true });
      skip('file systems can’t be mounted here');
    }
    try {
      host = await GameHost.start({}, { env: { SERVERS_DIR: disk } });
      const { id } = await host.create({ auto_restart: false });
      const server = await host.run(id);
      const config = join(server.paths.root, 'config', 'server.cfg');
      const before = await readFile(config, 'utf8');
      await host.api.post(`/api/servers/${String(id)}/stop?wait=20`, {});
      await host.api.put(`/api/servers/${String(id)}/config/server`, { motd: Array.from({ length: 20 }, () => 'x'.repeat(200)) });
      await writeFile(join(disk, 'filler'), Buffer.alloc(1024 * 1024)).catch(() => undefined);

      const failed = await host.api.post<Envelope<{ status: string; message: string } | null>>(`/api/servers/${String(id)}/start?wait=15`, {});
      const after = await host.reach(id, 'error');
      expect(`${failed.text}${after.last_error ?? ''}`).toMatch(/disk is full/i);
      expect(await readFile(config, 'utf8')).toBe(before);
      await rm(join(disk, 'filler'));
      expect((await host.run(id)).status).toBe('running');
      expect(await readFile(config, 'utf8')).not.toBe(before);
      await host.call(id, '/kill');
      await host.stop();
      host = undefined;
    } finally {
      execFileSync('umount', ['-l', disk]);
      await rm(disk, { recursive: true, force: true });
    }
  }, 90_000);
});

describe('a server that hangs', () => {
  it('is seen, ended and started again where the operator wants that; its figures can be scraped', async () => {
    host = await GameHost.start({ players: 3 }, { env: { SERVERS_HANG_SECONDS: '3', SERVERS_HANG_POLICY: 'restart', SERVERS_MONITOR_SECONDS: '1' } });
    const server: ServerInfo = await host.run((await host.create({ name: 'Scraped "one"', restart_delay_seconds: 1 })).id);
    await until(async () => (await host!.get(server.id)).server_fps === 50, 'frames');
    await until(async () => (await host!.get(server.id)).player_count === 3, 'players');
    const labels = `{server="${String(server.id)}",name="Scraped \\"one\\""`;
    const metrics = await until(async () => {
      const { text } = await host!.app.client.get('/metrics');
      return text.includes(`rumpus_arma_server_cpu_percent${labels}`) ? text : undefined;
    }, 'figures');
    for (const line of [`rumpus_arma_server_fps${labels}} 50`, `rumpus_arma_server_players${labels}} 3`, `rumpus_arma_server_rcon_up${labels}} 1`, `rumpus_arma_server_state${labels},state="running"} 1`, `rumpus_arma_server_state${labels},state="crashed"} 0`]) expect(metrics).toContain(line);
    expect(Number(/rumpus_arma_server_log_lines_total\{[^}]*\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(5);
    expect(Number(/rumpus_arma_server_memory_bytes\{[^}]*\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(1_000_000);

    await host.control(server, '/hang');
    const again = await until(async () => {
      const found = await host!.get(server.id);
      return found.status === 'running' && found.pid !== server.pid ? found : undefined;
    }, 'started again', 40_000);
    expect(again.restart_count).toBe(1);
    const events = (await host.api.get<Envelope<{ items: { event_type: string; detail: Record<string, unknown> }[] }>>(`/api/servers/${String(server.id)}/events`)).body.data.items;
    expect(events.find(({ event_type: type }) => type === 'hang_detected')?.detail).toMatchObject({ phase: 'running', policy: 'restart' });
    expect(events.find(({ event_type: type }) => type === 'crashed')?.detail).toMatchObject({ exit_signal: 'SIGKILL', pid_file_left: true });
    const scraped = (await host.app.client.get('/metrics')).text;
    expect(scraped).toContain(`rumpus_arma_server_restarts_total${labels}} 1`);
  }, 90_000);
});
