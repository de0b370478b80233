import type { SeriesDefinition } from '../dispatch/game.js';
import { bishiSeries } from './bishi/index.js';
import { mgaSeries } from './mga/index.js';
import { musecaSeries } from './museca/index.js';
import { popnSeries } from './popn/index.js';

/** Every series this network knows. */
export const allSeries: readonly SeriesDefinition[] = [bishiSeries, mgaSeries, musecaSeries, popnSeries];
