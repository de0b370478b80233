import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, serverKey } from '../api/data.js';
import type { Answer, RequestBody } from '../api/types.js';

export type Schedule = Answer<'/api/servers/{id}/schedules'>[number];
export type ScheduleRun = Answer<'/api/servers/{id}/schedules/runs'>['items'][number];
export type ScheduleRequest = RequestBody<'/api/servers/{id}/schedules', 'post'>;
export type ScheduleAction = Schedule['action'];
export const ACTIONS: readonly ScheduleAction[] = ['restart', 'stop', 'start', 'say', 'lock', 'unlock', 'mission', 'backup', 'mod_update', 'command'];

export const schedulesKey = (id: number) => serverKey(id, 'schedules');
export const schedulesQuery = (id: number) => queryOptions({ queryKey: schedulesKey(id), queryFn: ({ signal }) => data<Schedule[]>(api.GET('/api/servers/{id}/schedules', { params: { path: { id } }, signal })) });
export const runsQuery = (id: number) =>
  queryOptions({ queryKey: [...schedulesKey(id), 'runs'], queryFn: ({ signal }) => data<{ items: ScheduleRun[]; total: number }>(api.GET('/api/servers/{id}/schedules/runs', { params: { path: { id }, query: { limit: 20 } }, signal })) });

/** The next times of a cron expression; refused when it is none. */
export const previewQuery = (cron: string, timezone: string) =>
  queryOptions({ queryKey: ['servers', 'cron', cron, timezone], queryFn: () => data<{ next_runs: string[] }>(api.POST('/api/schedules/preview', { body: { cron, timezone, count: 4 } })), retry: false, enabled: cron.trim() !== '' });
