import { Global, Module } from '@nestjs/common';
import { Dependencies } from './dependencies.js';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';
import { OperationController } from './operation.controller.js';
import { ReadinessRegistry } from './readiness.js';

/** Health, readiness and metrics; modules add their own checks and gauges. */
@Global()
@Module({ controllers: [OperationController], providers: [Dependencies, Metrics, MetricsAccess, ReadinessRegistry], exports: [Metrics, ReadinessRegistry] })
export class OperationModule {}
