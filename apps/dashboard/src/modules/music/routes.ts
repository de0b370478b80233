import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { validateFiles, validateMatches, validateSearch } from './search-params.js';

const getParentRoute = () => appRoute;

const overviewRoute = createRoute({ getParentRoute, path: 'music-proxy', component: lazyRouteComponent(() => import('./overview/overview-page.js'), 'OverviewPage') });
const downloadsRoute = createRoute({ getParentRoute, path: 'music-proxy/downloads', component: lazyRouteComponent(() => import('./downloads/downloads-page.js'), 'DownloadsPage') });
const filesRoute = createRoute({ getParentRoute, path: 'music-proxy/files', validateSearch: validateFiles, component: lazyRouteComponent(() => import('./files/files-page.js'), 'FilesPage') });
const matchesRoute = createRoute({ getParentRoute, path: 'music-proxy/matches', validateSearch: validateMatches, component: lazyRouteComponent(() => import('./matches/matches-page.js'), 'MatchesPage') });
const searchRoute = createRoute({ getParentRoute, path: 'music-proxy/search', validateSearch, component: lazyRouteComponent(() => import('./search/search-page.js'), 'SearchPage') });
const providersRoute = createRoute({ getParentRoute, path: 'music-proxy/providers', component: lazyRouteComponent(() => import('./providers/providers-page.js'), 'ProvidersPage') });
const requestsRoute = createRoute({ getParentRoute, path: 'music-proxy/requests', component: lazyRouteComponent(() => import('./requests/requests-page.js'), 'RequestsPage') });
const statisticsRoute = createRoute({ getParentRoute, path: 'music-proxy/statistics', component: lazyRouteComponent(() => import('./statistics/statistics-page.js'), 'StatisticsPage') });
const settingsRoute = createRoute({ getParentRoute, path: 'music-proxy/settings', component: lazyRouteComponent(() => import('./settings/settings-page.js'), 'SettingsPage') });

export const musicRoutes = [overviewRoute, downloadsRoute, filesRoute, matchesRoute, searchRoute, providersRoute, requestsRoute, statisticsRoute, settingsRoute] as const;
