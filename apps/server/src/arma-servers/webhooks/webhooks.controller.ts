import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentUser, PerObject, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { PAGE, QUERY_FLAG, type Page } from '../http/paging.js';
import { serversWith } from '../servers/servers.controller.js';
import { CHANGE_WEBHOOK, CREATE_WEBHOOK, DELIVERY_VIEW, TEST_RESULT, WEBHOOK_VIEW, type ChangeWebhook, type CreateWebhook, type DeliveryView, type TestResult, type WebhookView } from './webhook.dto.js';
import { WebhooksService } from './webhooks.service.js';

const LIST = z.object(PAGE);
const ALL = z.object({ include_servers: QUERY_FLAG });
const WebhookId = (): ParameterDecorator => Param('webhook_id', { schema: ID });

/** Webhooks that are told what happens to any server. */
@LanguardController('api/webhooks', 'server webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @Scopes('servers.write')
  @PerObject()
  @Answers('The webhooks of all servers; with `include_servers` those of single ones, too, as far as the caller may change them', z.array(WEBHOOK_VIEW))
  list(@CurrentUser() user: Principal, @Query({ schema: ALL }) { include_servers: included }: z.infer<typeof ALL>): Promise<WebhookView[]> {
    if (included) return this.webhooks.listAll(serversWith(user, 'servers.write'));
    assertEverywhere(user);
    return this.webhooks.list(null);
  }

  @Post()
  @Scopes('servers.write')
  @Answers('Make a webhook; its address is never shown again', WEBHOOK_VIEW, 201)
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_WEBHOOK }) body: CreateWebhook): Promise<WebhookView> {
    assertEverywhere(user);
    return this.webhooks.create(null, body, actorOf(user));
  }

  @Get(':webhook_id')
  @Scopes('servers.write')
  @Answers('One webhook', WEBHOOK_VIEW)
  get(@CurrentUser() user: Principal, @WebhookId() webhookId: number): Promise<WebhookView> {
    assertEverywhere(user);
    return this.webhooks.get(null, webhookId);
  }

  @Patch(':webhook_id')
  @Scopes('servers.write')
  @Answers('Change a webhook; without an address it keeps the one it has', WEBHOOK_VIEW)
  change(@CurrentUser() user: Principal, @WebhookId() webhookId: number, @Body({ schema: CHANGE_WEBHOOK }) body: ChangeWebhook): Promise<WebhookView> {
    assertEverywhere(user);
    return this.webhooks.change(null, webhookId, body);
  }

  @Delete(':webhook_id')
  @Scopes('servers.write')
  @Answers('Delete a webhook')
  async remove(@CurrentUser() user: Principal, @WebhookId() webhookId: number): Promise<object> {
    assertEverywhere(user);
    await this.webhooks.remove(null, webhookId);
    return {};
  }

  @Post(':webhook_id/test')
  @Scopes('servers.write')
  @Answers('Send a message now, and say what came of it', TEST_RESULT)
  test(@CurrentUser() user: Principal, @WebhookId() webhookId: number): Promise<TestResult> {
    assertEverywhere(user);
    return this.webhooks.test(null, webhookId, actorOf(user));
  }

  @Get(':webhook_id/deliveries')
  @Scopes('servers.write')
  @Answers('What was sent, newest first', pageOf(DELIVERY_VIEW))
  deliveries(@CurrentUser() user: Principal, @WebhookId() webhookId: number, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<DeliveryView>> {
    assertEverywhere(user);
    return this.webhooks.history(null, webhookId, query);
  }

  @Post(':webhook_id/deliveries/:delivery_id/retry')
  @Scopes('servers.write')
  @Answers('Send again what failed', undefined, 202)
  async retry(@CurrentUser() user: Principal, @WebhookId() webhookId: number, @Param('delivery_id', { schema: ID }) deliveryId: number): Promise<object> {
    assertEverywhere(user);
    await this.webhooks.retry(null, webhookId, deliveryId);
    return {};
  }
}
