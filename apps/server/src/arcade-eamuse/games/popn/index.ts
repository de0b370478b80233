import type { GameVersion, SeriesDefinition } from '../../dispatch/game.js';
import type { Model } from '../../dispatch/model.js';
import { popnAsphyxia } from './shared/asphyxia.js';
import { popnFederation } from './shared/federation.js';
import { folderOf, popnScores } from './shared/page.js';
import { stubs } from './stubs.js';
import { tuneStreet } from './v19/index.js';
import { fantasia } from './v20/index.js';
import { sunnyPark } from './v21/index.js';
import { lapistoria } from './v22/index.js';
import { eclale } from './v23/index.js';
import { usaneko } from './v24/index.js';
import { peace } from './v25/index.js';
import { kaimeiRiddles } from './v26/index.js';

/** Game codes that mean one version whatever the date. */
const BY_CODE: Readonly<Record<string, GameVersion | undefined>> = { G15: stubs[14], H16: stubs[15], I17: stubs[16], J39: stubs[17], K39: tuneStreet, L39: fantasia };
/** M39: first and last date code of each version (pop'n spec 1.1). The gap between 21 and 22 means nothing. */
const BY_DATE: readonly (readonly [number, number, GameVersion])[] = [
  [0, 2_014_061_900, sunnyPark],
  [2_014_062_500, 2_015_112_599, lapistoria],
  [2_015_112_600, 2_016_121_399, eclale],
  [2_016_121_400, 2_018_101_699, usaneko],
  [2_018_101_700, 2_021_042_599, peace],
  [2_021_042_600, Number.MAX_SAFE_INTEGER, kaimeiRiddles],
];

const byDate = (date: number): GameVersion | undefined => BY_DATE.find(([first, last]) => date >= first && date <= last)?.[2];

/** An M39 without a date is the version before the one that asks (pop'n spec 1.2). */
function resolve(model: Model, parent?: Model): GameVersion | undefined {
  if (model.gamecode !== 'M39') return BY_CODE[model.gamecode];
  if (model.date !== undefined) return byDate(model.date);
  const asking = parent?.gamecode === 'M39' && parent.date !== undefined ? byDate(parent.date) : undefined;
  const at = BY_DATE.findIndex(([, , version]) => version === asking);
  return at > 0 ? BY_DATE[at - 1]?.[2] : undefined;
}

const versions = [...stubs, tuneStreet, fantasia, sunnyPark, lapistoria, eclale, usaneko, peace, kaimeiRiddles];
/** Songs stand in the folder of the version they came with; number 0 are those of home versions and licensed ones (pop'n spec 13, 15). */
const folders = Object.fromEntries([[0, 'CS and Licenses'], ...versions.map(({ version, name }) => [version, name])]);

/** pop'n music (pop'n spec). */
export const popnSeries: SeriesDefinition = {
  series: 'pnm',
  title: "Pop'n Music",
  gameCodes: ['G15', 'H16', 'I17', 'J39', 'K39', 'L39', 'M39'],
  scores: { ...popnScores, categories: { names: folders, of: folderOf } },
  federation: popnFederation,
  asphyxia: popnAsphyxia,
  versions,
  resolve,
};
