import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import { Problem, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { Line, Lines } from '../parts/lines.js';
import { clientsQuery, type ApiClient } from './api.js';

/** Who may ask this network for scores and profiles. */
export function ClientsPanel() {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const query = useQuery(clientsQuery);
  const [name, setName] = useState('');
  const [leaving, setLeaving] = useState<ApiClient | null>(null);
  const settled = () => client.invalidateQueries({ queryKey: clientsQuery.queryKey });
  const add = useMutation({ mutationFn: () => body(api.POST('/api/arcade/federation/clients', { body: { name: name.trim() } })), onSuccess: () => setName(''), onSettled: settled });
  const remove = useMutation({
    mutationFn: (id: number) => api.DELETE('/api/arcade/federation/clients/{id}', { params: { path: { id } } }),
    onSuccess: () => notifyDone(t('clients.removed')),
    onError: notifyProblem,
    onSettled: async () => {
      setLeaving(null);
      await settled();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Panel title={t('clients.title')}>
      <Stack>
        <div>
          <Text size="sm" c="dimmed">
            {t('clients.text')}
          </Text>
          <CopyValue value={`${window.location.origin}/bemapi`} name={t('clients.address')} />
        </div>
        {add.isError && <Problem error={add.error} compact />}
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <TextInput flex="1 1 200px" maw={360} label={t('clients.name')} maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" variant="default" disabled={name.trim() === ''} loading={add.isPending}>
              {t('clients.create')}
            </Button>
          </Group>
        </form>
        <QueryView query={query} isEmpty={(list) => list.length === 0} empty={<Text c="dimmed">{t('clients.none')}</Text>}>
          {(list) => (
            <Lines>
              {list.map((one) => (
                <Line key={one.id}>
                  <div>
                    <Text fw={600} size="sm" translate="no">
                      {one.name}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {t('clients.since')} <When at={one.created_at} />
                    </Text>
                  </div>
                  <ActionIcon variant="subtle" color="red" size={36} aria-label={t('clients.removeNamed', { name: one.name })} onClick={() => setLeaving(one)}>
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                </Line>
              ))}
            </Lines>
          )}
        </QueryView>
      </Stack>
      <Modal opened={add.data !== undefined} onClose={() => add.reset()} title={t('clients.tokenTitle')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
        <Stack>
          <Text>{t('clients.tokenText')}</Text>
          <CopyValue value={add.data?.token ?? ''} name={t('clients.token')} />
          <Button onClick={() => add.reset()}>{t('common:action.close')}</Button>
        </Stack>
      </Modal>
      <Confirm opened={leaving !== null} title={t('clients.removeAsk', { name: leaving?.name ?? '' })} confirmLabel={t('peers.remove')} busy={remove.isPending} onConfirm={() => leaving !== null && remove.mutate(leaving.id)} onClose={() => setLeaving(null)}>
        {t('clients.removeText')}
      </Confirm>
    </Panel>
  );
}
