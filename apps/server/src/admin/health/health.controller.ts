import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AdminOnly, MaybeUser, type Principal, Public } from '@rumpus/auth';
import { type Health, healthSchema, type Storage, storageSchema } from './health.dto.js';
import { HealthService } from './health.service.js';

/** How the server is, in more words than the probes have. */
@ApiTags('health')
@Controller('api')
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @AdminOnly()
  @Get('health')
  @ApiOperation({ operationId: 'getHealth', summary: 'Dependencies with reasons, versions, memory, event-loop lag' })
  @ApiResponse({ status: 200, standardSchema: healthSchema })
  health(): Promise<Health> {
    return this.service.health();
  }

  @Public()
  @Get('setup/storage')
  @ApiOperation({ operationId: 'checkStorage', summary: 'Folders and services; open until the server is claimed, then for administrators' })
  @ApiResponse({ status: 200, standardSchema: storageSchema })
  storage(@MaybeUser() caller: Principal | undefined): Promise<Storage> {
    return this.service.storage(caller);
  }
}
