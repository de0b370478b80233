import { Badge, Switch } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { seriesQuery, useAccess } from '../api.js';
import { callsQuery, type CallCount } from './api.js';
import { OperationPage } from './operation-page.js';

/** Which calls cabinets make, and which of them nobody here can answer. */
export function CallsPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const query = useQuery({ ...callsQuery, enabled: network });
  const [unknownOnly, setUnknownOnly] = useState(false);
  return (
    <OperationPage tab="calls" lead={t('counts.lead')}>
      <QueryView
        query={query}
        isEmpty={(calls) => calls.length === 0}
        empty={
          <Empty icon={IconActivity} title={t('counts.empty')}>
            {t('counts.emptyText')}
          </Empty>
        }
      >
        {(calls) => {
          const shown = calls.filter(({ unhandled }) => !unknownOnly || unhandled > 0);
          return (
            <>
              <Switch label={t('counts.unknownOnly')} checked={unknownOnly} onChange={(event) => setUnknownOnly(event.currentTarget.checked)} />
              {shown.length === 0 ? <Empty icon={IconActivity} title={t('counts.allKnown')} /> : <Calls calls={shown} />}
            </>
          );
        }}
      </QueryView>
    </OperationPage>
  );
}

function Calls({ calls }: { calls: CallCount[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { data: all } = useQuery(seriesQuery);
  const columns = useMemo((): Column<CallCount>[] => {
    const gameOf = (call: CallCount) => all?.find(({ series }) => series === call.series)?.versions.find(({ version }) => version === call.version)?.name ?? `${call.series} ${call.version}`;
    return [
      { id: 'call', header: t('traffic.call'), fixed: true, value: (call) => `${call.module}.${call.method}`, render: (call) => <span className="mono" translate="no">{`${call.module}.${call.method}`}</span> },
      { id: 'game', header: t('traffic.game'), value: gameOf, render: (call) => <span translate="no">{gameOf(call)}</span> },
      { id: 'handled', header: t('counts.answered'), value: (call) => call.handled, render: (call) => format.number(call.handled) },
      {
        id: 'unhandled',
        header: t('counts.unknown'),
        value: (call) => call.unhandled,
        render: (call) =>
          call.unhandled === 0 ? (
            '–'
          ) : (
            <Badge color="amber" variant="light">
              {format.number(call.unhandled)}
            </Badge>
          ),
      },
    ];
  }, [t, format, all]);
  return <DataTable rows={calls} columns={columns} rowId={(call) => `${call.series} ${call.version} ${call.module}.${call.method}`} label={t('operation.title.calls')} sortBy={{ id: 'unhandled', desc: true }} minWidth={520} pageSize={50} />;
}
