import { element, type Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../dispatch/call.js';
import type { Handlers } from '../dispatch/game.js';
import { parseModel } from '../dispatch/model.js';
import { isCardId } from '../store/ids.js';
import type { UserId } from '../store/players.js';
import { paseliActive } from './boot.js';
import { isCardPin } from './pins.js';

/** Cards, PINs and the ids games know players by (core spec 4). Everything travels in attributes. */

const NOT_ALLOWED = '110';
const NOT_REGISTERED = '112';
const WRONG_PIN = '116';

const refused = (status: string): Node => element('cardmng').setAttribute('status', status);
const flag = (value: boolean): string => (value ? '1' : '0');

async function inquire(call: Call): Promise<Node> {
  const userId = await call.data.players.byCard(call.request.attribute('cardid') ?? '');
  if (userId === undefined) return refused(NOT_REGISTERED);
  const { profiles, players } = call.data;
  const versions = await profiles.versionsOf(call.series, userId);
  const { bound, expired } = binding(call, versions);
  const refid = await players.refid(call.series, call.version, userId);
  return element('cardmng').attributes({
    refid, dataid: refid, newflag: flag(versions.length === 0), binded: flag(bound), expired: flag(expired),
    ecflag: flag(paseliActive(call)), useridflag: '1', extidflag: '1',
  });
}

/** Without a profile of this version, the older game that the request names decides. */
function binding(call: Call, versions: readonly number[]): { bound: boolean; expired: boolean } {
  if (versions.includes(call.version)) return { bound: true, expired: false };
  const model = parseModel(call.request.attribute('model') ?? '');
  const older = model === undefined ? undefined : call.resolveGame(model, call.scope.model);
  if (older === undefined || older.series !== call.game.series) return { bound: false, expired: false };
  return { bound: versions.includes(older.version), expired: call.game.supportsExpired ?? true };
}

/** Registration: one transaction; a card that has an owner already is refused, so nobody changes a PIN by calling this. */
async function getrefid(call: Call): Promise<Node> {
  const card = call.request.attribute('cardid') ?? '';
  const pin = call.request.attribute('passwd');
  if (!isCardId(card) || !isCardPin(pin)) return refused(NOT_ALLOWED);
  const refid = await call.data.transaction(async ({ players }) => {
    const userId = await players.register(card, call.now);
    if (userId === undefined) return undefined;
    await players.setSealedPin(userId, call.network.pins.sealCard(userId, pin));
    return players.refid(call.series, call.version, userId);
  });
  return refid === undefined ? refused(NOT_ALLOWED) : element('cardmng').attributes({ dataid: refid, refid });
}

async function authpass(call: Call): Promise<Node> {
  const userId = await call.player(call.request.attribute('refid'));
  if (userId === undefined || !(await pinMatches(call, userId, call.request.attribute('pass')))) return refused(WRONG_PIN);
  return element('cardmng').setAttribute('status', '0');
}

/** Whether this is the player's PIN; wrong ones are counted. */
export async function pinMatches(call: Call, userId: UserId, pin: string | undefined): Promise<boolean> {
  const sealed = await call.data.players.sealedPin(userId);
  return call.network.pins.checkCard(userId, sealed, pin, call.machine.pcbid, call.now);
}

async function bindmodel(call: Call): Promise<Node> {
  const refid = call.request.attribute('refid') ?? '';
  const userId = await call.player(refid);
  if (userId !== undefined) await call.game.bind?.(call, userId);
  return element('cardmng').setAttribute('dataid', refid);
}

export const cardmngHandlers: Handlers = {
  'cardmng.inquire': inquire,
  'cardmng.getrefid': getrefid,
  'cardmng.authpass': authpass,
  'cardmng.bindmodel': bindmodel,
  'cardmng.getkeepspan': () => element('cardmng').setAttribute('keepspan', '30'),
  'cardmng.getdatalist': () => element('cardmng'),
};
