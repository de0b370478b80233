import { Get, Param, Post } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { OrphansService, type Orphan } from './orphans.service.js';

const ORPHANS = z.array(z.object({ pid: z.int(), server_id: z.int().nullable(), server_name: z.string().nullable(), command_line: z.string() }));

@LanguardController('api/system/orphans')
export class OrphansController {
  constructor(private readonly orphans: OrphansService) {}

  @Get()
  @Scopes('servers.write')
  @Answers('Processes of the game that nobody looks after; those without a server are none of ours', ORPHANS)
  list(): Promise<Orphan[]> {
    return this.orphans.list();
  }

  @Post(':pid/adopt')
  @Scopes('servers.write')
  @Answers('Take a process over as the one of its server')
  async adopt(@Param('pid', { schema: ID }) pid: number): Promise<object> {
    await this.orphans.adopt(pid);
    return {};
  }

  @Post(':pid/kill')
  @Scopes('servers.write')
  @Answers('End a process of ours')
  async kill(@CurrentUser() user: Principal, @Param('pid', { schema: ID }) pid: number): Promise<object> {
    await this.orphans.kill(pid, actorOf(user));
    return {};
  }
}
