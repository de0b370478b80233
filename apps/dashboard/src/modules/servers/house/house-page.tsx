import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reaches, reachOf } from '../../../api/reach.js';
import { meQuery } from '../../../api/session.js';
import { Page } from '../../../components/page.js';
import { TabBar } from '../../../components/tab-bar.js';

/** Who sees a tab: those with the scope on some server, those with it on all, or administrators only. */
type Audience = 'some' | 'all' | 'admin';

/** What is about all servers at once, and who sees it. */
const TABS = [
  { name: 'servers', to: '/servers', scope: 'servers.read', audience: 'some' },
  { name: 'players', to: '/servers/players', scope: 'servers.operate', audience: 'some' },
  { name: 'bans', to: '/servers/bans', scope: 'servers.operate', audience: 'some' },
  { name: 'backups', to: '/servers/backups', scope: 'servers.operate', audience: 'some' },
  { name: 'webhooks', to: '/servers/webhooks', scope: 'servers.write', audience: 'all' },
  { name: 'templates', to: '/servers/templates', scope: 'servers.read', audience: 'some' },
  { name: 'ports', to: '/servers/ports', scope: 'servers.read', audience: 'some' },
  { name: 'steam', to: '/servers/steam', scope: 'servers.operate', audience: 'some' },
  { name: 'settings', to: '/servers/settings', scope: 'servers.write', audience: 'admin' },
] as const satisfies readonly { name: string; to: string; scope: string; audience: Audience }[];
export type HouseTab = (typeof TABS)[number]['name'];

interface HousePageProps {
  tab: HouseTab;
  title: string;
  lead: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** Frame of every page that is about all servers. */
export function HousePage({ tab, title, lead, actions, children }: HousePageProps) {
  const { t } = useTranslation('servers');
  const { data: me } = useQuery(meQuery);
  const mayOpen = ({ scope, audience }: (typeof TABS)[number]): boolean => {
    const reach = reachOf(me, scope);
    return audience === 'some' ? reach !== 'nowhere' : reaches(reach) && (audience === 'all' || me?.role === 'admin');
  };
  return (
    <Page title={title} lead={lead} actions={actions}>
      <TabBar label={t('house.tabs')} tabs={TABS.filter(mayOpen).map(({ name, to }) => ({ key: name, label: t(`house.tab.${name}`), current: name === tab, link: { to } }))} />
      {children}
    </Page>
  );
}
