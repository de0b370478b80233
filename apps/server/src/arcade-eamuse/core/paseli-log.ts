import { array, cardTypeOf, element, encodeCardNumber, type Node, s32, str, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../dispatch/call.js';
import type { AuditEvent } from '../store/network.js';
import { DAY, dateText, dateTimeText, dayOfWeek, endOfMonth, startOfDay, startOfMonth, timeOf, WEEK } from '../store/times.js';

/** `eacoin.getlog`: what was spent, by day, week, hour and month (core spec 6.5). All times are UTC; sums leave out the end of their range. */

/** Newest transactions looked at: a year of a busy arcade. */
const MAX_EVENTS = 100_000;
const MONTH_DAYS = 31;

interface Spending {
  time: number;
  /** Positive when money was spent. */
  amount: number;
  event: AuditEvent;
}

const sum = (list: readonly Spending[], from: number, to: number): number => list.reduce((total, { time, amount }) => (time >= from && time < to ? total + amount : total), 0);

const summary = (items: readonly number[]): Node => element('summary', array('items', 's32', items));

function topic(now: number, from: number, to: number, ...rest: readonly Node[]): Node {
  return element('topic', str('sumdate', dateText(now)), str('sumfrom', dateText(from)), str('sumto', dateText(to)), rest);
}

function last7days(list: readonly Spending[], now: number): Node[] {
  const today = startOfDay(now);
  const before = list.filter(({ time }) => time >= today - WEEK && time < today);
  const total = sum(before, 0, today);
  const average = before.length === 0 ? 0 : Math.trunc(total / before.length);
  return [
    topic(now, today - WEEK, today, s32('today', sum(list, today, today + DAY)), s32('average', average), s32('total', total)),
    summary(Array.from({ length: 7 }, (_, i) => sum(list, today - (i + 1) * DAY, today - i * DAY))),
  ];
}

function last52weeks(list: readonly Spending[], now: number): Node[] {
  const today = startOfDay(now);
  return [topic(now, today - 53 * WEEK, today - WEEK), summary(Array.from({ length: 52 }, (_, i) => sum(list, today - (i + 2) * WEEK, today - (i + 1) * WEEK)))];
}

function spread(list: readonly Spending[], now: number, slots: number, slotOf: (time: number) => number): Node[] {
  const items = Array.from({ length: slots }, () => 0);
  for (const { time, amount } of list) items[slotOf(time)] = (items[slotOf(time)] ?? 0) + amount;
  return [topic(now, list.at(-1)?.time ?? now, now), summary(items)];
}

function lastmonths(list: readonly Spending[], now: number): Node[] {
  const date = new Date(now * 1000);
  const months = [2, 1].map((back) => timeOf(date.getUTCFullYear(), date.getUTCMonth() + 1 - back));
  const item = (start: number): Node => {
    const days = Array.from({ length: MONTH_DAYS }, (_, i) => (start + i * DAY < endOfMonth(start) ? sum(list, start + i * DAY, start + (i + 1) * DAY) : 0));
    const of = new Date(start * 1000);
    return element('item', s32('year', of.getUTCFullYear()), s32('month', of.getUTCMonth() + 1), array('items', 's32', days));
  };
  return [topic(now, months[0] ?? now, startOfMonth(now)), element('summary', months.map(item))];
}

async function detail(call: Call, list: readonly Spending[]): Promise<Node[]> {
  const offset = Math.max(0, call.request.intAt('offset') ?? 0);
  const limit = call.request.intAt('perpage');
  const shown = list.slice(offset, limit === undefined ? undefined : offset + Math.max(0, limit));
  const numbers = new Map<number, string>();
  for (const { event } of shown) if (event.userId !== undefined && !numbers.has(event.userId)) numbers.set(event.userId, await cardNumber(call, event.userId));
  const padding = ' '.repeat(call.game.paseliPadding ?? 1);
  const items = shown.map(({ time, amount, event }) =>
    element('item', str('date', dateTimeText(time)), s32('consume', amount), s32('service', -event.doc.int('service')), str('cardtype', ''),
      str('cardno', padding + (numbers.get(event.userId ?? 0) ?? '')), str('title', ''), str('systemid', '')));
  return [element('topic', str('sumdate', dateText(call.now))), element('summary'), element('history', items)];
}

async function cardNumber(call: Call, userId: number): Promise<string> {
  const card = (await call.data.players.cardsOf(userId))[0];
  return card === undefined || cardTypeOf(card) === undefined ? '' : encodeCardNumber(card);
}

async function report(call: Call, type: string, list: readonly Spending[]): Promise<Node[] | undefined> {
  switch (type) {
    case 'last7days': return last7days(list, call.now);
    case 'last52weeks': return last52weeks(list, call.now);
    case 'eachday': return spread(list, call.now, 7, dayOfWeek);
    case 'eachhour': return spread(list, call.now, 24, (time) => Math.floor(time / 3600) % 24);
    case 'lastmonths': return lastmonths(list, call.now);
    case 'detail': return detail(call, list);
    default: return undefined;
  }
}

/** Whose entries a session may see: a player's own in this arcade, or the arcade's. */
async function visible(call: Call): Promise<{ userId?: number; arcadeId: number } | undefined> {
  const session = call.request.stringAt('sessid');
  const userId = await call.data.sessions.subject('paseli', session, call.now);
  if (userId !== undefined) return call.machine.arcade === undefined ? undefined : { userId, arcadeId: call.machine.arcade.id };
  const arcadeId = await call.data.sessions.subject('operator', session, call.now);
  return arcadeId === undefined ? undefined : { arcadeId };
}

export async function paseliLog(call: Call): Promise<Node> {
  const filter = await visible(call);
  if (filter === undefined) return element('eacoin');
  const target = call.request.stringAt('target')?.toUpperCase();
  const events = await call.data.audit.list({ ...filter, type: 'paseli_transaction', limit: MAX_EVENTS });
  const list = events.filter(({ doc }) => doc.str('pcbid').toUpperCase() === target).map((event) => ({ time: event.time, amount: -event.doc.int('delta'), event }));
  const type = call.request.stringAt('logtype') ?? '';
  const nodes = await report(call, type, list);
  return nodes === undefined ? element('eacoin', u8('processing', 0)) : element('eacoin', u8('processing', 0), element(type, nodes));
}
