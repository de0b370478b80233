import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@rumpus/auth';
import type { Request, Response } from 'express';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';
import { ReadinessRegistry } from './readiness.js';

/** What a supervisor, a load balancer and Prometheus ask. */
@ApiExcludeController()
@Controller()
export class OperationController {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly metrics: Metrics,
    private readonly access: MetricsAccess,
  ) {}

  /** The process is alive; says nothing of its dependencies. */
  @Public()
  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  healthz(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every dependency answers, else 503. Strangers learn names and states, not reasons. */
  @Public()
  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  async readyz(@Res({ passthrough: true }) res: Response): Promise<object> {
    const { status, checks } = await this.readiness.check();
    res.status(status === 'ok' ? 200 : 503);
    return { status, checks: Object.fromEntries(Object.entries(checks).map(([name, { status: state, ms }]) => [name, { status: state, ms }])) };
  }

  @Public()
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(@Req() req: Request): Promise<string> {
    this.access.check(req);
    return this.metrics.text();
  }
}
