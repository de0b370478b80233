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
      11: 'Phase MAX',
    },
  },
  {
    key: 'navikun_phase', kind: 'int', default: 0, name: 'NAVI-Kun Event Phase', tip: 'NAVI-Kun event phase for all players.',
    values: {
      0: 'Phase 1',
      1: 'Phase 2',
      2: 'Phase 3',
      3: 'Phase 4',
      4: 'Phase 5',
      5: 'Phase 6',
      6: 'Phase 7',
      7: 'Phase 8',
      8: 'Phase 9',
      9: 'Phase 10',
      10: 'Phase 11',
      11: 'Phase 12',
      12: 'Phase 13',
      13: 'Phase 14',
      14: 'Phase 15',
      15: 'Phase MAX',
    },
  },
  {
    key: 'holiday_greeting', kind: 'int', default: 0, name: 'Holiday Greeting', tip: 'Changes the payment selection confirmation sound.',
    values: {
      0: 'Okay!',
      1: 'Merry Christmas!',
      2: 'Happy New Year!',
    },
  },
  {
    key: 'active_event', kind: 'int', default: 0, name: 'Active Event', tip: 'Active event for all players.',
    values: {
      0: 'No event',
      1: 'NAVI-Kun event',
      2: 'Daily Mission event',
    },
  },
  { key: 'force_unlock_songs', kind: 'bool', default: false, name: 'Force Song Unlock', tip: 'Force unlock all songs.' },
];
