import { Body, Post } from '@nestjs/common';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { SERVER_DETAIL, type ServerDetail } from '../servers/server-view.js';
import { CLONE, CloneService, type CloneRequest } from './clone.service.js';

@LanguardController('api/servers/:id/clone')
export class CloneController {
  constructor(private readonly clones: CloneService) {}

  @Post()
  @ServerScope('servers.write')
  @Answers('Make a server like this one, with ports and an RCon password of its own', SERVER_DETAIL, 201)
  clone(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: CLONE }) body: CloneRequest): Promise<ServerDetail> {
    assertEverywhere(user);
    return this.clones.clone(id, body, actorOf(user));
  }
}
