import { modernVersion } from '../modern/index.js';
import { phases } from './phases.js';
import { settings } from './settings.js';

const NAVI_KUN = 1;
const AREAS = 15;

/** Pop'n Music 24 usaneko. */
export const usaneko = modernVersion({
  version: 24,
  name: "Pop'n Music うさぎと猫と少年の夢",
  settings,
  phases,
  goods: 97,
  areas: (chosen) => (chosen.int('active_event') === NAVI_KUN ? AREAS : 0),
});
