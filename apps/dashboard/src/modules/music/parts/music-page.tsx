import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery, useScopes } from '../../../api/session.js';
import { Page } from '../../../components/page.js';
import { TabBar } from '../../../components/tab-bar.js';
import { MUSIC_TABS, tabPath, type MusicTab } from './tabs.js';

interface MusicPageProps {
  tab: MusicTab;
  actions?: ReactNode;
  children: ReactNode;
}

/** Frame of every page of the proxy. */
export function MusicPage({ tab, actions, children }: MusicPageProps) {
  const { t } = useTranslation('music');
  const scopes = useScopes();
  const mayConfigure = useMayConfigure();
  const tabs = MUSIC_TABS.filter(({ name, scope }) => scopes.has(scope) && (name !== 'settings' || mayConfigure));
  return (
    <Page title={t(`page.${tab}`)} lead={t(`lead.${tab}`)} actions={actions}>
      <TabBar label={t('tabs')} tabs={tabs.map(({ name }) => ({ key: name, label: t(`tab.${name}`), current: name === tab, link: { to: tabPath(name) } }))} />
      {children}
    </Page>
  );
}

/** Whether the signed-in person may change things of the proxy. */
export const useMayWrite = (): boolean => useScopes().has('music.write');

/** Whether the signed-in person may change settings: administrators with that scope. */
export function useMayConfigure(): boolean {
  const { data } = useQuery(meQuery);
  return useMayWrite() && data?.role === 'admin';
}
