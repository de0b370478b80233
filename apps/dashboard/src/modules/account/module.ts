import { IconUserCircle } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** The signed-in person's own pages. */
export const accountModule: DashboardModule = {
  id: 'account',
  nav: [{ to: '/profile', label: 'account:nav.profile', icon: IconUserCircle, section: 'home', hidden: true, keywords: 'account:nav.profileWords' }],
};
