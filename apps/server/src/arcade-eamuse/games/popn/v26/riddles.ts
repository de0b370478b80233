import { bool, element, type Node, u16, u32, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Achievement } from '../../../store/progress.js';
import { asU16, asU32, asU8 } from '../../wire-numbers.js';
import { fieldNodes, fields, readFields } from '../shared/fields.js';

export const ACCOUNT = fields('card_again_count:s16 sp_riddles_id:s16');
const EVENT = fields('point:u32 step:u8 quest_point:u32[8] step_nos:u8 quest_point_nos:u32[13]');
const RIDDLE = 'riddle';
const SHORT_RIDDLES = 3;
const LAST_SHORT_RIDDLE = 20;
/** A riddle chosen this often, or solved, is chosen enough. */
const ENOUGH = 3;

/** Event progress and riddles, at the end of the profile (pop'n spec 9.4). */
export function riddleNodes(call: Call, doc: Doc, achievements: readonly Achievement[]): Node[] {
  const riddles = achievements.filter(({ type }) => type === RIDDLE);
  return [
    element('event2021', fieldNodes(EVENT, doc)),
    element('riddles_data', shortRiddles(call).map((id) => element('sh_riddles', u32('sh_riddles_id', id))), riddles.map(riddleNode)),
  ];
}

/** Three different ones, drawn anew for every visit. */
function shortRiddles(call: Call): number[] {
  const left = Array.from({ length: LAST_SHORT_RIDDLE }, (_, i) => i + 1);
  return Array.from({ length: SHORT_RIDDLES }, () => left.splice(call.network.random(left.length), 1)[0] ?? 1);
}

const riddleNode = ({ doc }: Achievement): Node =>
  element('sp_riddles',
    u16('kaimei_gauge', asU16(doc.int('kaimei_gauge'))), bool('is_cleared', doc.bool('is_cleared')), bool('riddles_cleared', doc.bool('riddles_cleared')),
    u8('select_count', asU8(doc.int('select_count'))), u32('other_count', asU32(doc.int('other_count'))));

/** Riddles are known by their position (pop'n spec 9.7). */
export async function saveRiddles(call: Call, doc: Doc, tables: Tables, userId: UserId): Promise<void> {
  const { request } = call;
  readFields(ACCOUNT, request.child('account'), doc);
  readFields(EVENT, request.child('event2021'), doc);
  const chosen = request.intAt('account/sp_riddles_id');
  for (const [position, node] of (request.child('riddles_data')?.childrenNamed('sp_riddles') ?? []).entries()) {
    const stored = (await tables.progress.get(call.series, call.version, userId, RIDDLE, position)) ?? new Doc();
    const before = node.intAt('select_count') ?? stored.int('select_count');
    const solved = node.boolAt('riddles_cleared') ?? stored.bool('riddles_cleared');
    const riddle = stored.clone()
      .setInt('kaimei_gauge', node.intAt('kaimei_gauge')).setBool('is_cleared', node.boolAt('is_cleared')).setBool('riddles_cleared', solved).setInt('other_count', node.intAt('other_count'))
      .setInt('select_count', solved || before >= ENOUGH ? ENOUGH : before + (position === chosen ? 1 : 0));
    await tables.progress.put(call.series, call.version, userId, RIDDLE, position, riddle);
  }
}
