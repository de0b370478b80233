import { IconDeviceGamepad2, IconFileUnknown, IconLayoutGrid, IconRadar } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';
import { searchRoms } from './api.js';

/** The game library. */
export const libraryModule: DashboardModule = {
  id: 'library',
  needs: 'library',
  nav: [
    { to: '/games', label: 'library:nav.games', icon: IconDeviceGamepad2, section: 'library', scopes: ['roms.read'], goKey: 'g' },
    { to: '/platforms', label: 'library:nav.platforms', icon: IconLayoutGrid, section: 'library', scopes: ['platforms.read'], goKey: 'p' },
    { to: '/scan', label: 'library:nav.scan', icon: IconRadar, section: 'library', scopes: ['tasks.run'], goKey: 's' },
    { to: '/missing', label: 'library:nav.missing', icon: IconFileUnknown, section: 'library', scopes: ['roms.write'] },
  ],
  search: {
    label: 'library:palette.games',
    icon: IconDeviceGamepad2,
    scopes: ['roms.read'],
    find: async (term, signal) => {
      const roms = await searchRoms(term, 8, signal);
      return roms.map((rom) => ({ id: String(rom.id), label: rom.name ?? rom.fs_name_no_ext, description: rom.platform_display_name, to: `/games/${rom.id}` }));
    },
  },
};
