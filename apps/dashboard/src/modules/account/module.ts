import { IconDevices, IconKey, IconShieldLock, IconUserCircle } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** The signed-in person's own pages; they hang below the profile and are found by the palette. */
export const accountModule: DashboardModule = {
  id: 'account',
  nav: [
    { to: '/profile', label: 'account:nav.profile', icon: IconUserCircle, section: 'home', hidden: true, keywords: 'account:nav.profileWords' },
    { to: '/profile/security', label: 'account:nav.security', icon: IconShieldLock, section: 'home', hidden: true, keywords: 'account:nav.securityWords' },
    { to: '/profile/tokens', label: 'account:nav.tokens', icon: IconKey, section: 'home', hidden: true, keywords: 'account:nav.tokensWords' },
    { to: '/pair/device', label: 'account:nav.pair', icon: IconDevices, section: 'home', hidden: true },
  ],
};
