import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, serverKey } from './data.js';
import type { BansSearch, SeenSearch } from '../house/search.js';
import type { Answer, Ban, Dossier, HeadlessClient, LogFile, Metric, MetricSeries, Paged, PlayerList, PortPlan, ReservedPort, ServerDetail, ServerEvent, ServerSummary, Template, Visit } from './types.js';

const on = (id: number) => ({ path: { id } });

export const serversQuery = queryOptions({ queryKey: [...SERVERS_KEY, 'list'], queryFn: ({ signal }) => data<ServerSummary[]>(api.GET('/api/servers', { signal })) });

/** One server; everything about it hangs below {@link serverKey}. */
export const serverQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'detail'), queryFn: ({ signal }) => data<ServerDetail>(api.GET('/api/servers/{id}', { params: on(id), signal })) });

export const suggestedPortsQuery = queryOptions({ queryKey: [...SERVERS_KEY, 'suggested-ports'], queryFn: ({ signal }) => data<PortPlan>(api.GET('/api/servers/suggested-ports', { signal })), staleTime: 0, gcTime: 0 });

export const TEMPLATES_KEY = [...SERVERS_KEY, 'templates'] as const;
export const templatesQuery = queryOptions({ queryKey: TEMPLATES_KEY, queryFn: ({ signal }) => data<Template[]>(api.GET('/api/templates', { signal })) });

export const playersQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'players'), queryFn: ({ signal }) => data<PlayerList>(api.GET('/api/servers/{id}/players', { params: on(id), signal })) });

export const dossierQuery = (guid: string) => queryOptions({ queryKey: [...SERVERS_KEY, 'dossier', guid], queryFn: ({ signal }) => data<Dossier>(api.GET('/api/players/{guid}', { params: { path: { guid } }, signal })) });

export const visitsQuery = (id: number, search: string, page: number, limit: number) =>
  queryOptions({
    queryKey: serverKey(id, 'visits', search, page, limit),
    queryFn: ({ signal }) => data<Paged<Visit>>(api.GET('/api/servers/{id}/players/history', { params: { ...on(id), query: { limit, offset: page * limit, ...(search === '' ? {} : { search }) } }, signal })),
  });

export const bansQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'bans'), queryFn: ({ signal }) => data<Ban[]>(api.GET('/api/servers/{id}/bans', { params: on(id), signal })) });

export const ALL_BANS_KEY = [...SERVERS_KEY, 'bans'] as const;
/** Bans over all servers, a page of them. */
export const allBansQuery = ({ q, server, state, lasts }: BansSearch, page: number, limit: number) =>
  queryOptions({
    queryKey: [...ALL_BANS_KEY, q, server, state, lasts, page, limit],
    queryFn: ({ signal }) =>
      data<Answer<'/api/bans'>>(api.GET('/api/bans', { params: { query: { limit, offset: page * limit, ...(q === undefined ? {} : { search: q }), ...(server === undefined ? {} : { server_id: server }), ...(state === undefined ? {} : { state }), ...(lasts === undefined ? {} : { lasts }) } }, signal })),
  });

/** Everybody who was seen on any server, a page of them. */
export const seenQuery = ({ q, server, watch }: SeenSearch, page: number, limit: number) =>
  queryOptions({
    queryKey: [...SERVERS_KEY, 'seen', q, server, watch, page, limit],
    queryFn: ({ signal }) => data<Answer<'/api/players'>>(api.GET('/api/players', { params: { query: { limit, offset: page * limit, ...(q === undefined ? {} : { search: q }), ...(server === undefined ? {} : { server_id: server }), ...(watch === undefined ? {} : { watch: '1' }) } }, signal })),
  });

export const portsQuery = queryOptions({ queryKey: [...SERVERS_KEY, 'ports'], queryFn: ({ signal }) => data<ReservedPort[]>(api.GET('/api/system/ports', { signal })), refetchInterval: 30_000 });

export const headlessQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'headless'), queryFn: ({ signal }) => data<HeadlessClient[]>(api.GET('/api/servers/{id}/headless', { params: on(id), signal })) });

export const logFilesQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'log-files'), queryFn: ({ signal }) => data<LogFile[]>(api.GET('/api/servers/{id}/logs/files', { params: on(id), signal })) });

export const latestMetricQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'latest'), queryFn: ({ signal }) => data<Metric | null>(api.GET('/api/servers/{id}/metrics/latest', { params: on(id), signal })) });

/** Readings of the last `seconds`; `to` is an end in the past, or now. */
export const metricsQuery = (id: number, seconds: number) =>
  queryOptions({
    queryKey: serverKey(id, 'metrics', seconds),
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - seconds * 1000).toISOString();
      return data<MetricSeries>(api.GET('/api/servers/{id}/metrics', { params: { ...on(id), query: { from } }, signal }));
    },
  });

/** What happened, newest first; of one kind, or since a moment. */
export const eventsQuery = (id: number, filter: { limit: number; offset?: number; event_type?: string; since?: string }) =>
  queryOptions({
    queryKey: serverKey(id, 'events', filter),
    queryFn: ({ signal }) => data<Paged<ServerEvent>>(api.GET('/api/servers/{id}/events', { params: { ...on(id), query: filter }, signal })),
  });
