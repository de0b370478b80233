import { createRouter } from '@tanstack/react-router';
import { queryClient } from './api/query-client.js';
import { routeTree } from './routes.js';
import { parseSearch, stringifySearch } from './shell/search.js';
import { NotFound, RouteProblem, RouteWait } from './shell/route-states.js';

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: RouteWait,
  defaultPendingMs: 200,
  defaultErrorComponent: RouteProblem,
  defaultNotFoundComponent: NotFound,
  parseSearch,
  stringifySearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
