import { Injectable } from '@nestjs/common';
import { STARTABLE } from '@rumpus/process-supervisor';
import { z } from 'zod';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { LaunchPreparer } from './launch-preparer.js';
import { PROBLEM } from './launch-checks.js';

/** What a start would run into (arma-servers spec §4.4). */
export const DRY_RUN_REPORT = z.object({ id: z.int(), ok: z.boolean(), problems: z.array(PROBLEM) });
export type DryRunReport = z.infer<typeof DRY_RUN_REPORT>;

/** Tries everything of a start but the start. */
@Injectable()
export class DryRun {
  constructor(
    private readonly servers: ServersRepository,
    private readonly preparer: LaunchPreparer,
    readonly router: HostRouter,
  ) {}

  @OnOwner('lifecycle.dry-run')
  async report(id: number): Promise<DryRunReport> {
    const server = await this.servers.get(id);
    const problems = await this.preparer.problems(server);
    // While it runs, its ports and its folder are used by itself.
    const relevant = STARTABLE.includes(server.status) ? problems : problems.filter(({ code }) => code !== 'PORT_IN_USE' && code !== 'SERVER_ALREADY_RUNNING');
    return { id, ok: !relevant.some(({ severity }) => severity === 'error'), problems: relevant };
  }
}
