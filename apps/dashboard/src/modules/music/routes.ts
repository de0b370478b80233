import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { validateFiles, validateMatches, validateSearch } from './search-params.js';

const getParentRoute = () => appRoute;

const overviewRoute = createRoute({ getParentRoute, path: 'music-proxy', component: lazyPage(() => import('./overview/overview-page.js'), 'OverviewPage') });
const downloadsRoute = createRoute({ getParentRoute, path: 'music-proxy/downloads', component: lazyPage(() => import('./downloads/downloads-page.js'), 'DownloadsPage') });
const filesRoute = createRoute({ getParentRoute, path: 'music-proxy/files', validateSearch: validateFiles, component: lazyPage(() => import('./files/files-page.js'), 'FilesPage') });
const matchesRoute = createRoute({ getParentRoute, path: 'music-proxy/matches', validateSearch: validateMatches, component: lazyPage(() => import('./matches/matches-page.js'), 'MatchesPage') });
const searchRoute = createRoute({ getParentRoute, path: 'music-proxy/search', validateSearch, component: lazyPage(() => import('./search/search-page.js'), 'SearchPage') });
const providersRoute = createRoute({ getParentRoute, path: 'music-proxy/providers', component: lazyPage(() => import('./providers/providers-page.js'), 'ProvidersPage') });
const requestsRoute = createRoute({ getParentRoute, path: 'music-proxy/requests', component: lazyPage(() => import('./requests/requests-page.js'), 'RequestsPage') });
const statisticsRoute = createRoute({ getParentRoute, path: 'music-proxy/statistics', component: lazyPage(() => import('./statistics/statistics-page.js'), 'StatisticsPage') });
const settingsRoute = createRoute({ getParentRoute, path: 'music-proxy/settings', component: lazyPage(() => import('./settings/settings-page.js'), 'SettingsPage') });

export const musicRoutes = [overviewRoute, downloadsRoute, filesRoute, matchesRoute, searchRoute, providersRoute, requestsRoute, statisticsRoute, settingsRoute] as const;
