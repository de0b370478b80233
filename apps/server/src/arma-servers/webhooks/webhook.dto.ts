import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { SERVER_NAME } from '../servers/server.dto.js';

/** What a webhook can be told. Commands and settings are not among them: they may hold what is nobody else's business. */
export const WEBHOOK_EVENTS = [
  'started', 'ready', 'stopped', 'crashed', 'restart_scheduled', 'restart_given_up', 'stop_requested', 'killed', 'hang_detected', 'memory_limit', 'disk_low', 'cpu_high', 'fps_low', 'no_players', 'rcon_lost', 'rcon_refused', 'config_write_failed', 'job_failed',
  'player_joined', 'player_left', 'player_kicked', 'player_banned', 'schedule_fired', 'backup_created', 'backup_restored',
] as const;

const USUAL = ['crashed', 'restart_given_up', 'ready', 'stopped'] as const;
const MASK = '********';
const EVENTS = z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length).transform((events) => [...new Set(events)]);

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

const fields = {
  name: SERVER_NAME,
  format: z.enum(['discord', 'json']),
  url: z.string().max(2_000).refine((text) => text !== MASK, 'the mask is no value').refine(isAddress, 'an http or https address without credentials is needed'),
  events: EVENTS,
  enabled: z.boolean(),
  collapse_seconds: z.int().min(0).max(300),
};

/** `POST …/webhooks`. */
export const CREATE_WEBHOOK = z.strictObject({ ...fields, format: fields.format.default('discord'), events: EVENTS.default([...USUAL]), enabled: fields.enabled.default(true), collapse_seconds: fields.collapse_seconds.default(5) });
export type CreateWebhook = z.infer<typeof CREATE_WEBHOOK>;

/** `PATCH …/webhooks/{wid}`: what is left out stays, the address above all. */
export const CHANGE_WEBHOOK = z.strictObject(fields).partial();
export type ChangeWebhook = z.infer<typeof CHANGE_WEBHOOK>;

const STATUS = z.enum(['pending', 'sending', 'delivered', 'failed', 'dropped']);

/** A webhook as the API shows it: never with its address. */
export const WEBHOOK_VIEW = z.object({
  id: z.int(),
  server_id: z.int().nullable(),
  name: z.string(),
  format: z.enum(['discord', 'json']),
  url_set: z.literal(true),
  url_host: z.string(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  collapse_seconds: z.int(),
  paused_until: MOMENT.nullable(),
  last_status: STATUS.nullable(),
  last_error: z.string().nullable(),
  last_at: MOMENT.nullable(),
  created_by: z.string(),
  created_at: MOMENT,
  updated_at: MOMENT,
});
export type WebhookView = z.infer<typeof WEBHOOK_VIEW>;

/** A delivery as the API shows it. */
export const DELIVERY_VIEW = z.object({
  id: z.int(),
  event: z.string(),
  server_id: z.int().nullable(),
  server_name: z.string(),
  status: STATUS,
  attempts: z.int(),
  response_status: z.int().nullable(),
  error: z.string().nullable(),
  created_at: MOMENT,
  finished_at: MOMENT.nullable(),
});
export type DeliveryView = z.infer<typeof DELIVERY_VIEW>;

/** What a test message came to. */
export const TEST_RESULT = z.object({ delivered: z.boolean(), response_status: z.int().nullable(), error: z.string().nullable() });
export type TestResult = z.infer<typeof TEST_RESULT>;
