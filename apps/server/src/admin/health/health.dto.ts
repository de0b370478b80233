import { z } from 'zod';

export const healthSchema = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.record(z.string(), z.object({ status: z.enum(['up', 'down']), ms: z.number(), reason: z.string().optional() })),
  version: z.string(),
  node_version: z.string(),
  /** Seconds since the start. */
  uptime: z.number(),
  memory: z.object({ rss_bytes: z.number(), heap_used_bytes: z.number() }),
  /** Milliseconds, 99th percentile since the last call. */
  event_loop_lag_ms: z.number(),
  database: z.object({ dialect: z.enum(['sqlite', 'mysql', 'postgres']), migrations: z.number().int() }),
  redis: z.boolean(),
  modules: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;

export const folderCheckSchema = z.object({
  name: z.enum(['data', 'library', 'resources', 'assets']),
  path: z.string(),
  exists: z.boolean(),
  readable: z.boolean(),
  writable: z.boolean(),
  /** Null when it can't be told. */
  free_bytes: z.number().nullable(),
  /** Whether `a` and `A` are two files; null when nothing can be written there. */
  case_sensitive: z.boolean().nullable(),
  /** What is wrong, in words for the person who set the server up. */
  problem: z.string().nullable(),
});
export type FolderCheck = z.infer<typeof folderCheckSchema>;
export const storageSchema = z.object({ database: z.object({ dialect: z.string(), status: z.enum(['up', 'down']) }), redis: z.enum(['up', 'down', 'unused']), folders: z.array(folderCheckSchema) });
export type Storage = z.infer<typeof storageSchema>;
