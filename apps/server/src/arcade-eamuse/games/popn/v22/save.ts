import type { Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import { readFields, readInner } from '../shared/fields.js';
import { NO_PLAY, storedMedal } from '../shared/medals.js';
import { empty, savePlayer } from '../shared/players.js';
import { reportedPlay, savePlay } from '../shared/scores.js';
import { saveCharas, saveItems } from '../shared/tree-era.js';
import { ACCOUNT, CONFIG, CUSTOMIZE, INFO, OPTION } from './fields.js';

/** `player22.write` (pop'n spec 7.6). Items are kept by their type, as the later versions do. */
export async function write(call: Call): Promise<Node> {
  const { request } = call;
  const forced = (await call.settings()).bool('force_unlock_songs');
  await savePlayer(call, request.stringAt('ref_id'), async (doc, tables, userId) => {
    readFields(ACCOUNT, request.child('account'), doc);
    readFields(INFO, request.child('info'), doc);
    readFields(CONFIG, request.child('config'), doc);
    readInner(OPTION, request.child('option'), doc, 'option');
    readInner(CUSTOMIZE, request.child('customize'), doc, 'customize');
    await saveItems(call, tables, userId, forced, (item) => item.boolAt('is_new') === true);
    await saveCharas(call, tables, userId);
    await saveProgress(call, tables, userId);
  });
  return empty(call);
}

async function saveProgress(call: Call, tables: Tables, userId: UserId): Promise<void> {
  const put = (type: string, id: number | undefined, doc: Doc): Promise<void> =>
    id === undefined ? Promise.resolve() : tables.progress.put(call.series, call.version, userId, type, id, doc);
  for (const node of call.request.childrenNamed('achievement')) await put('achievement', node.intAt('type'), new Doc().setInt('count', node.intAt('count')));
  for (const node of call.request.childrenNamed('story')) {
    const doc = new Doc().setInt('chapter', node.intAt('chapter_id')).setInt('gauge', node.intAt('gauge_point')).setBool('cleared', node.boolAt('is_cleared')).setInt('clear_chapter', node.intAt('clear_chapter'));
    await put('story', node.intAt('story_id'), doc);
  }
}

/** `player22.write_music` (pop'n spec 7.7): this version also reports charts that were never played. */
export async function writeMusic(call: Call): Promise<Node> {
  const wire = call.request.intAt('clearmedal') ?? -1;
  const play = reportedPlay(call.request, wire === 0 ? NO_PLAY : storedMedal(wire));
  const userId = await call.player(call.request.stringAt('ref_id'));
  if (userId !== undefined && play !== undefined) await call.data.forPlayer(userId, (tables) => savePlay(call, tables, userId, play));
  return empty(call);
}
