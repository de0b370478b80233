import type { GameSetting } from '../../../dispatch/game.js';

/** What an operator may choose (pop'n spec 2). An unset number is the first one offered. */
export const settings: readonly GameSetting[] = [
  {
    key: 'game_phase', kind: 'int', default: 0, name: 'Game Phase', tip: 'Game unlock phase for all players.',
    values: {
      0: 'NO PHASE',
      1: 'SECRET DATA RELEASE',
      2: 'MAX: ALL DATA RELEASE',
    },
  },
  {
    key: 'town_phase', kind: 'int', default: 0, name: 'Town Mode Phase', tip: 'Town mode phase for all players.',
    values: {
      0: 'town mode disabled',
      1: 'town phase 1',
      2: 'town phase 2',
      3: 'Pop\'n Naan Festival',
      5: 'town phase 3',
      6: 'town phase 4',
      7: 'Miracle 4 + 1',
      9: 'town phase MAX',
      10: 'Find your daughter!',
      11: 'town phase MAX+1',
      12: 'Peruri-san visits',
      13: 'town phase MAX+2',
      14: 'Find Deuil!',
      15: 'town phase MAX+3',
      16: 'Landmark stamp rally',
    },
  },
  { key: 'force_unlock_songs', kind: 'bool', default: false, name: 'Force Song Unlock', tip: 'Force unlock all songs.' },
  { key: 'force_unlock_customizations', kind: 'bool', default: false, name: 'Force Customization Unlock', tip: 'Force unlock all theme and menu customizations.' },
];
