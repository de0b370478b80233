import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.js';
import type { paths } from '../../api/generated/schema.js';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Health = Answer<'/api/health'>;
export type Storage = Answer<'/api/setup/storage'>;
export type Job = Answer<'/api/jobs'>['items'][number];
export type JobState = Job['state'];
export type JobKind = Answer<'/api/jobs/kinds'>[number];

export const JOBS_KEY = ['jobs'] as const;

/** Jobs in one of these states (all when none is named), newest first. */
export const jobsQuery = (states: readonly JobState[] = []) =>
  queryOptions({
    queryKey: [...JOBS_KEY, 'list', states],
    queryFn: ({ signal }) => body(api.GET('/api/jobs', { params: { query: { state: [...states], limit: 200 } }, signal })),
    staleTime: 2_000,
  });

/** One job with its log. */
export const jobQuery = (id: string) => queryOptions({ queryKey: [...JOBS_KEY, 'one', id], queryFn: ({ signal }) => body(api.GET('/api/jobs/{id}', { params: { path: { id } }, signal })) });

export const jobKindsQuery = queryOptions({ queryKey: [...JOBS_KEY, 'kinds'], queryFn: ({ signal }) => body(api.GET('/api/jobs/kinds', { signal })) });

export const healthQuery = queryOptions({ queryKey: ['health'], queryFn: ({ signal }) => body(api.GET('/api/health', { signal })), staleTime: 0 });

/** Folders and services; before the claim open to everybody, afterwards to administrators. */
export const storageQuery = queryOptions({ queryKey: ['setup', 'storage'], queryFn: ({ signal }) => body(api.GET('/api/setup/storage', { signal })), staleTime: 0 });

/** Jobs that run now, asked for often while there are some. */
export function useRunningJobs(): Job[] {
  const { data } = useQuery({ ...jobsQuery(['active']), refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? 2_000 : 15_000) });
  return data?.items ?? [];
}

/** How far a job is, from 0 to 1; null when it does not tell. Jobs report `{done, total}`, `{percent}` or a scan's counters. */
export function shareOf({ progress }: Pick<Job, 'progress'>): number | null {
  const number = (key: string) => (typeof progress?.[key] === 'number' ? progress[key] : null);
  const percent = number('percent');
  if (percent !== null) return Math.min(1, percent / 100);
  const done = number('done') ?? number('scanned_roms') ?? number('processed');
  const total = number('total') ?? number('total_roms');
  return done === null || total === null || total <= 0 ? null : Math.min(1, done / total);
}
