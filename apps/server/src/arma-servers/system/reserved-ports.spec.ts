import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { HostDirectory } from '../hosts/host-directory.js';
import type { HostLease } from '../hosts/host-lease.js';
import type { ArmaServer } from '../servers/server.entity.js';
import type { ServersRepository } from '../servers/servers.repository.js';
import { ReservedPorts } from './reserved-ports.js';

const server = (id: number, host: string, game: number, rcon = game + 8, status: ArmaServer['status'] = 'stopped'): ArmaServer => ({ id, name: `S${String(id)}`, host_id: host, status, game_port: game, rcon_port: rcon }) as ArmaServer;

function portsOf(...servers: ArmaServer[]): ReservedPorts {
  const repository = { list: () => Promise.resolve(servers) } as unknown as ServersRepository;
  const hosts = { all: () => Promise.resolve(new Map([['here', { name: 'alpha' }], ['there', { name: 'beta' }]])) } as unknown as HostDirectory;
  return new ReservedPorts(repository, hosts, { hostId: 'here' } as HostLease);
}

describe('reserved ports', () => {
  it('are those of each server, by host and number; the same numbers on another host are no conflict', async () => {
    const list = await portsOf(server(1, 'there', 40_000), server(2, 'here', 40_000)).list('all');
    expect(list.map(({ host_name: host, port, role }) => `${host} ${String(port)} ${role}`).slice(0, 6)).toEqual(['alpha 40000 game', 'alpha 40001 steam_query', 'alpha 40002 steam', 'alpha 40003 voice', 'alpha 40004 battleye', 'alpha 40008 rcon']);
    expect(list).toHaveLength(12);
    expect(list.every(({ conflicts }) => conflicts.length === 0)).toBe(true);
  });

  it('are in conflict where two servers of a host want one; a server the caller may not see has no name', async () => {
    const ports = portsOf(server(1, 'here', 40_000), server(2, 'here', 40_100, 40_001));
    const inConflict = async (visible: number[] | 'all'): Promise<unknown> => (await ports.list(visible)).filter(({ conflicts }) => conflicts.length > 0).map(({ port, server_id: id, conflicts }) => [port, id, conflicts]);
    expect(await inConflict('all')).toEqual([
      [40_001, 1, [{ owner: 'server', server_id: 2, server_name: 'S2' }]],
      [40_001, 2, [{ owner: 'server', server_id: 1, server_name: 'S1' }]],
    ]);
    expect(await inConflict([1])).toEqual([[40_001, 1, [{ owner: 'server', server_id: null, server_name: null }]]]);
    expect(await inConflict([])).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('are in conflict with a program that holds one of a server that is down, on this host only', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    const running = server(2, 'here', port, port + 8, 'running');
    const conflicts = async (one: ArmaServer): Promise<unknown> => (await portsOf(one).list('all')).find((row) => row.port === port)?.conflicts;
    expect(await conflicts(server(1, 'here', port))).toEqual([{ owner: 'os', server_id: null, server_name: null }]);
    expect(await conflicts(server(1, 'there', port))).toEqual([]);
    expect(await conflicts(running)).toEqual([]);
    socket.close();
  });
});
