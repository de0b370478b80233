import type { Part } from '../part.js';
import { ArcadeModule } from './arcade.module.js';
import { arcadeEntities } from './entities.js';
import { arcadeJobs } from './schedule/scheduled-work.js';

/** What the app takes of this folder. */
export const part: Part = { module: ArcadeModule, entities: arcadeEntities, jobs: arcadeJobs };
