import { bin, element, type Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import type { Profile } from '../../../store/profiles.js';
import { createPlayer, empty, loadPlayer, noProfile } from '../shared/players.js';
import { popnVersion } from '../shared/version.js';
import { basicBytes, hiscoreBytes } from './profile.js';
import { save } from './save.js';
import { settings } from './settings.js';
import { townBytes, townMap } from './town.js';

async function answer(call: Call, profile: Profile): Promise<Node> {
  const version = await call.musicVersion();
  const scores = (await call.scoresOf(profile.userId, version)).filter(({ chart }) => chart > 0);
  const best = await call.data.scores.mostPlayed(call.series, version, profile.userId, 20);
  return element('playerdata', bin('b', basicBytes(profile.doc, scores, best)), bin('hiscore', hiscoreBytes(scores)), bin('town', townBytes(profile.doc.doc('town'), await call.settings())));
}

/** The presence of a model asks for an older game's profile, which none of the older ones has. */
async function get(call: Call): Promise<Node> {
  const { request } = call;
  if (request.attribute('model') !== undefined) return noProfile('playerdata');
  const loaded = await loadPlayer(call, request.attribute('ref_id'), 'new only');
  return loaded === undefined ? noProfile('playerdata') : answer(call, loaded.profile);
}

async function create(call: Call): Promise<Node> {
  const profile = await createPlayer(call, call.request.attribute('ref_id'), { name: call.request.attribute('name') });
  return profile === undefined ? noProfile('playerdata') : answer(call, profile);
}

async function town(call: Call): Promise<Node> {
  const loaded = await loadPlayer(call, call.request.attribute('ref_id'), 'new only');
  return loaded === undefined ? element('playerdata') : townMap(loaded.profile.doc.doc('town'));
}

async function active(call: Call): Promise<Node> {
  await call.data.machines.rename(call.machine.id, call.request.attribute('shop_name'));
  return element('game');
}

async function gameGet(call: Call): Promise<Node> {
  const chosen = await call.settings();
  return element('game').attributes({
    game_phase: chosen.int('game_phase'), event_phase: chosen.int('town_phase'), boss_battle_point: 1, boss_diff: Array.from({ length: 10 }, () => 100).join(','),
    card_phase: 3, gfdm_phase: 2, ir_phase: 14, jubeat_phase: 2, local_matching_enable: 1, matching_sec: 120, netvs_phase: 0,
  });
}

/** Pop'n Music 19 TUNE STREET: everything in attributes and three binaries (pop'n spec 4). */
export const tuneStreet: GameVersion = popnVersion(19, "Pop'n Music TUNE STREET", {
  settings,
  handlers: {
    'game.active': active,
    'game.get': gameGet,
    'playerdata.get': get,
    'playerdata.new': create,
    'playerdata.set': save,
    'playerdata.town': town,
    'playerdata.logout': empty,
    'playerdata.expire': empty,
    'lobby.*': empty,
  },
});

