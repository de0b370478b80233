import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import type { paths } from '../../../api/generated/schema.js';
import { data, serverKey } from '../api/data.js';

type Answer<Path extends '/api/servers/{id}/backups' | '/api/servers/{id}/backups/restores'> = paths[Path]['get']['responses'][200]['content']['application/json']['data'];

export type Backup = Answer<'/api/servers/{id}/backups'>['items'][number];
export type Restore = Answer<'/api/servers/{id}/backups/restores'>['items'][number];
export const PARTS: readonly Restore['parts'][number][] = ['config', 'profile', 'missions', 'mods', 'bans', 'schedules'];
export type RestorePart = (typeof PARTS)[number];

const going = (items: readonly { status: Backup['status'] }[] | undefined): boolean => items?.some(({ status }) => status === 'queued' || status === 'running') === true;

export const backupsKey = (id: number) => serverKey(id, 'backups');

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
