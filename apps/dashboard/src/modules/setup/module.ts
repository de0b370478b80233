import type { DashboardModule } from '../registry.js';

/** The first run, the sign-in and everything else that comes before it. */
export const setupModule: DashboardModule = { id: 'setup', nav: [] };
