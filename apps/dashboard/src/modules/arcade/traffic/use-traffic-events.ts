import { useQueryClient } from '@tanstack/react-query';
import { useLiveEvent } from '../../../live/socket.js';
import type { Answer } from '../api.js';
import { trafficQuery } from '../operation/api.js';
import { withNews, type TrafficNews } from './traffic-news.js';

type Traffic = Answer<'/api/arcade/traffic'>;

/** Puts exchanges into the list as they happen. */
export function useTrafficEvents(follow: boolean): void {
  const client = useQueryClient();
  useLiveEvent<TrafficNews>('arcade:traffic', (news) => {
    const known = client.getQueryData<Traffic>(trafficQuery.queryKey);
    if (!follow || known?.enabled !== true) return;
    const exchanges = withNews(known.exchanges, news);
    if (exchanges === null) void client.invalidateQueries({ queryKey: trafficQuery.queryKey, exact: true });
    else client.setQueryData<Traffic>(trafficQuery.queryKey, { ...known, exchanges });
  });
}
