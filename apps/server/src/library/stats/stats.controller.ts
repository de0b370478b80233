import { Get, Query } from '@nestjs/common';
import { MaybeUser, Public, type Principal } from '@rumpus/auth';
import { Answers, RommController } from '../shared/api.js';
import { viewerOf } from '../shared/viewer.js';
import { statsQuery, statsSchema, type Stats, type StatsQuery } from './stats.dto.js';
import { StatsService } from './stats.service.js';

/** Figures of the library; public, as RomM's are. */
@RommController('stats', 'system')
export class StatsController {
  constructor(private readonly stats: StatsService) {}

  @Get()
  @Public()
  @Answers('getStats', 'How much the library holds', statsSchema)
  async read(@Query({ schema: statsQuery }) query: StatsQuery, @MaybeUser() user: Principal | undefined): Promise<Stats> {
    return this.stats.read(viewerOf(user), query.include_platform_stats);
  }
}
