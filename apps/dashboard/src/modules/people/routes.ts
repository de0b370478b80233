import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { validateAccess } from './access/search.js';
import { validateAudit } from './audit/search.js';

const usersRoute = createRoute({ getParentRoute: () => appRoute, path: 'users', component: lazyRouteComponent(() => import('./users/users-page.js'), 'UsersPage') });
const rolesRoute = createRoute({ getParentRoute: () => appRoute, path: 'roles', component: lazyRouteComponent(() => import('./groups/groups-page.js'), 'GroupsPage') });

const rightsRoute = createRoute({ getParentRoute: () => appRoute, path: 'users/$userId', component: lazyRouteComponent(() => import('./rights/rights-page.js'), 'RightsPage') });
const accessRoute = createRoute({ getParentRoute: () => appRoute, path: 'access', validateSearch: validateAccess, component: lazyRouteComponent(() => import('./access/access-page.js'), 'AccessPage') });
const auditRoute = createRoute({ getParentRoute: () => appRoute, path: 'audit', validateSearch: validateAudit, component: lazyRouteComponent(() => import('./audit/audit-page.js'), 'AuditPage') });

export const peopleRoutes = [usersRoute, rightsRoute, rolesRoute, accessRoute, auditRoute] as const;
