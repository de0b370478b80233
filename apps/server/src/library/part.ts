import type { Part } from '../part.js';
import { libraryEntities } from './entities.js';
import { LibraryModule } from './library.module.js';
import { scanJobs } from './scan/scan.providers.js';

/** What the app takes of this folder. */
export const part: Part = { module: LibraryModule, entities: libraryEntities, jobs: scanJobs };
