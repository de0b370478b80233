import { ActionIcon, Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconKey, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { CopyValue } from '../../components/copy.js';
import { Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { notifyProblem } from '../../shell/notify.js';
import { appPasswordsQuery } from './api.js';

/** Passwords for single programs that know only name and password. Each is shown once. */
export function AppPasswordsPanel() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const query = useQuery(appPasswordsQuery);
  const [name, setName] = useState('');
  const settled = { onError: notifyProblem, onSettled: () => client.invalidateQueries({ queryKey: appPasswordsQuery.queryKey }) };
  const create = useMutation({ mutationFn: () => body(api.POST('/api/users/me/app-passwords', { body: { name: name.trim() } })), ...settled, onSuccess: () => setName('') });
  const remove = useMutation({ mutationFn: (id: number) => api.DELETE('/api/users/me/app-passwords/{id}', { params: { path: { id } } }), ...settled });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Panel title={t('app.title')}>
      <Stack>
        <Text c="dimmed" size="sm">
          {t('app.text')}
        </Text>
        {create.data !== undefined && (
          <Alert color="amber" variant="light" icon={<IconKey size={20} aria-hidden />} title={t('app.once')}>
            <CopyValue value={create.data.password} name={t('app.password')} />
          </Alert>
        )}
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <TextInput flex={1} label={t('app.name')} placeholder={t('app.example')} maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" variant="light" disabled={name.trim() === ''} loading={create.isPending}>
              {t('app.create')}
            </Button>
          </Group>
        </form>
        <QueryView query={query}>
          {(passwords) => (
            <Stack gap={0}>
              {passwords.map((password) => (
                <Group key={password.id} justify="space-between" py={6} wrap="nowrap" style={{ borderTop: '1px solid var(--rumpus-border)' }}>
                  <div>
                    <Text size="sm" fw={600} translate="no">
                      {password.name}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {password.last_used_at === null ? t('token.unused') : <When at={password.last_used_at} relative />}
                    </Text>
                  </div>
                  <ActionIcon variant="subtle" color="red" size={36} aria-label={t('app.removeNamed', { name: password.name })} onClick={() => remove.mutate(password.id)}>
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                </Group>
              ))}
            </Stack>
          )}
        </QueryView>
      </Stack>
    </Panel>
  );
}
