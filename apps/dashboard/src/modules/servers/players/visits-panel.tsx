import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { visitsQuery } from '../api/queries.js';
import type { Visit } from '../api/types.js';
import { SearchField } from '../parts/search-field.js';

const PAGE = 50;
const REASONS = ['disconnect', 'kicked', 'banned', 'server_stop', 'lost', 'manager_restart'] as const;

/** Why a visit ended. */
export function useLeaveReason(): (reason: string | null) => string {
  const { t } = useTranslation('servers');
  return (reason) => {
    const known = REASONS.find((one) => one === reason);
    return known === undefined ? (reason ?? '') : t(`left.${known}`);
  };
}

/** Visits to the server, newest first. */
export function VisitsPanel({ id, onDossier }: { id: number; onDossier: (guid: string) => void }) {
  const { t } = useTranslation('servers');
  const [term, setTerm] = useState('');
  const [search] = useDebouncedValue(term.trim(), 300);
  const [page, setPage] = useState(0);
  const query = useQuery({ ...visitsQuery(id, search, page, PAGE), placeholderData: keepPreviousData });
  const columns = useColumns(onDossier);
  return (
    <Stack gap="sm">
      <SearchField
        label={t('visits.search')}
        value={term}
        onChange={(next) => {
          setTerm(next);
          setPage(0);
        }}
      />
      <QueryView query={query} isEmpty={({ total }) => total === 0} empty={<Empty icon={IconHistory} title={t(search === '' ? 'visits.empty' : 'visits.noHits')} />}>
        {({ items, total }) => (
          <>
            <DataTable rows={items} columns={columns} rowId={(visit) => String(visit.id)} label={t('players.before')} minWidth={640} />
            <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function useColumns(onDossier: (guid: string) => void): Column<Visit>[] {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const reason = useLeaveReason();
  return [
    {
      id: 'name',
      header: t('players.name'),
      fixed: true,
      render: ({ name, guid }) => {
        const text = (
          <Text fw={600} span translate="no">
            {name}
          </Text>
        );
        return guid === null ? text : <UnstyledButton onClick={() => onDossier(guid)}>{text}</UnstyledButton>;
      },
    },
    { id: 'joined', header: t('visits.joined'), render: ({ joined_at }) => <When at={joined_at} /> },
    { id: 'stayed', header: t('visits.stayed'), render: ({ left_at, duration_seconds }) => (left_at === null ? t('visits.here') : format.duration(duration_seconds)) },
    { id: 'left', header: t('visits.left'), render: ({ leave_reason }) => reason(leave_reason) },
    { id: 'ip', header: t('players.address'), render: ({ ip }) => <span className="mono">{ip}</span> },
  ];
}
