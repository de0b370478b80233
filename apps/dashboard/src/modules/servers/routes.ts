import { createRoute, notFound } from '@tanstack/react-router';
import { appRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { validateConfig } from './config/search.js';
import { validateBackups, validateBans, validateSeen } from './house/search.js';
import { validateServers } from './list/filters.js';
import { validateLogs } from './logs/search.js';
import { validateMetrics } from './metrics/search.js';

const serversRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers', validateSearch: validateServers, component: lazyPage(() => import('./list/servers-page.js'), 'ServersPage') });
const createServerRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/new', component: lazyPage(() => import('./create/create-page.js'), 'CreatePage') });

const importServerRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/import', component: lazyPage(() => import('./importing/import-page.js'), 'ImportPage') });
const steamRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/steam', component: lazyPage(() => import('./steam/steam-page.js'), 'SteamPage') });

const allPlayersRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/players', validateSearch: validateSeen, component: lazyPage(() => import('./players/all-players-page.js'), 'AllPlayersPage') });
const allBansRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/bans', validateSearch: validateBans, component: lazyPage(() => import('./bans/all-bans-page.js'), 'AllBansPage') });
const allBackupsRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/backups', validateSearch: validateBackups, component: lazyPage(() => import('./backups/all-backups-page.js'), 'AllBackupsPage') });
const allWebhooksRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/webhooks', component: lazyPage(() => import('./webhooks/all-webhooks-page.js'), 'AllWebhooksPage') });
const houseSettingsRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/settings', component: lazyPage(() => import('./house-settings/house-settings-page.js'), 'HouseSettingsPage') });
const portsRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/ports', component: lazyPage(() => import('./ports/ports-page.js'), 'PortsPage') });
const templatesRoute = createRoute({ getParentRoute: () => appRoute, path: 'servers/templates', component: lazyPage(() => import('./templates/templates-page.js'), 'TemplatesPage') });

/** The id in the address; anything else is a page that does not exist. */
function idIn(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1) notFound({ throw: true });
  return id;
}

const templateRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'servers/templates/$templateId',
  params: { parse: ({ templateId }) => ({ templateId: idIn(templateId) }), stringify: ({ templateId }) => ({ templateId: String(templateId) }) },
  component: lazyPage(() => import('./templates/template-page.js'), 'TemplatePage'),
});

const serverRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'servers/$serverId',
  params: { parse: ({ serverId }) => ({ serverId: idIn(serverId) }), stringify: ({ serverId }) => ({ serverId: String(serverId) }) },
  component: lazyPage(() => import('./server/server-page.js'), 'ServerPage'),
});

const overviewRoute = createRoute({ getParentRoute: () => serverRoute, path: '/', component: lazyPage(() => import('./server/overview-page.js'), 'OverviewPage') });
const consoleRoute = createRoute({ getParentRoute: () => serverRoute, path: 'console', component: lazyPage(() => import('./console/console-page.js'), 'ConsolePage') });
const metricsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'metrics', validateSearch: validateMetrics, component: lazyPage(() => import('./metrics/metrics-page.js'), 'MetricsPage') });
const playersRoute = createRoute({ getParentRoute: () => serverRoute, path: 'players', component: lazyPage(() => import('./players/players-page.js'), 'PlayersPage') });
const bansRoute = createRoute({ getParentRoute: () => serverRoute, path: 'bans', component: lazyPage(() => import('./bans/bans-page.js'), 'BansPage') });
const configRoute = createRoute({ getParentRoute: () => serverRoute, path: 'config', validateSearch: validateConfig, component: lazyPage(() => import('./config/config-page.js'), 'ConfigPage') });
const modsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'mods', component: lazyPage(() => import('./mods/mods-page.js'), 'ModsPage') });
const missionsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'missions', component: lazyPage(() => import('./missions/missions-page.js'), 'MissionsPage') });
const schedulesRoute = createRoute({ getParentRoute: () => serverRoute, path: 'schedules', component: lazyPage(() => import('./schedules/schedules-page.js'), 'SchedulesPage') });
const backupsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'backups', component: lazyPage(() => import('./backups/backups-page.js'), 'BackupsPage') });
const webhooksRoute = createRoute({ getParentRoute: () => serverRoute, path: 'webhooks', component: lazyPage(() => import('./webhooks/webhooks-page.js'), 'WebhooksPage') });
const headlessRoute = createRoute({ getParentRoute: () => serverRoute, path: 'headless', component: lazyPage(() => import('./headless/headless-page.js'), 'HeadlessPage') });
const logsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'logs', validateSearch: validateLogs, component: lazyPage(() => import('./logs/logs-page.js'), 'LogsPage') });
const crashesRoute = createRoute({ getParentRoute: () => serverRoute, path: 'crashes', component: lazyPage(() => import('./crashes/crashes-page.js'), 'CrashesPage') });
const settingsRoute = createRoute({ getParentRoute: () => serverRoute, path: 'settings', component: lazyPage(() => import('./server/settings-page.js'), 'SettingsPage') });

export const serversRoutes = [
  serversRoute,
  createServerRoute,
  importServerRoute,
  steamRoute,
  allPlayersRoute,
  allBansRoute,
  allBackupsRoute,
  allWebhooksRoute,
  portsRoute,
  houseSettingsRoute,
  templatesRoute,
  templateRoute,
  serverRoute.addChildren([overviewRoute, consoleRoute, metricsRoute, playersRoute, bansRoute, configRoute, modsRoute, missionsRoute, schedulesRoute, headlessRoute, logsRoute, crashesRoute, backupsRoute, webhooksRoute, settingsRoute]),
] as const;
