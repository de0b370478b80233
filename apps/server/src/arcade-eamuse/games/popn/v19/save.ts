import { element, type Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import type { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import { savePlayer } from '../shared/players.js';
import { savePlay } from '../shared/scores.js';
import { chartOfSheet, medalOfFlag, PLACES } from './charts.js';
import { readTown } from './town.js';

/** Attribute of the request to key of the profile. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  play_mode: 'play_mode', chara_num: 'chara', option: 'option', last_play_flag: 'last_play_flag', medal_and_friend: 'medal_and_friend', music_num: 'music',
  sheet_num: 'sheet', category_num: 'category', read_news_no_max: 'read_news', jubeat_collabo: 'jubeat_collabo', norma_point: 'norma_point',
  skin_tex_note: 'skin_tex_note', skin_tex_cmn: 'skin_tex_cmn', skin_sd_bgm: 'skin_sd_bgm', skin_sd_se: 'skin_sd_se',
};

const number = (node: Node, name: string): number | undefined => {
  const text = node.attribute(name);
  return text !== undefined && /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
};

/** `playerdata.set`: options, a round of songs, the town (pop'n spec 4.5). */
export async function save(call: Call): Promise<Node> {
  const { request } = call;
  const settings = await call.settings();
  await savePlayer(call, request.attribute('ref_id'), async (doc, tables, userId) => {
    for (const [attribute, key] of Object.entries(ATTRIBUTES)) doc.setInt(key, number(request, attribute));
    const town = doc.doc('town').setInt('points', number(request, 'tp'));
    const sent = request.child('town');
    if (sent !== undefined) readTown(sent, town, settings);
    doc.setDoc('town', town);
    await saveSongs(call, tables, userId, doc);
  });
  return element('playerdata');
}

async function saveSongs(call: Call, tables: Tables, userId: UserId, doc: Doc): Promise<void> {
  const playMode = number(call.request, 'play_mode') ?? doc.int('play_mode');
  for (const music of call.request.childrenNamed('music')) {
    const songId = number(music, 'music_num');
    const points = number(music, 'score');
    const chart = chartOfSheet(number(music, 'sheet_num') ?? -1, playMode);
    const place = chart === undefined ? undefined : PLACES[chart];
    if (songId === undefined || points === undefined || points < 0 || chart === undefined || place === undefined) continue;
    const flag = ((number(music, 'data') ?? 0) >> place.shift) & (place.enjoy ? 1 : 3);
    await savePlay(call, tables, userId, { songId, chart, points, medal: medalOfFlag(flag) });
  }
}
