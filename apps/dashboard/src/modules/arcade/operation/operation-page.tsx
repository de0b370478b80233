import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { overviewQuery } from '../api.js';
import { TabBar } from '../../../components/tab-bar.js';

/** Pages of those who run the network; arcades are their owners' as well. */
const TABS = ['arcades', 'machines', 'players', 'news', 'network', 'settings', 'peers', 'imports', 'changes', 'audit', 'calls', 'traffic'] as const;
export type OperationTab = (typeof TABS)[number];
const pathOf = (tab: OperationTab) => (tab === 'arcades' ? '/arcade/operation' : `/arcade/operation/${tab}`) as '/arcade/operation';

interface OperationPageProps {
  tab: OperationTab;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** Frame of the pages for operators: what one may not run is not offered. */
export function OperationPage({ tab, lead, actions, children }: OperationPageProps) {
  const { t } = useTranslation('arcade');
  const query = useQuery(overviewQuery);
  const network = query.data?.network === true;
  return (
    <Page title={t(`operation.title.${tab}`)} lead={lead} actions={(network || tab === 'arcades') && actions}>
      {network && <TabBar label={t('operation.tabs')} tabs={TABS.map((one) => ({ key: one, label: t(`operation.tab.${one}`), current: one === tab, link: { to: pathOf(one) } }))} />}
      <QueryView
        query={query}
        isEmpty={(overview) => !overview.network && tab !== 'arcades'}
        empty={
          <Empty icon={IconLock} title={t('operation.notYours')}>
            {t('operation.notYoursText')}
          </Empty>
        }
      >
        {() => children}
      </QueryView>
    </Page>
  );
}
