import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconHistory } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE, useAccess } from '../api.js';
import { OperationPage } from './operation-page.js';
import { changesQuery, type Change } from './players-api.js';

/** Imports and deletions, each with what it did and a way back. */
export function ChangesPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const query = useQuery({ ...changesQuery, enabled: network });
  const [asked, setAsked] = useState<Change | null>(null);
  return (
    <OperationPage tab="changes" lead={t('changes.lead')}>
      <QueryView
        query={query}
        isEmpty={(changes) => changes.length === 0}
        empty={
          <Empty icon={IconHistory} title={t('changes.empty')}>
            {t('changes.emptyText')}
          </Empty>
        }
      >
        {(changes) => (
          <Stack>
            {changes.map((change) => (
              <Row key={change.id} change={change} onUndo={() => setAsked(change)} />
            ))}
          </Stack>
        )}
      </QueryView>
      <Undo change={asked} onClose={() => setAsked(null)} />
    </OperationPage>
  );
}

/** Figures of a report as `music: 24`; zeros say nothing. */
function figures(report: unknown): string[] {
  const counts = (report as { counts?: unknown } | null)?.counts ?? report;
  if (typeof counts !== 'object' || counts === null) return [];
  return Object.entries(counts).flatMap(([what, count]) => (typeof count === 'number' && count > 0 ? [`${what}: ${count}`] : []));
}

function Row({ change, onUndo }: { change: Change; onUndo: () => void }) {
  const { t } = useTranslation('arcade');
  return (
    <div className="panel" style={{ padding: 16 }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text fw={650} translate="no">
            {change.title}
          </Text>
          <Text size="xs" c="dimmed">
            <Code translate="no">{change.kind}</Code> · <When at={change.at} />
            {change.account !== null && (
              <>
                {' · '}
                <span translate="no">{change.account.username}</span>
              </>
            )}
          </Text>
          <Text size="sm" c="dimmed" mt={4} translate="no">
            {figures(change.report).join(' · ')}
          </Text>
        </div>
        {change.undone_at === null ? (
          <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={onUndo} aria-label={t('changes.undoNamed', { title: change.title })}>
            {t('changes.undo')}
          </Button>
        ) : (
          <Badge variant="light" color="gray" tt="none">
            {t('changes.undone')} <When at={change.undone_at} relative />
          </Badge>
        )}
      </Group>
    </div>
  );
}

function Undo({ change, onClose }: { change: Change | null; onClose: () => void }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (id: number) => body(api.POST('/api/arcade/changes/{id}/undo', { params: { path: { id } } })),
    onSuccess: ({ restored, kept }) => notifyDone(t('changes.done', { restored: format.number(restored), kept: format.number(kept) })),
    onError: notifyProblem,
    onSettled: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
  return (
    <Confirm opened={change !== null} title={t('changes.ask')} confirmLabel={t('changes.undo')} busy={undo.isPending} onConfirm={() => change !== null && undo.mutate(change.id)} onClose={onClose}>
      <b translate="no">{change?.title}</b>
      <Text mt="xs">{t('changes.askText')}</Text>
    </Confirm>
  );
}
