import { element, type Node, s32, u32 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../dispatch/call.js';
import type { GameVersion, SeriesDefinition } from '../../dispatch/game.js';
import { refusal, rowGameHandlers } from '../rows/row-game.js';
import { columnText, rowNode, rowType, type StoredRow, storedRows, withColumn } from '../rows/rows.js';
import { rowPage } from '../rows/page.js';
import { characterMask, REWARDS } from './characters.js';
import { bishiName } from './name.js';
import { bishiSettings, settingsText } from './settings.js';

const MAIN_ROW = 'IBBDAT00';
const MASK_COLUMN = 11;
const SHOP_COLUMN = 30;

/** The rows of the first type that `recv_csv` names, one record each, with the character mask rewritten on the way out. */
async function receive(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('data/eaid'));
  const profile = userId === undefined ? undefined : await call.data.profiles.get(call.series, call.version, userId);
  if (profile === undefined) return refusal();
  const type = (call.request.stringAt('data/recv_csv') ?? '').split(',')[0];
  const rows = storedRows(profile.doc).filter(({ row }) => rowType(row) === type);
  const unlock = type === MAIN_ROW ? await unlocker(call, profile.userId) : (row: StoredRow) => row;
  return element('playerdata', s32('result', 0), element('player', rows.map((row) => element('record', rowNode(unlock(row)))), u32('record_num', rows.length)));
}

async function unlocker(call: Call, userId: number): Promise<(row: StoredRow) => StoredRow> {
  const force = (await call.settings()).bool('force_unlock_characters');
  const played = new Set<string>();
  for (const { series } of REWARDS) if (await call.data.profiles.hasAny(series, userId)) played.add(series);
  return ({ row, attachment }) => {
    const stored = columnText(row, MASK_COLUMN);
    const mask = stored === undefined ? undefined : characterMask(stored, played, force);
    return { row: mask === undefined ? row : withColumn(row, MASK_COLUMN, mask), attachment };
  };
}

const bishi: GameVersion = {
  series: 'bishi',
  version: 1,
  name: 'The★BishiBashi',
  settings: bishiSettings,
  page: rowPage(MAIN_ROW, '1 to 6 full-width letters, digits, kana or signs', bishiName),
  handlers: rowGameHandlers({ mainRow: MAIN_ROW, shopColumn: SHOP_COLUMN, serverMessage: async (call) => [settingsText(await call.settings()), Buffer.alloc(0)], receive }),
};

/** The★BishiBashi (bishi spec). */
export const bishiSeries: SeriesDefinition = { series: 'bishi', title: 'The★BishiBashi', gameCodes: ['IBB'], versions: [bishi], resolve: () => bishi };
