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
import { ACCOUNT_KEPT, ACCOUNT_LEAD, ACCOUNT_POINTS, ACCOUNT_TEACHER, CONFIG, CUSTOMIZE, INFO, OPTION, STAMP, TUTORIAL } from './fields.js';
import type { ModernTraits } from './traits.js';

/** Songs that open after one play. */
const GIFTS = [1592, 1608];
const ALL_CHARTS = 15;

/** `player24.write` (pop'n spec 9.7). */
export async function write(call: Call, traits: ModernTraits): Promise<Node> {
  const { request } = call;
  const forced = (await call.settings()).bool('force_unlock_songs');
  await savePlayer(call, request.stringAt('ref_id'), async (doc, tables, userId) => {
    applyProfile(request, doc);
    await saveItems(call, tables, userId, forced);
    await saveCharas(call, tables, userId);
    await saveEvents(call, tables, userId);
    for (const song of GIFTS) {
      const gift = new Doc().setInt('param', ALL_CHARTS).setBool('is_new', false).setInt('get_time', call.now);
      await tables.progress.put(call.series, call.version, userId, 'item_0', song, gift);
    }
    await traits.save?.(call, doc, tables, userId);
  });
  return empty(call);
}

function applyProfile(request: Node, doc: Doc): void {
  for (const list of [TUTORIAL, ACCOUNT_LEAD, ACCOUNT_KEPT, ACCOUNT_TEACHER, ACCOUNT_POINTS]) readFields(list, request.child('account'), doc);
  readFields(INFO, request.child('info'), doc);
  readFields(STAMP, request.child('stamp'), doc);
  readFields(CONFIG, request.child('config'), doc);
  readInner(OPTION, request.child('option'), doc, 'option');
  readFields(CUSTOMIZE, request.child('customize'), doc);
  doc.setInts('navi_points', 5, request.intsAt('navi_data/raisePoint'));
}

async function saveEvents(call: Call, tables: Tables, userId: UserId): Promise<void> {
  const { request, series, version } = call;
  const put = (type: string, id: number | undefined, doc: Doc): Promise<void> => (id === undefined ? Promise.resolve() : tables.progress.put(series, version, userId, type, id, doc));
  const chapter = (node: Node): Doc => new Doc().setInt('index', node.intAt('chapter_index')).setInt('points', node.intAt('gauge_point')).setBool('cleared', node.boolAt('is_cleared'));
  for (const navi of request.child('navi_data')?.childrenNamed('navi_param') ?? []) await put('navi', navi.intAt('navi_id'), new Doc().setInt('friendship', navi.intAt('friendship')));
  for (const area of request.childrenNamed('area')) await put('area', area.intAt('area_id'), chapter(area).setInt('diary', area.intAt('diary')));
  for (const fes of request.childrenNamed('fes')) await put('fes', fes.intAt('fes_id'), chapter(fes));
  for (const mission of request.childrenNamed('mission')) {
    const id = mission.intAt('mission_id') ?? 0;
    const doc = new Doc().setInt('points', mission.intAt('gauge_point')).setInt('complete', mission.intAt('mission_comp'));
    if (id > 0) await tables.progress.putTimed(series, version, userId, 'mission', id, call.now, doc);
  }
}

/** `player24.write_music` (pop'n spec 9.9). */
export async function writeMusic(call: Call): Promise<Node> {
  const play = reportedPlay(call.request, storedMedal(call.request.intAt('clear_type') ?? 0));
  const userId = await call.player(call.request.stringAt('ref_id'));
  if (userId === undefined || play === undefined) return empty(call);
  await call.data.forPlayer(userId, (tables) => savePlay(call, tables, userId, play));
  if (call.request.intAt('is_image_store') === 1) await sharePlay(call, userId, play);
  return empty(call);
}
