import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { houseQuery, meQuery } from '../api/session.js';
import { live } from '../live/socket.js';
import { lazyPage } from './lazy-page.js';

export interface RouterContext {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({});

/**
 * Parent of every page that needs a sign-in. A fresh server leads to the first run, a stranger to the sign-in page;
 * `next` brings him back to where he wanted to go.
 */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context: { queryClient }, location }) => {
    const [house, me] = await Promise.all([queryClient.ensureQueryData(houseQuery), queryClient.ensureQueryData(meQuery)]);
    if (house.unclaimed) redirect({ to: '/setup', replace: true, throw: true });
    if (me === null) {
      live.close();
      redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, replace: true, throw: true });
    }
    if (me?.must_change_password === true) redirect({ to: '/new-password', search: location.href === '/' ? {} : { next: location.href }, replace: true, throw: true });
    void live.open();
  },
  component: lazyPage(() => import('./app-frame.js'), 'AppFrame'),
});
