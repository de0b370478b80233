import { createRoute } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { asNumber, validateSeries } from './games/search.js';
import { validateImports } from './imports/search.js';
import { validateArcade } from './operation/search.js';

const homeRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade', component: lazyPage(() => import('./home/home-page.js'), 'ArcadeHomePage') });
const meRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/me', component: lazyPage(() => import('./me/me-page.js'), 'MePage') });
const gamesRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/games', component: lazyPage(() => import('./games/games-page.js'), 'GamesPage') });

const seriesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'arcade/games/$series',
  validateSearch: validateSeries,
  component: lazyPage(() => import('./games/series-page.js'), 'SeriesPage'),
});

const songRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'arcade/games/$series/songs/$song',
  validateSearch: (raw: Record<string, unknown>): { chart?: number } => {
    const chart = asNumber(raw['chart']);
    return chart === undefined ? {} : { chart };
  },
  component: lazyPage(() => import('./games/song-page.js'), 'SongPage'),
});

const playerRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'arcade/games/$series/players/$player',
  validateSearch: validateSeries,
  component: lazyPage(() => import('./games/player-page.js'), 'PlayerPage'),
});

const arcadesRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation', component: lazyPage(() => import('./operation/arcades-page.js'), 'ArcadesPage') });

const arcadeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'arcade/operation/arcades/$arcade',
  validateSearch: validateArcade,
  component: lazyPage(() => import('./operation/arcade-page.js'), 'ArcadePage'),
});

const machinesRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/machines', component: lazyPage(() => import('./operation/machines-page.js'), 'MachinesPage') });
const playersRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/players', component: lazyPage(() => import('./operation/players-page.js'), 'PlayersPage') });
const changesRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/changes', component: lazyPage(() => import('./operation/changes-page.js'), 'ChangesPage') });
const newsRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/news', component: lazyPage(() => import('./operation/news-page.js'), 'NewsPage') });
const networkRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/network', component: lazyPage(() => import('./network/network-page.js'), 'NetworkPage') });
const settingsRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/settings', component: lazyPage(() => import('./operation/settings-page.js'), 'SettingsPage') });
const peersRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/peers', component: lazyPage(() => import('./operation/peers-page.js'), 'PeersPage') });
const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'arcade/operation/imports',
  validateSearch: validateImports,
  component: lazyPage(() => import('./imports/imports-page.js'), 'ImportsPage'),
});

const auditRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/audit', component: lazyPage(() => import('./operation/audit-page.js'), 'ArcadeAuditPage') });
const callsRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/calls', component: lazyPage(() => import('./operation/calls-page.js'), 'CallsPage') });
const trafficRoute = createRoute({ getParentRoute: () => appRoute, path: 'arcade/operation/traffic', component: lazyPage(() => import('./traffic/traffic-page.js'), 'TrafficPage') });

const operationRoutes = [arcadesRoute, arcadeRoute, machinesRoute, playersRoute, newsRoute, networkRoute, settingsRoute, peersRoute, importsRoute, changesRoute, auditRoute, callsRoute, trafficRoute] as const;

export const arcadeRoutes = [homeRoute, meRoute, gamesRoute, seriesRoute, songRoute, playerRoute, ...operationRoutes] as const;
