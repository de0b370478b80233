import { bool, element, type Node, u32, u64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import { phaseNodes } from '../shared/phases.js';
import { createPlayer, empty, loadPlayer, noProfile } from '../shared/players.js';
import { writeMachine } from '../shared/tree-era.js';
import { popnVersion } from '../shared/version.js';
import { writeCourse } from './course.js';
import { friend } from './friend.js';
import { phases } from './phases.js';
import { conversionAnswer, profileAnswer } from './profile.js';
import { write, writeMusic } from './save.js';
import { settings } from './settings.js';

const STORIES = 173;

async function common(call: Call): Promise<Node> {
  const stories = Array.from({ length: STORIES }, (_, id) => element('story', u32('story_id', id), bool('is_limited', false), u64('limit_date', 0)));
  return element('info22', phaseNodes(phases, await call.settings()), stories);
}

async function read(call: Call): Promise<Node> {
  const loaded = await loadPlayer(call, call.request.stringAt('ref_id'), 'fall through');
  if (loaded === undefined) return noProfile('player22');
  return loaded.kind === 'new' ? profileAnswer(call, loaded.profile) : conversionAnswer(call, loaded.profile);
}

async function create(call: Call, chara: number | undefined): Promise<Node> {
  const profile = await createPlayer(call, call.request.stringAt('ref_id'), { name: call.request.stringAt('name'), chara });
  return profile === undefined ? noProfile('player22') : profileAnswer(call, profile);
}

/** Pop'n Music 22 Lapistoria (pop'n spec 7). */
export const lapistoria: GameVersion = popnVersion(22, "Pop'n Music ラピストリア", {
  settings,
  handlers: {
    'pcb22.boot': empty,
    'pcb22.error': empty,
    'pcb22.write': writeMachine,
    'lobby22.*': empty,
    'info22.common': common,
    'player22.start': empty,
    'player22.logout': empty,
    'player22.read': read,
    'player22.new': (call) => create(call, undefined),
    'player22.conversion': (call) => create(call, call.request.intAt('chara')),
    'player22.write': write,
    'player22.write_music': writeMusic,
    'player22.write_course': writeCourse,
    'player22.friend': friend,
  },
});

