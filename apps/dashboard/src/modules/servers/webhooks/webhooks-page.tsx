import { Button, Stack } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useServer } from '../server/use-server.js';
import { webhooksQuery, type Webhook } from './api.js';
import { DeliveriesDrawer } from './deliveries-drawer.js';
import { WebhookModal } from './webhook-modal.js';
import { WebhookRow } from './webhook-row.js';

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
              <WebhookRow key={webhook.id} webhook={webhook} onEdit={() => setEdited(webhook)} onWatch={() => setWatched(webhook)} />
            ))}
          </Stack>
        )}
      </QueryView>
      <WebhookModal place={id} edited={edited} onClose={() => setEdited(undefined)} />
      <DeliveriesDrawer webhook={watched} onClose={() => setWatched(null)} />
    </Panel>
  );
}
