import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';

const usersRoute = createRoute({ getParentRoute: () => appRoute, path: 'users', component: lazyRouteComponent(() => import('./users/users-page.js'), 'UsersPage') });
const rolesRoute = createRoute({ getParentRoute: () => appRoute, path: 'roles', component: lazyRouteComponent(() => import('./groups/groups-page.js'), 'GroupsPage') });

const auditRoute = createRoute({ getParentRoute: () => appRoute, path: 'audit', component: lazyRouteComponent(() => import('./audit-page.js'), 'AuditPage') });

export const peopleRoutes = [usersRoute, rolesRoute, auditRoute] as const;
