import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { defineJob, JobQueue } from '@rumpus/queue';
import { In, Repository } from 'typeorm';
import { z } from 'zod';
import type { Actor } from '../http/caller.js';
import { ArmaSchedule, ArmaScheduleRun, type RunStatus } from './schedule.entities.js';

/** One run of a schedule, done by the manager that looks after the server. */
export const scheduleRunJob = defineJob('servers.schedule-run', { payload: z.object({ run_id: z.int().positive() }), perNode: true, concurrency: 4, attempts: 3, backoff: { kind: 'fixed', delay: 2_000 } });

const MESSAGE_LENGTH = 2_000;

/** The log of runs: what is queued, what became of it. */
@Injectable()
export class ScheduleRuns {
  constructor(
    @InjectRepository(ArmaScheduleRun) private readonly runs: Repository<ArmaScheduleRun>,
    @InjectRepository(ArmaSchedule) private readonly schedules: Repository<ArmaSchedule>,
    private readonly jobs: JobQueue,
  ) {}

  /** Has a run done on the host of its server. */
  async queue(schedule: ArmaSchedule, hostId: string, due: Date, actor: Actor): Promise<ArmaScheduleRun> {
    const run = await this.note(schedule, due, 'queued', null, actor);
    await this.jobs.add(scheduleRunJob, { run_id: run.id }, { id: `schedule-run-${String(run.id)}`, node: hostId });
    return run;
  }

  /** Remembers a run that is queued, or why there is none. */
  async note({ id, server_id, name, action, payload }: ArmaSchedule, due: Date, status: RunStatus, message: string | null, actor: Actor = 'scheduler'): Promise<ArmaScheduleRun> {
    const now = new Date();
    const run = await this.runs.save(this.runs.create({ server_id, schedule_id: id, schedule_name: name, action, payload, actor, status, message, due_at: due, started_at: null, finished_at: status === 'queued' ? null : now, created_at: now }));
    if (status !== 'queued') await this.schedules.update({ id }, { last_result: status });
    return run;
  }

  /** Claims a run; a run that broke off with its process may be claimed again. @returns undefined when it is done already, or gone */
  async begin(runId: number): Promise<ArmaScheduleRun | undefined> {
    const claimed = await this.runs.update({ id: runId, status: In(['queued', 'running']) }, { status: 'running', started_at: new Date() });
    if ((claimed.affected ?? 0) === 0) return undefined;
    return (await this.runs.findOneBy({ id: runId })) ?? undefined;
  }

  async end({ id, schedule_id: scheduleId }: ArmaScheduleRun, status: RunStatus, message: string): Promise<void> {
    await this.runs.update({ id }, { status, message: message.slice(0, MESSAGE_LENGTH), finished_at: new Date() });
    await this.schedules.update({ id: scheduleId }, { last_result: status });
  }

  list(serverId: number, scheduleId: number | undefined, limit: number, offset: number): Promise<[ArmaScheduleRun[], number]> {
    return this.runs.findAndCount({ where: { server_id: serverId, ...(scheduleId === undefined ? {} : { schedule_id: scheduleId }) }, order: { id: 'DESC' }, take: limit, skip: offset });
  }

  get(runId: number): Promise<ArmaScheduleRun | null> {
    return this.runs.findOneBy({ id: runId });
  }

  /** Runs that nobody has done for so long that nobody will: the manager of their host is away. */
  async giveUpBefore(moment: Date): Promise<void> {
    const given = { status: 'failed' as const, message: 'No manager of this host was there to do it', finished_at: new Date() };
    await this.runs.createQueryBuilder().update().set(given).where('status IN (:...open) AND created_at < :moment', { open: ['queued', 'running'], moment: moment.getTime() }).execute();
  }

  /** Removes old runs. */
  async forgetBefore(moment: Date): Promise<void> {
    await this.runs.createQueryBuilder().delete().where('created_at < :moment', { moment: moment.getTime() }).execute();
  }
}
