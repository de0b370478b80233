import { describe, expect, it } from 'vitest';
import { battleyeGuid } from '../guid.js';
import { formatBansFile, parseBansFile } from './bans-file.js';
import { parseBans } from './bans.js';
import { parseAdmins, parseMissions } from './lists.js';
import { parseMessage } from './messages.js';
import { parsePlayers } from './players.js';

const GUID = '4f0c611d97e5379680d79f2f36b2e9e1';

describe('players', () => {
  const head = 'Players on server:\n[#] [IP Address]:[Port] [Ping] [GUID] [Name]\n--------------------------------------------------\n';

  it('reads the rows of a real answer', () => {
    const list = parsePlayers(
      `${head}0   203.0.113.10:2304     47   ${GUID}(OK) Sgt. Miller\n1   198.51.100.7:2304     125  d93ed2257011b47e67fa53e824b60ca5(?) Zoë (Lobby)\n(2 players in total)`,
    );
    expect(list.complete).toBe(true);
    expect(list.players).toEqual([
      { number: 0, ip: '203.0.113.10', port: 2304, ping: 47, guid: GUID, verified: true, name: 'Sgt. Miller', inLobby: false },
      { number: 1, ip: '198.51.100.7', port: 2304, ping: 125, guid: 'd93ed2257011b47e67fa53e824b60ca5', verified: false, name: 'Zoë', inLobby: true },
    ]);
  });

  it('keeps players whose GUID is not known yet', () => {
    expect(parsePlayers(`${head}12  203.0.113.10:2304     -1   -  New one\n(1 players in total)`).players[0]).toMatchObject({ number: 12, ping: -1, guid: null, name: 'New one' });
  });

  it.each(['[ABC] x: y  z', '(Lobby) Bob', `0 1.2.3.4:5 6 ${GUID}(OK) me`, '(1 players in total)', ' '])('is not misled by the name %j', (name) => {
    const list = parsePlayers(`${head}0   203.0.113.10:2304     47   ${GUID}(OK) ${name} (Lobby)\n(1 players in total)`);
    expect(list).toMatchObject({ complete: true, players: [{ name, inLobby: true }] });
  });

  it('notices missing rows', () => {
    expect(parsePlayers(`${head}0   203.0.113.10:2304     47   ${GUID}(OK) A\n(3 players in total)`).complete).toBe(false);
    expect(parsePlayers('').complete).toBe(false);
    expect(parsePlayers(`${head}(0 players in total)`)).toEqual({ players: [], complete: true });
  });

  it('reads 70,000 rows without blocking', () => {
    const rows = Array.from({ length: 70_000 }, (_, n) => `${String(n)}   203.0.113.10:2304     47   ${GUID}(OK) ${'(Lobby) '.repeat(8)}${String(n)}`).join('\n');
    const begun = performance.now();
    expect(parsePlayers(`${head}${rows}\n(70000 players in total)`)).toMatchObject({ complete: true });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('bans', () => {
  it('reads both lists', () => {
    const text = `GUID Bans:\n[#] [GUID] [Minutes left] [Reason]\n----------------------------------------\n0  ${GUID} perm Team killing, again\n1  d93ed2257011b47e67fa53e824b60ca5 59 \n2  ${GUID} -\n\nIP Bans:\n[#] [IP Address] [Minutes left] [Reason]\n----------------------------------------------\n3  198.51.100.7     perm  10 reasons`;
    expect(parseBans(text)).toEqual([
      { row: 0, kind: 'guid', identity: GUID, remainder: 'permanent', reason: 'Team killing, again' },
      { row: 1, kind: 'guid', identity: 'd93ed2257011b47e67fa53e824b60ca5', remainder: 59, reason: '' },
      { row: 2, kind: 'guid', identity: GUID, remainder: 'expired', reason: '' },
      { row: 3, kind: 'ip', identity: '198.51.100.7', remainder: 'permanent', reason: '10 reasons' },
    ]);
  });

  it('reads and writes bans.txt without a loss', () => {
    const text = `${GUID} -1 Cheater\n198.51.100.7 1767225600 for a while\nd93ed2257011b47e67fa53e824b60ca5 -1\n`;
    const { bans, rejected } = parseBansFile(`${text}nonsense here\n`);
    expect(rejected).toEqual(['nonsense here']);
    expect(bans[1]).toEqual({ kind: 'ip', identity: '198.51.100.7', expiresAt: new Date('2026-01-01T00:00:00Z'), reason: 'for a while' });
    expect(formatBansFile(bans)).toBe(text);
  });
});

describe('lists', () => {
  it('reads missions with and without ending', () => {
    expect(parseMissions('Missions on server:\nco10_escape.altis.pbo\nzeus.stratis\n')).toEqual(['co10_escape.altis', 'zeus.stratis']);
  });

  it('reads admins', () => {
    expect(parseAdmins('Connected RCon admins:\n[#] [IP Address]:[Port]\n-----\n0 203.0.113.10:50000')).toEqual([{ number: 0, ip: '203.0.113.10', port: 50_000 }]);
  });
});

describe('messages', () => {
  it.each([
    ['RCon admin #1 (203.0.113.10:50000) logged in', { kind: 'admin-login', admin: 1, ip: '203.0.113.10', port: 50_000 }],
    ['RCon admin #1: (Global) hello: all', { kind: 'admin-chat', admin: 1, channel: 'Global', text: 'hello: all' }],
    ['RCon admin #1: (To Bob) psst', { kind: 'admin-chat', admin: 1, channel: 'To Bob', text: 'psst' }],
    ['Player #3 Zoë (198.51.100.7:2304) connected', { kind: 'connected', number: 3, name: 'Zoë', ip: '198.51.100.7', port: 2304 }],
    ['Player #3 x (1.2.3.4:5) connected (198.51.100.7:2304) connected', { kind: 'connected', number: 3, name: 'x (1.2.3.4:5) connected', ip: '198.51.100.7', port: 2304 }],
    [`Player #3 Bob - BE GUID: ${GUID}`, { kind: 'guid', number: 3, name: 'Bob', guid: GUID }],
    [`Player #3 Bob - GUID: ${GUID}`, { kind: 'guid', number: 3, name: 'Bob', guid: GUID }],
    [`Verified GUID (${GUID}) of player #3 Bob`, { kind: 'verified', number: 3, name: 'Bob', guid: GUID }],
    ['Player #3 disconnected disconnected', { kind: 'disconnected', number: 3, name: 'disconnected' }],
    [`Player #3 Bob (${GUID}) has been kicked by BattlEye: Admin Kick (you disconnected)`, { kind: 'kicked', number: 3, name: 'Bob', guid: GUID, reason: 'Admin Kick (you disconnected)' }],
    ['Player #-1 Bob (-) has been kicked by BattlEye: Client not responding', { kind: 'kicked', number: -1, name: 'Bob', guid: null, reason: 'Client not responding' }],
    [`Scripts Log: #3 Bob (${GUID}) - #12 "deleteVehicle"\nmore`, { kind: 'filter', filter: 'Scripts', number: 3, name: 'Bob', guid: GUID, rule: 12, text: '"deleteVehicle"\nmore' }],
    ['Connected to BE Master', { kind: 'status', text: 'Connected to BE Master' }],
    ['(Side) Bob: Player #1 Ann disconnected', { kind: 'chat', channel: 'Side', name: 'Bob', text: 'Player #1 Ann disconnected' }],
    ['(Nowhere) Bob: hi', { kind: 'other', text: '(Nowhere) Bob: hi' }],
    ['something new', { kind: 'other', text: 'something new' }],
  ])('%s', (text, expected) => {
    expect(parseMessage(text)).toEqual(expected);
  });

  it('finds the speaker whose name holds a colon', () => {
    expect(parseMessage('(Global) A: B: hi', ['A', 'A: B'])).toEqual({ kind: 'chat', channel: 'Global', name: 'A: B', text: 'hi' });
    expect(parseMessage('(Global) A: B: hi')).toMatchObject({ name: 'A', text: 'B: hi' });
  });
});

describe('GUID', () => {
  it('hashes the Steam id little-endian behind BE', () => {
    // 0x1100001025e4c01, bytes reversed behind "BE", hashed with another MD5 implementation.
    expect(battleyeGuid('76561198000000001')).toBe('77c8f104322269b21fa015c5ed6977f8');
    expect(() => battleyeGuid('765611980000000010000')).toThrow(RangeError);
    expect(() => battleyeGuid('abc')).toThrow(RangeError);
  });
});
