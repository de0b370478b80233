import { IconCards, IconDeviceGamepad3, IconListNumbers, IconSettings2 } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** The e-Amusement network: players, arcades and those who run it. */
export const arcadeModule: DashboardModule = {
  id: 'arcade',
  needs: 'arcade',
  nav: [
    { to: '/arcade', label: 'arcade:nav.home', icon: IconDeviceGamepad3, section: 'arcade', scopes: ['arcade.read'], goKey: 'a' },
    { to: '/arcade/games', label: 'arcade:nav.games', icon: IconListNumbers, section: 'arcade', scopes: ['arcade.read'], keywords: 'arcade:nav.gamesWords' },
    { to: '/arcade/me', label: 'arcade:nav.me', icon: IconCards, section: 'arcade', scopes: ['arcade.read'], keywords: 'arcade:nav.meWords' },
    { to: '/arcade/operation', label: 'arcade:nav.operation', icon: IconSettings2, section: 'arcade', scopes: ['arcade.write'], keywords: 'arcade:nav.operationWords' },
  ],
};
