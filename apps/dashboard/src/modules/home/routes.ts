import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';

export const homeRoutes = [createRoute({ getParentRoute: () => appRoute, path: '/', component: lazyPage(() => import('./home-page.js'), 'HomePage') })] as const;
