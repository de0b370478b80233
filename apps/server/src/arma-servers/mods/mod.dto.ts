import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { SERVER_NAME } from '../servers/server.dto.js';

const KIND = z.enum(['client', 'server', 'optional']);

/** `POST /mods`. */
export const REGISTER_MOD = z.strictObject({ name: z.string().trim().min(1).max(128), folder_path: z.string().min(1).max(1_000), description: z.string().max(2_000).default('') });
/** `PATCH /mods/{id}`. */
export const CHANGE_MOD = z.strictObject({ name: z.string().trim().min(1).max(128), description: z.string().max(2_000) }).partial();
/** `PUT /servers/{id}/mods`: the whole list in loading order. */
export const SERVER_MODS = z.array(z.strictObject({ mod_id: z.int().positive(), kind: KIND.default('client') })).max(500);

/** `POST /presets`. */
export const CREATE_PRESET = z.strictObject({ name: SERVER_NAME, mods: SERVER_MODS.min(1) });
export type CreatePreset = z.infer<typeof CREATE_PRESET>;

/** A named list of mods. */
export const PRESET_VIEW = z.object({ id: z.int(), name: z.string(), mods: z.array(z.object({ mod_id: z.int(), kind: KIND })), created_by: z.string(), created_at: MOMENT });
export type PresetView = z.infer<typeof PRESET_VIEW>;

const MOD = z.object({
  id: z.int(),
  name: z.string(),
  folder_path: z.string(),
  folder_name: z.string(),
  workshop_id: z.string().nullable(),
  description: z.string(),
  display_name: z.string().nullable(),
  version: z.string().nullable(),
  author: z.string().nullable(),
  size_bytes: z.int(),
  lower_case_ok: z.boolean(),
  keys: z.array(z.object({ file: z.string(), sha256: z.string() })),
  signed: z.enum(['all', 'partly', 'none']),
  updated_at_steam: MOMENT.nullable(),
  installed_at: MOMENT.nullable(),
  status: z.enum(['ok', 'missing', 'downloading', 'broken']),
  created_at: MOMENT,
  updated_at: MOMENT,
});

/** A mod with the servers that load it. */
export const MOD_VIEW = MOD.extend({ used_by: z.array(z.int()) });
export type ModView = z.infer<typeof MOD_VIEW>;

/** A mod in the list of one server, in loading order. */
export const SERVER_MOD_VIEW = MOD.extend({ kind: KIND, position: z.int() });
export type ServerModView = z.infer<typeof SERVER_MOD_VIEW>;

/** A mod folder that is not registered yet. */
export const FOUND_MOD = z.object({ folder_path: z.string(), name: z.string(), workshop_id: z.string().nullable() });
export type FoundMod = z.infer<typeof FOUND_MOD>;

/** What a preset would mean for a server; `job_id` is the download of what is missing, if it was asked for. */
export const PRESET_REPORT = z.object({
  name: z.string(),
  matched: z.array(z.object({ mod_id: z.int(), name: z.string(), workshop_id: z.string() })),
  missing: z.array(z.object({ name: z.string(), workshop_id: z.string() })),
  local: z.array(z.string()),
  applied: z.boolean(),
  job_id: z.string().nullable(),
});
export type PresetReport = z.infer<typeof PRESET_REPORT>;
