import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '../../../api/client.js';
import { ARCADE, type Answer } from '../api.js';

export type Arcade = Answer<'/api/arcade/arcades'>[number];
export type Machine = Answer<'/api/arcade/machines'>[number];
export type Balance = Answer<'/api/arcade/arcades/{id}/balances'>[number];
export type AuditLine = Answer<'/api/arcade/audit'>[number];
export type Setting = Answer<'/api/arcade/settings/{series}/{version}'>['settings'][number];
export type Peer = Answer<'/api/arcade/federation/servers'>[number];
export type ApiClient = Answer<'/api/arcade/federation/clients'>[number];
export type CallCount = Answer<'/api/arcade/calls'>[number];

export const arcadesQuery = queryOptions({ queryKey: [...ARCADE, 'arcades'], queryFn: ({ signal }) => body(api.GET('/api/arcade/arcades', { signal })) });

export const machinesQuery = queryOptions({ queryKey: [...ARCADE, 'machines'], queryFn: ({ signal }) => body(api.GET('/api/arcade/machines', { signal })) });

export const arcadeMachinesQuery = (id: number) =>
  queryOptions({ queryKey: [...ARCADE, 'machines', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/arcades/{id}/machines', { params: { path: { id } }, signal })) });

export const balancesQuery = (id: number) =>
  queryOptions({ queryKey: [...ARCADE, 'balances', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/arcades/{id}/balances', { params: { path: { id } }, signal })) });

export const transactionsQuery = (id: number) =>
  queryOptions({ queryKey: [...ARCADE, 'transactions', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/arcades/{id}/transactions', { params: { path: { id }, query: { limit: 100 } }, signal })) });

/** Settings of a game in an arcade; without one, those of machines that stand in none. */
export const settingsQuery = (arcade: number | null, series: string, version: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'settings', arcade, series, version],
    queryFn: ({ signal }) =>
      arcade === null
        ? body(api.GET('/api/arcade/settings/{series}/{version}', { params: { path: { series, version } }, signal }))
        : body(api.GET('/api/arcade/arcades/{id}/settings/{series}/{version}', { params: { path: { id: arcade, series, version } }, signal })),
  });

/** The settings of the network that are in force. */
export const configQuery = queryOptions({ queryKey: [...ARCADE, 'config'], queryFn: ({ signal }) => body(api.GET('/api/arcade/config', { signal })) });
export type NetworkConfig = Answer<'/api/arcade/config'>;

export const peersQuery = queryOptions({ queryKey: [...ARCADE, 'peers'], queryFn: ({ signal }) => body(api.GET('/api/arcade/federation/servers', { signal })) });
export const clientsQuery = queryOptions({ queryKey: [...ARCADE, 'clients'], queryFn: ({ signal }) => body(api.GET('/api/arcade/federation/clients', { signal })) });
export const callsQuery = queryOptions({ queryKey: [...ARCADE, 'calls'], queryFn: ({ signal }) => body(api.GET('/api/arcade/calls', { signal })), refetchInterval: 10_000 });

/** The last exchanges, while the inspector is on. */
export const trafficQuery = queryOptions({ queryKey: [...ARCADE, 'traffic'], queryFn: ({ signal }) => body(api.GET('/api/arcade/traffic', { signal })), staleTime: 0, placeholderData: keepPreviousData });
export const exchangeQuery = (id: number) =>
  queryOptions({ queryKey: [...ARCADE, 'traffic', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/traffic/{id}', { params: { path: { id } }, signal })), staleTime: Number.POSITIVE_INFINITY });

export type Exchange = Answer<'/api/arcade/traffic'>['exchanges'][number];
