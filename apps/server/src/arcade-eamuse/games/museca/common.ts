import { element, type Node, s32, str, u32, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../dispatch/call.js';
import type { Handlers } from '../../dispatch/game.js';
import type { MusecaTraits } from './traits.js';

const REPORT_MILLISECONDS = 300_000;
const LOUNGE_SECONDS = 10;
const UNLOCKED = 3;
/** Songs whose `limited` is one of these are locked unless the operator opens them. */
const LOCKED = [1, 2];

async function common(call: Call, traits: MusecaTraits): Promise<Node> {
  const settings = await call.settings();
  const songs = settings.bool('force_unlock_songs') ? await call.data.music.songs(call.series, await call.musicVersion()) : [];
  const limited = songs.filter(({ doc }) => LOCKED.includes(doc.int('limited')));
  return element('game_3',
    element('music_limited', limited.map(({ songId, chart }) => element('info', s32('music_id', songId), u8('music_type', chart), u8('limited', UNLOCKED)))),
    element('event', traits.events(call.isOmnimix, !settings.bool('disable_matching')).map((id) => element('info', u32('event_id', id)))),
    traits.plus && element('extend', traits.extend(call.isOmnimix).map((block) =>
      element('info', u32('extend_id', block.id), u32('extend_type', block.type),
        block.numbers.map((number, i) => s32(`param_num_${i + 1}`, number)), block.texts.map((text, i) => str(`param_str_${i + 1}`, text))))));
}

/** Shop reports name the machine; an empty name is ignored. */
async function shop(call: Call): Promise<Node> {
  await call.data.machines.rename(call.machine.id, call.request.stringAt('shopname'));
  return element('game_3', u32('nxt_time', REPORT_MILLISECONDS));
}

/** Calls that are about the cabinet, not a player (museca spec 4.1 to 4.3). */
export const commonHandlers = (traits: MusecaTraits): Handlers => ({
  'game_3.common': (call) => common(call, traits),
  'game_3.shop': shop,
  'game_3.exception': () => element('game_3'),
  'game_3.play_e': () => element('game_3'),
  'game_3.frozen': () => element('game_3', u8('result', 0)),
  ...(traits.plus ? { 'game_3.lounge': () => element('game_3', u32('interval', LOUNGE_SECONDS)) } : {}),
});
