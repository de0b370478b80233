import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../../../api/session.js';
import { Page } from '../../../components/page.js';
import { TabBar } from '../../../components/tab-bar.js';
import { allowed } from '../../registry.js';

/** What is about all servers at once, and who sees it. */
const TABS = [
  { name: 'servers', to: '/servers', scopes: ['servers.read'] },
  { name: 'players', to: '/servers/players', scopes: ['servers.operate'] },
  { name: 'bans', to: '/servers/bans', scopes: ['servers.operate'] },
  { name: 'backups', to: '/servers/backups', scopes: ['servers.operate'] },
  { name: 'webhooks', to: '/servers/webhooks', scopes: ['servers.write'] },
  { name: 'templates', to: '/servers/templates', scopes: ['servers.read'] },
  { name: 'ports', to: '/servers/ports', scopes: ['servers.read'] },
  { name: 'steam', to: '/servers/steam', scopes: ['servers.operate'] },
] as const;
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
  const scopes = useScopes();
  return (
    <Page title={title} lead={lead} actions={actions}>
      <TabBar label={t('house.tabs')} tabs={TABS.filter((one) => allowed(one.scopes, scopes)).map(({ name, to }) => ({ key: name, label: t(`house.tab.${name}`), current: name === tab, link: { to } }))} />
      {children}
    </Page>
  );
}
