import { serverCommandJob } from './hosts/server-command.job.js';
import { scheduleRunJob } from './schedules/schedule-runs.js';
import { steamJob } from './steam/steam-job.js';

/** Background work of this module. */
export const armaJobs = [serverCommandJob, scheduleRunJob, steamJob];
