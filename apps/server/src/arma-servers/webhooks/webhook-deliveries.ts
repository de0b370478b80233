import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { defineJob, JobHandler, JobQueue, type JobContext, type PayloadOf } from '@rumpus/queue';
import { In, LessThan, Repository, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import { EventsService } from '../events/events.service.js';
import type { EventView } from '../realtime/feed.js';
import { WebhookClient, type SendOutcome } from './webhook-client.js';
import { ArmaWebhook, ArmaWebhookDelivery, type DeliveryStatus } from './webhook.entities.js';

const ATTEMPTS = 6;

/** Sends what waits for one address. */
export const webhookJob = defineJob('servers.webhook', { payload: z.object({ webhook_id: z.int().positive() }), concurrency: 4, attempts: ATTEMPTS, backoff: { kind: 'exponential', delay: 5_000 } });

const KNOWN_MS = 5_000;
const MOST_WAITING = 500;
const AT_ONCE = 100;
/** A message that was being sent when its process died is sent again after this time. */
const FORGOTTEN_MS = 5 * 60_000;
const ERROR_LENGTH = 1_000;

/** Takes events to the addresses that want them: kept in the database until they are delivered, several in one message. */
@Injectable()
export class WebhookDeliveries implements OnModuleInit {
  private readonly logger = new Logger('webhooks');
  private known: { at: number; hooks: Promise<ArmaWebhook[]> } | undefined;

  constructor(
    @InjectRepository(ArmaWebhook) private readonly hooks: Repository<ArmaWebhook>,
    @InjectRepository(ArmaWebhookDelivery) private readonly deliveries: Repository<ArmaWebhookDelivery>,
    private readonly client: WebhookClient,
    private readonly queue: JobQueue,
    private readonly events: EventsService,
  ) {}

  onModuleInit(): void {
    this.events.onRecorded((event) => this.hear(event));
  }

  /** Looks for hooks anew with the next event. Other instances do so within seconds. */
  changed(): void {
    this.known = undefined;
  }

  /** Has a delivery tried again that failed or was dropped. @returns whether it was one */
  async retry(webhookId: number, deliveryId: number): Promise<boolean> {
    const result = await this.deliveries.update({ id: deliveryId, webhook_id: webhookId, status: In(['failed', 'dropped']) }, { status: 'pending', error: null, finished_at: null });
    if ((result.affected ?? 0) === 0) return false;
    await this.wake(webhookId, 0);
    return true;
  }

  @JobHandler(webhookJob)
  async run({ webhook_id: id }: PayloadOf<typeof webhookJob>, { attempt, signal }: JobContext): Promise<unknown> {
    for (let sent = 0; ; ) {
      const hook = await this.hooks.findOneBy({ id });
      if (hook === null) return { sent };
      if (!hook.enabled) return this.drop(id);
      const pause = (hook.paused_until?.getTime() ?? 0) - Date.now();
      if (pause > 0) {
        await this.wake(id, pause);
        return { sent, paused: true };
      }
      const claimed = await this.claim(id);
      if (claimed.length === 0) return { sent };
      const outcome = await this.client.send(hook, claimed.map(({ event }) => event), signal).catch(async (error: unknown) => {
        await this.settle(claimed, 'pending', null, null);
        throw error;
      });
      if (!(await this.note(hook, claimed, outcome, attempt >= ATTEMPTS))) return { sent, status: outcome.status };
      sent += claimed.length;
    }
  }

  /** Removes old deliveries. */
  async forgetBefore(moment: Date): Promise<void> {
    await this.deliveries.createQueryBuilder().delete().where('created_at < :moment', { moment: moment.getTime() }).execute();
  }

  private async hear({ event_type: event, server_id, server_name, actor, detail, created_at }: EventView): Promise<void> {
    const hooks = (await this.all()).filter((hook) => hook.events.includes(event) && (hook.server_id === null || hook.server_id === server_id));
    for (const hook of hooks) {
      const full = (await this.deliveries.countBy({ webhook_id: hook.id, status: 'pending' })) >= MOST_WAITING;
      const row = this.deliveries.create({ webhook_id: hook.id, event: { event, server_id, server_name, actor, detail, created_at }, status: full ? 'dropped' : 'pending', attempts: 0, response_status: null, error: full ? 'Too much is waiting' : null, claim: null, claimed_at: null, created_at: new Date(), finished_at: full ? new Date() : null });
      await this.deliveries.save(row);
      if (!full) await this.wake(hook.id, hook.collapse_seconds * 1_000);
    }
  }

  private async all(): Promise<ArmaWebhook[]> {
    const now = Date.now();
    if (this.known === undefined || now - this.known.at > KNOWN_MS) this.known = { at: now, hooks: this.hooks.findBy({ enabled: true }) };
    return this.known.hooks.catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
  }

  /** A job for each event: whichever comes first takes all that waits, the others find nothing. None is ever missing that way. */
  private async wake(webhookId: number, delay: number): Promise<void> {
    await this.queue.add(webhookJob, { webhook_id: webhookId }, { delay });
  }

  private async claim(webhookId: number): Promise<ArmaWebhookDelivery[]> {
    const open: FindOptionsWhere<ArmaWebhookDelivery>[] = [{ webhook_id: webhookId, status: 'pending' }, { webhook_id: webhookId, status: 'sending', claimed_at: LessThan(new Date(Date.now() - FORGOTTEN_MS)) }];
    const found = await this.deliveries.find({ where: open, order: { id: 'ASC' }, take: AT_ONCE });
    const claim = randomUUID();
    for (const { id, status, claim: seen } of found) await this.deliveries.update({ id, status, ...(seen === null ? {} : { claim: seen }) }, { status: 'sending', claim, claimed_at: new Date() });
    return found.length === 0 ? [] : this.deliveries.find({ where: { claim, status: 'sending' }, order: { id: 'ASC' } });
  }

  /** @returns whether to go on with what waits */
  private async note(hook: ArmaWebhook, claimed: readonly ArmaWebhookDelivery[], outcome: SendOutcome, last: boolean): Promise<boolean> {
    const error = outcome.kind === 'delivered' ? null : outcome.error;
    switch (outcome.kind) {
      case 'delivered':
        await this.settle(claimed, 'delivered', outcome.status, null);
        await this.mark(hook, { last_status: 'delivered', last_error: null, paused_until: null });
        return true;
      case 'refused':
      case 'gone':
        await this.settle(claimed, 'failed', outcome.status, error);
        // Calling an address that does not exist any more again and again gets this host banned at Discord.
        await this.mark(hook, { last_status: 'failed', last_error: error, ...(outcome.kind === 'gone' ? { enabled: false } : {}) });
        return false;
      case 'later':
        if (outcome.waitMs !== undefined) {
          await this.settle(claimed, 'pending', outcome.status, error);
          await this.mark(hook, { paused_until: new Date(Date.now() + outcome.waitMs) });
          await this.wake(hook.id, outcome.waitMs);
          return false;
        }
        await this.settle(claimed, last ? 'failed' : 'pending', outcome.status, error);
        await this.mark(hook, { last_status: last ? 'failed' : 'pending', last_error: error });
        if (last) return false;
        throw new Error(error ?? 'not delivered');
    }
  }

  private async settle(claimed: readonly ArmaWebhookDelivery[], status: DeliveryStatus, response: number | null, error: string | null): Promise<void> {
    const done = status !== 'pending';
    for (const { id, attempts } of claimed) {
      await this.deliveries.update({ id, status: 'sending' }, { status, attempts: attempts + 1, response_status: response, error: error?.slice(0, ERROR_LENGTH) ?? null, claim: null, claimed_at: null, finished_at: done ? new Date() : null });
    }
  }

  private async mark({ id, name }: ArmaWebhook, change: Partial<ArmaWebhook>): Promise<void> {
    await this.hooks.update({ id }, { ...change, last_at: new Date() });
    if (change.enabled === false) {
      this.changed();
      this.logger.warn({ webhook: id, name }, 'a webhook was switched off: its address does not exist any more');
    }
  }

  private async drop(webhookId: number): Promise<unknown> {
    await this.deliveries.update({ webhook_id: webhookId, status: 'pending' }, { status: 'dropped', error: 'The webhook is off', finished_at: new Date() });
    return { dropped: true };
  }
}
