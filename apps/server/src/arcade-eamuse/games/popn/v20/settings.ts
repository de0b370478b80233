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
    key: 'event_phase', kind: 'int', default: 0, name: 'Pop\'n Quest Event Phase', tip: 'Event phase for all players.',
    values: {
      0: 'No event',
      1: 'Phase 1',
      2: 'Phase 2',
      3: 'Phase 3',
      4: 'Phase 4',
      5: 'Phase MAX',
    },
  },
];
