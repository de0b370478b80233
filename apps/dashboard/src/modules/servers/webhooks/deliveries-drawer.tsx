import { Badge, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useChange } from '../api/data.js';
import { useEventName } from '../server/event-list.js';
import { deliveriesQuery, renewsOf, retryDelivery, type Delivery, type Webhook } from './api.js';

/** What was sent, and what came of it. */
export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  return (
    <Drawer opened={webhook !== null} onClose={onClose} position="right" size="lg" title={t('webhooks.deliveriesOf', { name: webhook?.name ?? '' })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {webhook !== null && <Deliveries webhook={webhook} />}
    </Drawer>
  );
}

function Deliveries({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('servers');
  const query = useQuery(deliveriesQuery(webhook));
  return (
    <QueryView query={query} isEmpty={({ items }) => items.length === 0} empty={<Text c="dimmed">{t('webhooks.noDeliveries')}</Text>}>
      {({ items }) => (
        <Stack gap={0}>
          {items.map((delivery) => (
            <Row key={delivery.id} webhook={webhook} delivery={delivery} />
          ))}
        </Stack>
      )}
    </QueryView>
  );
}

const COLOR: Record<Delivery['status'], string> = { pending: 'gray', sending: 'amber', delivered: 'felt', failed: 'red', dropped: 'red' };

function Row({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { t } = useTranslation('servers');
  const eventName = useEventName();
  const again = useChange({ run: () => retryDelivery(webhook, delivery.id), renews: renewsOf(webhook.server_id), done: t('webhooks.again') });
  const lost = delivery.status === 'failed' || delivery.status === 'dropped';
  return (
    <Group justify="space-between" py={8} gap="xs" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {eventName(delivery.event)}
        </Text>
        <Text size="xs" c="dimmed">
          <When at={delivery.created_at} />
          {delivery.response_status !== null && ` · ${delivery.response_status}`}
        </Text>
        {delivery.error !== null && (
          <Text size="xs" c="var(--mantine-color-error)" translate="no">
            {delivery.error}
          </Text>
        )}
      </div>
      <Group gap="xs">
        <Badge color={COLOR[delivery.status]} variant="light" tt="none">
          {t(`delivery.${delivery.status}`)}
        </Badge>
        {lost && (
          <Button size="compact-sm" variant="light" loading={again.isPending} onClick={() => again.mutate()}>
            {t('webhooks.retry')}
          </Button>
        )}
      </Group>
    </Group>
  );
}
