import { element, type Node, parseIpv4, s32, s64, str, u32, u64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../dispatch/call.js';
import type { Handlers } from '../../dispatch/game.js';
import type { Tables } from '../../store/arcade-data.js';
import { Doc } from '../../store/document.js';
import type { Meeting } from '../../store/network.js';

/** Introduces cabinets to each other; they then talk directly (mga spec 5). */

const HOST = 0;
const GUEST = 1;
const NONE = -1;
const MAX_PLAYERS = 8;
/** How long after its countdown a lobby stays, for the last polls. */
const LINGER_SECONDS = 60;
/** What the groups mean is not known; guests of another group are kept apart until somebody knows better. */
const SAME_GROUP_ONLY = true;

const failed = (): Node => element('matching', s32('result', NONE));
const clamp = (value: number | undefined, low: number, high: number, fallback: number): number => Math.min(high, Math.max(low, value ?? fallback));

interface Address {
  joinip: string;
  joinport: number;
  localip: string;
  localport: number;
}

/** An address as text or `ip4`; only literal IPv4 addresses are passed on. */
function ipAt(request: Node, path: string): string | undefined {
  const text = request.stringAt(path) ?? request.bytesAt(path)?.join('.');
  return text !== undefined && parseIpv4(text) !== undefined ? text : undefined;
}

function portAt(request: Node, path: string): number | undefined {
  const port = request.intAt(path);
  return port !== undefined && port >= 1 && port <= 65_535 ? port : undefined;
}

function addressOf(request: Node): Address | undefined {
  const joinip = ipAt(request, 'data/joinip');
  const localip = ipAt(request, 'data/localip');
  const joinport = portAt(request, 'data/joinport');
  const localport = portAt(request, 'data/localport');
  if (joinip === undefined || localip === undefined || joinport === undefined || localport === undefined) return undefined;
  return { joinip, joinport, localip, localport };
}

const participantsOf = (lobby: Meeting): number[] => lobby.doc.list('participants').map(Number);
const countdownEnd = (lobby: Meeting): number => lobby.doc.int('createtime') + lobby.doc.int('waittime');
const capacityOf = (lobby: Meeting): number => Math.min(lobby.doc.int('lobbysize'), MAX_PLAYERS);

const introduction = (result: number, lobbyId: number, host: Doc): Node =>
  element('matching', s32('result', result), s64('hostid', lobbyId),
    str('hostip_g', host.str('joinip')), s32('hostport_g', host.int('joinport')), str('hostip_l', host.str('localip')), s32('hostport_l', host.int('localport')));

interface Wish {
  userId: number;
  group: number;
  size: number;
  wait: number;
}

async function request(call: Call): Promise<Node> {
  const userId = await call.player(call.request.stringAt('data/eaid'));
  const address = addressOf(call.request);
  if (userId === undefined || address === undefined) return failed();
  const wish: Wish = {
    userId,
    group: call.request.intAt('data/matchgrp') ?? 0,
    size: clamp(call.request.intAt('data/waituser'), 2, MAX_PLAYERS, 2),
    wait: clamp(call.request.intAt('data/waittime'), 5, 120, 60),
  };
  return call.data.transaction(async (tables) => {
    await lockMatching(tables, call);
    const own = new Doc({ ...address, pcbid: call.machine.pcbid });
    await tables.playSessions.save(call.series, call.version, userId, call.now, own);
    return (await join(call, tables, wish)) ?? host(call, tables, wish, own);
  });
}

/** One cabinet at a time changes lobbies: a match neither overfills nor loses a guest. SQLite has one writer anyway. */
async function lockMatching(tables: Tables, call: Call): Promise<void> {
  if (tables.sql.dialect !== 'sqlite') await tables.sql.all('SELECT id FROM arcade_lobbies WHERE game = ? AND version = ? ORDER BY id FOR UPDATE', [call.series, call.version]);
}

/** Joins a lobby whose countdown runs: one the player is in already, else a random open one of his group. */
async function join(call: Call, tables: Tables, wish: Wish): Promise<Node | undefined> {
  const lobbies = (await tables.lobbies.list(call.series, call.version, call.now)).filter((lobby) => countdownEnd(lobby) > call.now);
  if (lobbies.some((lobby) => lobby.userId === wish.userId)) return undefined;
  const joined = lobbies.find((lobby) => participantsOf(lobby).includes(wish.userId));
  const open = lobbies.filter((lobby) => participantsOf(lobby).length < capacityOf(lobby) && (!SAME_GROUP_ONLY || lobby.doc.int('matchgrp') === wish.group));
  const candidates = joined === undefined ? open : [joined];
  while (candidates.length > 0) {
    const [lobby] = candidates.splice(call.network.random(candidates.length), 1);
    const hostSession = lobby === undefined ? undefined : await tables.playSessions.of(call.series, call.version, lobby.userId, call.now);
    if (lobby === undefined || hostSession === undefined) continue;
    lobby.doc.set('participants', [...new Set([...participantsOf(lobby), wish.userId])]);
    await tables.lobbies.save(call.series, call.version, lobby.userId, call.now, lobby.doc);
    return introduction(GUEST, lobby.id, hostSession.doc);
  }
  return undefined;
}

/** Opens a lobby. While the countdown of the host's last one runs its guests stay; a lobby that is over gives way to one with a new id. */
async function host(call: Call, tables: Tables, wish: Wish, own: Doc): Promise<Node> {
  const old = await tables.lobbies.of(call.series, call.version, wish.userId, call.now);
  const running = old !== undefined && countdownEnd(old) > call.now;
  if (old !== undefined && !running) await tables.lobbies.remove(old.id, call.now);
  const guests = running ? participantsOf(old).filter((id) => id !== wish.userId) : [];
  // One second less than the cabinet counts: it misbehaves when both end together.
  const lobby = new Doc({ matchgrp: wish.group, lobbysize: wish.size, waittime: wish.wait - 1, createtime: call.now, participants: [wish.userId, ...guests].slice(0, wish.size) });
  const id = await tables.lobbies.save(call.series, call.version, wish.userId, call.now, lobby);
  return introduction(HOST, id, own);
}

async function wait(call: Call): Promise<Node> {
  const id = call.request.intAt('data/hostid');
  const lobby = (await call.data.lobbies.list(call.series, call.version, call.now)).find((one) => one.id === id);
  if (lobby === undefined || countdownEnd(lobby) + LINGER_SECONDS < call.now) {
    if (lobby !== undefined) await call.data.lobbies.remove(lobby.id, call.now);
    return failed();
  }
  const left = Math.max(countdownEnd(lobby) - call.now, 0);
  const records: Node[] = [];
  for (const participant of participantsOf(lobby).slice(0, capacityOf(lobby))) {
    const session = await call.data.playSessions.of(call.series, call.version, participant, call.now);
    if (session !== undefined) records.push(recordOf(lobby, session));
  }
  return element('matching', s32('result', left > 0 ? 0 : 1), s32('prwtime', left), element('matchlist', records, u32('record_num', records.length)));
}

const recordOf = (lobby: Meeting, { doc, time }: Meeting): Node =>
  element('record', str('pcbid', doc.str('pcbid')), str('statusflg', ''), s32('matchgrp', lobby.doc.int('matchgrp')), s64('hostid', lobby.id), u64('jointime', time * 1000),
    str('connip_g', doc.str('joinip')), s32('connport_g', doc.int('joinport')), str('connip_l', doc.str('localip')), s32('connport_l', doc.int('localport')));

export const matchingHandlers: Handlers = { 'matching.request': request, 'matching.wait': wait };
