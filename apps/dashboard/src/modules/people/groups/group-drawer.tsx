import { Button, ColorInput, Divider, Drawer, Stack, Switch, Text, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import type { Grant, Group } from '../../../api/types.js';
import { Confirm } from '../../../components/confirm.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { groupsQuery, type ExtraScope } from '../api.js';
import { ExtraScopes } from './extra-scopes.js';
import { HiddenThings } from '../rights/hidden-things.js';
import { GrantMatrix } from './grant-matrix.js';

const SWATCHES = ['#0c7a5e', '#3b82f6', '#f59e0b', '#e64980', '#7950f2', '#868e96'];

/** A new group, or one to change. */
export function GroupDrawer({ group, onClose }: { group: Group | 'new' | null; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const title = group === 'new' ? t('groups.add') : <span translate="no">{group?.name}</span>;
  return (
    <Drawer opened={group !== null} onClose={onClose} position="right" size="lg" title={title} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {group !== null && <GroupForm key={group === 'new' ? 'new' : group.id} group={group === 'new' ? null : group} onClose={onClose} />}
    </Drawer>
  );
}

interface GroupValues {
  name: string;
  description: string;
  color: string;
  is_default: boolean;
  grants: Grant[];
  extra_scopes: ExtraScope[];
}

function GroupForm({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const [asking, { open, close }] = useDisclosure();
  const initialValues: GroupValues = {
    name: group?.name ?? '',
    description: group?.description ?? '',
    color: group?.color ?? '',
    is_default: group?.is_default ?? false,
    grants: group?.grants ?? [],
    extra_scopes: (group?.extra_scopes ?? []) as ExtraScope[],
  };
  const form = useForm({ initialValues, validate: { name: (value) => (value.trim() === '' ? t('groups.nameRule') : null) } });
  const done = async () => {
    await client.invalidateQueries({ queryKey: groupsQuery.queryKey });
    onClose();
  };
  const save = useMutation({
    mutationFn: (values: GroupValues) => {
      const fields = { ...values, name: values.name.trim(), color: values.color === '' ? null : values.color };
      return group === null ? body(api.POST('/api/permissions/groups', { body: fields })) : body(api.PUT('/api/permissions/groups/{id}', { params: { path: { id: group.id } }, body: fields }));
    },
    onSuccess: async () => {
      notifyDone(t('groups.saved'));
      await done();
    },
  });
  const remove = useMutation({ mutationFn: () => api.DELETE('/api/permissions/groups/{id}', { params: { path: { id: group?.id ?? 0 } } }), onSuccess: done, onError: notifyProblem });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.isError && <Problem error={save.error} compact />}
        <TextInput label={t('groups.name')} required maxLength={255} {...form.getInputProps('name')} />
        <Textarea label={t('groups.description')} autosize maxRows={4} maxLength={1000} {...form.getInputProps('description')} />
        <ColorInput label={t('groups.color')} format="hex" swatches={SWATCHES} eyeDropperButtonProps={{ 'aria-label': t('groups.eyeDropper') }} {...form.getInputProps('color')} />
        <Switch label={t('groups.makeDefault')} description={t('groups.defaultHint')} disabled={group?.is_default === true} {...form.getInputProps('is_default', { type: 'checkbox' })} />
        <GrantMatrix grants={form.values.grants} onChange={(grants) => form.setFieldValue('grants', grants)} />
        <ExtraScopes value={form.values.extra_scopes} onChange={(scopes) => form.setFieldValue('extra_scopes', scopes as ExtraScope[])} />
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {t('common:action.save')}
        </Button>
        {group !== null && (
          <Stack gap="xs">
            <Divider label={t('hidden.title')} labelPosition="left" />
            <Text size="sm" c="dimmed">
              {t('hidden.groupText')}
            </Text>
            <HiddenThings value={group.hidden} target={{ group_id: group.id }} queryKey={groupsQuery.queryKey} />
          </Stack>
        )}
        {group !== null && !group.is_default && (
          <Button color="red" variant="light" leftSection={<IconTrash size={18} aria-hidden />} onClick={open}>
            {t('groups.remove')}
          </Button>
        )}
      </Stack>
      <Confirm opened={asking} title={t('groups.removeAsk')} confirmLabel={t('groups.remove')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={close}>
        {t('groups.removeText', { count: group?.member_count ?? 0 })}
      </Confirm>
    </form>
  );
}
