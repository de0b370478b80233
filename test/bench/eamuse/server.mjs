/**
 * Part two of `npm run bench:eamuse`: the real server on SQLite, asked by one client over keep-alive connections. Full load gives requests
 * per second; half of the wanted load gives the latency, by itself and while a library is scanned.
 */
import { loadavg } from 'node:os';

import { s16, s32, str, u8 } from '@rumpus/eamuse-protocol';

import { Client, flood, paced } from './client.mjs';
import { startServer } from './start.mjs';

const SECONDS = 5;
const PLAYERS = 64;
const GAMES = 5457;
/** A scan of a slow machine takes longer than anybody wants to wait. */
const LONGEST_SCAN = 60;
/** Requests per second that are wanted on one core. */
const TARGETS = { 'services.get': 4000, 'profile load (player24.read)': 1500, 'score save (player24.write_music)': 800 };
const P99_AT_HALF_LOAD = 50;
const P99_WHILE_SCANNING = 100;
/** Calls a second while the scan runs: an evening of some dozen cabinets. */
const PACE_WHILE_SCANNING = 100;

async function players(client) {
  const refids = [];
  for (let i = 0; i < PLAYERS; i++) {
    const refid = (await client.ask('cardmng', 'getrefid', { cardid: `E0040100${i.toString(16).padStart(8, '0')}`, passwd: '1234' })).attribute('refid');
    await client.ask('player24', 'new', {}, str('ref_id', refid), str('name', 'ＴＥＳＴ'));
    refids.push(refid);
  }
  return refids;
}

/** For each hot path, the packet of its n-th call. */
async function pathsOf(client) {
  const refids = await players(client);
  const services = client.packet('services', 'get', {});
  const loads = refids.map((refid) => client.packet('player24', 'read', {}, str('ref_id', refid)));
  const save = (i) => client.packet('player24', 'write_music', {}, str('ref_id', refids[i % PLAYERS]), s16('music_num', 900 + (i % 60)), u8('sheet_num', i % 4), u8('clear_type', 5), s32('score', 50_000 + (i % 50_000)), s16('combo', 100));
  const [first, second, third] = Object.keys(TARGETS);
  return { [first]: () => services, [second]: (i) => loads[i % PLAYERS], [third]: save };
}

const load = () => Math.round(loadavg()[0] * 10) / 10;

/** Requests per second of the three hot paths, and latency at half of what is wanted. */
export async function benchRates() {
  const server = await startServer();
  try {
    const client = new Client(server.port);
    const results = [];
    for (const [path, next] of Object.entries(await pathsOf(client))) {
      await paced(client, next, 200, (seconds) => seconds > 1);
      const rates = await flood(client, next, server.pid, SECONDS);
      const half = await paced(client, next, TARGETS[path] / 2, (seconds) => seconds > SECONDS);
      results.push({ path, ...rates, wanted: TARGETS[path], ...half, p99Wanted: P99_AT_HALF_LOAD, load: load() });
    }
    return results;
  } finally {
    await server.stop();
  }
}

/** Latency of the three paths in turn while a library scan runs in the same process. */
export async function benchWhileScanning() {
  const server = await startServer(GAMES);
  try {
    const client = new Client(server.port);
    const nexts = Object.values(await pathsOf(client));
    const next = (i) => nexts[i % nexts.length](i);
    await paced(client, next, 200, (seconds) => seconds > 1);
    const ended = await server.scan();
    let scanSeconds;
    const latency = await paced(client, next, PACE_WHILE_SCANNING, async (seconds) => {
      scanSeconds = await ended();
      return scanSeconds !== undefined || seconds > LONGEST_SCAN;
    });
    return [{ while: `scan of ${GAMES} games`, scanSeconds: scanSeconds ?? `more than ${LONGEST_SCAN}`, ...latency, p99Wanted: P99_WHILE_SCANNING, load: load() }];
  } finally {
    await server.stop();
  }
}
