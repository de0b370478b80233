import { queryOptions, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../../api/client.js';
import { useFallbackPolling, useLiveEvent } from '../../../live/socket.js';

export type Scan = Schemas['Scan'];
export type ScanType = Scan['type'];
export type CurrentScan = Schemas['CurrentScan'];
export type Brake = Schemas['ScanBrake'];
type Progress = Schemas['ScanProgress'];

export const SCANS_KEY = ['scans'] as const;

/** The scan that runs, with its counters, and those that wait. */
export const currentScanQuery = queryOptions({ queryKey: [...SCANS_KEY, 'current'], queryFn: ({ signal }) => body(api.GET('/api/scans/current', { signal })), staleTime: 1_000 });

/** The last scans, newest first. */
export const scansQuery = queryOptions({ queryKey: [...SCANS_KEY, 'list'], queryFn: ({ signal }) => body(api.GET('/api/scans', { params: { query: { limit: 10 } }, signal })) });

/** What a scan could not read; `seen` is how many there were when it was asked, so that new ones are fetched. */
export const failuresQuery = (id: number, seen: number) =>
  queryOptions({ queryKey: [...SCANS_KEY, id, 'failures', seen], queryFn: ({ signal }) => body(api.GET('/api/scans/{id}/failures', { params: { path: { id }, query: { limit: 200 } }, signal })), enabled: seen > 0 });

/** Games that vanished in numbers and wait for a decision. */
export const brakesQuery = queryOptions({ queryKey: [...SCANS_KEY, 'brakes'], queryFn: ({ signal }) => body(api.GET('/api/scans/brakes', { signal })) });

/** The current scan, kept fresh by events, and by polling while there are none. */
export function useCurrentScan(): UseQueryResult<CurrentScan> {
  const client = useQueryClient();
  const fallback = useFallbackPolling(1_500);
  useLiveEvent<Progress>('scan:progress', (progress) => {
    const before = client.getQueryData(currentScanQuery.queryKey);
    if (before?.scan?.id === progress.scan_id) client.setQueryData(currentScanQuery.queryKey, { ...before, progress });
    else void client.invalidateQueries({ queryKey: currentScanQuery.queryKey });
  });
  const ended = () => void client.invalidateQueries({ queryKey: SCANS_KEY });
  useLiveEvent('scan:done', ended);
  useLiveEvent('scan:done_ko', ended);
  return useQuery({ ...currentScanQuery, refetchInterval: fallback === false ? 5_000 : fallback });
}
