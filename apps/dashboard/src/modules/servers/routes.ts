import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { validateConfig } from './config/search.js';
import { validateServers } from './list/filters.js';
import { validateLogs } from './logs/search.js';
import { validateMetrics } from './metrics/search.js';

const serversRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers', validateSearch: validateServers, component: lazyRouteComponent(() => import('./list/servers-page.js'), 'ServersPage') });
const createServerRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/new', component: lazyRouteComponent(() => import('./create/create-page.js'), 'CreatePage') });

const importServerRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/import', component: lazyRouteComponent(() => import('./importing/import-page.js'), 'ImportPage') });
const steamRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/steam', component: lazyRouteComponent(() => import('./steam/steam-page.js'), 'SteamPage') });

/** The id in the address; anything else is a page that does not exist. */
function parseId({ serverId }: { serverId: string }): { serverId: number } {
  const id = Number(serverId);
  if (!Number.isInteger(id) || id < 1) notFound({ throw: true });
  return { serverId: id };
}

const serverRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'servers/$serverId',
  params: { parse: parseId, stringify: ({ serverId }) => ({ serverId: String(serverId) }) },
  component: lazyRouteComponent(() => import('./server/server-page.js'), 'ServerPage'),
});

const overviewRoute = createRoute({ getParentRoute: () => serverRoute, path: '/', component: lazyRouteComponent(() => import('./server/overview-page.js'), 'OverviewPage') });
const consoleRoute = createRoute({ getParentRoute: () => serverRoute, path: 'console', component: lazyRouteComponent(() => import('./console/console-page.js'), 'ConsolePage') });
const metricsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'metrics', validateSearch: validateMetrics, component: lazyRouteComponent(() => import('./metrics/metrics-page.js'), 'MetricsPage') });
const playersRoute = createRoute({ getParentRoute: () => serverRoute, path: 'players', component: lazyRouteComponent(() => import('./players/players-page.js'), 'PlayersPage') });
const bansRoute = createRoute({ getParentRoute: () => serverRoute, path: 'bans', component: lazyRouteComponent(() => import('./bans/bans-page.js'), 'BansPage') });
const configRoute = createRoute({ getParentRoute: () => serverRoute, path: 'config', validateSearch: validateConfig, component: lazyRouteComponent(() => import('./config/config-page.js'), 'ConfigPage') });
const modsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'mods', component: lazyRouteComponent(() => import('./mods/mods-page.js'), 'ModsPage') });
const missionsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'missions', component: lazyRouteComponent(() => import('./missions/missions-page.js'), 'MissionsPage') });
const schedulesRoute = createRoute({ getParentRoute: () => serverRoute, path: 'schedules', component: lazyRouteComponent(() => import('./schedules/schedules-page.js'), 'SchedulesPage') });
const backupsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'backups', component: lazyRouteComponent(() => import('./backups/backups-page.js'), 'BackupsPage') });
const webhooksRoute = createRoute({ getParentRoute: () => serverRoute, path: 'webhooks', component: lazyRouteComponent(() => import('./webhooks/webhooks-page.js'), 'WebhooksPage') });
const headlessRoute = createRoute({ getParentRoute: () => serverRoute, path: 'headless', component: lazyRouteComponent(() => import('./headless/headless-page.js'), 'HeadlessPage') });
const logsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'logs', validateSearch: validateLogs, component: lazyRouteComponent(() => import('./logs/logs-page.js'), 'LogsPage') });
const crashesRoute = createRoute({ getParentRoute: () => serverRoute, path: 'crashes', component: lazyRouteComponent(() => import('./crashes/crashes-page.js'), 'CrashesPage') });
const settingsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'settings', component: lazyRouteComponent(() => import('./server/settings-page.js'), 'SettingsPage') });

export const serversRoutes = [
  serversRoute,
  createServerRoute,
  importServerRoute,
  steamRoute,
  serverRoute.addChildren([overviewRoute, consoleRoute, metricsRoute, playersRoute, bansRoute, configRoute, modsRoute, missionsRoute, schedulesRoute, headlessRoute, logsRoute, crashesRoute, backupsRoute, webhooksRoute, settingsRoute]),
] as const;
