import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { serverQuery } from '../api/queries.js';
import type { ServerDetail } from '../api/types.js';

const route = getRouteApi('/app/servers/$serverId');

/** The server whose page this is; only inside of its frame, which loads it. */
export function useServer(): ServerDetail {
  const { serverId } = route.useParams();
  return useSuspenseQuery(serverQuery(serverId)).data;
}
