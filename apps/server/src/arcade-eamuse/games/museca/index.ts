import type { GameVersion, SeriesDefinition } from '../../dispatch/game.js';
import type { Model } from '../../dispatch/model.js';
import { musecaAsphyxia } from './asphyxia.js';
import { musecaFederation } from './federation.js';
import { museca1 } from './museca-1.js';
import { musecaScores } from './page.js';
import { musecaPlus } from './museca-plus.js';

/** Last date code of MÚSECA; later ones are 1+1/2. */
const LAST_OF_MUSECA_1 = 2_016_072_600;

/** A model without a date means the version before the one that asks. */
function resolve(model: Model, parent?: Model): GameVersion | undefined {
  if (model.date !== undefined) return model.date <= LAST_OF_MUSECA_1 ? museca1 : musecaPlus;
  return parent?.date !== undefined && parent.date > LAST_OF_MUSECA_1 ? museca1 : undefined;
}

/** MÚSECA (museca spec). */
export const musecaSeries: SeriesDefinition = {
  series: 'museca', title: 'MÚSECA', gameCodes: ['PIX'], scores: musecaScores, federation: musecaFederation, asphyxia: musecaAsphyxia, versions: [museca1, musecaPlus], resolve,
};
