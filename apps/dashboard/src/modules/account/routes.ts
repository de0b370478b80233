import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';

export const accountRoutes = [createRoute({ getParentRoute: () => appRoute, path: 'profile', component: lazyRouteComponent(() => import('./profile-page.js'), 'ProfilePage') })] as const;
