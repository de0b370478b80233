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
      9: 'Phase MAX',
    },
  },
  {
    key: 'event_phase', kind: 'int', default: 0, name: 'Event Phase', tip: 'Event phase for all players.',
    values: {
      0: 'No event',
      1: 'Pop\'n Walker Phase 1',
      2: 'Pop\'n Walker Phase 2',
      3: 'Pop\'n Walker Phase 3',
      6: 'Wai Wai Pop\'n Zoo Phase 1: Elephants',
      8: 'Wai Wai Pop\'n Zoo Phase 2: Dog',
      9: 'Wai Wai Pop\'n Zoo Phase 3: Alpaca',
      10: 'Wai Wai Pop\'n Zoo Phase 4: Cow',
    },
  },
];
