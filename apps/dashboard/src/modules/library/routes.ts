import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { validateGallery } from './filters.js';

const gamesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'games',
  validateSearch: validateGallery,
  component: lazyRouteComponent(() => import('./gallery/gallery-page.js'), 'GalleryPage'),
});

const gameRoute = createRoute({ getParentRoute: () => appRoute, path: 'games/$romId', component: lazyRouteComponent(() => import('./game/game-page.js'), 'GamePage') });
const platformsRoute = createRoute({ getParentRoute: () => appRoute, path: 'platforms', component: lazyRouteComponent(() => import('./platforms-page.js'), 'PlatformsPage') });
const scanRoute = createRoute({ getParentRoute: () => appRoute, path: 'scan', component: lazyRouteComponent(() => import('./scan/scan-page.js'), 'ScanPage') });
const missingRoute = createRoute({ getParentRoute: () => appRoute, path: 'missing', component: lazyRouteComponent(() => import('./missing-page.js'), 'MissingPage') });

export const libraryRoutes = [gamesRoute, gameRoute, platformsRoute, scanRoute, missingRoute] as const;
