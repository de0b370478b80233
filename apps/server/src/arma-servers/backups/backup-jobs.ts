import { defineJob } from '@rumpus/queue';
import { z } from 'zod';

/** Makes a backup that was asked for. A passphrase travels sealed. */
export const backupJob = defineJob('servers.backup', { payload: z.object({ backup_id: z.int().positive(), passphrase: z.string().nullable() }), perNode: true, concurrency: 1 });

/** Restores a backup. */
export const restoreJob = defineJob('servers.restore', { payload: z.object({ restore_id: z.int().positive(), passphrase: z.string().nullable() }), perNode: true, concurrency: 1 });

/** For whom a passphrase in a job is sealed. */
export const PASSPHRASE_PLACE = 'servers.backup|passphrase';
