import type { Part } from '../part.js';
import { musicEntities } from './entities.js';
import { MusicProxyModule } from './music-proxy.module.js';

/** What the app takes of this folder. */
export const part: Part = { module: MusicProxyModule, entities: musicEntities, jobs: [] };
