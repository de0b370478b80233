import { queryOptions, type QueryKey } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, serverKey, SERVERS_KEY } from '../api/data.js';
import type { Answer, RequestBody } from '../api/types.js';

export type Webhook = Answer<'/api/servers/{id}/webhooks'>[number];
export type Delivery = Answer<'/api/servers/{id}/webhooks/{webhook_id}/deliveries'>['items'][number];
export type WebhookRequest = RequestBody<'/api/servers/{id}/webhooks', 'post'>;
export type WebhookChange = Partial<WebhookRequest>;
type Deliveries = Answer<'/api/servers/{id}/webhooks/{webhook_id}/deliveries'>;
type TestResult = Answer<'/api/servers/{id}/webhooks/{webhook_id}/test', 'post'>;
type EventName = NonNullable<WebhookRequest['events']>[number];

/** What a webhook can be told, in the order of the form. */
export const EVENTS: readonly EventName[] = [
  'crashed', 'restart_given_up', 'ready', 'stopped', 'started', 'restart_scheduled', 'stop_requested', 'killed', 'hang_detected', 'memory_limit', 'disk_low', 'cpu_high', 'fps_low', 'no_players', 'rcon_lost', 'rcon_refused', 'config_write_failed', 'job_failed',
  'player_joined', 'player_left', 'player_kicked', 'player_banned', 'schedule_fired', 'backup_created', 'backup_restored',
];

export const webhooksKey = (id: number): QueryKey => serverKey(id, 'webhooks');
export const ALL_WEBHOOKS_KEY = [...SERVERS_KEY, 'webhooks'] as const;

export const webhooksQuery = (id: number) => queryOptions({ queryKey: webhooksKey(id), queryFn: ({ signal }) => data<Webhook[]>(api.GET('/api/servers/{id}/webhooks', { params: { path: { id } }, signal })) });

/** The webhooks of all servers, and those of each. */
export const allWebhooksQuery = queryOptions({ queryKey: ALL_WEBHOOKS_KEY, queryFn: ({ signal }) => data<Webhook[]>(api.GET('/api/webhooks', { params: { query: { include_servers: '1' } }, signal })) });

/** Whose webhook it is: a server's, or (null) that of all servers. */
export type Place = number | null;

/** Lists that a change of a webhook makes stale. */
export const renewsOf = (place: Place): QueryKey[] => [ALL_WEBHOOKS_KEY, ...(place === null ? [] : [webhooksKey(place)])];

export const createWebhook = (place: Place, body: WebhookRequest) =>
  data<Webhook>(place === null ? api.POST('/api/webhooks', { body }) : api.POST('/api/servers/{id}/webhooks', { params: { path: { id: place } }, body }));

const on = ({ id }: Webhook) => ({ path: { webhook_id: id } });
const onServer = (webhook: Webhook, id: number) => ({ path: { id, webhook_id: webhook.id } });

export const changeWebhook = (webhook: Webhook, body: WebhookChange) =>
  data<Webhook>(webhook.server_id === null ? api.PATCH('/api/webhooks/{webhook_id}', { params: on(webhook), body }) : api.PATCH('/api/servers/{id}/webhooks/{webhook_id}', { params: onServer(webhook, webhook.server_id), body }));

export const deleteWebhook = (webhook: Webhook) =>
  data(webhook.server_id === null ? api.DELETE('/api/webhooks/{webhook_id}', { params: on(webhook) }) : api.DELETE('/api/servers/{id}/webhooks/{webhook_id}', { params: onServer(webhook, webhook.server_id) }));

export const testWebhook = (webhook: Webhook) =>
  data<TestResult>(webhook.server_id === null ? api.POST('/api/webhooks/{webhook_id}/test', { params: on(webhook) }) : api.POST('/api/servers/{id}/webhooks/{webhook_id}/test', { params: onServer(webhook, webhook.server_id) }));

/** Sends again what failed. */
export function retryDelivery(webhook: Webhook, delivery: number) {
  const again = { delivery_id: delivery };
  return data(
    webhook.server_id === null
      ? api.POST('/api/webhooks/{webhook_id}/deliveries/{delivery_id}/retry', { params: { path: { ...on(webhook).path, ...again } } })
      : api.POST('/api/servers/{id}/webhooks/{webhook_id}/deliveries/{delivery_id}/retry', { params: { path: { ...onServer(webhook, webhook.server_id).path, ...again } } }),
  );
}

export const deliveriesQuery = (webhook: Webhook) =>
  queryOptions({
    queryKey: [...ALL_WEBHOOKS_KEY, 'deliveries', webhook.id],
    queryFn: ({ signal }) => {
      const query = { limit: 50 };
      return data<Deliveries>(
        webhook.server_id === null
          ? api.GET('/api/webhooks/{webhook_id}/deliveries', { params: { ...on(webhook), query }, signal })
          : api.GET('/api/servers/{id}/webhooks/{webhook_id}/deliveries', { params: { ...onServer(webhook, webhook.server_id), query }, signal }),
      );
    },
    refetchInterval: 5_000,
  });
