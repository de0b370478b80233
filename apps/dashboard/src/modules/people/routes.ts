import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';

const usersRoute = createRoute({ getParentRoute: () => appRoute, path: 'users', component: lazyRouteComponent(() => import('./users/users-page.js'), 'UsersPage') });
const rolesRoute = createRoute({ getParentRoute: () => appRoute, path: 'roles', component: lazyRouteComponent(() => import('./groups/groups-page.js'), 'GroupsPage') });

export const peopleRoutes = [usersRoute, rolesRoute] as const;
