import { serverCommandJob } from './hosts/server-command.job.js';

/** Background work of this module. */
export const armaJobs = [serverCommandJob];
