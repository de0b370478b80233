import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';

/** A thing somebody can have rights on without having them everywhere. */
export interface GrantableObject {
  id: string;
  name: string;
}

export type ObjectKind = 'server' | 'arcade';
export const KINDS = ['server', 'arcade'] as const satisfies readonly ObjectKind[];

/** The rights that make sense on one object of a kind. */
export const RIGHTS = {
  server: ['servers.read', 'servers.operate', 'servers.write'],
  arcade: ['arcade.read', 'arcade.write'],
} as const;

/** A module that is switched off has no objects. */
async function orNone<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return [];
    throw error;
  }
}

/** The server manager answers in its own envelope (arma-servers spec §1.1). */
interface ServersAnswer {
  data?: { items?: { id: number; name: string }[] };
}

async function servers(signal: AbortSignal): Promise<GrantableObject[]> {
  const answer = (await body(api.GET('/api/servers', { signal }) as Promise<{ data?: unknown }>)) as ServersAnswer | undefined;
  return (answer?.data?.items ?? []).map(({ id, name }) => ({ id: String(id), name }));
}

async function arcades(signal: AbortSignal): Promise<GrantableObject[]> {
  return (await body(api.GET('/api/arcade/arcades', { signal }))).map(({ id, name }) => ({ id: String(id), name }));
}

const load: Readonly<Record<ObjectKind, (signal: AbortSignal) => Promise<GrantableObject[]>>> = { server: servers, arcade: arcades };

/** Every game server or arcade there is. */
export const objectsQuery = (kind: ObjectKind) => queryOptions({ queryKey: ['grantable', kind], queryFn: ({ signal }) => orNone(load[kind](signal)) });
