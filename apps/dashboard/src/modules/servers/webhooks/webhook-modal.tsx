import { MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { notifyProblem } from '../../../shell/notify.js';
import { SERVERS_KEY, useChange } from '../api/data.js';
import { EVERYWHERE, placeOf, usePlaces } from '../house/server-select.js';
import { EditModal } from '../parts/edit-modal.js';
import { FormFoot } from '../parts/form-foot.js';
import { useEventName } from '../server/event-list.js';
import { changeWebhook, createWebhook, EVENTS, renewsOf, type Webhook, type WebhookRequest } from './api.js';

interface WebhookModalProps {
  /** Whose a new one becomes; undefined: it is asked for. */
  place?: number;
  /** Undefined: closed; null: a new one. */
  edited: Webhook | null | undefined;
  onClose: () => void;
}

/** Makes or changes a webhook. Its address is a secret: it is written, never shown. */
export function WebhookModal({ place, edited, onClose }: WebhookModalProps) {
  const { t } = useTranslation('servers');
  return (
    <EditModal edited={edited} titles={{ add: t('webhooks.add'), edit: t('webhooks.edit') }} onClose={onClose}>
      {(webhook) => <Form key={webhook?.id ?? 'new'} place={place} webhook={webhook} onClose={onClose} />}
    </EditModal>
  );
}

function Form({ place, webhook, onClose }: { place: number | undefined; webhook: Webhook | null; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const places = usePlaces();
  const eventName = useEventName();
  const form = useForm({
    initialValues: { name: webhook?.name ?? '', format: webhook?.format ?? ('discord' as const), url: '', events: webhook?.events ?? ['crashed', 'restart_given_up', 'ready', 'stopped'], collapse_seconds: webhook?.collapse_seconds ?? 5, place: EVERYWHERE },
    validate: {
      name: (value) => (value.trim() === '' ? t('create.nameNeeded') : null),
      url: (value) => ((webhook !== null && value === '') || /^https?:\/\/\S+$/.test(value.trim()) ? null : t('webhooks.urlRule')),
      events: (value) => (value.length === 0 ? t('webhooks.eventsRule') : null),
    },
  });
  const save = useChange({
    run: ({ url, name, events, place: chosen, ...rest }: typeof form.values) => {
      const body = { ...rest, name: name.trim(), events: events as NonNullable<WebhookRequest['events']> };
      return webhook === null ? createWebhook(place ?? placeOf(chosen), { ...body, url: url.trim(), enabled: true }) : changeWebhook(webhook, { ...body, ...(url.trim() === '' ? {} : { url: url.trim() }) });
    },
    renews: webhook === null ? [SERVERS_KEY] : renewsOf(webhook.server_id),
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
        {webhook === null && place === undefined && <Select label={t('webhooks.place')} allowDeselect={false} searchable nothingFoundMessage={t('list.noHits')} data={places} {...form.getInputProps('place')} />}
        <Select label={t('webhooks.format')} allowDeselect={false} data={(['discord', 'json'] as const).map((value) => ({ value, label: t(`webhookFormat.${value}`) }))} {...form.getInputProps('format')} />
        <TextInput label={t('webhooks.url')} description={t('webhooks.urlHint')} required={webhook === null} placeholder={webhook === null ? '' : t('config.secretSet')} autoComplete="off" spellCheck={false} classNames={{ input: 'mono' }} {...form.getInputProps('url')} />
        <MultiSelect label={t('webhooks.events')} required searchable nothingFoundMessage={t('webhooks.noEvent')} data={EVENTS.map((event) => ({ value: event, label: eventName(event) }))} {...form.getInputProps('events')} />
        <NumberInput label={t('webhooks.collapse')} description={t('webhooks.collapseHint')} min={0} max={300} allowDecimal={false} {...form.getInputProps('collapse_seconds')} />
        <FormFoot busy={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
