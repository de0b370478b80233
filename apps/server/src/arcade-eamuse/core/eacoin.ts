import { element, type Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../dispatch/call.js';
import type { Handler, Handlers } from '../dispatch/game.js';
import type { UserId } from '../store/players.js';
import { paseliActive } from './boot.js';
import { pinMatches } from './cardmng.js';
import { paseliLog } from './paseli-log.js';
import { isArcadePin } from './pins.js';

/** PASELI: electronic money of an arcade (core spec 6). */

/** What is shown when money has no end. */
const INFINITE_BALANCE = 57_300;
/** A session lasts as long as a visit, not as a login. */
const SESSION_SECONDS = 2 * 3600;
const NO_USER = '109';
const NOT_ALLOWED = '110';
const WRONG_PIN = '116';

const PAID = 0;
const NOT_ENOUGH = 1;
const NO_SESSION = 2;

const refused = (status: string): Node => element('eacoin').setAttribute('status', status);

async function balanceOf(call: Call, userId: UserId): Promise<number> {
  if (call.scope.paseliInfinite) return INFINITE_BALANCE;
  return call.machine.arcade === undefined ? 0 : call.data.balances.of(userId, call.machine.arcade.id);
}

async function checkin(call: Call): Promise<Node> {
  const card = call.request.stringAt('cardid');
  const pin = call.request.stringAt('passwd');
  const userId = card === undefined || pin === undefined ? undefined : await call.data.players.byCard(card);
  if (userId === undefined) return refused(NO_USER);
  if (!(await pinMatches(call, userId, pin))) return refused(WRONG_PIN);
  const session = await call.data.sessions.create('paseli', userId, call.now, SESSION_SECONDS);
  return element('eacoin',
    s16('sequence', 0), u8('acstatus', 0), str('acid', 'DUMMY_ID'), str('acname', 'DUMMY_NAME'), s32('balance', await balanceOf(call, userId)), str('sessid', session));
}

const receipt = (acstatus: number, balance: number): Node => element('eacoin', u8('acstatus', acstatus), u8('autocharge', 0), s32('balance', balance));

async function consume(call: Call): Promise<Node> {
  const payment = call.request.intAt('payment');
  const userId = await call.data.sessions.subject('paseli', call.request.stringAt('sessid'), call.now);
  if (userId === undefined || payment === undefined) return receipt(NO_SESSION, 0);
  if (payment < 0) return receipt(NOT_ENOUGH, await balanceOf(call, userId));
  if (call.scope.paseliInfinite) return payment > INFINITE_BALANCE ? receipt(NOT_ENOUGH, INFINITE_BALANCE) : receipt(PAID, INFINITE_BALANCE - payment);
  return pay(call, userId, payment);
}

/** Takes the money and writes the entry in one transaction: two cabinets cannot spend the same coin. */
async function pay(call: Call, userId: UserId, payment: number): Promise<Node> {
  const { arcade, pcbid } = call.machine;
  if (arcade === undefined) return receipt(NOT_ENOUGH, 0);
  return call.data.transaction(async ({ audit, balances }) => {
    if (payment > 0 && !(await balances.spend(userId, arcade.id, payment))) return receipt(NOT_ENOUGH, await balances.of(userId, arcade.id));
    const balance = await balances.of(userId, arcade.id);
    const data = { delta: -payment, balance, service: -(call.request.intAt('service') ?? 0), reason: call.request.stringAt('detail') ?? '', pcbid };
    await audit.put('paseli_transaction', data, call.now, { userId, arcadeId: arcade.id });
    return receipt(PAID, balance);
  });
}

async function checkout(call: Call): Promise<Node> {
  await call.data.sessions.destroy('paseli', call.request.stringAt('sessid') ?? '', call.now);
  return element('eacoin');
}

/** The arcade whose operator has this PIN, or the status that says why not. */
async function operatorArcade(call: Call): Promise<number | string> {
  const pin = call.request.stringAt('passwd');
  const { arcade } = call.machine;
  if (pin === undefined || arcade === undefined) return NO_USER;
  const sealed = await call.data.machines.sealedPin(arcade.id);
  return call.network.pins.checkArcade(arcade.id, sealed, pin, call.machine.pcbid, call.now) ? arcade.id : WRONG_PIN;
}

async function opcheckin(call: Call): Promise<Node> {
  const arcadeId = await operatorArcade(call);
  if (typeof arcadeId === 'string') return refused(arcadeId);
  return element('eacoin', str('sessid', await call.data.sessions.create('operator', arcadeId, call.now, SESSION_SECONDS)));
}

async function opcheckout(call: Call): Promise<Node> {
  await call.data.sessions.destroy('operator', call.request.stringAt('sessid') ?? '', call.now);
  return element('eacoin');
}

async function opchpass(call: Call): Promise<Node> {
  const next = call.request.stringAt('newpasswd');
  if (next === undefined) return refused(NO_USER);
  const arcadeId = await operatorArcade(call);
  if (typeof arcadeId === 'string') return refused(arcadeId);
  if (!isArcadePin(next)) return refused(NOT_ALLOWED);
  await call.data.machines.setSealedPin(arcadeId, call.network.pins.sealArcade(arcadeId, next));
  return element('eacoin');
}

/** With PASELI off nothing of it is answered. */
const whenActive = (handler: Handler): Handler => (call) => (paseliActive(call) ? handler(call) : refused(NOT_ALLOWED));

export const eacoinHandlers: Handlers = Object.fromEntries(
  Object.entries({ checkin, consume, checkout, opcheckin, opcheckout, opchpass, getlog: paseliLog }).map(([method, handler]) => [`eacoin.${method}`, whenActive(handler)]),
);
