import { Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { LanguardController } from '../http/languard-controller.js';
import { portsOf } from '../servers/ports.js';
import { visibleServers } from '../servers/servers.controller.js';
import { ServersRepository } from '../servers/servers.repository.js';

@LanguardController('api/system')
export class ServersSystemController {
  constructor(private readonly servers: ServersRepository) {}

  @Get('ports')
  @Scopes('servers.read')
  @ApiOperation({ summary: 'All reserved ports and who holds them' })
  async ports(@CurrentUser() user: Principal): Promise<object[]> {
    const rows = await this.servers.list(visibleServers(user));
    return rows.flatMap((server) => portsOf(server).map((use) => ({ ...use, server_id: server.id, server_name: server.name }))).sort((a, b) => a.port - b.port);
  }
}
