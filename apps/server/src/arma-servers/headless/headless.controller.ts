import { Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { HEADLESS_VIEW, HeadlessClients, type HeadlessView } from './headless-clients.js';

const HEADLESS = z.array(HEADLESS_VIEW);

@LanguardController('api/servers/:id/headless')
export class HeadlessController {
  constructor(private readonly clients: HeadlessClients) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('The headless clients of a server', HEADLESS)
  list(@ServerId() id: number): Promise<HeadlessView[]> {
    return this.clients.list(id);
  }

  @Post('start')
  @ServerScope('servers.operate')
  @Answers('Start the headless clients the configuration asks for', HEADLESS, 202)
  async start(@ServerId() id: number): Promise<HeadlessView[]> {
    await this.clients.start(id);
    return this.clients.list(id);
  }

  @Post('stop')
  @ServerScope('servers.operate')
  @Answers('Stop the headless clients', HEADLESS, 202)
  async stop(@ServerId() id: number): Promise<HeadlessView[]> {
    await this.clients.stop(id);
    return this.clients.list(id);
  }
}
