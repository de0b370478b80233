import { asOneOf, asText } from '../../../shell/search.js';
import { STATUSES, type ServerStatus, type ServerSummary } from '../api/types.js';

export const ORDERS = ['name', 'players', 'status', 'cpu', 'memory', 'port'] as const;
export type Order = (typeof ORDERS)[number];
/** Groups of states that an operator looks for. */
export const SHOWN = ['running', 'stopped', 'trouble'] as const;
export type Shown = (typeof SHOWN)[number];

/** The list's address. */
export interface ServersSearch {
  q?: string;
  show?: Shown;
  tag?: string;
  order?: Order;
}

/** Reads the list's address; whatever makes no sense is left out. */
export function validateServers(raw: Record<string, unknown>): ServersSearch {
  const [q, tag] = [asText(raw['q'])?.slice(0, 64), asText(raw['tag'])?.slice(0, 32)];
  const [show, order] = [asOneOf(raw['show'], SHOWN), asOneOf(raw['order'], ORDERS)];
  return { ...(q === undefined ? {} : { q }), ...(show === undefined ? {} : { show }), ...(tag === undefined ? {} : { tag }), ...(order === undefined || order === 'name' ? {} : { order }) };
}

const GROUP: Record<ServerStatus, Shown> = { stopped: 'stopped', starting: 'running', running: 'running', stopping: 'running', restarting: 'trouble', crashed: 'trouble', error: 'trouble' };

const BY: Record<Order, (a: ServerSummary, b: ServerSummary) => number> = {
  name: () => 0,
  players: (a, b) => b.player_count - a.player_count,
  // Trouble first: it is what somebody has to look at.
  status: (a, b) => STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status),
  cpu: (a, b) => (b.cpu_percent ?? -1) - (a.cpu_percent ?? -1),
  memory: (a, b) => (b.ram_mb ?? -1) - (a.ram_mb ?? -1),
  port: (a, b) => a.game_port - b.game_port,
};

/** The servers that fit the address, in its order; equal ones by name. */
export function pick(servers: readonly ServerSummary[], { q, show, tag, order = 'name' }: ServersSearch): ServerSummary[] {
  const wanted = (q ?? '').trim().toLocaleLowerCase();
  const fits = (server: ServerSummary): boolean => {
    const words = [server.name, server.description, server.current_mission ?? '', server.current_map ?? '', ...server.tags, String(server.game_port)].join('\n').toLocaleLowerCase();
    return words.includes(wanted) && (show === undefined || GROUP[server.status] === show) && (tag === undefined || server.tags.includes(tag));
  };
  return servers.filter(fits).sort((a, b) => BY[order](a, b) || a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** All tags in use. */
export const tagsOf = (servers: readonly ServerSummary[]): string[] => [...new Set(servers.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
