import { ScrollArea } from '@mantine/core';
import {
  IconAdjustments,
  IconAlertOctagon,
  IconArchive,
  IconBan,
  IconCalendarTime,
  IconChartLine,
  IconCpu2,
  IconFileText,
  IconInfoCircle,
  IconMap,
  IconPuzzle,
  IconSettings,
  IconTerminal2,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../parts/rights.js';
import classes from './server.module.css';

const TABS = [
  { to: '/servers/$serverId', name: 'overview', icon: IconInfoCircle, right: null },
  { to: '/servers/$serverId/console', name: 'console', icon: IconTerminal2, right: null },
  { to: '/servers/$serverId/metrics', name: 'metrics', icon: IconChartLine, right: null },
  { to: '/servers/$serverId/players', name: 'players', icon: IconUsers, right: null },
  { to: '/servers/$serverId/bans', name: 'bans', icon: IconBan, right: 'operate' },
  { to: '/servers/$serverId/config', name: 'config', icon: IconAdjustments, right: null },
  { to: '/servers/$serverId/mods', name: 'mods', icon: IconPuzzle, right: null },
  { to: '/servers/$serverId/missions', name: 'missions', icon: IconMap, right: null },
  { to: '/servers/$serverId/schedules', name: 'schedules', icon: IconCalendarTime, right: null },
  { to: '/servers/$serverId/headless', name: 'headless', icon: IconCpu2, right: null },
  { to: '/servers/$serverId/logs', name: 'logs', icon: IconFileText, right: null },
  { to: '/servers/$serverId/crashes', name: 'crashes', icon: IconAlertOctagon, right: null },
  { to: '/servers/$serverId/backups', name: 'backups', icon: IconArchive, right: 'operate' },
  { to: '/servers/$serverId/webhooks', name: 'webhooks', icon: IconWebhook, right: 'write' },
  { to: '/servers/$serverId/settings', name: 'settings', icon: IconSettings, right: 'write' },
] as const;

/** The parts of a server's page: a column where there is room, a strip to swipe where there is not. */
export function ServerTabs({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const rights = useRights(id);
  const strip = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    const active = [...(strip.current?.querySelectorAll('a') ?? [])].find((tab) => tab.getAttribute('href') === path);
    active?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav aria-label={t('tabs.label')} ref={strip} className={classes.nav}>
      <ScrollArea type="never" offsetScrollbars={false}>
        <div className={classes.tabs}>
          {TABS.filter(({ right }) => right === null || rights[right]).map(({ to, name, icon: Glyph }) => (
            <Link key={name} to={to} params={{ serverId: id }} activeOptions={{ exact: name === 'overview', includeSearch: false }} className={classes.tab}>
              <Glyph size={18} stroke={1.7} aria-hidden />
              {t(`tabs.${name}`)}
            </Link>
          ))}
        </div>
      </ScrollArea>
    </nav>
  );
}
