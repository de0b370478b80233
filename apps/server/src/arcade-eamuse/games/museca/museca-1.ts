import type { GameVersion } from '../../dispatch/game.js';
import { commonHandlers } from './common.js';
import { musecaPage } from './page.js';
import { profileHandlers } from './profile.js';
import { scoreHandlers } from './scores.js';
import type { MusecaTraits } from './traits.js';

/** PASELI light start. */
const EVENTS = [83];

const traits: MusecaTraits = { version: 1, name: 'MÚSECA', highestGrade: 7, events: () => EVENTS, extend: () => [], plus: false, previous: undefined };

export const museca1: GameVersion = {
  series: 'museca',
  version: traits.version,
  name: traits.name,
  page: musecaPage,
  settings: [{ key: 'force_unlock_songs', kind: 'bool', default: false, name: 'Force Song Unlock', tip: 'Force unlock all songs.' }],
  handlers: { ...commonHandlers(traits), ...profileHandlers(traits), ...scoreHandlers(traits) },
};
