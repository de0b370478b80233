import type { GameVersion } from '../../../dispatch/game.js';
import { popnPage } from './page.js';

/** Rivals a player may have (pop'n spec 15): TUNE STREET shows none, éclale and later more than their elders. */
const rivalsOf = (version: number): number => (version < 20 ? 0 : version < 23 ? 2 : 4);

/** What every version of the series has in common: no expired profiles; PASELI and the old region table are the defaults (pop'n spec 1.1). */
export const popnVersion = (version: number, name: string, rest: Pick<GameVersion, 'handlers'> & Partial<GameVersion>): GameVersion => 
  ({ series: 'pnm', version, name, supportsExpired: false, page: popnPage(rivalsOf(version)), ...rest });
