import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';

const jobsRoute = createRoute({ getParentRoute: () => appRoute, path: 'jobs', component: lazyRouteComponent(() => import('./jobs-page.js'), 'JobsPage') });
const healthRoute = createRoute({ getParentRoute: () => appRoute, path: 'health', component: lazyRouteComponent(() => import('./health-page.js'), 'HealthPage') });

export const systemRoutes = [jobsRoute, healthRoute] as const;
