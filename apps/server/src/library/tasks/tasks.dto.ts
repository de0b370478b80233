import { z } from 'zod';
import { scanStatsSchema } from '../scan/api/scans.dto.js';

const taskTypes = ['scan', 'conversion', 'cleanup', 'update', 'sync', 'watcher', 'generic'] as const;

/** A task that exists (library-api spec §16). */
export const taskInfoSchema = z
  .object({
    name: z.string(),
    type: z.enum(taskTypes),
    title: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    manual_run: z.boolean(),
    cron_string: z.string(),
  })
  .meta({ id: 'TaskInfo' });
export type TaskInfo = z.output<typeof taskInfoSchema>;

export const taskListSchema = z.object({ scheduled: z.array(taskInfoSchema), manual: z.array(taskInfoSchema), watcher: z.array(taskInfoSchema) }).meta({ id: 'TaskList' });
export type TaskList = z.output<typeof taskListSchema>;

export const taskExecutionSchema = z.object({
  task_name: z.string(),
  task_id: z.string(),
  status: z.enum(['created', 'queued', 'finished', 'failed', 'started', 'deferred', 'scheduled', 'stopped', 'canceled']),
  created_at: z.string().nullable(),
  enqueued_at: z.string().nullable(),
});
export type TaskExecution = z.output<typeof taskExecutionSchema>;

export const taskStatusSchema = z
  .object({
    ...taskExecutionSchema.shape,
    started_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    task_type: z.enum(taskTypes),
    meta: z.union([z.object({ scan_stats: scanStatsSchema.nullable() }), z.object({ cleanup_stats: z.record(z.string(), z.int().nullable()).nullable() })]),
  })
  .meta({ id: 'TaskStatus' });
export type TaskStatus = z.output<typeof taskStatusSchema>;

/** Arguments of a task; unknown ones are ignored, as everywhere in this API. */
export const taskArguments = z.record(z.string(), z.unknown()).nullish();
