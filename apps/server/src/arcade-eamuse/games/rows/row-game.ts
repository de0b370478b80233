import { element, type Node, s32, str, u64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../dispatch/call.js';
import type { Handler, Handlers } from '../../dispatch/game.js';
import { Doc } from '../../store/document.js';
import { columnText, mergeRows, readRows, result, rowType, type StoredRow, storeRows } from './rows.js';

const SAVED = 0;
const REFUSED = 1;
/** What cabinets show for a shop nobody has named: not a name. */
const PLACEHOLDER_SHOP = '未設定';

export interface RowGame {
  /** The row that holds name and shop. */
  readonly mainRow: string;
  readonly shopColumn: number;
  /** The texts of `system.getmaster`, in clear. */
  readonly serverMessage: (call: Call) => Promise<readonly [Buffer, Buffer]> | readonly [Buffer, Buffer];
  /** `playerdata.usergamedata_recv`: what differs between the games. */
  readonly receive: Handler;
}

function getmaster(game: RowGame): Handler {
  return async (call) => {
    if (call.request.stringAt('data/datatype') !== 'S_SRVMSG' || call.request.stringAt('data/datakey') !== 'INFO') return result('system', 0);
    const [first, second] = await game.serverMessage(call);
    return element('system', str('strdata1', first.toString('base64')), str('strdata2', second.toString('base64')), u64('updatedate', call.now * 1000), s32('result', 1));
  };
}

/** Saves rows; the first save of a player makes his profile and names the machine after his shop. */
function send(game: RowGame): Handler {
  return async (call): Promise<Node> => {
    const userId = await call.player(call.request.stringAt('data/eaid'));
    const rows = readRows(call.request.child('data/record'));
    if (userId === undefined || rows === undefined) return result('playerdata', REFUSED);
    await call.data.forPlayer(userId, async (tables) => {
      const profile = await tables.profiles.get(call.series, call.version, userId);
      const doc = profile?.doc ?? new Doc();
      const old = doc.bytesList('strdatas').map((row, i) => ({ row, attachment: doc.bytesList('bindatas')[i] ?? new Uint8Array() }));
      storeRows(doc, mergeRows(old, rows));
      if (profile === undefined) await tables.machines.rename(call.machine.id, shopName(game, rows));
      await tables.statistics.countPlay(call.series, userId, call.now);
      await tables.profiles.put(call.series, call.version, userId, doc);
    });
    return result('playerdata', SAVED);
  };
}

function shopName(game: RowGame, rows: readonly StoredRow[]): string | undefined {
  const names = rows.filter(({ row }) => rowType(row) === game.mainRow).map(({ row }) => columnText(row, game.shopColumn));
  return names.findLast((name) => name !== undefined && name !== '' && name !== PLACEHOLDER_SHOP);
}

/** The calls both games answer in the same way. */
export const rowGameHandlers = (game: RowGame): Handlers => ({
  'system.getmaster': getmaster(game),
  'playerdata.usergamedata_send': send(game),
  'playerdata.usergamedata_recv': game.receive,
});

/** The answer to a player nobody knows. */
export const refusal = (): Node => result('playerdata', REFUSED);
