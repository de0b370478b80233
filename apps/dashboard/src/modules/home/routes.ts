import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';

export const homeRoutes = [createRoute({ getParentRoute: () => appRoute, path: '/', component: lazyRouteComponent(() => import('./home-page.js'), 'HomePage') })] as const;
