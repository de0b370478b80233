import { afterEach, describe, expect, it } from 'vitest';
import { RconClient } from '@rumpus/battleye-rcon';
import { GameHost, lives, until, type Envelope } from '../../support/game-servers.js';

let host: GameHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

interface Orphan {
  pid: number;
  server_id: number | null;
  command_line: string;
}
const orphans = async (of: GameHost): Promise<Orphan[]> => (await of.api.get<Envelope<Orphan[]>>('/api/system/orphans')).body.data;
const PASSWORD = 'ForTheTest123';

/** A server that an admin has restarted from inside the game: its process is another one now. */
async function restartedInside(of: GameHost): Promise<{ id: number; orphan: Orphan }> {
  const { id, rcon_port: port } = await of.create({ auto_restart: false });
  await of.api.put(`/api/servers/${String(id)}/config/rcon`, { rcon_password: PASSWORD });
  await of.run(id);
  const admin = new RconClient({ host: '127.0.0.1', port, password: PASSWORD });
  admin.connect();
  await admin.ready(10_000);
  await admin.command('#restartserver').catch(() => undefined);
  admin.close();
  await of.reach(id, 'crashed', 'error');
  const orphan = await until(async () => (await orphans(of)).find(({ server_id: server }) => server === id), 'the process of nobody');
  return { id, orphan };
}

describe('a process that nobody looks after', () => {
  it('is found after #restartserver, told as an event, and taken over when asked', async () => {
    host = await GameHost.start();
    const { id, orphan } = await restartedInside(host);
    expect(lives(orphan.pid)).toBe(true);
    await until(async () => (await host!.api.get(`/api/servers/${String(id)}/events`)).text.includes('orphan_found'), 'the event');
    const refused = await host.call(id, '/start');
    expect([refused.status, refused.body.error?.code]).toEqual([409, 'PORT_IN_USE']);
    const dry = await host.call<{ problems: { code: string; details: unknown }[] }>(id, '/start', { dry_run: true });
    expect(dry.body.data.problems).toContainEqual(expect.objectContaining({ code: 'SERVER_ALREADY_RUNNING', details: [{ pid: orphan.pid }] }));
    expect((await host.api.post(`/api/system/orphans/${String(orphan.pid)}/adopt`, {})).status).toBe(200);
    const running = await until(async () => {
      const found = await host!.get(id);
      return found.status === 'running' && found.rcon_connected ? found : undefined;
    }, 'taken over');
    expect(running.pid).toBe(orphan.pid);
    expect((await orphans(host)).filter(({ server_id: server }) => server === id)).toEqual([]);
    const stop = await host.api.post<Envelope<{ status: string }>>(`/api/servers/${String(id)}/stop?wait=20`, {});
    expect(stop.body.data.status).toBe('stopped');
    expect(lives(orphan.pid)).toBe(false);
  }, 60_000);

  it('is ended when asked, and any other process is left alone', async () => {
    host = await GameHost.start();
    const { orphan } = await restartedInside(host);
    expect((await host.api.post(`/api/system/orphans/${String(process.pid)}/kill`, {})).status).toBe(404);
    expect((await host.api.post(`/api/system/orphans/${String(orphan.pid)}/kill`, {})).status).toBe(200);
    await until(async () => !lives(orphan.pid), 'ended');
  }, 60_000);
});
