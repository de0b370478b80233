import { fieldNodes } from '../shared/fields.js';
import { modernVersion } from '../modern/index.js';
import { phases } from './phases.js';
import { ACCOUNT, riddleNodes, saveRiddles } from './riddles.js';
import { settings } from './settings.js';

/** Pop'n Music 26 Kaimei riddles: usaneko's calls, and riddles. */
export const kaimeiRiddles = modernVersion({
  version: 26,
  name: "Pop'n Music 解明リドルズ",
  settings,
  phases,
  goods: 133,
  areas: () => 0,
  account: (doc) => fieldNodes(ACCOUNT, doc),
  extra: riddleNodes,
  save: saveRiddles,
});
