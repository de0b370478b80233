import { z } from 'zod';
import { LanguardError } from '../errors.js';

/** First member: what the archive holds, with the digest of each file. */
export const MANIFEST_NAME = 'manifest.json';
/** Second member: the rows of the database. */
export const ROWS_NAME = 'server.json';
/** Largest of these two, in bytes. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;
export const MAX_FILES = 50_000;

const FILE = z.strictObject({ path: z.string().max(1_000), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The manifest of a backup. */
export const MANIFEST = z.object({
  format: z.literal('rumpus-server-backup'),
  version: z.literal(1),
  created_at: z.iso.datetime(),
  server_name: z.string().max(64),
  include_missions: z.boolean(),
  has_passphrase: z.boolean(),
  files: z.array(FILE).max(MAX_FILES),
});
export type Manifest = z.infer<typeof MANIFEST>;

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\:*?"<>|]/;
const FOLDERS = [/^files\/profiles\/.+$/, /^files\/config\/[^/]+$/, /^files\/battleye\/bans\.txt$/, /^files\/mpmissions\/[^/]+\.pbo$/];

/** Why an archive is not taken; the text says where. */
export const badBackup = (message: string): LanguardError => new LanguardError('BAD_BACKUP', message);

/**
 * Whether a name may stand in a backup: below one of the folders we write, in plain parts that are names on every system
 * (arma-servers spec §9.2).
 */
export function isBackupPath(path: string): boolean {
  if (path === ROWS_NAME) return true;
  if (path.length > 1_000 || FORBIDDEN.test(path) || !FOLDERS.some((folder) => folder.test(path))) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255 && !/[. ]$/.test(part) && !RESERVED.test(part));
}
