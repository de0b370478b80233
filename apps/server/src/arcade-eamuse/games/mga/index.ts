import { element, type Node, s32, u32, u64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../dispatch/call.js';
import type { GameVersion, SeriesDefinition } from '../../dispatch/game.js';
import { refusal, rowGameHandlers } from '../rows/row-game.js';
import { rowPage } from '../rows/page.js';
import { rowNode, rowType, storedRows } from '../rows/rows.js';
import { matchingHandlers } from './matching.js';

const MAIN_ROW = 'PLAYDATA';
const SHOP_COLUMN = 30;
/** A comma would break the row (mga spec 7). */
const NAME = /^[A-Za-z0-9!#$()*+\-./:;=?@[\]^_{}]{1,8}$/;
/** A date and 45 switches, all on (mga spec 3.2). */
const MESSAGES: readonly [Buffer, Buffer] = [Buffer.from(`2011081000${':1'.repeat(45)}`), Buffer.from(Array.from({ length: 14 }, () => '1').join(','))];

/** Rows of all types that `recv_csv` names, in one record; every second item is a mask. */
async function receive(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('data/eaid'));
  const profile = userId === undefined ? undefined : await call.data.profiles.get(call.series, call.version, userId);
  if (profile === undefined) return refusal();
  const types = (call.request.stringAt('data/recv_csv') ?? '').split(',').filter((_, i) => i % 2 === 0);
  const stored = storedRows(profile.doc);
  const rows = types.flatMap((type) => stored.filter(({ row }) => rowType(row) === type));
  return element('playerdata', s32('result', 0), element('player', element('record', rows.map(rowNode)), u32('record_num', rows.length)));
}

/** A rank nobody holds. */
const scorerank = (call: Call): Node => element('playerdata', s32('result', 1), element('rank', s32('rank', -1), u64('updatetime', call.now * 1000)));

const metalGearArcade: GameVersion = {
  series: 'mga',
  version: 1,
  name: 'Metal Gear Arcade',
  page: rowPage(MAIN_ROW, '1 to 8 letters, digits and signs, no space, comma or backslash', (name) => (NAME.test(name) ? name : undefined)),
  handlers: {
    ...rowGameHandlers({ mainRow: MAIN_ROW, shopColumn: SHOP_COLUMN, serverMessage: () => MESSAGES, receive }),
    ...matchingHandlers,
    'playerdata.usergamedata_scorerank': scorerank,
  },
};

/** Metal Gear Arcade (mga spec). */
export const mgaSeries: SeriesDefinition = { series: 'mga', title: 'Metal Gear Arcade', gameCodes: ['I36'], versions: [metalGearArcade], resolve: () => metalGearArcade };
