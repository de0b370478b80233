import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE } from '../api.js';
import type { Change } from './players-api.js';

/** Asks before a change is taken back. */
export function UndoConfirm({ change, onDone, onClose }: { change: Pick<Change, 'id' | 'title'> | null; onDone?: () => void; onClose: () => void }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (id: number) => body(api.POST('/api/arcade/changes/{id}/undo', { params: { path: { id } } })),
    onSuccess: ({ restored, kept }) => {
      notifyDone(t('changes.done', { restored: format.number(restored), kept: format.number(kept) }));
      onDone?.();
    },
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
