import { ActionIcon, Badge, Button, Group, MultiSelect, Select, Stack, Text, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconFileText, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Empty, ListSkeleton, Problem, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, serverKey, useChange } from '../api/data.js';
import { logFilesQuery } from '../api/queries.js';
import { LEVELS, type LogEntry, type LogLevel, type LogPage, type ServerDetail } from '../api/types.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { useRights } from '../parts/rights.js';
import { SearchField } from '../parts/search-field.js';
import { useServer } from '../server/use-server.js';
import classes from './logs.module.css';
import { SOURCES, type LogsSearch } from './search.js';

const route = getRouteApi('/app/servers/$serverId/logs');

/** Stored log entries to search through, and the files to take home. */
export function LogsPage() {
  const server = useServer();
  return (
    <Stack gap="lg">
      <Entries id={server.id} />
      <Files server={server} />
    </Stack>
  );
}

function Entries({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const change = (part: Partial<Record<keyof LogsSearch, unknown>>) => void navigate({ search: (before) => ({ ...before, ...part }) as LogsSearch, replace: true });
  const later = useDebouncedCallback((q: string) => change({ q: q === '' ? undefined : q }), 300);
  const query = useInfiniteQuery({
    queryKey: serverKey(id, 'log-entries', search),
    queryFn: ({ pageParam, signal }) =>
      data<LogPage>(
        api.GET('/api/servers/{id}/logs', {
          params: {
            path: { id },
            query: {
              limit: 100,
              ...(pageParam === null ? {} : { cursor: Number(pageParam) }),
              ...(search.q === undefined ? {} : { search: search.q }),
              ...(search.level === undefined ? {} : { level: [...search.level] }),
              ...(search.source === undefined ? {} : { source: search.source }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5_000,
  });
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const narrowed = search.q !== undefined || search.level !== undefined || search.source !== undefined;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <SearchField
          label={t('logs.search')}
          value={text}
          maxLength={200}
          onChange={(next) => {
            setText(next);
            later(next.trim());
          }}
        />
        <MultiSelect
          aria-label={t('logs.levels')}
          placeholder={search.level === undefined ? t('logs.levels') : ''}
          w={240}
          data={LEVELS.map((level) => ({ value: level, label: t(`level.${level}`) }))}
          value={search.level ?? []}
          onChange={(level) => change({ level: level.length === 0 ? undefined : level })}
        />
        <Select
          aria-label={t('logs.source')}
          placeholder={t('logs.source')}
          w={150}
          clearable
          clearButtonProps={{ 'aria-label': t('logs.anySource') }}
          data={SOURCES.map((source) => ({ value: source, label: t(`source.${source}`) }))}
          value={search.source ?? null}
          onChange={(source) => change({ source: source ?? undefined })}
        />
      </Group>
      {query.isPending && <ListSkeleton rows={8} height={26} />}
      {query.isError && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && entries.length === 0 && (
        <Empty icon={IconFileText} title={t(narrowed ? 'logs.noHits' : 'logs.empty')}>
          {narrowed ? undefined : t('logs.emptyText')}
        </Empty>
      )}
      {entries.length > 0 && (
        <ul className={`panel ${classes.list}`} aria-label={t('tabs.logs')}>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('logs.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const COLOR: Record<LogLevel, string> = { debug: 'gray', info: 'gray', warning: 'amber', error: 'red', critical: 'red' };

function Row({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation('servers');
  return (
    <li className={classes.row}>
      <span className={classes.time}>{entry.ts === null ? '' : <When at={entry.ts} />}</span>
      <Badge color={COLOR[entry.level]} variant={entry.level === 'critical' ? 'filled' : 'light'} size="sm" tt="none">
        {t(`level.${entry.level}`)}
      </Badge>
      <span className={`mono ${classes.message}`} translate="no">
        {entry.message}
        {entry.repeat > 1 && <b> ×{entry.repeat}</b>}
      </span>
    </li>
  );
}

function Files({ server }: { server: ServerDetail }) {
  const { id } = server;
  const { t } = useTranslation('servers');
  const format = useFormat();
  const rights = useRights(id);
  const query = useQuery(logFilesQuery(id));
  const [clearing, setClearing] = useState(false);
  const clear = useChange({ run: () => data(api.DELETE('/api/servers/{id}/logs', { params: { path: { id } } })), renews: [serverKey(id, 'log-entries'), serverKey(id, 'console')], done: t('logs.cleared'), onDone: () => setClearing(false) });
  return (
    <Panel
      title={t('logs.files')}
      aside={
        rights.write && (
          <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setClearing(true)}>
            {t('logs.clear')}
          </Button>
        )
      }
    >
      <QueryView query={query} isEmpty={(files) => files.length === 0} empty={<Text c="dimmed">{t('logs.noFiles')}</Text>}>
        {(files) => (
          <Stack gap={0}>
            {rights.operate && <Elsewhere server={server} />}
            {files.map((file) => (
              <Group key={file.name} justify="space-between" py={6} wrap="nowrap" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
                <div style={{ minWidth: 0 }}>
                  <span className="mono" translate="no">
                    {file.name}
                  </span>
                  <Text size="xs" c="dimmed">
                    {format.bytes(file.size)} · <When at={file.mtime} relative />
                    {file.current && ` · ${t('logs.current')}`}
                  </Text>
                </div>
                {rights.operate && server.host_here && (
                  <Tooltip label={t('logs.download')}>
                    <ActionIcon component="a" href={`/api/servers/${id}/logs/files/${encodeURIComponent(file.name)}`} download={file.name} variant="subtle" color="gray" size={36} aria-label={t('logs.downloadNamed', { name: file.name })}>
                      <IconDownload size={18} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Group>
            ))}
          </Stack>
        )}
      </QueryView>
      <Confirm opened={clearing} title={t('logs.clearTitle')} confirmLabel={t('logs.clear')} busy={clear.isPending} onConfirm={() => clear.mutate()} onClose={() => setClearing(false)}>
        {t('logs.clearText')}
      </Confirm>
    </Panel>
  );
}
