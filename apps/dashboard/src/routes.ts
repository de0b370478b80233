import { appRoute, rootRoute } from './shell/app-route.js';
import { accountRoutes } from './modules/account/routes.js';
import { arcadeRoutes } from './modules/arcade/routes.js';
import { homeRoutes } from './modules/home/routes.js';
import { libraryRoutes } from './modules/library/routes.js';
import { musicRoutes } from './modules/music/routes.js';
import { peopleRoutes } from './modules/people/routes.js';
import { serversRoutes } from './modules/servers/routes.js';
import { setupRoutes } from './modules/setup/routes.js';
import { systemRoutes } from './modules/system/routes.js';

/** All pages. What hangs below `appRoute` needs a sign-in and is shown in the shell. */
export const routeTree = rootRoute.addChildren([
  ...setupRoutes,
  appRoute.addChildren([...homeRoutes, ...libraryRoutes, ...musicRoutes, ...serversRoutes, ...arcadeRoutes, ...systemRoutes, ...peopleRoutes, ...accountRoutes]),
]);
