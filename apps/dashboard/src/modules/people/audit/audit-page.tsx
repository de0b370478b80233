import { Button, Code, Text } from '@mantine/core';
import { IconDownload, IconHistory, IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../../api/client.js';
import type { User } from '../../../api/types.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Page } from '../../../components/page.js';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { notifyProblem } from '../../../shell/notify.js';
import { AUDIT_PAGE, auditQuery, usersQuery } from '../api.js';
import { AuditFilterBar } from './audit-filters.js';
import { downloadAudit } from './download.js';

type Entry = Schemas['AuditEntry'];

const route = getRouteApi('/app/audit');

/** Who did what, when, from where. */
export function AuditPage() {
  const { t } = useTranslation('people');
  const { page = 1, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({ ...auditQuery(filters, page - 1), placeholderData: keepPreviousData });
  const csv = useMutation({ mutationFn: () => downloadAudit(filters), onError: notifyProblem });
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page
      title={t('nav.audit')}
      lead={t('audit.lead')}
      actions={
        <>
          <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => void query.refetch()} loading={query.isFetching}>
            {t('audit.refresh')}
          </Button>
          <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => csv.mutate()} loading={csv.isPending}>
            {t('audit.csv')}
          </Button>
        </>
      }
    >
      <AuditFilterBar filters={filters} onChange={(next) => void navigate({ search: next, replace: true })} />
      <QueryView query={query} isEmpty={(data) => data.total === 0} empty={<Empty icon={IconHistory} title={t(filtered ? 'audit.nothing' : 'audit.empty')} />}>
        {(data) => (
          <>
            <Text size="sm" c="dimmed" role="status">
              {t('audit.count', { count: data.total })}
            </Text>
            <AuditTable entries={data.items} />
            <Pager page={page - 1} pages={Math.ceil(data.total / AUDIT_PAGE)} onPage={(to) => void navigate({ search: { ...filters, ...(to === 0 ? {} : { page: to + 1 }) } })} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** Particulars as `key: value`, without quotes and brackets. */
const particulars = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** `user:4` with the name that account has now. */
function named(target: string, users: readonly User[]): string {
  const id = /^user:(\d+)$/.exec(target)?.[1];
  const user = users.find((one) => String(one.id) === id);
  return user === undefined ? target : `${target} (${user.username})`;
}

function AuditTable({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation('people');
  const { data: users } = useQuery(usersQuery);
  const columns = useMemo(
    (): Column<Entry>[] => [
      { id: 'at', header: t('audit.at'), fixed: true, render: (entry) => <When at={entry.at} /> },
      { id: 'action', header: t('audit.action'), fixed: true, render: (entry) => <Code translate="no">{entry.action}</Code> },
      { id: 'who', header: t('audit.who'), render: (entry) => <span translate="no">{entry.actor_name ?? '–'}</span> },
      { id: 'target', header: t('audit.target'), render: (entry) => <span translate="no">{entry.target === null ? '–' : named(entry.target, users ?? [])}</span> },
      { id: 'ip', header: t('audit.from'), render: (entry) => <span translate="no">{entry.ip ?? '–'}</span> },
      {
        id: 'detail',
        header: t('audit.detail'),
        render: (entry) => (
          <Text size="xs" c="dimmed" lineClamp={2} translate="no">
            {particulars(entry.detail)}
          </Text>
        ),
      },
    ],
    [t, users],
  );
  return <DataTable rows={entries} columns={columns} rowId={(entry) => String(entry.id)} label={t('nav.audit')} minWidth={760} />;
}
