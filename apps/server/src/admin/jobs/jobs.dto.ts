import type { JobView } from '@rumpus/queue';
import { z } from 'zod';

export const jobStates = ['waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled'] as const;

const list = <T extends z.ZodType>(item: T) => z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).max(50).optional());

/** Query of the job list: repeat `state` and `name` for several. */
export const jobQuerySchema = z.object({
  state: list(z.enum(jobStates)),
  name: list(z.string().max(100)),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type JobQuery = z.infer<typeof jobQuerySchema>;

export const jobSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(jobStates),
  payload: z.unknown(),
  progress: z.record(z.string(), z.unknown()).nullable(),
  result: z.unknown(),
  attempts: z.number().int(),
  max_attempts: z.number().int(),
  /** Why the last attempt failed. */
  failure: z.string().nullable(),
  created_at: z.string(),
  run_at: z.string().nullable(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export const jobDetailSchema = jobSchema.extend({ log: z.array(z.string()) });
export type JobDto = z.infer<typeof jobSchema>;
export type JobDetailDto = z.infer<typeof jobDetailSchema>;

export const jobCountsSchema = z.record(z.enum(jobStates), z.number().int());
export const jobPageSchema = z.object({ items: z.array(jobSchema), counts: jobCountsSchema });
export type JobPage = z.infer<typeof jobPageSchema>;

export const jobKindSchema = z.object({ name: z.string(), paused: z.boolean(), attempts: z.number().int(), counts: jobCountsSchema });
export type JobKind = z.infer<typeof jobKindSchema>;

export const concurrencySchema = z.object({ concurrency: z.number().int().min(1).max(64) });
export const cleanQuerySchema = z.object({ name: z.string().max(100).optional() });
export const removedSchema = z.object({ removed: z.number().int() });

/** A job as the API shows it. The payload is left out of nothing: jobs carry ids and options, never secrets. */
export function jobDto(job: JobView): JobDto {
  return {
    id: job.id,
    name: job.name,
    state: job.state,
    payload: job.payload,
    progress: job.progress,
    result: job.result,
    attempts: job.attempts,
    max_attempts: job.maxAttempts,
    failure: job.failure,
    created_at: job.createdAt.toISOString(),
    run_at: job.runAt?.toISOString() ?? null,
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}

export const jobDetailDto = (job: JobView): JobDetailDto => ({ ...jobDto(job), log: [...job.log] });
