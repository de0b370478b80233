import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { validateAccess } from './access/search.js';
import { validateAudit } from './audit/search.js';

const usersRoute = createRoute({ getParentRoute: () => appRoute, path: 'users', component: lazyPage(() => import('./users/users-page.js'), 'UsersPage') });
const rolesRoute = createRoute({ getParentRoute: () => appRoute, path: 'roles', component: lazyPage(() => import('./groups/groups-page.js'), 'GroupsPage') });

const rightsRoute = createRoute({ getParentRoute: () => appRoute, path: 'users/$userId', component: lazyPage(() => import('./rights/rights-page.js'), 'RightsPage') });
const accessRoute = createRoute({ getParentRoute: () => appRoute, path: 'access', validateSearch: validateAccess, component: lazyPage(() => import('./access/access-page.js'), 'AccessPage') });
const auditRoute = createRoute({ getParentRoute: () => appRoute, path: 'audit', validateSearch: validateAudit, component: lazyPage(() => import('./audit/audit-page.js'), 'AuditPage') });

export const peopleRoutes = [usersRoute, rightsRoute, rolesRoute, accessRoute, auditRoute] as const;
