import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { useScopes } from '../../api/session.js';
import { Problem } from '../../components/states.js';
import { tokensQuery, type TokenScope } from './api.js';
import { ScopePicker } from './scope-picker.js';

/** How long a token lives (library-api spec §5.1). */
export const LIFETIMES = ['30d', '90d', '1y', 'never'] as const;

/** Makes a token with some of one's own rights. */
export function NewTokenModal({ opened, onClose, onCreated }: { opened: boolean; onClose: () => void; onCreated: (secret: string) => void }) {
  const { t } = useTranslation(['account', 'common']);
  const client = useQueryClient();
  const own = useScopes();
  const form = useForm({
    initialValues: { name: '', lifetime: '1y', scopes: [] as string[] },
    validate: { name: (value) => (value.trim() === '' ? t('token.nameRule') : null), scopes: (value) => (value.length === 0 ? t('token.scopesRule') : null) },
  });
  const create = useMutation({
    mutationFn: ({ name, lifetime, scopes }: typeof form.values) => body(api.POST('/api/client-tokens', { body: { name: name.trim(), expires_in: lifetime, scopes: scopes as TokenScope[] } })),
    onSuccess: async (token) => {
      form.reset();
      onClose();
      onCreated(token.raw_token);
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('token.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <Problem error={create.error} compact />}
          <TextInput label={t('token.name')} placeholder={t('token.example')} required data-autofocus maxLength={255} {...form.getInputProps('name')} />
          <Select label={t('token.lifetime')} allowDeselect={false} data={LIFETIMES.map((value) => ({ value, label: t(`lifetime.${value}`) }))} {...form.getInputProps('lifetime')} />
          <ScopePicker label={t('token.rights')} offered={own} value={form.values.scopes} error={form.errors['scopes']} onChange={(scopes) => form.setFieldValue('scopes', scopes)} />
          <Button type="submit" loading={create.isPending}>
            {t('token.create')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
