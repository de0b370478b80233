import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { SERVER_NAME, SERVER_SETTINGS } from '../servers/server.dto.js';

const SECTION_BODY = z.record(z.string(), z.unknown());
const CONFIG = z.strictObject({ server: SECTION_BODY, basic: SECTION_BODY, profile: SECTION_BODY, launch: SECTION_BODY, rcon: SECTION_BODY }).partial();
const MODS = z.array(z.strictObject({ mod_id: z.int().positive(), kind: z.enum(['client', 'server', 'optional']).default('client') })).max(500);
const fields = { description: z.string().max(1_000), settings: SERVER_SETTINGS, config: CONFIG, mods: MODS };

/** `POST /templates`: from a server, from the body, or both; what the body says goes over what the server has. */
export const CREATE_TEMPLATE = z.strictObject({ name: SERVER_NAME, from_server_id: z.int().positive().optional(), ...z.strictObject(fields).partial().shape });
export type CreateTemplate = z.infer<typeof CREATE_TEMPLATE>;

/** `PUT /templates/{id}`: what is left out stays; a section that is sent replaces the old one. */
export const UPDATE_TEMPLATE = z.strictObject({ name: SERVER_NAME, ...fields }).partial();
export type UpdateTemplate = z.infer<typeof UPDATE_TEMPLATE>;

/** A template as the API shows it. */
export const TEMPLATE_VIEW = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  settings: SERVER_SETTINGS,
  config: CONFIG,
  mods: z.array(z.object({ mod_id: z.int(), kind: z.enum(['client', 'server', 'optional']) })),
  created_by: z.string(),
  created_at: MOMENT,
  updated_at: MOMENT,
});
export type TemplateView = z.infer<typeof TEMPLATE_VIEW>;
