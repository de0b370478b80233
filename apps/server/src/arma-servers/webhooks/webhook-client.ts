import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, Sealer, type Config } from '@rumpus/config';
import { addressLiteral, HttpClient, isPublicAddress, OutboundError } from '@rumpus/outbound';
import { invalidInput } from '../errors.js';
import type { ArmaWebhook } from './webhook.entities.js';
import { webhookBody, type WebhookEvent } from './webhook-message.js';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const LONGEST_PAUSE_MS = 3_600_000;

/** What became of a message. `gone`: the address does not exist any more. `later`: try again, not before `waitMs`. */
export type SendOutcome =
  | { kind: 'delivered'; status: number }
  | { kind: 'refused' | 'gone'; status: number | null; error: string }
  | { kind: 'later'; status: number | null; error: string; waitMs: number | undefined };

const place = (webhookId: number): string => `arma_webhooks|url|${String(webhookId)}`;

/** Discord says in the body, more exactly than in the header, how long to wait. */
function askedToWait({ retryAfter, body }: OutboundError): number {
  const exact = /"retry_after"\s*:\s*([\d.]+)/.exec(body ?? '')?.[1];
  const seconds = exact === undefined ? (retryAfter ?? 1) : Number(exact);
  return Math.min(LONGEST_PAUSE_MS, Math.max(1_000, Math.ceil(seconds * 1_000)));
}

/** Sends messages to addresses that people typed in: guarded against our own network, bounded in time and size. */
@Injectable()
export class WebhookClient implements OnApplicationShutdown {
  private readonly http: HttpClient;
  private readonly allowed: ReadonlySet<string>;

  constructor(
    @Inject(CONFIG) { servers }: Config,
    private readonly sealer: Sealer,
  ) {
    this.allowed = new Set(servers.webhookOrigins.map((origin) => new URL(origin).origin));
    this.http = new HttpClient({ name: 'webhooks', allowOrigins: [...this.allowed], retries: 0, circuit: false, timeouts: { headersMs: TIMEOUT_MS, totalMs: TIMEOUT_MS }, maxBytes: MAX_ANSWER_BYTES, rateLimit: { requests: 5, perMs: 2_000 }, maxQueueMs: 30_000 });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  seal(webhookId: number, url: string): string {
    return this.sealer.seal(url, place(webhookId));
  }

  /** Refuses at once what would be refused at every message. @throws LanguardError `VALIDATION_ERROR` */
  check(url: string): { host: string } {
    const { origin, host, hostname } = new URL(url);
    if (this.allowed.has(origin)) return { host };
    const literal = addressLiteral(hostname);
    const local = hostname === 'localhost' || hostname.endsWith('.localhost') || (literal !== undefined && !isPublicAddress(literal));
    if (local) throw invalidInput({ path: 'url', rule: 'private', message: 'is an address of a private network; SERVERS_WEBHOOK_ORIGINS lists those that are allowed' });
    return { host };
  }

  /** Sends one message about some events. Never throws for what the peer or the network does. */
  async send(hook: Pick<ArmaWebhook, 'id' | 'url_sealed' | 'format'>, events: readonly WebhookEvent[], signal?: AbortSignal): Promise<SendOutcome> {
    const url = this.sealer.open(hook.url_sealed, place(hook.id));
    try {
      const { status } = await this.http.request(url, { method: 'POST', json: webhookBody(hook.format, events), maxRedirects: 0, headers: { 'user-agent': 'Rumpus' }, ...(signal === undefined ? {} : { signal }) });
      return { kind: 'delivered', status };
    } catch (error) {
      if (!(error instanceof OutboundError) || error.reason === 'aborted') throw error;
      return outcomeOf(error);
    }
  }
}

function outcomeOf(error: OutboundError): SendOutcome {
  const { reason, message, status = null } = error;
  if (reason === 'blocked') return { kind: 'refused', status, error: message };
  if (reason !== 'status') return { kind: 'later', status, error: message, waitMs: undefined };
  if (status === 429) return { kind: 'later', status, error: 'The peer asks to wait', waitMs: askedToWait(error) };
  if (status === 404 || status === 410 || status === 401) return { kind: 'gone', status, error: `The address answers ${String(status)}: it does not exist any more` };
  if (status !== null && status >= 500) return { kind: 'later', status, error: message, waitMs: undefined };
  return { kind: 'refused', status, error: `The peer refuses the message (${String(status)})` };
}
