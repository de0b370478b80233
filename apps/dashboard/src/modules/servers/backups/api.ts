import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, serverKey, SERVERS_KEY } from '../api/data.js';
import type { Answer } from '../api/types.js';
import type { BackupsSearch } from '../house/search.js';

export type Backup = Answer<'/api/servers/{id}/backups'>['items'][number];
export type Restore = Answer<'/api/servers/{id}/backups/restores'>['items'][number];
export const PARTS: readonly Restore['parts'][number][] = ['config', 'profile', 'missions', 'mods', 'bans', 'schedules'];
export type RestorePart = (typeof PARTS)[number];

const going = (items: readonly { status: Backup['status'] }[] | undefined): boolean => items?.some(({ status }) => status === 'queued' || status === 'running') === true;

export const backupsKey = (id: number) => serverKey(id, 'backups');

/** Lists over all servers. */
export const ALL_BACKUPS_KEY = [...SERVERS_KEY, 'backups'] as const;
export const allBackupsQuery = ({ server, kind }: BackupsSearch, page: number, limit: number) =>
  queryOptions({
    queryKey: [...ALL_BACKUPS_KEY, server, kind, page, limit],
    queryFn: ({ signal }) => data<Answer<'/api/backups'>>(api.GET('/api/backups', { params: { query: { limit, offset: page * limit, ...(server === undefined ? {} : { server_id: server }), ...(kind === undefined ? {} : { kind }) } }, signal })),
    refetchInterval: (query) => (going(query.state.data?.items) ? 1_500 : 60_000),
  });

/** Backups, newest first; asked for often while one is being made. */
export const backupsQuery = (id: number, page: number, limit: number) =>
  queryOptions({
    queryKey: [...backupsKey(id), 'list', page, limit],
    queryFn: ({ signal }) => data<Answer<'/api/servers/{id}/backups'>>(api.GET('/api/servers/{id}/backups', { params: { path: { id }, query: { limit, offset: page * limit } }, signal })),
    refetchInterval: (query) => (going(query.state.data?.items) ? 1_500 : 60_000),
  });

export const restoresQuery = (id: number) =>
  queryOptions({
    queryKey: [...backupsKey(id), 'restores'],
    queryFn: ({ signal }) => data<Answer<'/api/servers/{id}/backups/restores'>>(api.GET('/api/servers/{id}/backups/restores', { params: { path: { id }, query: { limit: 10 } }, signal })),
    refetchInterval: (query) => (going(query.state.data?.items) ? 1_500 : 60_000),
  });
