import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';
import { OperationController } from './operation.controller.js';
import { ReadinessRegistry } from './readiness.js';

/** Health, readiness and metrics; modules add their own checks and gauges. */
@Global()
@Module({ controllers: [OperationController], providers: [Metrics, MetricsAccess, ReadinessRegistry], exports: [Metrics, ReadinessRegistry] })
export class OperationModule implements OnModuleInit {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.readiness.register('database', async () => void (await this.database.query('SELECT 1')));
  }
}
