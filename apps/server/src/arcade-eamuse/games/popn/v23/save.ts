import type { Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import { readFields, readInner } from '../shared/fields.js';
import { storedMedal } from '../shared/medals.js';
import { empty, savePlayer } from '../shared/players.js';
import { reportedPlay, savePlay, sharePlay } from '../shared/scores.js';
import { saveCharas, saveItems } from '../shared/tree-era.js';
import { ACCOUNT_FIRST, ACCOUNT_LISTS, CONFIG, CUSTOMIZE, EVENT, INFO, OPTION, STAMP } from './fields.js';

/** `player23.write` (pop'n spec 8.6). */
export async function write(call: Call): Promise<Node> {
  const { request } = call;
  const forced = (await call.settings()).bool('force_unlock_songs');
  await savePlayer(call, request.stringAt('ref_id'), async (doc, tables, userId) => {
    readFields(ACCOUNT_FIRST, request.child('account'), doc);
    readFields(ACCOUNT_LISTS, request.child('account'), doc);
    readFields(INFO, request.child('info'), doc);
    readFields(CONFIG, request.child('config'), doc);
    readInner(OPTION, request.child('option'), doc, 'option');
    readFields(CUSTOMIZE, request.child('customize'), doc);
    readFields(EVENT, request.child('event'), doc);
    readFields(STAMP, request.child('stamp'), doc);
    await saveItems(call, tables, userId, forced);
    await saveCharas(call, tables, userId);
    await saveMedals(call, tables, userId);
  });
  return empty(call);
}

async function saveMedals(call: Call, tables: Tables, userId: UserId): Promise<void> {
  for (const medal of call.request.childrenNamed('medal')) {
    const id = medal.intAt('medal_id');
    if (id === undefined) continue;
    const doc = ['level', 'exp', 'set_count', 'get_count'].reduce((all, key) => all.setInt(key, medal.intAt(key)), new Doc());
    await tables.progress.put(call.series, call.version, userId, 'medal', id, doc);
  }
}

/** `player23.write_music` (pop'n spec 8.8). */
export async function writeMusic(call: Call): Promise<Node> {
  const play = reportedPlay(call.request, storedMedal(call.request.intAt('clearmedal') ?? 0));
  const userId = await call.player(call.request.stringAt('ref_id'));
  if (userId === undefined || play === undefined) return empty(call);
  await call.data.forPlayer(userId, (tables) => savePlay(call, tables, userId, play));
  if (call.request.intAt('is_image_store') === 1) await sharePlay(call, userId, play);
  return empty(call);
}
