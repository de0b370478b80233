import { Button, Stack } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { serversQuery } from '../api/queries.js';
import { HousePage } from '../house/house-page.js';
import { allWebhooksQuery, type Webhook } from './api.js';
import { DeliveriesDrawer } from './deliveries-drawer.js';
import { WebhookModal } from './webhook-modal.js';
import { WebhookRow } from './webhook-row.js';

/** Who is told what happens: to any server, and to each. */
export function AllWebhooksPage() {
  const { t } = useTranslation('servers');
  const query = useQuery(allWebhooksQuery);
  const servers = useQuery(serversQuery).data ?? [];
  const [edited, setEdited] = useState<Webhook | null | undefined>(undefined);
  const [watched, setWatched] = useState<Webhook | null>(null);
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited(null)}>
      {t('webhooks.add')}
    </Button>
  );
  const groups = (webhooks: readonly Webhook[]) => [
    { key: 'all', title: t('bans.everywhere'), webhooks: webhooks.filter(({ server_id: id }) => id === null) },
    ...servers.map(({ id, name }) => ({ key: String(id), title: name, webhooks: webhooks.filter((webhook) => webhook.server_id === id) })),
  ];
  return (
    <HousePage tab="webhooks" title={t('tabs.webhooks')} lead={t('house.webhooksLead')} actions={create}>
      <QueryView
        query={query}
        isEmpty={(webhooks) => webhooks.length === 0}
        empty={
          <Empty icon={IconWebhook} title={t('webhooks.empty')}>
            {t('webhooks.emptyText')}
          </Empty>
        }
      >
        {(all) => (
          <Stack gap="md">
            {groups(all)
              .filter(({ webhooks }) => webhooks.length > 0)
              .map(({ key, title, webhooks }) => (
                <Panel key={key} title={title} titleIsData={key !== 'all'}>
                  {webhooks.map((webhook) => (
                    <WebhookRow key={webhook.id} webhook={webhook} onEdit={() => setEdited(webhook)} onWatch={() => setWatched(webhook)} />
                  ))}
                </Panel>
              ))}
          </Stack>
        )}
      </QueryView>
      <WebhookModal edited={edited} onClose={() => setEdited(undefined)} />
      <DeliveriesDrawer webhook={watched} onClose={() => setWatched(null)} />
    </HousePage>
  );
}
