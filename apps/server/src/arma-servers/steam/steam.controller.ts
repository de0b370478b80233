import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentUser, PerObject, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, MOMENT } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { ModsService } from '../mods/mods.service.js';
import { operatedServers } from '../servers/servers.controller.js';
import { WORKSHOP_ID } from './steam-job.js';
import { JOB_ADDED, STEAM_JOB, SteamJobsService, type JobAdded, type SteamJobView } from './steam-jobs.service.js';

const INSTALL = z.strictObject({ install_dir: z.string().min(1).max(1_000).optional(), branch: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/).optional(), validate: z.boolean().default(false) });
const WORKSHOP = z.union([
  z.strictObject({ workshop_ids: z.array(WORKSHOP_ID).min(1).max(500), validate: z.boolean().default(false) }),
  z.strictObject({ collection_id: WORKSHOP_ID }),
]);
const MISSION = z.strictObject({ workshop_id: WORKSHOP_ID });
const GUARD = z.strictObject({ code: z.string().trim().regex(/^[A-Za-z0-9]{4,8}$/, 'must be the code as Steam shows it') });
const RESTART = z.object({ restart: QUERY_FLAG });
const JOB_ID = z.string().min(1).max(200);
const UPDATES = z.array(z.object({ mod_id: z.int(), name: z.string(), workshop_id: z.string(), update_available: z.boolean(), updated_at_steam: MOMENT.nullable() }));

/** The game’s server program and the jobs of steamcmd. */
@LanguardController('api/system')
export class SteamController {
  constructor(private readonly jobs: SteamJobsService) {}

  @Post('game-server/install')
  @Scopes('servers.write')
  @Answers('Install or update the game’s server program with steamcmd', JOB_ADDED, 202)
  install(@Body({ schema: INSTALL }) body: z.infer<typeof INSTALL>): Promise<JobAdded> {
    return this.jobs.game(body);
  }

  @Get('jobs')
  @Scopes('servers.operate')
  @PerObject()
  @Answers('Downloads by steamcmd, newest first; who does not run all servers sees the missions of his own', z.array(STEAM_JOB))
  list(@CurrentUser() user: Principal): Promise<SteamJobView[]> {
    return this.jobs.list(operatedServers(user));
  }

  @Get('jobs/:job_id')
  @Scopes('servers.operate')
  @PerObject()
  @Answers('How far a download is', STEAM_JOB)
  get(@CurrentUser() user: Principal, @Param('job_id', { schema: JOB_ID }) id: string): Promise<SteamJobView> {
    return this.jobs.get(id, operatedServers(user));
  }

  @Post('jobs/:job_id/guard')
  @Scopes('servers.write')
  @Answers('Give the Steam Guard code a download waits for', STEAM_JOB)
  guard(@Param('job_id', { schema: JOB_ID }) id: string, @Body({ schema: GUARD }) { code }: z.infer<typeof GUARD>): Promise<SteamJobView> {
    return this.jobs.guard(id, code.toUpperCase());
  }

  @Post('jobs/:job_id/retry')
  @Scopes('servers.write')
  @Answers('Do once more what failed or was ended, as a new job', JOB_ADDED, 202)
  retry(@CurrentUser() user: Principal, @Param('job_id', { schema: JOB_ID }) id: string): Promise<JobAdded> {
    return this.jobs.retry(id, actorOf(user));
  }

  @Delete('jobs/:job_id')
  @Scopes('servers.write')
  @Answers('End a download; the next one goes on from there', STEAM_JOB)
  cancel(@Param('job_id', { schema: JOB_ID }) id: string): Promise<SteamJobView> {
    return this.jobs.cancel(id);
  }
}

/** Mods of the workshop. */
@LanguardController('api/mods')
export class WorkshopModsController {
  constructor(
    private readonly jobs: SteamJobsService,
    private readonly mods: ModsService,
  ) {}

  @Post('workshop')
  @Scopes('servers.write')
  @Answers('Download mods, or all of a collection', JOB_ADDED, 202)
  download(@CurrentUser() user: Principal, @Body({ schema: WORKSHOP }) body: z.infer<typeof WORKSHOP>): Promise<JobAdded> {
    return 'collection_id' in body ? this.jobs.collection(body.collection_id, actorOf(user)) : this.jobs.workshopMods(body.workshop_ids, { validate: body.validate, actor: actorOf(user) });
  }

  @Post('check-updates')
  @Scopes('servers.write')
  @Answers('Ask Steam which mods have a newer version', UPDATES)
  check(): Promise<z.infer<typeof UPDATES>> {
    return this.jobs.checkUpdates();
  }

  @Post('update-all')
  @Scopes('servers.write')
  @Answers('Update every mod that has a newer version; null when there is none', JOB_ADDED.nullable(), 202)
  updateAll(@CurrentUser() user: Principal, @Query({ schema: RESTART }) { restart }: z.infer<typeof RESTART>): Promise<JobAdded | null> {
    return this.jobs.updateAll(restart, actorOf(user));
  }

  @Post(':mid/update')
  @Scopes('servers.write')
  @Answers('Update one mod', JOB_ADDED, 202)
  async update(@CurrentUser() user: Principal, @Param('mid', { schema: ID }) id: number, @Query({ schema: RESTART }) { restart }: z.infer<typeof RESTART>): Promise<JobAdded> {
    return this.jobs.workshopMods([await this.mods.workshopIdOf(id)], { restart, actor: actorOf(user) });
  }
}

/** Missions of the workshop. */
@LanguardController('api/servers/:id/missions/workshop')
export class WorkshopMissionsController {
  constructor(private readonly jobs: SteamJobsService) {}

  @Post()
  @ServerScope('servers.operate')
  @Answers('Download a mission of the workshop', JOB_ADDED, 202)
  download(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: MISSION }) { workshop_id: item }: z.infer<typeof MISSION>): Promise<JobAdded> {
    return this.jobs.mission(id, item, actorOf(user));
  }
}
