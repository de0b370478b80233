import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { validateGallery } from './filters.js';

const gamesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'games',
  validateSearch: validateGallery,
  component: lazyPage(() => import('./gallery/gallery-page.js'), 'GalleryPage'),
});

const gameRoute = createRoute({ getParentRoute: () => appRoute, path: 'games/$romId', component: lazyPage(() => import('./game/game-page.js'), 'GamePage') });
const platformsRoute = createRoute({ getParentRoute: () => appRoute, path: 'platforms', component: lazyPage(() => import('./platforms-page.js'), 'PlatformsPage') });
const scanRoute = createRoute({ getParentRoute: () => appRoute, path: 'scan', component: lazyPage(() => import('./scan/scan-page.js'), 'ScanPage') });
const missingRoute = createRoute({ getParentRoute: () => appRoute, path: 'missing', component: lazyPage(() => import('./missing-page.js'), 'MissingPage') });

export const libraryRoutes = [gamesRoute, gameRoute, platformsRoute, scanRoute, missingRoute] as const;
