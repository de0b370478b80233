import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { CHANGE_WEBHOOK, CREATE_WEBHOOK, DELIVERY_VIEW, TEST_RESULT, WEBHOOK_VIEW, type ChangeWebhook, type CreateWebhook, type DeliveryView, type TestResult, type WebhookView } from './webhook.dto.js';
import { WebhooksService } from './webhooks.service.js';

const LIST = z.object(PAGE);
const WebhookId = (): ParameterDecorator => Param('webhook_id', { schema: ID });

/** Webhooks that are told what happens to one server. */
@LanguardController('api/servers/:id/webhooks', 'server webhooks')
export class ServerWebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ServerScope('servers.write')
  @Answers('The webhooks of one server', z.array(WEBHOOK_VIEW))
  list(@ServerId() id: number): Promise<WebhookView[]> {
    return this.webhooks.list(id);
  }

  @Post()
  @ServerScope('servers.write')
  @Answers('Make a webhook; its address is never shown again', WEBHOOK_VIEW, 201)
  create(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: CREATE_WEBHOOK }) body: CreateWebhook): Promise<WebhookView> {
    return this.webhooks.create(id, body, actorOf(user));
  }

  @Get(':webhook_id')
  @ServerScope('servers.write')
  @Answers('One webhook', WEBHOOK_VIEW)
  get(@ServerId() id: number, @WebhookId() webhookId: number): Promise<WebhookView> {
    return this.webhooks.get(id, webhookId);
  }

  @Patch(':webhook_id')
  @ServerScope('servers.write')
  @Answers('Change a webhook; without an address it keeps the one it has', WEBHOOK_VIEW)
  change(@ServerId() id: number, @WebhookId() webhookId: number, @Body({ schema: CHANGE_WEBHOOK }) body: ChangeWebhook): Promise<WebhookView> {
    return this.webhooks.change(id, webhookId, body);
  }

  @Delete(':webhook_id')
  @ServerScope('servers.write')
  @Answers('Delete a webhook')
  async remove(@ServerId() id: number, @WebhookId() webhookId: number): Promise<object> {
    await this.webhooks.remove(id, webhookId);
    return {};
  }

  @Post(':webhook_id/test')
  @ServerScope('servers.write')
  @Answers('Send a message now, and say what came of it', TEST_RESULT)
  test(@CurrentUser() user: Principal, @ServerId() id: number, @WebhookId() webhookId: number): Promise<TestResult> {
    return this.webhooks.test(id, webhookId, actorOf(user));
  }

  @Get(':webhook_id/deliveries')
  @ServerScope('servers.write')
  @Answers('What was sent, newest first', pageOf(DELIVERY_VIEW))
  deliveries(@ServerId() id: number, @WebhookId() webhookId: number, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<DeliveryView>> {
    return this.webhooks.history(id, webhookId, query);
  }

  @Post(':webhook_id/deliveries/:delivery_id/retry')
  @ServerScope('servers.write')
  @Answers('Send again what failed', undefined, 202)
  async retry(@ServerId() id: number, @WebhookId() webhookId: number, @Param('delivery_id', { schema: ID }) deliveryId: number): Promise<object> {
    await this.webhooks.retry(id, webhookId, deliveryId);
    return {};
  }
}
