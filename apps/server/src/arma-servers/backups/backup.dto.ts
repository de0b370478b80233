import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { PAGE } from '../http/paging.js';

// oxlint-disable-next-line no-control-regex
const LINE = z.string().trim().max(255).regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/, 'must be a single line');
const PASSPHRASE = z.string().min(8).max(1_024);

/** What can be restored by itself. */
export const RESTORE_PARTS = ['config', 'profile', 'missions', 'mods', 'bans', 'schedules'] as const;
export type RestorePart = (typeof RESTORE_PARTS)[number];

/** `POST /servers/{id}/backups`. */
export const CREATE_BACKUP = z.strictObject({
  note: LINE.default(''),
  include_missions: z.boolean().default(true),
  /** With it the passwords can be read on another installation, too; without it only on this one. */
  passphrase: PASSPHRASE.optional(),
});
export type CreateBackup = z.infer<typeof CREATE_BACKUP>;

/** `PATCH …/backups/{bid}`. */
export const CHANGE_BACKUP = z.strictObject({ note: LINE, pinned: z.boolean() }).partial();
export type ChangeBackup = z.infer<typeof CHANGE_BACKUP>;

/** `POST …/backups/{bid}/restore`. */
export const RESTORE = z.strictObject({ parts: z.array(z.enum(RESTORE_PARTS)).min(1).max(RESTORE_PARTS.length).default([...RESTORE_PARTS]), passphrase: PASSPHRASE.optional() });
export type RestoreRequest = z.infer<typeof RESTORE>;

const STATUS = z.enum(['queued', 'running', 'done', 'failed']);

/** A backup as the API shows it. */
export const BACKUP_VIEW = z.object({
  id: z.int(),
  server_id: z.int().nullable(),
  server_name: z.string(),
  host_id: z.string(),
  host_name: z.string(),
  /** Whether the manager that answers is the one on whose disk the file lies: only there can it be downloaded. */
  file_here: z.boolean(),
  kind: z.enum(['manual', 'scheduled', 'safety', 'imported']),
  schedule_id: z.int().nullable(),
  note: z.string(),
  pinned: z.boolean(),
  include_missions: z.boolean(),
  has_passphrase: z.boolean(),
  status: STATUS,
  error: z.string().nullable(),
  size_bytes: z.int(),
  sha256: z.string().nullable(),
  file_count: z.int(),
  created_by: z.string(),
  created_at: MOMENT,
  finished_at: MOMENT.nullable(),
});
export type BackupView = z.infer<typeof BACKUP_VIEW>;

/** A restore as the API shows it. */
export const RESTORE_VIEW = z.object({
  id: z.int(),
  server_id: z.int(),
  backup_id: z.int(),
  parts: z.array(z.enum(RESTORE_PARTS)),
  status: STATUS,
  error: z.string().nullable(),
  report: z.object({ restored: z.array(z.string()), kept: z.array(z.string()), warnings: z.array(z.string()) }).nullable(),
  created_by: z.string(),
  created_at: MOMENT,
  finished_at: MOMENT.nullable(),
});
export type RestoreView = z.infer<typeof RESTORE_VIEW>;

/** `GET /backups`. */
export const FIND_BACKUPS = z.object({ ...PAGE, server_id: z.coerce.number().int().positive().optional(), kind: z.enum(['manual', 'scheduled', 'safety', 'imported']).optional() });
export type FindBackups = z.infer<typeof FIND_BACKUPS>;

/** Backups over all servers; `total_bytes` is the size of all that were asked for, not of the page only. */
export const BACKUP_OVERVIEW = z.object({ items: z.array(BACKUP_VIEW), total: z.int(), limit: z.int(), offset: z.int(), total_bytes: z.int() });
export type BackupOverview = z.infer<typeof BACKUP_OVERVIEW>;
