import { Module } from '@nestjs/common';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { HouseController } from './house/house.controller.js';
import { IdentityModule } from './identity/identity.module.js';
import { JobEvents } from './jobs/job-events.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';

/** What the dashboard needs across modules: who you are, jobs, health. */
@Module({ imports: [IdentityModule], controllers: [HouseController, JobsController, HealthController], providers: [JobEvents, JobsService, HealthService] })
export class AdminModule {}
