import { Get, Query } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, pageOf } from '../http/answers.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { EVENT_VIEW, type EventView } from '../realtime/feed.js';
import { visibleServers } from '../servers/servers.controller.js';
import { EventsService } from './events.service.js';

const QUERY = z.object({ ...PAGE, event_type: z.string().max(40).optional(), since: z.coerce.date().optional() });

@LanguardController('api')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get('servers/:id/events')
  @ServerScope('servers.read')
  @Answers('What happened to a server', pageOf(EVENT_VIEW))
  ofServer(@ServerId() id: number, @Query({ schema: QUERY }) query: z.infer<typeof QUERY>): Promise<Page<EventView>> {
    return this.events.list([id], query);
  }

  @Get('events')
  @Scopes('servers.read')
  @Answers('What happened to all servers the caller may see', pageOf(EVENT_VIEW))
  all(@CurrentUser() user: Principal, @Query({ schema: QUERY }) query: z.infer<typeof QUERY>): Promise<Page<EventView>> {
    return this.events.list(visibleServers(user), query);
  }
}
