import type { GameSetting } from '../../../dispatch/game.js';

/** What an operator may choose (pop'n spec 2). An unset number is the first one offered. */
export const settings: readonly GameSetting[] = [
  {
    key: 'music_phase', kind: 'int', default: 0, name: 'Music Open Phase', tip: 'Default music phase for all players.',
    values: {
      0: 'No music unlocks',
      1: 'Phase 1',
      2: 'Phase 2',
      3: 'Phase 3',
      4: 'Phase 4',
      5: 'Phase 5',
      6: 'Phase 6',
      7: 'Phase 7',
      8: 'Phase 8',
      9: 'Phase 9',
      10: 'Phase 10',
      11: 'Phase 11',
      12: 'Phase 12',
      13: 'Phase 13',
      14: 'Phase 14',
      15: 'Phase 15',
      16: 'Phase MAX',
    },
  },
  {
    key: 'music_sub_phase', kind: 'int', default: 0, name: 'Additional Music Unlock Phase', tip: 'Additional music unlock phase for all players.',
    values: {
      0: 'No additional unlocks',
      1: 'Phase 1',
      2: 'Phase 2',
      3: 'Phase MAX',
    },
  },
  { key: 'starmaker_enable', kind: 'bool', default: false, name: 'Enable Starmaker Event', tip: 'Enable Starmaker event as well as song shop.' },
  { key: 'force_unlock_songs', kind: 'bool', default: false, name: 'Force Song Unlock', tip: 'Force unlock all songs.' },
];
