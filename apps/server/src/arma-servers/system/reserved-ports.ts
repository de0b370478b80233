import { Injectable } from '@nestjs/common';
import { STARTABLE } from '@rumpus/process-supervisor';
import { z } from 'zod';
import { HostDirectory } from '../hosts/host-directory.js';
import { HostLease } from '../hosts/host-lease.js';
import { portsOf, type PortUse } from '../servers/ports.js';
import { SERVER_STATUS } from '../servers/server.dto.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { PORT_ROLE } from '../servers/server-view.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { heldUdpPorts } from './udp-ports.js';

/** Who else wants or holds a port; of a server the caller may not see there is no name. */
const CONFLICT = z.object({ owner: z.enum(['server', 'os']), server_id: z.int().nullable(), server_name: z.string().nullable() });

/** A UDP port that a server takes on its host (arma-servers spec §4.3). */
export const RESERVED_PORT = z.object({
  port: z.int(),
  role: PORT_ROLE,
  server_id: z.int(),
  server_name: z.string(),
  status: SERVER_STATUS,
  host_id: z.string(),
  host_name: z.string(),
  conflicts: z.array(CONFLICT),
});
export type ReservedPort = z.infer<typeof RESERVED_PORT>;
type Conflict = ReservedPort['conflicts'][number];

interface Claim extends PortUse {
  server: ArmaServer;
}

/** Which server takes which ports on which host, and where two want the same. */
@Injectable()
export class ReservedPorts {
  constructor(
    private readonly servers: ServersRepository,
    private readonly hosts: HostDirectory,
    private readonly lease: HostLease,
  ) {}

  /** Ports of the servers the caller may see, by host and number. A server that is down may have lost a port to another program; that can be told of this host only. */
  async list(visible: readonly number[] | 'all'): Promise<ReservedPort[]> {
    const [all, hosts, held] = await Promise.all([this.servers.list('all'), this.hosts.all(), heldUdpPorts()]);
    const seen = (id: number): boolean => visible === 'all' || visible.includes(id);
    const claims = all.flatMap((server) => portsOf(server).map((use): Claim => ({ ...use, server })));
    const byPlace = new Map<string, Claim[]>();
    for (const claim of claims) byPlace.set(placeOf(claim), [...(byPlace.get(placeOf(claim)) ?? []), claim]);
    return claims
      .filter(({ server }) => seen(server.id))
      .map(({ port, role, server }) => {
        const rivals = (byPlace.get(placeOf({ port, server })) ?? []).filter((claim) => claim.server.id !== server.id);
        const taken = rivals.length === 0 && server.host_id === this.lease.hostId && STARTABLE.includes(server.status) && held?.has(port) === true;
        const conflicts: Conflict[] = [
          ...rivals.map(({ server: { id, name } }): Conflict => ({ owner: 'server', server_id: seen(id) ? id : null, server_name: seen(id) ? name : null })),
          ...(taken ? [{ owner: 'os' as const, server_id: null, server_name: null }] : []),
        ];
        return { port, role, server_id: server.id, server_name: server.name, status: server.status, host_id: server.host_id, host_name: hosts.get(server.host_id)?.name ?? server.host_id, conflicts };
      })
      .sort((a, b) => a.host_name.localeCompare(b.host_name) || a.port - b.port || a.server_id - b.server_id);
  }
}

const placeOf = ({ port, server }: Pick<Claim, 'port' | 'server'>): string => `${server.host_id} ${String(port)}`;
