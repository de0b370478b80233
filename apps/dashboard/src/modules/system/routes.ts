import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';

const jobsRoute = createRoute({ getParentRoute: () => appRoute, path: 'jobs', component: lazyPage(() => import('./jobs-page.js'), 'JobsPage') });
const healthRoute = createRoute({ getParentRoute: () => appRoute, path: 'health', component: lazyPage(() => import('./health-page.js'), 'HealthPage') });

export const systemRoutes = [jobsRoute, healthRoute] as const;
