import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { transaction } from '@rumpus/persistence';
import { In, IsNull, Repository } from 'typeorm';
import { LanguardError, missing } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { WebhookClient } from './webhook-client.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import type { ChangeWebhook, CreateWebhook, DeliveryView, TestResult, WebhookView } from './webhook.dto.js';
import { ArmaWebhook, ArmaWebhookDelivery } from './webhook.entities.js';

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

const view = ({ id, server_id, name, format, url_host, events, enabled, collapse_seconds, paused_until, last_status, last_error, last_at, created_by, created_at, updated_at }: ArmaWebhook): WebhookView => ({
  id, server_id, name, format, url_set: true, url_host, events, enabled, collapse_seconds, paused_until: iso(paused_until), last_status, last_error, last_at: iso(last_at), created_by, created_at: created_at.toISOString(), updated_at: updated_at.toISOString(),
});

const deliveryView = ({ id, event, status, attempts, response_status, error, created_at, finished_at }: ArmaWebhookDelivery): DeliveryView => ({ id, event: event.event, server_id: event.server_id, server_name: event.server_name, status, attempts, response_status, error, created_at: created_at.toISOString(), finished_at: iso(finished_at) });

/** Webhooks as things that are made and changed. `serverId` null stands for those of all servers. */
@Injectable()
export class WebhooksService {
  constructor(
    @InjectRepository(ArmaWebhook) private readonly hooks: Repository<ArmaWebhook>,
    @InjectRepository(ArmaWebhookDelivery) private readonly log: Repository<ArmaWebhookDelivery>,
    private readonly servers: ServersRepository,
    private readonly client: WebhookClient,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  async list(serverId: number | null): Promise<WebhookView[]> {
    await this.assertServer(serverId);
    return (await this.hooks.find({ where: { server_id: serverId ?? IsNull() }, order: { id: 'ASC' } })).map(view);
  }

  /** Those of all servers for callers who may change all, and those of the servers they may change. */
  async listAll(serverIds: readonly number[] | 'all'): Promise<WebhookView[]> {
    return (await this.hooks.find({ where: serverIds === 'all' ? {} : { server_id: In([...serverIds]) }, order: { id: 'ASC' } })).map(view);
  }

  async get(serverId: number | null, id: number): Promise<WebhookView> {
    return view(await this.row(serverId, id));
  }

  async create(serverId: number | null, { url, ...request }: CreateWebhook, actor: Actor): Promise<WebhookView> {
    await this.assertServer(serverId);
    const { host } = this.client.check(url);
    const now = new Date();
    const saved = await transaction(this.hooks.manager, async (manager) => {
      const row = await manager.save(manager.create(ArmaWebhook, { ...request, server_id: serverId, url_host: host, url_sealed: '', paused_until: null, last_status: null, last_error: null, last_at: null, created_by: actor, created_at: now, updated_at: now }));
      row.url_sealed = this.client.seal(row.id, url);
      return manager.save(row);
    });
    this.deliveries.changed();
    return view(saved);
  }

  async change(serverId: number | null, id: number, { url, ...change }: ChangeWebhook): Promise<WebhookView> {
    const row = await this.row(serverId, id);
    Object.assign(row, change, { updated_at: new Date() });
    if (url !== undefined) Object.assign(row, { url_host: this.client.check(url).host, url_sealed: this.client.seal(id, url), paused_until: null });
    const saved = await this.hooks.save(row);
    this.deliveries.changed();
    return view(saved);
  }

  async remove(serverId: number | null, id: number): Promise<void> {
    await this.row(serverId, id);
    await this.hooks.delete({ id });
    this.deliveries.changed();
  }

  /** Sends a message at once and says what came of it. */
  async test(serverId: number | null, id: number, actor: Actor): Promise<TestResult> {
    const row = await this.row(serverId, id);
    const server = serverId === null ? { name: 'Rumpus' } : await this.servers.get(serverId);
    const event = { event: 'test', server_id: serverId, server_name: server.name, actor, detail: {}, created_at: new Date().toISOString() };
    const outcome = await this.client.send(row, [event]);
    const error = outcome.kind === 'delivered' ? null : outcome.error;
    const status = outcome.kind === 'delivered' ? 'delivered' : 'failed';
    const now = new Date();
    await this.log.save(this.log.create({ webhook_id: id, event, status, attempts: 1, response_status: outcome.status, error, claim: null, claimed_at: null, created_at: now, finished_at: now }));
    await this.hooks.update({ id }, { last_status: status, last_error: error, last_at: now });
    return { delivered: outcome.kind === 'delivered', response_status: outcome.status, error };
  }

  async history(serverId: number | null, id: number, { limit, offset }: { limit: number; offset: number }): Promise<Page<DeliveryView>> {
    await this.row(serverId, id);
    const [rows, total] = await this.log.findAndCount({ where: { webhook_id: id }, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: rows.map(deliveryView), total, limit, offset };
  }

  /** @throws LanguardError `INVALID_TRANSITION` for what was delivered or still waits */
  async retry(serverId: number | null, id: number, deliveryId: number): Promise<void> {
    const row = await this.row(serverId, id);
    if (!row.enabled) throw new LanguardError('INVALID_TRANSITION', 'This webhook is off');
    if (!(await this.log.existsBy({ id: deliveryId, webhook_id: id }))) throw missing('delivery');
    if (!(await this.deliveries.retry(id, deliveryId))) throw new LanguardError('INVALID_TRANSITION', 'Only what failed can be sent again');
  }

  private async row(serverId: number | null, id: number): Promise<ArmaWebhook> {
    const row = await this.hooks.findOneBy({ id, server_id: serverId ?? IsNull() });
    if (row === null) throw missing('webhook');
    return row;
  }

  private async assertServer(serverId: number | null): Promise<void> {
    if (serverId !== null) await this.servers.get(serverId);
  }
}
