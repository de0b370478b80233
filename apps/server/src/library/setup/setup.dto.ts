import { z } from 'zod';
import { platformSchema } from '../platforms/platform.dto.js';

/** Answer of `GET /setup/library` (library-api spec §15.3). */
export const setupLibrary = z
  .object({
    detected_structure: z.enum(['struct_a', 'struct_b']).nullable(),
    existing_platforms: z.array(z.object({ fs_slug: z.string(), rom_count: z.int() })),
    supported_platforms: z.array(platformSchema),
  })
  .meta({ id: 'SetupLibrary' });
export type SetupLibrary = z.output<typeof setupLibrary>;

/** Body of `POST /setup/platforms`: a bare array of folder names. */
export const setupPlatformsBody = z.array(z.string().max(400)).max(1000);

export const setupPlatforms = z.object({ success: z.boolean(), created_count: z.int(), message: z.string() }).meta({ id: 'SetupPlatforms' });
export type SetupPlatforms = z.output<typeof setupPlatforms>;
