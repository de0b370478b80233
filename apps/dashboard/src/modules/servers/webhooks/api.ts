import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import type { paths } from '../../../api/generated/schema.js';
import { data, serverKey } from '../api/data.js';

type Answer<Path extends '/api/servers/{id}/webhooks' | '/api/servers/{id}/webhooks/{webhook_id}/deliveries'> = paths[Path]['get']['responses'][200]['content']['application/json']['data'];

export type Webhook = Answer<'/api/servers/{id}/webhooks'>[number];
export type Delivery = Answer<'/api/servers/{id}/webhooks/{webhook_id}/deliveries'>['items'][number];
export type WebhookRequest = paths['/api/servers/{id}/webhooks']['post']['requestBody']['content']['application/json'];
type EventName = NonNullable<WebhookRequest['events']>[number];

/** What a webhook can be told, in the order of the form. */
export const EVENTS: readonly EventName[] = [
  'crashed', 'restart_given_up', 'ready', 'stopped', 'started', 'restart_scheduled', 'stop_requested', 'killed', 'hang_detected', 'memory_limit', 'disk_low', 'rcon_lost', 'rcon_refused', 'config_write_failed', 'job_failed',
  'player_joined', 'player_left', 'player_kicked', 'player_banned', 'schedule_fired', 'backup_created', 'backup_restored',
];

export const webhooksKey = (id: number) => serverKey(id, 'webhooks');
export const webhooksQuery = (id: number) => queryOptions({ queryKey: webhooksKey(id), queryFn: ({ signal }) => data<Webhook[]>(api.GET('/api/servers/{id}/webhooks', { params: { path: { id } }, signal })) });
export const deliveriesQuery = (id: number, webhook: number) =>
  queryOptions({
    queryKey: [...webhooksKey(id), 'deliveries', webhook],
    queryFn: ({ signal }) => data<Answer<'/api/servers/{id}/webhooks/{webhook_id}/deliveries'>>(api.GET('/api/servers/{id}/webhooks/{webhook_id}/deliveries', { params: { path: { id, webhook_id: webhook }, query: { limit: 50 } }, signal })),
    refetchInterval: 5_000,
  });
