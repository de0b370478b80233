import { bool, element, type Node, s16, s32, s8, u64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import { phaseNodes } from '../shared/phases.js';
import { createPlayer, empty, loadPlayer } from '../shared/players.js';
import { popularNodes } from '../shared/popular.js';
import { buy, writeMachine } from '../shared/tree-era.js';
import { popnVersion } from '../shared/version.js';
import { phases } from './phases.js';
import { conversionAnswer, friend, profileAnswer, readScore } from './profile.js';
import { write, writeMusic } from './save.js';
import { settings } from './settings.js';

const NO_PROFILE = 2;
const AREAS = 50;
/** Last goods number of each price. */
const PRICES: readonly (readonly [number, number])[] = [[80, 60], [120, 250], [142, 500], [300, 100], [420, 150]];
const GOODS = 420;

const priceOf = (goods: number): number => PRICES.find(([last]) => goods <= last)?.[1] ?? 0;
const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

/** The block that both `info23.common` and `player23.start` carry (pop'n spec 8.2). */
async function commonNodes(call: Call): Promise<Node[]> {
  const chosen = await call.settings();
  const areas = chosen.bool('starmaker_enable') ? count(AREAS) : [];
  return [
    ...phaseNodes(phases, chosen),
    ...areas.map((n) => element('area', s16('area_id', n), u64('end_date', 0), s16('medal_id', n), bool('is_limit', false))),
    ...(await popularNodes(call)),
    ...count(GOODS).map((n) => element('goods', s16('goods_id', n), s32('price', priceOf(n)), s16('goods_type', 0))),
  ];
}

const noProfile = (): Node => element('player23', s8('result', NO_PROFILE));

async function read(call: Call): Promise<Node> {
  const loaded = await loadPlayer(call, call.request.stringAt('ref_id'), 'fall through');
  if (loaded === undefined) return noProfile();
  return loaded.kind === 'new' ? profileAnswer(call, loaded.profile) : conversionAnswer(call, loaded.profile);
}

async function create(call: Call, chara: number | undefined): Promise<Node> {
  const profile = await createPlayer(call, call.request.stringAt('ref_id'), { name: call.request.stringAt('name'), chara });
  return profile === undefined ? noProfile() : profileAnswer(call, profile);
}

/** Pop'n Music 23 éclale (pop'n spec 8). */
export const eclale: GameVersion = popnVersion(23, "Pop'n Music éclale", {
  settings,
  handlers: {
    'pcb23.boot': empty,
    'pcb23.error': empty,
    'pcb23.dlstatus': empty,
    'pcb23.write': writeMachine,
    'lobby22.*': empty,
    'info23.common': async (call) => element('info23', await commonNodes(call)),
    'player23.start': async (call) => element('player23', s32('play_id', 0), await commonNodes(call)),
    'player23.logout': empty,
    'player23.read': read,
    'player23.new': (call) => create(call, undefined),
    'player23.conversion': (call) => create(call, call.request.intAt('chara')),
    'player23.write': write,
    'player23.read_score': readScore,
    'player23.write_music': writeMusic,
    'player23.buy': (call) => buy(call, 'lumina'),
    'player23.friend': friend,
  },
});
