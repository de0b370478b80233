import { z } from 'zod';
import { queryInt } from '../../shared/query.js';
import { timestamp, wireTime, wireTimeOrNull } from '../../shared/wire.js';
import type { ScanProgress } from '../engine/scan-session.js';
import { SCAN_TYPES, scanRequestSchema } from '../scan-types.js';
import type { Scan, ScanFailure } from '../store/scan.entity.js';

const count = z.int();

export const scanStatsSchema = z
  .object({
    total_platforms: count,
    total_roms: count,
    scanned_platforms: count,
    new_platforms: count,
    identified_platforms: count,
    scanned_roms: count,
    new_roms: count,
    identified_roms: count,
    scanned_firmware: count,
    new_firmware: count,
  })
  .meta({ id: 'ScanStats' });

export const scanSchema = z
  .object({
    id: z.int(),
    status: z.enum(['queued', 'running', 'completed', 'failed', 'stopped']),
    trigger: z.enum(['user', 'schedule', 'watcher']),
    type: z.enum(SCAN_TYPES),
    platforms: z.array(z.int()),
    platform_fs_slugs: z.array(z.string()),
    rom_count: count.describe('Games it is limited to; 0 for whole platforms'),
    stats: scanStatsSchema,
    failure_count: count,
    message: z.string().nullable().describe('Why it failed as a whole; of one that is not over: why its last attempt broke off, to be taken up again by itself'),
    job_id: z.string().nullable(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'Scan' });
export type ScanDto = z.output<typeof scanSchema>;

export const scanProgressSchema = z
  .object({
    scan_id: z.int(),
    stats: scanStatsSchema,
    percent: z.number().nullable(),
    platform: z.string().nullable(),
    current: z.string().nullable(),
    current_bytes: count,
    roms_per_second: z.number(),
    eta_seconds: count.nullable(),
    failures: count,
  })
  .meta({ id: 'ScanProgress' });

/** Live counters are known on the instance that runs the scan; elsewhere the stored ones have to do. */
export const currentScanSchema = z.object({ scan: scanSchema.nullable(), progress: scanProgressSchema.nullable(), queued: z.array(scanSchema) }).meta({ id: 'CurrentScan' });
export type CurrentScan = { scan: ScanDto | null; progress: ScanProgress | null; queued: ScanDto[] };

export const scanPageSchema = z.object({ items: z.array(scanSchema), total: count }).meta({ id: 'ScanPage' });

export const scanFailureSchema = z.object({ id: z.int(), path: z.string(), problem: z.string(), message: z.string(), created_at: timestamp }).meta({ id: 'ScanFailure' });
export const scanFailurePageSchema = z.object({ items: z.array(scanFailureSchema), total: count }).meta({ id: 'ScanFailurePage' });

export const brakeSchema = z
  .object({
    id: z.int(),
    platform_id: z.int(),
    platform_fs_slug: z.string(),
    platform_name: z.string(),
    kind: z.enum(['platform', 'entries']).describe('platform: the whole folder is gone'),
    vanished_count: count,
    total_count: count,
    status: z.enum(['pending', 'rejected']),
    created_at: timestamp,
    decided_at: timestamp.nullable(),
  })
  .meta({ id: 'ScanBrake' });
export type BrakeDto = z.output<typeof brakeSchema>;
export const brakeAcceptedSchema = z.object({ marked: count }).meta({ id: 'ScanBrakeAccepted' });

export const scanBody = scanRequestSchema.prefault({});
export const pageQuery = z.object({ limit: queryInt(1, 500).default(50), offset: queryInt(0).default(0) });
export type PageQuery = z.output<typeof pageQuery>;

export const toScanDto = (scan: Scan): ScanDto => ({
  id: scan.id,
  status: scan.status,
  trigger: scan.trigger,
  type: scan.request.type,
  platforms: scan.request.platforms,
  platform_fs_slugs: scan.request.platform_fs_slugs,
  rom_count: scan.request.roms_ids.length,
  stats: scan.stats,
  failure_count: scan.failure_count,
  message: scan.message,
  job_id: scan.job_id,
  created_at: wireTime(scan.created_at),
  started_at: wireTimeOrNull(scan.started_at),
  ended_at: wireTimeOrNull(scan.ended_at),
});

export const toFailureDto = ({ id, path, problem, message, created_at }: ScanFailure) => ({ id, path, problem, message, created_at: wireTime(created_at) });
