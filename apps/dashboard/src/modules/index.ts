import { accountModule } from './account/module.js';
import { arcadeModule } from './arcade/module.js';
import { homeModule } from './home/module.js';
import { libraryModule } from './library/module.js';
import { musicModule } from './music/module.js';
import { peopleModule } from './people/module.js';
import type { DashboardModule } from './registry.js';
import { serversModule } from './servers/module.js';
import { setupModule } from './setup/module.js';
import { systemModule } from './system/module.js';

/** Every module of the dashboard. A new one adds its object here, its routes in `routes.ts` and its strings in `i18n/resources.d.ts`. */
export const modules: readonly DashboardModule[] = [homeModule, libraryModule, musicModule, serversModule, arcadeModule, systemModule, peopleModule, accountModule, setupModule];
