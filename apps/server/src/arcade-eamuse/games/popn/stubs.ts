import type { GameVersion } from '../../dispatch/game.js';
import { popnVersion } from './shared/version.js';

const SUBTITLES: Readonly<Record<number, string>> = { 12: 'いろは', 13: 'カーニバル', 14: 'FEVER!', 15: 'ADVENTURE', 16: 'Party♪', 17: 'THE MOVIE', 18: 'せんごく列伝' };
const LAST = 18;

const nameOf = (version: number): string => (version === 1 ? "Pop'n Music" : `Pop'n Music ${SUBTITLES[version] ?? version}`);

/** Versions before TUNE STREET: they boot and read cards and have no game calls, so that lists show them (pop'n spec 1.1). */
export const stubs: readonly GameVersion[] = Array.from({ length: LAST }, (_, i) => popnVersion(i + 1, nameOf(i + 1), { handlers: {} }));
