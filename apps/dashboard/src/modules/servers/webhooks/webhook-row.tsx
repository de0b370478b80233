import { Badge, Group, Menu, Switch, Text } from '@mantine/core';
import { IconHistory, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm.js';
import { When } from '../../../components/when.js';
import { notifyDone } from '../../../shell/notify.js';
import { useChange } from '../api/data.js';
import { ListRow } from '../parts/list-row.js';
import { MoreMenu } from '../parts/more-menu.js';
import { useEventName } from '../server/event-list.js';
import { changeWebhook, deleteWebhook, renewsOf, testWebhook, type Webhook } from './api.js';

/** One webhook: where it goes, what it is told, what came of the last message. */
export function WebhookRow({ webhook, onEdit, onWatch }: { webhook: Webhook; onEdit: () => void; onWatch: () => void }) {
  const { t } = useTranslation('servers');
  const eventName = useEventName();
  const [asked, setAsked] = useState(false);
  const renews = renewsOf(webhook.server_id);
  const toggle = useChange({ run: (enabled: boolean) => changeWebhook(webhook, { enabled }), renews });
  const remove = useChange({ run: () => deleteWebhook(webhook), renews, done: t('webhooks.deleted'), onDone: () => setAsked(false) });
  const [failure, setFailure] = useState<string | null>(null);
  const test = useChange({
    run: () => testWebhook(webhook),
    renews,
    onDone: ({ delivered, response_status: status, error }) => {
      setFailure(delivered ? null : (error ?? String(status ?? '')));
      if (delivered) notifyDone(t('webhooks.testDone'));
    },
  });
  const error = failure ?? webhook.last_error;
  return (
    <ListRow
      facts={
        <>
          <Group gap={8}>
            <Text fw={600} translate="no">
              {webhook.name}
            </Text>
            <Badge variant="default" tt="none">
              {t(`webhookFormat.${webhook.format}`)}
            </Badge>
            {webhook.last_status !== null && (
              <Badge color={webhook.last_status === 'failed' || webhook.last_status === 'dropped' ? 'red' : 'felt'} variant="light" tt="none">
                {t(`delivery.${webhook.last_status}`)}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            <span className="mono" translate="no">
              {webhook.url_host}
            </span>
            {webhook.last_at !== null && (
              <>
                {' · '}
                <When at={webhook.last_at} relative />
              </>
            )}
          </Text>
          <Text size="sm" c="dimmed">
            {webhook.events.map(eventName).join(', ')}
          </Text>
          {error !== null && (
            <Text size="sm" c="var(--mantine-color-error)" translate="no">
              {error}
            </Text>
          )}
        </>
      }
    >
      <Group gap={6} wrap="nowrap">
        <Switch aria-label={t('schedules.enabledOf', { name: webhook.name })} checked={webhook.enabled} disabled={toggle.isPending} onChange={(event) => toggle.mutate(event.currentTarget.checked)} />
        <MoreMenu name={webhook.name} busy={test.isPending}>
          <Menu.Item leftSection={<IconSend size={18} aria-hidden />} onClick={() => test.mutate()}>
            {t('webhooks.test')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={18} aria-hidden />} onClick={onWatch}>
            {t('webhooks.deliveries')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={18} aria-hidden />} onClick={onEdit}>
            {t('webhooks.edit')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
            {t('webhooks.delete')}
          </Menu.Item>
        </MoreMenu>
      </Group>
      <Confirm opened={asked} title={t('webhooks.deleteTitle', { name: webhook.name })} confirmLabel={t('webhooks.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        {t('webhooks.deleteText')}
      </Confirm>
    </ListRow>
  );
}
