import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE, useAccess } from '../api.js';
import type { Arcade } from './api.js';

/** Removes an arcade; only those who run the network can. */
export function ArcadeRemoval({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, { open, close }] = useDisclosure();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/arcade/arcades/{id}', { params: { path: { id: arcade.id } } }),
    onSuccess: async () => {
      notifyDone(t('arcades.removed', { name: arcade.name }));
      await navigate({ to: '/arcade/operation' });
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: notifyProblem,
  });
  if (useAccess()?.network !== true) return null;
  return (
    <Panel title={t('arcades.removeTitle')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('arcades.removeText')}
        </Text>
        <Button color="red" variant="light" leftSection={<IconTrash size={18} aria-hidden />} onClick={open} style={{ alignSelf: 'flex-start' }}>
          {t('arcades.remove')}
        </Button>
      </Stack>
      <Confirm opened={asking} title={t('arcades.removeAsk', { name: arcade.name })} confirmLabel={t('arcades.remove')} typeName={arcade.name} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={close}>
        {t('arcades.removeText')}
      </Confirm>
    </Panel>
  );
}
