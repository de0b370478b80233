import { Body, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, objectsOf, Scopes, type Principal, type Scope } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { CREATE_SERVER, UPDATE_SERVER, type CreateServer, type UpdateServer } from './server.dto.js';
import type { PortPlan } from './ports.js';
import { TemplatesService } from '../templates/templates.service.js';
import { SERVER_DETAIL, SERVER_SUMMARY, type ServerDetail, type ServerSummary } from './server-view.js';
import { ServersService } from './servers.service.js';

const LIST = z.object({ status: z.string().max(20).optional(), q: z.string().max(64).optional(), tag: z.string().max(32).optional() });
const DELETE = z.object({ delete_files: QUERY_FLAG });

/** Ids of servers on which the caller holds a right. */
export function serversWith(principal: Principal, scope: Scope): readonly number[] | 'all' {
  const ids = objectsOf(principal, scope, 'server');
  return ids === 'all' ? 'all' : [...ids].map(Number);
}

/** Ids of servers the caller may see. */
export const visibleServers = (principal: Principal): readonly number[] | 'all' => serversWith(principal, 'servers.read');


/** Ids of servers the caller may run. */
export const operatedServers = (principal: Principal): readonly number[] | 'all' => serversWith(principal, 'servers.operate');

@LanguardController('api/servers')
export class ServersController {
  constructor(
    private readonly servers: ServersService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  @Scopes('servers.read')
  @Answers('The servers the caller may see', z.array(SERVER_SUMMARY))
  list(@CurrentUser() user: Principal, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<ServerSummary[]> {
    return this.servers.list(visibleServers(user), query);
  }

  @Post()
  @Scopes('servers.write')
  @Answers('Create a server, from a template if one is named; ports that are left out are suggested', SERVER_DETAIL, 201)
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_SERVER }) body: CreateServer): Promise<ServerDetail> {
    return this.templates.createServer(body, actorOf(user));
  }

  @Get('suggested-ports')
  @Scopes('servers.write')
  @Answers('A free block of ports', z.object({ game_port: z.int(), rcon_port: z.int() }))
  suggest(): Promise<PortPlan> {
    return this.servers.suggest();
  }

  @Get(':id')
  @ServerScope('servers.read')
  @Answers('One server', SERVER_DETAIL)
  detail(@ServerId() id: number): Promise<ServerDetail> {
    return this.servers.detail(id);
  }

  @Put(':id')
  @ServerScope('servers.write')
  @Answers('Change a server; ports and program count from the next start', SERVER_DETAIL)
  update(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: UPDATE_SERVER }) body: UpdateServer): Promise<ServerDetail> {
    return this.servers.update(id, body, actorOf(user));
  }

  @Delete(':id')
  @ServerScope('servers.write')
  @Answers('Delete a server that is not running')
  async remove(@CurrentUser() user: Principal, @ServerId() id: number, @Query({ schema: DELETE }) query: z.infer<typeof DELETE>): Promise<object> {
    await this.servers.remove(id, query.delete_files, actorOf(user));
    return {};
  }
}
