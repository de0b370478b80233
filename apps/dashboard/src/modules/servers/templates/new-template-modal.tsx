import { Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { notifyProblem } from '../../../shell/notify.js';
import { data, useChange } from '../api/data.js';
import { serversQuery, TEMPLATES_KEY } from '../api/queries.js';
import type { Template } from '../api/types.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';

/** Makes a template of what a server is, or an empty one. */
export function NewTemplateModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const navigate = useNavigate();
  const servers = useQuery(serversQuery).data ?? [];
  const form = useForm({ initialValues: { name: '', description: '', from: null as string | null }, validate: { name: (value) => (value.trim() === '' ? t('create.nameNeeded') : null) } });
  const close = () => {
    form.reset();
    onClose();
  };
  const create = useChange({
    run: ({ name, description, from }: typeof form.values) => data<Template>(api.POST('/api/templates', { body: { name: name.trim(), description, ...(from === null ? {} : { from_server_id: Number(from) }) } })),
    renews: [TEMPLATES_KEY],
    done: t('copies.kept'),
    onDone: ({ id }) => {
      close();
      void navigate({ to: '/servers/templates/$templateId', params: { templateId: id } });
    },
    onProblem: (error) => {
      if (error instanceof ApiProblem && error.code === 'NAME_TAKEN') form.setErrors({ name: error.detail });
      else notifyProblem(error);
    },
  });
  return (
    <Dialog opened={opened} onClose={close} title={t('templates.add')}>
      <form noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('copies.templateText')}
          </Text>
          <TextInput label={t('copies.templateName')} required maxLength={64} data-autofocus {...form.getInputProps('name')} />
          <Textarea label={t('field.description')} autosize minRows={1} maxLength={1000} {...form.getInputProps('description')} />
          <Select
            label={t('templates.from')}
            description={t('templates.fromHint')}
            placeholder={t('templates.fromNone')}
            clearable
            clearButtonProps={{ 'aria-label': t('templates.fromNone') }}
            data={servers.map(({ id, name }) => ({ value: String(id), label: name }))}
            {...form.getInputProps('from')}
          />
          <FormFoot busy={create.isPending} label={t('templates.create')} onCancel={close} />
        </Stack>
      </form>
    </Dialog>
  );
}
