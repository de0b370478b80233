import { IconHistory, IconKey, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** Who may come in and what they may do. */
export const peopleModule: DashboardModule = {
  id: 'people',
  nav: [
    { to: '/users', label: 'people:nav.users', icon: IconUsers, section: 'access', scopes: ['users.read'], goKey: 'u' },
    { to: '/roles', label: 'people:nav.roles', icon: IconUsersGroup, section: 'access', scopes: ['users.write'] },
    { to: '/access', label: 'people:nav.access', icon: IconKey, section: 'access', scopes: ['users.write'], keywords: 'people:nav.accessWords' },
    { to: '/audit', label: 'people:nav.audit', icon: IconHistory, section: 'access', scopes: ['users.write'] },
  ],
};
