import { Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { METRIC_VIEW, type MetricView } from '../realtime/feed.js';
import { METRIC_SERIES, MetricsService, type MetricSeries } from './metrics.service.js';

const HOUR_MS = 3_600_000;
const QUERY = z.object({ from: z.coerce.date().optional(), to: z.coerce.date().optional(), resolution: z.enum(['raw', '1m', '5m', '1h', 'auto']).default('auto') });

@LanguardController('api/servers/:id/metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('CPU, memory, players and frames over time', METRIC_SERIES)
  query(@ServerId() id: number, @Query({ schema: QUERY }) { from, to, resolution }: z.infer<typeof QUERY>): Promise<MetricSeries> {
    const end = to ?? new Date();
    return this.metrics.query(id, from ?? new Date(end.getTime() - HOUR_MS), end, resolution);
  }

  @Get('latest')
  @ServerScope('servers.read')
  @Answers('The last reading', METRIC_VIEW.nullable())
  latest(@ServerId() id: number): Promise<MetricView | null> {
    return this.metrics.latest(id);
  }
}
