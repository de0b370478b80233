import { Get, Param } from '@nestjs/common';
import { Public } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, RommController } from '../shared/api.js';
import { heartbeatSchema, type Heartbeat } from './heartbeat.dto.js';
import { HeartbeatService } from './heartbeat.service.js';

/** What the server is and has (library-api spec §15.1-15.2). */
@RommController('heartbeat', 'system')
export class HeartbeatController {
  constructor(private readonly heartbeat: HeartbeatService) {}

  @Get()
  @Public()
  @Answers('getHeartbeat', 'What the server is and has', heartbeatSchema)
  async read(): Promise<Heartbeat> {
    return this.heartbeat.read();
  }

  @Get('metadata/:source')
  @Public()
  @Answers('getMetadataHeartbeat', 'Whether a metadata source answers', z.boolean())
  async source(@Param('source') source: string): Promise<boolean> {
    return this.heartbeat.sourceReachable(source);
  }
}
