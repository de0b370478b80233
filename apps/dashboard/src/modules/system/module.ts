import { IconHeartbeat, IconProgressCheck } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** Jobs and health. */
export const systemModule: DashboardModule = {
  id: 'system',
  nav: [
    { to: '/jobs', label: 'system:nav.jobs', icon: IconProgressCheck, section: 'system', scopes: ['tasks.run'], goKey: 'j' },
    { to: '/health', label: 'system:nav.health', icon: IconHeartbeat, section: 'system' },
  ],
};
