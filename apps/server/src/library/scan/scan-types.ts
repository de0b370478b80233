import { z } from 'zod';
import { MAX_ID } from '../shared/query.js';

/** The six scan types (library-scan spec §9). */
export const SCAN_TYPES = ['new_platforms', 'quick', 'update', 'unmatched', 'complete', 'hashes'] as const;
export type ScanType = (typeof SCAN_TYPES)[number];

export type ScanStatus = 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
export type ScanTrigger = 'user' | 'schedule' | 'watcher';

const ids = z.array(z.int().min(1).max(MAX_ID)).max(100_000).default([]);

/** What a scan is asked to do; the options of the socket event `scan` (library-api spec §20.1). */
export const scanRequestSchema = z.object({
  platforms: ids,
  platform_fs_slugs: z.array(z.string().max(400)).max(10_000).default([]),
  type: z
    .string()
    .transform((type) => type.toLowerCase())
    .pipe(z.enum(SCAN_TYPES))
    .default('quick'),
  roms_ids: ids,
  apis: z.array(z.string().max(40)).max(50).default([]),
  launchbox_remote_enabled: z.boolean().default(true),
  playmatch_enabled: z.boolean().default(true),
});
export type ScanRequest = z.output<typeof scanRequestSchema>;

/** Counters of a scan, as clients get them (library-api spec §2.14). */
export interface ScanStats {
  total_platforms: number;
  total_roms: number;
  scanned_platforms: number;
  new_platforms: number;
  identified_platforms: number;
  scanned_roms: number;
  new_roms: number;
  identified_roms: number;
  scanned_firmware: number;
  new_firmware: number;
}

export const NO_STATS: Readonly<ScanStats> = {
  total_platforms: 0,
  total_roms: 0,
  scanned_platforms: 0,
  new_platforms: 0,
  identified_platforms: 0,
  scanned_roms: 0,
  new_roms: 0,
  identified_roms: 0,
  scanned_firmware: 0,
  new_firmware: 0,
};

/** How far a scan has got; stored with every batch, in the same transaction. */
export interface ScanCheckpoint {
  /** Folders of platforms that are done. */
  done: string[];
  /** The platform at work and the last entry of it that is stored. */
  current?: { fs_slug: string; after: string; is_new: boolean };
}
