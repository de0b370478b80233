import type { GameVersion } from '../../../dispatch/game.js';

/** What every version of the series has in common: no expired profiles; PASELI and the old region table are the defaults (pop'n spec 1.1). */
export const popnVersion = (version: number, name: string, rest: Pick<GameVersion, 'handlers'> & Partial<GameVersion>): GameVersion => ({ series: 'pnm', version, name, supportsExpired: false, ...rest });
