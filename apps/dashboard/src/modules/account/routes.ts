import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { asText } from '../../shell/search.js';

const profileRoute = createRoute({ getParentRoute: () => appRoute, path: 'profile', component: lazyPage(() => import('./profile-page.js'), 'ProfilePage') });
const securityRoute = createRoute({ getParentRoute: () => appRoute, path: 'profile/security', component: lazyPage(() => import('./security-page.js'), 'SecurityPage') });
const tokensRoute = createRoute({ getParentRoute: () => appRoute, path: 'profile/tokens', component: lazyPage(() => import('./tokens-page.js'), 'TokensPage') });

/** The address that a device shows while it asks to be let in (library-api spec §5.2). */
const pairRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'pair/device',
  validateSearch: (search: Record<string, unknown>): { user_code?: string } => {
    const code = asText(search['user_code']);
    return code === undefined ? {} : { user_code: code.slice(0, 32) };
  },
  component: lazyPage(() => import('./pair-page.js'), 'PairPage'),
});

export const accountRoutes = [profileRoute, securityRoute, tokensRoute, pairRoute] as const;
