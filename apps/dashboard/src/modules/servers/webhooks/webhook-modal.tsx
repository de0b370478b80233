import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { notifyProblem } from '../../../shell/notify.js';
import { data, useChange } from '../api/data.js';
import { useEventName } from '../server/event-list.js';
import { EVENTS, webhooksKey, type Webhook, type WebhookRequest } from './api.js';

interface WebhookModalProps {
  serverId: number;
  /** Undefined: closed; null: a new one. */
  edited: Webhook | null | undefined;
  onClose: () => void;
}

/** Makes or changes a webhook. Its address is a secret: it is written, never shown. */
export function WebhookModal({ serverId, edited, onClose }: WebhookModalProps) {
  const { t } = useTranslation(['servers', 'common']);
  return (
    <Modal opened={edited !== undefined} onClose={onClose} size="lg" title={t(edited === null ? 'webhooks.add' : 'webhooks.edit')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {edited !== undefined && <Form key={edited?.id ?? 'new'} serverId={serverId} webhook={edited} onClose={onClose} />}
    </Modal>
  );
}

function Form({ serverId, webhook, onClose }: { serverId: number; webhook: Webhook | null; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const eventName = useEventName();
  const form = useForm({
    initialValues: { name: webhook?.name ?? '', format: webhook?.format ?? ('discord' as const), url: '', events: webhook?.events ?? ['crashed', 'restart_given_up', 'ready', 'stopped'], collapse_seconds: webhook?.collapse_seconds ?? 5 },
    validate: {
      name: (value) => (value.trim() === '' ? t('create.nameNeeded') : null),
      url: (value) => ((webhook !== null && value === '') || /^https?:\/\/\S+$/.test(value.trim()) ? null : t('webhooks.urlRule')),
      events: (value) => (value.length === 0 ? t('webhooks.eventsRule') : null),
    },
  });
  const save = useChange({
    run: ({ url, name, events, ...rest }: typeof form.values) => {
      const body = { ...rest, name: name.trim(), events: events as NonNullable<WebhookRequest['events']> };
      return webhook === null
        ? data(api.POST('/api/servers/{id}/webhooks', { params: { path: { id: serverId } }, body: { ...body, url: url.trim(), enabled: true } }))
        : data(api.PATCH('/api/servers/{id}/webhooks/{webhook_id}', { params: { path: { id: serverId, webhook_id: webhook.id } }, body: { ...body, ...(url.trim() === '' ? {} : { url: url.trim() }) } }));
    },
    renews: [webhooksKey(serverId)],
    done: t('webhooks.saved'),
    onDone: onClose,
    onProblem: (error) => {
      const faults = error instanceof ApiProblem ? error.fields : {};
      form.setErrors(faults);
      if (Object.keys(faults).length === 0) notifyProblem(error);
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <TextInput label={t('field.name')} required maxLength={64} data-autofocus {...form.getInputProps('name')} />
        <Select label={t('webhooks.format')} allowDeselect={false} data={(['discord', 'json'] as const).map((value) => ({ value, label: t(`webhookFormat.${value}`) }))} {...form.getInputProps('format')} />
        <TextInput label={t('webhooks.url')} description={t('webhooks.urlHint')} required={webhook === null} placeholder={webhook === null ? '' : t('config.secretSet')} autoComplete="off" spellCheck={false} classNames={{ input: 'mono' }} {...form.getInputProps('url')} />
        <MultiSelect label={t('webhooks.events')} required searchable nothingFoundMessage={t('webhooks.noEvent')} data={EVENTS.map((event) => ({ value: event, label: eventName(event) }))} {...form.getInputProps('events')} />
        <NumberInput label={t('webhooks.collapse')} description={t('webhooks.collapseHint')} min={0} max={300} allowDecimal={false} {...form.getInputProps('collapse_seconds')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
