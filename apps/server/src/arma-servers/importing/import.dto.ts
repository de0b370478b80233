import { z } from 'zod';
import { SERVER_NAME } from '../servers/server.dto.js';

const PATH = z.string().min(1).max(1_000).refine((text) => !text.includes('\0'), 'must not hold a NUL');
const ABSOLUTE = PATH.regex(/^(\/|[A-Za-z]:[\\/])/, 'must be an absolute path');

/** `POST /servers/import`: by itself it only tells what would be taken over. */
export const IMPORT_SERVER = z.strictObject({
  /** Folder of the existing server. Nothing in it is changed. */
  path: ABSOLUTE,
  /** Which file to take where there are several, as a path below the folder. */
  server_cfg: PATH.optional(),
  basic_cfg: PATH.optional(),
  profile: PATH.optional(),
  battleye_cfg: PATH.optional(),
  script: PATH.optional(),
  name: SERVER_NAME.optional(),
  exe_path: ABSOLUTE.optional(),
  game_port: z.int().min(1_024).max(65_530).optional(),
  rcon_port: z.int().min(1_024).max(65_535).optional(),
  include_missions: z.boolean().default(true),
  include_mods: z.boolean().default(true),
  include_bans: z.boolean().default(true),
  dry_run: z.boolean().default(true),
});
export type ImportServer = z.infer<typeof IMPORT_SERVER>;

const REJECTED = z.object({ file: z.string(), key: z.string(), reason: z.string() });
const UNDERSTOOD = z.object({ file: z.string(), key: z.string(), section: z.enum(['server', 'basic', 'profile', 'launch', 'rcon']), field: z.string() });
const SECTION = z.record(z.string(), z.unknown());
const CONFIG = z.object({ server: SECTION, basic: SECTION, profile: SECTION, launch: SECTION, rcon: SECTION }).partial();

/** What an import takes over, or would. */
export const IMPORT_REPORT = z.object({
  dry_run: z.boolean(),
  server_id: z.int().nullable(),
  server: z.object({ name: z.string(), exe_path: z.string().nullable(), game_port: z.int(), rcon_port: z.int() }),
  files: z.array(z.object({ path: z.string(), kind: z.string(), used: z.boolean() })),
  /** Fields by section; passwords only show that they were found. */
  config: CONFIG,
  /** What goes to the raw extra block. */
  extra_options: z.string(),
  understood: z.array(UNDERSTOOD),
  rejected: z.array(REJECTED),
  rotation: z.array(z.object({ template: z.string(), difficulty: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
  missions: z.array(z.object({ filename: z.string(), size_bytes: z.int(), ok: z.boolean(), error: z.string().nullable() })),
  mods: z.array(z.object({ folder: z.string(), kind: z.enum(['client', 'server']), mod_id: z.int().nullable(), state: z.enum(['known', 'new', 'refused']), error: z.string().nullable() })),
  bans: z.int(),
  progress_files: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type ImportReport = z.infer<typeof IMPORT_REPORT>;

/** What a file changes in the configuration of a server that is here already. */
export const CONFIG_IMPORT_REPORT = z.object({
  applied: z.boolean(),
  revision: z.int(),
  changes: z.array(z.object({ section: z.string(), field: z.string(), before: z.unknown(), after: z.unknown() })),
  extra_options: z.string(),
  rejected: z.array(REJECTED),
});
export type ConfigImportReport = z.infer<typeof CONFIG_IMPORT_REPORT>;
