import type { Part } from '../part.js';
import { ArmaServersModule } from './arma-servers.module.js';
import { armaEntities } from './entities.js';
import { armaJobs } from './jobs.js';

/** What the app takes of this folder. */
export const part: Part = { module: ArmaServersModule, entities: armaEntities, jobs: armaJobs };
