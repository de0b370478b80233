import { Badge, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { restoresQuery, type Restore } from './api.js';

/** What became of restores; nothing while there were none. */
export function RestoresPanel({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const query = useQuery(restoresQuery(id));
  if (query.data?.items.length === 0) return null;
  return (
    <Panel title={t('restore.last')}>
      <QueryView query={query}>
        {({ items }) => (
          <Stack gap={0}>
            {items.map((restore) => (
              <Row key={restore.id} restore={restore} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

const COLOR: Record<Restore['status'], string> = { queued: 'gray', running: 'amber', done: 'felt', failed: 'red' };

function Row({ restore }: { restore: Restore }) {
  const { t } = useTranslation('servers');
  const notes = [...(restore.report?.warnings ?? []), ...(restore.error === null ? [] : [restore.error])];
  return (
    <div style={{ borderBottom: '1px solid var(--rumpus-border)', padding: '8px 0' }}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {restore.parts.map((part) => t(`restorePart.${part}`)).join(', ')}
        </Text>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            <When at={restore.created_at} />
          </Text>
          <Badge color={COLOR[restore.status]} variant="light" tt="none">
            {t(`runs.${restore.status}`)}
          </Badge>
        </Group>
      </Group>
      {notes.length > 0 && (
        <List size="sm" c="dimmed" translate="no">
          {notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
