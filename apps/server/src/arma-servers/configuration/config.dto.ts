import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { PARAMETER_VIEW } from './parameters/parameter-view.js';
import { SECTIONS } from './parameters/sections.js';

const SECTION_DATA = z.record(z.string(), z.unknown());
const CONFIG_DATA = z.object({ server: SECTION_DATA, basic: SECTION_DATA, profile: SECTION_DATA, launch: SECTION_DATA, rcon: SECTION_DATA });

/** A configuration without its secrets: `<field>_set` says whether one is there. */
export const CONFIG_VIEW = CONFIG_DATA.extend({ revision: z.int(), defaults: CONFIG_DATA });
export type ConfigView = z.infer<typeof CONFIG_VIEW>;

/** A configuration after a change, and whether a running server still plays by the one before. */
export const CHANGED_CONFIG = CONFIG_VIEW.extend({ restart_required: z.boolean() });
export type ChangedConfig = z.infer<typeof CHANGED_CONFIG>;

/** What would be written and run (arma-servers spec §1.4). */
export const CONFIG_PREVIEW = z.object({
  files: z.array(z.object({ name: z.string(), path: z.string(), content: z.string(), changed: z.boolean(), diff: z.string() })),
  launch: z.object({ exe: z.string(), args: z.array(z.string()), command_line: z.string() }),
});
export type ConfigPreview = z.infer<typeof CONFIG_PREVIEW>;

/** One change of one section; secrets only show that they were set. */
export const CONFIG_REVISION = z.object({
  id: z.int(),
  server_id: z.int(),
  revision: z.int(),
  section: z.enum(SECTIONS),
  before: SECTION_DATA,
  after: SECTION_DATA,
  author_id: z.int().nullable(),
  created_at: MOMENT,
});
export type ConfigRevision = z.infer<typeof CONFIG_REVISION>;

const PARAMETER_LIST = z.array(PARAMETER_VIEW);

/** Every parameter by section. */
export const CONFIG_SCHEMA = z.object({ server: PARAMETER_LIST, basic: PARAMETER_LIST, profile: PARAMETER_LIST, launch: PARAMETER_LIST, rcon: PARAMETER_LIST });
