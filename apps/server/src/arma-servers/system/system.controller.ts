import { Get } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { LanguardController } from '../http/languard-controller.js';
import { visibleServers } from '../servers/servers.controller.js';
import { RESERVED_PORT, ReservedPorts, type ReservedPort } from './reserved-ports.js';

@LanguardController('api/system')
export class ServersSystemController {
  constructor(private readonly reserved: ReservedPorts) {}

  @Get('ports')
  @Scopes('servers.read')
  @Answers('All reserved ports, who holds them and on which host, and where two want the same', z.array(RESERVED_PORT))
  ports(@CurrentUser() user: Principal): Promise<ReservedPort[]> {
    return this.reserved.list(visibleServers(user));
  }
}
