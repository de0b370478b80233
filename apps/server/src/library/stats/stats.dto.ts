import { z } from 'zod';
import { queryBool } from '../shared/query.js';

export const statsQuery = z.object({ include_platform_stats: queryBool().default(false) });
export type StatsQuery = z.output<typeof statsQuery>;

/** Answer of `GET /stats` (library-api spec §15.4). */
export const statsSchema = z
  .object({
    PLATFORMS: z.int(),
    ROMS: z.int(),
    SAVES: z.int(),
    STATES: z.int(),
    SCREENSHOTS: z.int(),
    TOTAL_FILESIZE_BYTES: z.int(),
    METADATA_COVERAGE: z.record(z.string(), z.array(z.object({ source: z.string(), matched: z.int() }))).optional(),
    REGION_BREAKDOWN: z.record(z.string(), z.array(z.object({ region: z.string(), count: z.int() }))).optional(),
  })
  .meta({ id: 'Stats' });
export type Stats = z.output<typeof statsSchema>;
