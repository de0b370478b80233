import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY } from '../api/data.js';
import type { Answer } from '../api/types.js';

/** A download by steamcmd. */
export type SteamJob = Answer<'/api/system/jobs'>[number];

export const STEAM_KEY = [...SERVERS_KEY, 'steam'] as const;
const LIVE = new Set<SteamJob['state']>(['waiting', 'delayed', 'active', 'waiting_for_guard', 'waiting_for_confirmation']);

/** Whether a download waits or runs. */
export const isLive = (job: Pick<SteamJob, 'state'>): boolean => LIVE.has(job.state);

/** Downloads, newest first; asked for often while one runs. */
export const steamJobsQuery = queryOptions({
  queryKey: STEAM_KEY,
  queryFn: ({ signal }) => data<SteamJob[]>(api.GET('/api/system/jobs', { signal })),
  staleTime: 1_000,
  refetchInterval: (query) => (query.state.data?.some(isLive) === true ? 2_000 : 20_000),
});
