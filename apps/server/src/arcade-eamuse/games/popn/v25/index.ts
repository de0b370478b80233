import { modernVersion } from '../modern/index.js';
import { phases } from './phases.js';
import { settings } from './settings.js';

/** Pop'n Music 25 peace. */
export const peace = modernVersion({ version: 25, name: "Pop'n Music peace", settings, phases, goods: 133, areas: () => 0 });
