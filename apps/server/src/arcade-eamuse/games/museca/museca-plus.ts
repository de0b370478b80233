import type { GameVersion } from '../../dispatch/game.js';
import { commonHandlers } from './common.js';
import { musecaPage } from './page.js';
import { profileHandlers } from './profile.js';
import { scoreHandlers } from './scores.js';
import type { ExtendBlock, MusecaTraits } from './traits.js';

const MATCHING = 143;
/** Options, generator grafica icons, curator rank, unlocks; each id is explained in the museca spec's event table. */
const EVENTS = [1, 56, 83, 86, 98, 105, 130, 141, 145, 146, 147, 148, 149, 195];
const OMNIMIX_EVENTS = [140, 211, 212];

const repeat = <T>(value: T): T[] => Array.from({ length: 5 }, () => value);
/** Opens the special missions of these grafica. */
const MISSIONS: ExtendBlock = { id: 1, type: 9, numbers: [2, 50, 59, 64, 86], texts: repeat('available_ex: 1') };
const OMNIMIX_MISSIONS: ExtendBlock = { id: 2, type: 9, numbers: [210, 0, 0, 0, 0], texts: repeat('') };

const traits: MusecaTraits = {
  version: 2,
  name: 'MÚSECA 1+1/2',
  highestGrade: 8,
  events: (omnimix, matching) => [...(matching ? [MATCHING] : []), ...EVENTS, ...(omnimix ? OMNIMIX_EVENTS : [])],
  extend: (omnimix) => (omnimix ? [MISSIONS, OMNIMIX_MISSIONS] : [MISSIONS]),
  plus: true,
  previous: 1,
};

export const musecaPlus: GameVersion = {
  series: 'museca',
  version: traits.version,
  name: traits.name,
  page: musecaPage,
  settings: [
    { key: 'force_unlock_songs', kind: 'bool', default: false, name: 'Force Song Unlock', tip: 'Force unlock all songs.' },
    { key: 'disable_matching', kind: 'bool', default: false, name: 'Disable Online Matching', tip: 'Disable online matching between cabinets.' },
  ],
  handlers: { ...commonHandlers(traits), ...profileHandlers(traits), ...scoreHandlers(traits) },
};
