import { linesOf } from './lines.js';

/** One row of the `players` answer. `number` is only unique while the player is connected and is reused afterwards. */
export interface RconPlayer {
  number: number;
  ip: string;
  port: number;
  /** Milliseconds; -1 while unknown. */
  ping: number;
  /** 32 lower-case hex digits, or null while BattlEye does not know it yet. */
  guid: string | null;
  /** Whether BattlEye has confirmed the GUID. */
  verified: boolean;
  name: string;
  inLobby: boolean;
}

/** A parsed `players` answer. */
export interface PlayerList {
  players: RconPlayer[];
  /** Whether the number of rows equals the total the server printed; an incomplete list must not replace a good one. */
  complete: boolean;
}

// Anchored at both ends: a player's name may look like anything, also like a row or a `(Lobby)` mark.
const ROW = /^\s*(\d+)\s+(\S+):(\d+)\s+(-?\d+)\s+(?:([0-9a-f]{32})\((OK|\?)\)\s|-\s+)(.*)$/;
const TOTAL = /^\((\d+) players in total\)\s*$/;
const LOBBY_MARK = ' (Lobby)';

function parseRow(line: string): RconPlayer | undefined {
  const row = ROW.exec(line);
  if (row === null) return undefined;
  const [, number = '', ip = '', port = '', ping = '', guid, mark, label = ''] = row;
  const inLobby = label.endsWith(LOBBY_MARK);
  return {
    number: Number(number),
    ip,
    port: Number(port),
    ping: Number(ping),
    guid: guid ?? null,
    verified: mark === 'OK',
    name: inLobby ? label.slice(0, -LOBBY_MARK.length) : label,
    inLobby,
  };
}

/** Parses the answer to `players`. Never throws; what is no row is skipped and shows in `complete`. */
export function parsePlayers(text: string): PlayerList {
  const players: RconPlayer[] = [];
  let total: number | undefined;
  for (const line of linesOf(text)) {
    const player = parseRow(line);
    if (player !== undefined) {
      players.push(player);
      continue;
    }
    const end = TOTAL.exec(line);
    if (end !== null) total = Number(end[1]);
  }
  return { players, complete: total === players.length };
}
