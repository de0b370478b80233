import { serverCommandJob } from './hosts/server-command.job.js';
import { backupJob, restoreJob } from './backups/backup-jobs.js';
import { scheduleRunJob } from './schedules/schedule-runs.js';
import { steamJob } from './steam/steam-job.js';
import { webhookJob } from './webhooks/webhook-deliveries.js';

/** Background work of this module. */
export const armaJobs = [
  serverCommandJob,
  steamJob,
  scheduleRunJob,
  backupJob,
  restoreJob,
  webhookJob,
];
