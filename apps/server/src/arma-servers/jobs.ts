import { serverCommandJob } from './hosts/server-command.job.js';
import { scheduleRunJob } from './schedules/schedule-runs.js';

/** Background work of this module. */
export const armaJobs = [serverCommandJob, scheduleRunJob];
