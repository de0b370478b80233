import { Button, Code, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, ListSkeleton, Problem } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { ARCADE } from '../api.js';
import { arcadesQuery, type AuditLine } from './api.js';

const PAGE = 100;

/** What is asked of the server: `until` is the lowest id that was shown already. */
export interface AuditPage {
  limit: number;
  type?: string;
  until?: number;
}

interface AuditBrowserProps {
  /** Tells this list from others. */
  name: string;
  load: (page: AuditPage, signal: AbortSignal) => Promise<AuditLine[]>;
  /** Kinds of events that are worth asking for by themselves; there are more. */
  types: readonly string[];
  /** Shows which arcade each line is about. */
  withArcade?: boolean;
}

/** Events, newest first, of the network or of one arcade, with older ones on demand. */
export function AuditBrowser({ name, load, types, withArcade = false }: AuditBrowserProps) {
  const { t } = useTranslation('arcade');
  const [type, setType] = useState('');
  const [shown, setShown] = useState<AuditLine | null>(null);
  const query = useInfiniteQuery({
    queryKey: [...ARCADE, 'audit', name, type],
    queryFn: ({ pageParam, signal }) => load({ limit: PAGE, ...(type === '' ? {} : { type }), ...(pageParam === 0 ? {} : { until: pageParam }) }, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
  });
  const lines = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  return (
    <>
      <Group align="flex-end">
        <Select label={t('audit.type')} placeholder={t('audit.all')} clearable clearButtonProps={{ 'aria-label': t('audit.clear') }} data={[...types]} value={type === '' ? null : type} onChange={(value) => setType(value ?? '')} translate="no" />
        <Button variant="default" loading={query.isFetching && !query.isFetchingNextPage} onClick={() => void query.refetch()}>
          {t('audit.refresh')}
        </Button>
      </Group>
      {query.isPending && <ListSkeleton />}
      {query.isError && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && lines.length === 0 && <Empty icon={IconHistory} title={t('audit.empty')} />}
      {lines.length > 0 && <Lines lines={lines} withArcade={withArcade} onShow={setShown} />}
      {query.hasNextPage && (
        <Button variant="default" mx="auto" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('audit.older')}
        </Button>
      )}
      <Detail line={shown} onClose={() => setShown(null)} />
    </>
  );
}

/** Particulars as `key: value`, one line. */
const particulars = (data: unknown): string =>
  Object.entries((data ?? {}) as Record<string, unknown>)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

function Lines({ lines, withArcade, onShow }: { lines: AuditLine[]; withArcade: boolean; onShow: (line: AuditLine) => void }) {
  const { t } = useTranslation('arcade');
  const { data: arcades } = useQuery(arcadesQuery);
  const columns = useMemo((): Column<AuditLine>[] => {
    const arcade: Column<AuditLine> = { id: 'arcade', header: t('machines.arcade'), render: (line) => <span translate="no">{line.arcade === null ? '–' : (arcades?.find(({ id }) => id === line.arcade)?.name ?? line.arcade)}</span> };
    return [
      {
        id: 'at',
        header: t('audit.at'),
        fixed: true,
        render: (line) => (
          <span style={{ whiteSpace: 'nowrap' }}>
            <When at={line.at} />
          </span>
        ),
      },
      { id: 'type', header: t('audit.type'), fixed: true, render: (line) => <Code translate="no">{line.type}</Code> },
      { id: 'player', header: t('audit.player'), render: (line) => <span translate="no">{line.player ?? '–'}</span> },
      ...(withArcade ? [arcade] : []),
      {
        id: 'data',
        header: t('audit.data'),
        render: (line) => (
          <Text size="xs" c="dimmed" lineClamp={2} maw={520} translate="no">
            {particulars(line.data)}
          </Text>
        ),
      },
      {
        id: 'show',
        header: t('audit.more'),
        fixed: true,
        render: (line) => (
          <Button size="compact-sm" variant="subtle" onClick={() => onShow(line)} aria-label={t('audit.openNamed', { id: line.id })}>
            {t('audit.open')}
          </Button>
        ),
      },
    ];
  }, [t, arcades, withArcade, onShow]);
  return <DataTable rows={lines} columns={columns} rowId={(line) => String(line.id)} label={t('operation.title.audit')} minWidth={860} />;
}

function Detail({ line, onClose }: { line: AuditLine | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Drawer opened={line !== null} onClose={onClose} position="right" size="lg" title={<span translate="no">{line?.type}</span>} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {line !== null && (
        <Stack>
          <Text size="sm" c="dimmed">
            <When at={line.at} />
          </Text>
          {Object.entries((line.data ?? {}) as Record<string, unknown>).map(([key, value]) => (
            <div key={key} translate="no">
              <Text size="xs" c="dimmed">
                {key}
              </Text>
              <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
              </Code>
            </div>
          ))}
        </Stack>
      )}
    </Drawer>
  );
}
