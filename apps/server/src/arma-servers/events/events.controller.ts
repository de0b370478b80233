import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import type { EventView } from '../realtime/feed.js';
import { visibleServers } from '../servers/servers.controller.js';
import { EventsService } from './events.service.js';

const QUERY = z.object({ ...PAGE, event_type: z.string().max(40).optional(), since: z.coerce.date().optional() });

@LanguardController('api')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get('servers/:id/events')
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'What happened to a server' })
  ofServer(@ServerId() id: number, @Query({ schema: QUERY }) query: z.infer<typeof QUERY>): Promise<Page<EventView>> {
    return this.events.list([id], query);
  }

  @Get('events')
  @Scopes('servers.read')
  @ApiOperation({ summary: 'What happened to all servers the caller may see' })
  all(@CurrentUser() user: Principal, @Query({ schema: QUERY }) query: z.infer<typeof QUERY>): Promise<Page<EventView>> {
    return this.events.list(visibleServers(user), query);
  }
}
