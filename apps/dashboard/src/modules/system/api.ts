import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../api/http.js';
import type { TaskStatus } from '../../api/types.js';
import { useFallbackPolling } from '../../live/socket.js';

/** All jobs the server remembers, newest first (library-api spec §16). */
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => http.get<TaskStatus[]>('/api/tasks/status', { signal }),
  staleTime: 5_000,
});

/** Jobs that run now; kept fresh by events, and by polling while there are none. */
export function useRunningJobs(): TaskStatus[] {
  const fallback = useFallbackPolling(5_000);
  const { data } = useQuery({ ...jobsQuery, refetchInterval: fallback === false ? 30_000 : fallback });
  return (data ?? []).filter((job) => job.status === 'started');
}
