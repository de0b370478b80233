import { Alert, Badge, Button, Group, SegmentedControl, Switch, Text } from '@mantine/core';
import { IconBroadcast, IconInfoCircle, IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { useLiveState } from '../../../live/socket.js';
import { notifyProblem } from '../../../shell/notify.js';
import { useAccess } from '../api.js';
import { trafficQuery, type Exchange } from '../operation/api.js';
import { OperationPage } from '../operation/operation-page.js';
import { SearchField } from '../parts/search-field.js';
import { ExchangeDrawer } from './exchange-drawer.js';
import { useClock } from './use-clock.js';
import { useTrafficEvents } from './use-traffic-events.js';

/** While events arrive, asking again proves the right to hear them and mends what was missed. */
const RESYNC_MS = 10_000;
const POLL_MS = 2_000;

/** What cabinets and server say to each other, as it happens. */
export function TrafficPage() {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const network = useAccess()?.network === true;
  const live = useLiveState() === 'live';
  const [paused, setPaused] = useState(false);
  const [shown, setShown] = useState<number | null>(null);
  const query = useQuery({ ...trafficQuery, enabled: network, refetchInterval: ({ state }) => (paused || state.data?.enabled !== true ? false : live ? RESYNC_MS : POLL_MS) });
  useTrafficEvents(!paused);
  const watch = useMutation({
    mutationFn: (enabled: boolean) => api.PUT('/api/arcade/traffic', { body: { enabled } }),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: trafficQuery.queryKey }),
  });
  const on = query.data?.enabled === true;
  return (
    <OperationPage
      tab="traffic"
      lead={t('traffic.lead')}
      actions={
        query.data !== undefined && (
          <>
            {on && (
              <Button variant="default" leftSection={paused ? <IconPlayerPlay size={18} aria-hidden /> : <IconPlayerPause size={18} aria-hidden />} onClick={() => setPaused(!paused)}>
                {t(paused ? 'traffic.follow' : 'traffic.pause')}
              </Button>
            )}
            <Switch size="md" label={t('traffic.on')} checked={on} disabled={watch.isPending} onChange={(event) => watch.mutate(event.currentTarget.checked)} />
          </>
        )
      }
    >
      <QueryView
        query={query}
        isEmpty={({ enabled }) => !enabled}
        empty={
          <Empty
            icon={IconBroadcast}
            title={t('traffic.offTitle')}
            action={
              <Button loading={watch.isPending} onClick={() => watch.mutate(true)}>
                {t('traffic.start')}
              </Button>
            }
          >
            {t('traffic.offText')}
          </Empty>
        }
      >
        {({ exchanges }) => (exchanges.length === 0 ? <Waiting /> : <Exchanges exchanges={exchanges} onShow={setShown} />)}
      </QueryView>
      <ExchangeDrawer id={shown} onClose={() => setShown(null)} />
    </OperationPage>
  );
}

function Waiting() {
  const { t } = useTranslation('arcade');
  return (
    <Empty icon={IconBroadcast} title={t('traffic.waiting')}>
      {t('traffic.waitingText')}
    </Empty>
  );
}

const SHOW = ['all', 'failed'] as const;

function Exchanges({ exchanges, onShow }: { exchanges: Exchange[]; onShow: (id: number) => void }) {
  const { t } = useTranslation('arcade');
  const [term, setTerm] = useState('');
  const [which, setWhich] = useState<(typeof SHOW)[number]>('all');
  const wanted = term.toLocaleLowerCase();
  const shown = exchanges.filter((one) => (which === 'all' || one.status !== 200) && `${one.call} ${one.model} ${one.pcbid} ${one.address}`.toLocaleLowerCase().includes(wanted));
  return (
    <>
      <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
        {t('traffic.kept')}
      </Alert>
      <Group>
        <SearchField label={t('traffic.search')} value={term} onChange={setTerm} />
        <SegmentedControl aria-label={t('traffic.which')} value={which} onChange={setWhich} data={SHOW.map((one) => ({ value: one, label: t(`traffic.show.${one}`) }))} />
      </Group>
      {shown.length === 0 ? <Empty icon={IconSearch} title={t('traffic.noHits')} /> : <Table exchanges={shown} onShow={onShow} />}
    </>
  );
}

function Table({ exchanges, onShow }: { exchanges: Exchange[]; onShow: (id: number) => void }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const clock = useClock();
  const columns = useMemo(
    (): Column<Exchange>[] => [
      { id: 'at', header: t('audit.at'), value: (one) => one.id, render: (one) => <time dateTime={one.at} className="mono" style={{ whiteSpace: 'nowrap' }}>{clock(one.at)}</time> },
      {
        id: 'call',
        header: t('traffic.call'),
        fixed: true,
        value: (one) => one.call,
        render: (one) => (
          <div>
            <Text fw={600} size="sm" className="mono" translate="no">
              {one.call}
            </Text>
            <Text size="xs" c="dimmed" translate="no">
              {one.model}
            </Text>
          </div>
        ),
      },
      {
        id: 'pcbid',
        header: t('machines.pcbid'),
        value: (one) => one.pcbid,
        render: (one) => (
          <div translate="no">
            <Text size="xs" className="mono">
              {one.pcbid}
            </Text>
            <Text size="xs" c="dimmed">
              {one.address}
            </Text>
          </div>
        ),
      },
      { id: 'status', header: t('traffic.status'), value: (one) => one.status, render: (one) => <Badge variant="light" color={one.status === 200 ? 'felt' : 'red'} translate="no">{one.status}</Badge> },
      { id: 'time', header: t('traffic.time'), value: (one) => one.milliseconds, render: (one) => t('traffic.ms', { ms: format.number(one.milliseconds) }) },
      { id: 'size', header: t('traffic.size'), value: (one) => one.received + one.sent, render: (one) => <span style={{ whiteSpace: 'nowrap' }}>{`${format.bytes(one.received)} / ${format.bytes(one.sent)}`}</span> },
      {
        id: 'show',
        header: t('audit.more'),
        fixed: true,
        render: (one) => (
          <Button size="compact-sm" variant="subtle" onClick={() => onShow(one.id)} aria-label={t('traffic.openNamed', { call: one.call, id: one.id })}>
            {t('audit.open')}
          </Button>
        ),
      },
    ],
    [t, format, clock, onShow],
  );
  return <DataTable rows={exchanges} columns={columns} rowId={(one) => String(one.id)} label={t('operation.title.traffic')} minWidth={860} pageSize={50} />;
}
