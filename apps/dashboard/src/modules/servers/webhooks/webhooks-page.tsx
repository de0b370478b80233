import { ActionIcon, Badge, Button, Group, Menu, Stack, Switch, Text } from '@mantine/core';
import { IconDotsVertical, IconHistory, IconPencil, IconPlus, IconSend, IconTrash, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { notifyDone } from '../../../shell/notify.js';
import { data, useChange } from '../api/data.js';
import { useEventName } from '../server/event-list.js';
import { useServer } from '../server/use-server.js';
import { webhooksKey, webhooksQuery, type Webhook } from './api.js';
import { DeliveriesDrawer } from './deliveries-drawer.js';
import { WebhookModal } from './webhook-modal.js';

/** Who is told what happens to the server: a Discord channel, a program. */
export function WebhooksPage() {
  const { t } = useTranslation('servers');
  const { id } = useServer();
  const query = useQuery(webhooksQuery(id));
  /** What is edited; undefined: nothing, null: a new one. */
  const [edited, setEdited] = useState<Webhook | null | undefined>(undefined);
  const [watched, setWatched] = useState<Webhook | null>(null);
  const create = (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited(null)}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Panel title={t('tabs.webhooks')} aside={(query.data?.length ?? 0) > 0 && create}>
      <QueryView
        query={query}
        isEmpty={(webhooks) => webhooks.length === 0}
        empty={
          <Empty icon={IconWebhook} title={t('webhooks.empty')} action={create}>
            {t('webhooks.emptyText')}
          </Empty>
        }
      >
        {(webhooks) => (
          <Stack gap={0}>
            {webhooks.map((webhook) => (
              <Row key={webhook.id} webhook={webhook} serverId={id} onEdit={() => setEdited(webhook)} onWatch={() => setWatched(webhook)} />
            ))}
          </Stack>
        )}
      </QueryView>
      <WebhookModal serverId={id} edited={edited} onClose={() => setEdited(undefined)} />
      <DeliveriesDrawer serverId={id} webhook={watched} onClose={() => setWatched(null)} />
    </Panel>
  );
}

function Row({ webhook, serverId, onEdit, onWatch }: { webhook: Webhook; serverId: number; onEdit: () => void; onWatch: () => void }) {
  const { t } = useTranslation('servers');
  const eventName = useEventName();
  const [asked, setAsked] = useState(false);
  const params = { path: { id: serverId, webhook_id: webhook.id } };
  const renews = [webhooksKey(serverId)];
  const toggle = useChange({ run: (enabled: boolean) => data(api.PATCH('/api/servers/{id}/webhooks/{webhook_id}', { params, body: { enabled } })), renews });
  const remove = useChange({ run: () => data(api.DELETE('/api/servers/{id}/webhooks/{webhook_id}', { params })), renews, done: t('webhooks.deleted'), onDone: () => setAsked(false) });
  const [failure, setFailure] = useState<string | null>(null);
  const test = useChange({
    run: () => data<{ delivered: boolean; response_status: number | null; error: string | null }>(api.POST('/api/servers/{id}/webhooks/{webhook_id}/test', { params })),
    renews,
    onDone: ({ delivered, response_status: status, error }) => {
      setFailure(delivered ? null : (error ?? String(status ?? '')));
      if (delivered) notifyDone(t('webhooks.testDone'));
    },
  });
  const error = failure ?? webhook.last_error;
  return (
    <Group justify="space-between" py="sm" gap="sm" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <div style={{ minWidth: 0 }}>
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
      </div>
      <Group gap={6} wrap="nowrap">
        <Switch aria-label={t('schedules.enabledOf', { name: webhook.name })} checked={webhook.enabled} disabled={toggle.isPending} onChange={(event) => toggle.mutate(event.currentTarget.checked)} />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={36} loading={test.isPending} aria-label={t('action.moreNamed', { name: webhook.name })}>
              <IconDotsVertical size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
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
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Confirm opened={asked} title={t('webhooks.deleteTitle', { name: webhook.name })} confirmLabel={t('webhooks.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        {t('webhooks.deleteText')}
      </Confirm>
    </Group>
  );
}
