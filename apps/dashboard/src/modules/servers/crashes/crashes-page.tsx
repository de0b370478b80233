import { Accordion, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { IconMoodHappy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pager } from '../../../components/pager.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { eventsQuery } from '../api/queries.js';
import type { ServerEvent } from '../api/types.js';
import { useEnd } from '../parts/use-end.js';
import { useServer } from '../server/use-server.js';

const PAGE = 20;

/** How and when the server fell over, each time with its last words. */
export function CrashesPage() {
  const { t } = useTranslation('servers');
  const { id } = useServer();
  const [page, setPage] = useState(0);
  const query = useQuery(eventsQuery(id, { limit: PAGE, offset: page * PAGE, event_type: 'crashed' }));
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
                <Crash key={crash.id} crash={crash} />
              ))}
            </Accordion>
            <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Crash({ crash }: { crash: ServerEvent }) {
  const { t } = useTranslation('servers');
  const ended = useEnd();
  const lines = Array.isArray(crash.detail['last_lines']) ? crash.detail['last_lines'].filter((line) => typeof line === 'string') : [];
  const { exit_code: code, exit_signal: signal } = crash.detail;
  const end = ended({ code: typeof code === 'number' ? code : null, signal: typeof signal === 'string' ? signal : null });
  return (
    <Accordion.Item value={String(crash.id)}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs" pr="sm">
          <Text fw={600}>
            <When at={crash.created_at} />
          </Text>
          <Text size="sm" c="dimmed">
            {end}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
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
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
