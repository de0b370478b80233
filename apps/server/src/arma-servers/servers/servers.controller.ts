import { Body, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, objectsOf, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { CREATE_SERVER, UPDATE_SERVER, type CreateServer, type UpdateServer } from './server.dto.js';
import type { PortPlan } from './ports.js';
import type { ServerDetail, ServerSummary } from './server-view.js';
import { ServersService } from './servers.service.js';

const LIST = z.object({ status: z.string().max(20).optional(), q: z.string().max(64).optional(), tag: z.string().max(32).optional() });
const DELETE = z.object({ delete_files: QUERY_FLAG });

/** Ids of servers the caller may see. */
export const visibleServers = (principal: Principal): readonly number[] | 'all' => {
  const ids = objectsOf(principal, 'servers.read', 'server');
  return ids === 'all' ? 'all' : [...ids].map(Number);
};

@LanguardController('api/servers')
export class ServersController {
  constructor(private readonly servers: ServersService) {}

  @Get()
  @Scopes('servers.read')
  @ApiOperation({ summary: 'The servers the caller may see' })
  list(@CurrentUser() user: Principal, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<ServerSummary[]> {
    return this.servers.list(visibleServers(user), query);
  }

  @Post()
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Create a server; ports that are left out are suggested' })
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_SERVER }) body: CreateServer): Promise<ServerDetail> {
    return this.servers.create(body, actorOf(user));
  }

  @Get('suggested-ports')
  @Scopes('servers.write')
  @ApiOperation({ summary: 'A free block of ports' })
  suggest(): Promise<PortPlan> {
    return this.servers.suggest();
  }

  @Get(':id')
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'One server' })
  detail(@ServerId() id: number): Promise<ServerDetail> {
    return this.servers.detail(id);
  }

  @Put(':id')
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Change a server; ports and program count from the next start' })
  update(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: UPDATE_SERVER }) body: UpdateServer): Promise<ServerDetail> {
    return this.servers.update(id, body, actorOf(user));
  }

  @Delete(':id')
  @HttpCode(200)
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Delete a server that is not running' })
  async remove(@CurrentUser() user: Principal, @ServerId() id: number, @Query({ schema: DELETE }) query: z.infer<typeof DELETE>): Promise<object> {
    await this.servers.remove(id, query.delete_files, actorOf(user));
    return {};
  }
}
