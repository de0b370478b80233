import { z } from 'zod';
import { MOMENT } from '../http/answers.js';

/** A mission file as the API shows it. */
export const MISSION_VIEW = z.object({
  id: z.int(),
  server_id: z.int(),
  filename: z.string(),
  mission_name: z.string(),
  terrain: z.string(),
  size_bytes: z.int(),
  sha1: z.string(),
  file_mtime: MOMENT,
  source: z.enum(['upload', 'workshop', 'builtin']),
  workshop_id: z.string().nullable(),
  pbo: z.object({ valid: z.boolean(), entries: z.int(), has_mission_sqm: z.boolean(), prefix: z.string().nullable(), checksum_ok: z.boolean().nullable() }),
  missing: z.boolean(),
  uploaded_by: z.string().nullable(),
  created_at: MOMENT,
  in_rotation: z.boolean(),
});
export type MissionView = z.infer<typeof MISSION_VIEW>;

/** What became of one uploaded file. */
export const UPLOAD_RESULT = z.object({ filename: z.string(), ok: z.boolean(), mission: MISSION_VIEW.optional(), warning: z.string().optional(), error: z.object({ code: z.string(), message: z.string() }).optional() });
export type UploadResult = z.infer<typeof UPLOAD_RESULT>;
