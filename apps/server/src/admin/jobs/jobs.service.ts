import { Inject, Injectable } from '@nestjs/common';
import { conflict, notFound } from '@rumpus/errors';
import { JOB_DEFINITIONS, type JobDefinition, JobQueue, type JobView } from '@rumpus/queue';
import { type JobDetailDto, jobDetailDto, jobDto, type JobKind, type JobPage, type JobQuery } from './jobs.dto.js';

/** What an administrator sees and does with background jobs of all modules. */
@Injectable()
export class JobsService {
  constructor(
    private readonly queue: JobQueue,
    @Inject(JOB_DEFINITIONS) private readonly definitions: readonly JobDefinition[],
  ) {}

  /** A page, newest first, and how many jobs there are in each state. */
  async list({ state, name, limit, offset }: JobQuery): Promise<JobPage> {
    const [jobs, counts] = await Promise.all([this.queue.list({ limit, offset, ...(state === undefined ? {} : { states: state }), ...(name === undefined ? {} : { names: name }) }), this.queue.counts()]);
    return { items: jobs.map(jobDto), counts: { ...counts } };
  }

  /** @throws DomainError `not-found` */
  async detail(id: string): Promise<JobDetailDto> {
    return jobDetailDto(await this.#job(id));
  }

  /** @throws DomainError `not-found`, `conflict` when it has finished */
  async cancel(id: string): Promise<JobDetailDto> {
    const job = await this.#job(id);
    if (!(await this.queue.cancel(id))) throw conflict(`Job ${id} is ${job.state} and can't be cancelled`);
    return jobDetailDto((await this.queue.get(id)) ?? { ...job, state: 'cancelled' });
  }

  /** @throws DomainError `not-found`, `conflict` unless it has failed or was cancelled */
  async retry(id: string): Promise<JobDetailDto> {
    const job = await this.#job(id);
    if (!(await this.queue.retry(id))) throw conflict(`Job ${id} is ${job.state} and can't be run again`);
    return jobDetailDto((await this.queue.get(id)) ?? job);
  }

  /** Every kind of job that this server can do. */
  kinds(): Promise<JobKind[]> {
    return Promise.all(this.definitions.map((definition) => this.#kind(definition)));
  }

  async setPaused(name: string, paused: boolean): Promise<JobKind> {
    const definition = this.#definition(name);
    await (paused ? this.queue.pause(name) : this.queue.resume(name));
    return this.#kind(definition);
  }

  /** Takes effect at once and lasts until the next start. */
  async setConcurrency(name: string, concurrency: number): Promise<JobKind> {
    const definition = this.#definition(name);
    await this.queue.setConcurrency(name, concurrency);
    return this.#kind(definition);
  }

  /** Forgets finished jobs, of one kind or all. */
  async clean(name: string | undefined): Promise<{ removed: number }> {
    return { removed: await this.queue.clean(name) };
  }

  async #job(id: string): Promise<JobView> {
    const job = await this.queue.get(id);
    if (job === undefined) throw notFound(`Job with id '${id}' not found`);
    return job;
  }

  #definition(name: string): JobDefinition {
    const definition = this.definitions.find((known) => known.name === name);
    if (definition === undefined) throw notFound(`There is no job named '${name}'`);
    return definition;
  }

  async #kind({ name, attempts }: JobDefinition): Promise<JobKind> {
    const [paused, counts] = await Promise.all([this.queue.isPaused(name), this.queue.counts(name)]);
    return { name, paused, attempts, counts: { ...counts } };
  }
}
