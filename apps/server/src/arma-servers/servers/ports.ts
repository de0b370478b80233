import { createSocket } from 'node:dgram';

/** Ports the game takes from its own on, with what each is for (arma-servers spec §4.3). All UDP. */
const ROLES = ['game', 'steam_query', 'steam', 'voice', 'battleye'] as const;

/** A port and what it is for. */
export interface PortUse {
  port: number;
  role: (typeof ROLES)[number] | 'rcon';
}

/** Ports of one server. */
export interface PortPlan {
  game_port: number;
  rcon_port: number;
}

/** A port that can't be had. */
export interface PortConflict extends PortUse {
  /** `server:<id>` or `os`. */
  owner: string;
  owner_name: string;
}

/** All ports of a server. RCon may sit on the last one of the game, as older installations have it. */
export function portsOf({ game_port: game, rcon_port: rcon }: PortPlan): PortUse[] {
  const own = ROLES.map((role, offset) => ({ port: game + offset, role }));
  return [...own.filter(({ port }) => port !== rcon), { port: rcon, role: 'rcon' }];
}

/** Conflicts with other servers. Ranges count, not only the first port. */
export function conflictsWith(plan: PortPlan, others: readonly (PortPlan & { id: number; name: string })[]): PortConflict[] {
  const wanted = portsOf(plan);
  return others.flatMap((other) => {
    const taken = new Set(portsOf(other).map(({ port }) => port));
    return wanted.filter(({ port }) => taken.has(port)).map((use) => ({ ...use, owner: `server:${String(other.id)}`, owner_name: other.name }));
  });
}

/** Whether a UDP port can be bound right now. A connection attempt would tell nothing about UDP. */
export function isFree(port: number, address = '0.0.0.0'): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/** Ports of a plan that some program of this host holds. */
export async function takenOnHost(plan: PortPlan, address?: string): Promise<PortConflict[]> {
  const uses = portsOf(plan);
  const free = await Promise.all(uses.map(({ port }) => isFree(port, address)));
  return uses.filter((_, index) => free[index] === false).map((use) => ({ ...use, owner: 'os', owner_name: 'another program' }));
}

/** RCon beside the game's own ports, not on the one of BattlEye's traffic. */
export const defaultRconPort = (gamePort: number): number => gamePort + 8;

const FIRST_PORT = 2302;
const STEP = 100;
const LAST_PORT = 65_000;

/** The first block of ports that is free of other servers and on this host. */
export async function suggestPorts(others: readonly (PortPlan & { id: number; name: string })[]): Promise<PortPlan | undefined> {
  for (let port = FIRST_PORT; port < LAST_PORT; port += STEP) {
    const plan = { game_port: port, rcon_port: defaultRconPort(port) };
    if (conflictsWith(plan, others).length === 0 && (await takenOnHost(plan)).length === 0) return plan;
  }
  return undefined;
}
