import { Get } from '@nestjs/common';
import { CurrentUser, PerObject, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import { type Activity, type Entrance, OverviewService, type Playing } from './overview.service.js';
import { arcadesOf } from './rights.js';
import { Answers, ArcadeController } from './routes.js';

const playingShape = z.object({ series: z.string(), version: z.int(), game: z.string(), machines: z.int(), last_call: z.string() });
const entranceShape = z.object({ port: z.int().nullable(), prefix: z.string(), advertised: z.string().nullable(), enforce_pcbid: z.boolean() });
const overviewShape = z.object({ network: z.boolean(), arcades: z.array(z.int()), playing: z.array(playingShape), entrance: entranceShape });
const minuteShape = z.object({ at: z.string(), calls: z.int(), failed: z.int() });
const seenShape = z.object({
  pcbid: z.string(), name: z.string(), arcade_id: z.int().nullable(), arcade: z.string().nullable(), model: z.string(), game: z.string().nullable(), address: z.string(), last_call: z.string(), calls: z.int(), failed: z.int(),
});
const activityShape = z.object({ since: z.string(), minutes: z.array(minuteShape), machines: z.array(seenShape) });

/** What goes on, and what the caller has a say in. */
@ArcadeController()
@PerObject()
export class ArcadeOverviewController {
  constructor(private readonly overview: OverviewService) {}

  @Get('overview')
  @Scopes('arcade.read')
  @Answers('overview', 'What is played now, where cabinets connect, and what the caller runs: the network, or the arcades listed', overviewShape)
  view(@CurrentUser() caller: Principal): { network: boolean; arcades: number[]; playing: Playing[]; entrance: Entrance } {
    const arcades = arcadesOf(caller);
    return { network: arcades === 'all', arcades: arcades === 'all' ? [] : [...arcades], playing: this.overview.playing(), entrance: this.overview.entrance() };
  }

  @Get('activity')
  @Scopes('arcade.write')
  @Answers('activity', 'Machines that have called since the start, and the calls of the last hour by minute', activityShape)
  activity(@CurrentUser() caller: Principal): Promise<Activity> {
    return this.overview.activity(arcadesOf(caller));
  }
}
