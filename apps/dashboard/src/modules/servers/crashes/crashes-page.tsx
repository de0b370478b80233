import { Accordion, Badge, Button, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { IconDownload, IconMoodHappy } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Pager } from '../../../components/pager.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, serverKey } from '../api/data.js';
import type { Answer } from '../api/types.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { useRights } from '../parts/rights.js';
import { useEnd } from '../parts/use-end.js';
import { useServer } from '../server/use-server.js';

type Crash = Answer<'/api/servers/{id}/crashes'>['items'][number];

const PAGE = 20;
const crashesQuery = (id: number, page: number) =>
  queryOptions({ queryKey: serverKey(id, 'crashes', page), queryFn: ({ signal }) => data<Answer<'/api/servers/{id}/crashes'>>(api.GET('/api/servers/{id}/crashes', { params: { path: { id }, query: { limit: PAGE, offset: page * PAGE } }, signal })) });
const crashQuery = (id: number, crash: number) =>
  queryOptions({ queryKey: serverKey(id, 'crash', crash), queryFn: ({ signal }) => data<Answer<'/api/servers/{id}/crashes/{crash_id}'>>(api.GET('/api/servers/{id}/crashes/{crash_id}', { params: { path: { id, crash_id: crash } }, signal })), staleTime: Infinity });

/** How and when the server fell over, each time with its last words, its dump and its mods. */
export function CrashesPage() {
  const { t } = useTranslation('servers');
  const { id } = useServer();
  const [page, setPage] = useState(0);
  const query = useQuery({ ...crashesQuery(id, page), placeholderData: keepPreviousData });
  return (
    <Panel title={t('tabs.crashes')}>
      <QueryView
        query={query}
        isEmpty={({ total }) => total === 0}
        empty={
          <Empty icon={IconMoodHappy} title={t('crashes.empty')}>
            {t('crashes.emptyText')}
          </Empty>
        }
      >
        {({ items, total }) => (
          <Stack>
            <Accordion variant="separated" chevronPosition="left">
              {items.map((crash) => (
                <Item key={crash.id} crash={crash} />
              ))}
            </Accordion>
            <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Item({ crash }: { crash: Crash }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const ended = useEnd();
  const [seen, setSeen] = useState(false);
  const facts = [
    crash.uptime_seconds === null ? null : t('crashes.after', { time: format.duration(crash.uptime_seconds) }),
    crash.player_count > 0 ? t('crashes.players', { count: crash.player_count }) : null,
    crash.mission,
  ].filter((fact) => fact !== null);
  return (
    <Accordion.Item value={String(crash.id)}>
      <Accordion.Control onClick={() => setSeen(true)}>
        <Group justify="space-between" gap="xs" pr="sm">
          <Text fw={600}>
            <When at={crash.crashed_at} />
          </Text>
          <Group gap="sm">
            {crash.dump_file !== null && (
              <Badge variant="default" tt="none">
                {t('crashes.dump')}
              </Badge>
            )}
            <Text size="sm" c="dimmed">
              {ended({ code: crash.exit_code, signal: crash.exit_signal })}
            </Text>
          </Group>
        </Group>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>{seen && <Detail crash={crash} />}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Detail({ crash }: { crash: Crash }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const server = useServer();
  const rights = useRights(server.id);
  const query = useQuery(crashQuery(crash.server_id, crash.id));
  return (
    <QueryView query={query}>
      {({ last_lines: lines, mods }) => (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('crashes.lastWords')}
          </Text>
          {lines.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('crashes.noWords')}
            </Text>
          ) : (
            <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('crashes.lastWords') }}>
              <Code block translate="no">
                {lines.join('\n')}
              </Code>
            </ScrollArea.Autosize>
          )}
          {mods.length > 0 && (
            <div>
              <Text size="sm" fw={600}>
                {t('crashes.mods')}
              </Text>
              <Text size="sm" c="dimmed" translate="no">
                {mods.map(({ name, version }) => (version === null ? name : `${name} ${version}`)).join(', ')}
              </Text>
            </div>
          )}
          {crash.dump_file !== null && rights.write && <Elsewhere server={server} />}
          {crash.dump_file !== null && rights.write && server.host_here && (
            <Group>
              <Button component="a" href={`/api/servers/${crash.server_id}/crashes/${crash.id}/dump`} download size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
                {t('crashes.download', { size: format.bytes(crash.dump_bytes ?? 0) })}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </QueryView>
  );
}
