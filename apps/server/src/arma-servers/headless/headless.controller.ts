import { Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { HeadlessClients, type HeadlessView } from './headless-clients.js';

@LanguardController('api/servers/:id/headless')
export class HeadlessController {
  constructor(private readonly clients: HeadlessClients) {}

  @Get()
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The headless clients of a server' })
  list(@ServerId() id: number): Promise<HeadlessView[]> {
    return this.clients.list(id);
  }

  @Post('start')
  @HttpCode(202)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Start the headless clients the configuration asks for' })
  async start(@ServerId() id: number): Promise<HeadlessView[]> {
    await this.clients.start(id);
    return this.clients.list(id);
  }

  @Post('stop')
  @HttpCode(202)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Stop the headless clients' })
  async stop(@ServerId() id: number): Promise<HeadlessView[]> {
    await this.clients.stop(id);
    return this.clients.list(id);
  }
}
