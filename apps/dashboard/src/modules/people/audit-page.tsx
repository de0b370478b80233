import { Button, Code, Group, Select, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { Pager } from '../../components/pager.js';
import { Empty, QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { AUDIT_PAGE, auditQuery } from './api.js';

type Entry = Schemas['AuditEntry'];

/** What can be asked for by itself; the log has more kinds of lines than these. */
const ACTIONS = ['login.failed', 'login.succeeded', 'user.created', 'user.deleted', 'user.password-changed', 'token.created', 'token.revoked', 'device.approved', 'invite.created', 'second-factor.enabled', 'claim.failed'] as const;

/** Who did what, when, from where. */
export function AuditPage() {
  const { t } = useTranslation('people');
  const [action, setAction] = useState('');
  const [page, setPage] = useState(0);
  const query = useQuery({ ...auditQuery(action, page), placeholderData: keepPreviousData });
  return (
    <Page title={t('nav.audit')} lead={t('audit.lead')}>
      <Group align="flex-end">
        <Select
          label={t('audit.action')}
          placeholder={t('audit.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('audit.clear') }}
          data={[...ACTIONS]}
          value={action === '' ? null : action}
          onChange={(value) => {
            setAction(value ?? '');
            setPage(0);
          }}
          translate="no"
        />
        <Button variant="default" onClick={() => void query.refetch()} loading={query.isFetching}>
          {t('audit.refresh')}
        </Button>
      </Group>
      <QueryView query={query} isEmpty={(data) => data.total === 0} empty={<Empty icon={IconHistory} title={t('audit.empty')} />}>
        {(data) => (
          <>
            <AuditTable entries={data.items} />
            <Pager page={page} pages={Math.ceil(data.total / AUDIT_PAGE)} onPage={setPage} />
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

function AuditTable({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation('people');
  const columns = useMemo(
    (): Column<Entry>[] => [
      { id: 'at', header: t('audit.at'), fixed: true, render: (entry) => <When at={entry.at} /> },
      { id: 'action', header: t('audit.action'), fixed: true, render: (entry) => <Code translate="no">{entry.action}</Code> },
      { id: 'who', header: t('audit.who'), render: (entry) => <span translate="no">{entry.actor_name ?? '–'}</span> },
      { id: 'target', header: t('audit.target'), render: (entry) => <span translate="no">{entry.target ?? '–'}</span> },
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
    [t],
  );
  return <DataTable rows={entries} columns={columns} rowId={(entry) => String(entry.id)} label={t('nav.audit')} minWidth={760} />;
}
