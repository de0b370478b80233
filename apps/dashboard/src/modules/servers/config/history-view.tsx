import { Accordion, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconHistory, IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { data, serverKey, useChange } from '../api/data.js';
import { historyQuery, type Revision } from './api.js';
import { brief, labelOf } from './draft.js';

/** Every change, newest first, and the way back to how it was after any of them. */
export function HistoryView({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const query = useQuery(historyQuery(id));
  const [target, setTarget] = useState<number | null>(null);
  const back = useChange({
    run: (revision: number) => data(api.POST('/api/servers/{id}/config/rollback/{revision}', { params: { path: { id, revision } } })),
    renews: [serverKey(id, 'config'), serverKey(id, 'detail')],
    done: t('history.done'),
    onDone: () => setTarget(null),
  });
  return (
    <Panel title={t('section.history')}>
      <QueryView query={query} isEmpty={(revisions) => revisions.length === 0} empty={<Empty icon={IconHistory} title={t('history.empty')} />}>
        {(revisions) => (
          <Stack>
            <Accordion variant="separated" chevronPosition="left">
              {revisions.map((revision, index) => (
                <Entry key={revision.id} revision={revision} newest={index === 0} onBack={() => setTarget(revision.revision)} />
              ))}
            </Accordion>
            <Group justify="flex-end">
              <Button variant="default" leftSection={<IconRestore size={18} aria-hidden />} onClick={() => setTarget(1)}>
                {t('history.toFirst')}
              </Button>
            </Group>
          </Stack>
        )}
      </QueryView>
      <Confirm opened={target !== null} title={t('history.confirm', { revision: target ?? 0 })} confirmLabel={t('history.back')} busy={back.isPending} onConfirm={() => target !== null && back.mutate(target)} onClose={() => setTarget(null)}>
        {t('history.text')}
      </Confirm>
    </Panel>
  );
}

/** Fields that differ, with what they were and became. */
function changesOf({ before, after }: Revision): { field: string; was: unknown; is: unknown }[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.map((field) => ({ field, was: before[field], is: after[field] })).filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is));
}

function Entry({ revision, newest, onBack }: { revision: Revision; newest: boolean; onBack: () => void }) {
  const { t } = useTranslation('servers');
  const changes = changesOf(revision);
  return (
    <Accordion.Item value={String(revision.id)}>
      <Accordion.Control>
        <Group gap="sm">
          <Text fw={600}>{t('history.revision', { revision: revision.revision })}</Text>
          <Badge variant="default" tt="none">
            {t(`section.${revision.section}`)}
          </Badge>
          {newest && (
            <Badge variant="light" tt="none">
              {t('history.current')}
            </Badge>
          )}
          <Text size="sm" c="dimmed">
            <When at={revision.created_at} />
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('history.changes') } }}>
            <Table verticalSpacing={6} aria-label={t('history.changes')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('history.field')}</Table.Th>
                  <Table.Th>{t('history.was')}</Table.Th>
                  <Table.Th>{t('history.became')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody translate="no">
                {changes.map(({ field, was, is }) => (
                  <Table.Tr key={field}>
                    <Table.Td>{labelOf(field)}</Table.Td>
                    <Table.Td className="mono">{brief(was)}</Table.Td>
                    <Table.Td className="mono">{brief(is)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {!newest && (
            <Group justify="flex-end">
              <Button size="xs" variant="light" leftSection={<IconRestore size={16} aria-hidden />} onClick={onBack}>
                {t('history.back')}
              </Button>
            </Group>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
