import type { RconMessage, RconPlayer } from '@rumpus/battleye-rcon';
import type { LeaveReason } from './player.entities.js';

/** A connected player as far as he is known. */
export interface Present {
  number: number;
  name: string;
  guid: string | null;
  verified: boolean;
  ip: string;
  port: number;
  ping: number;
  inLobby: boolean;
  steamId: string | null;
  joinedAt: Date;
  lastSeenAt: Date;
  historyId: number | null;
  /** Complete lists in a row in which he was missing. */
  missed: number;
}

/** Somebody who has left. */
export interface Left {
  player: Present;
  reason: LeaveReason;
  detail: string | null;
}

/** What a step changed. */
export interface RosterChange {
  joined: Present[];
  left: Left[];
  /** Whether lists that people see are out of date. */
  changed: boolean;
}

const MISSES_TO_LEAVE = 2;
const nothing = (): RosterChange => ({ joined: [], left: [], changed: false });

/** Who is on a server, from messages at once and from lists in the end (arma-servers spec §5.11). No input or output here. */
export class Roster {
  private readonly present = new Map<number, Present>();
  /** Whether the last list was missing or broken. */
  stale = false;

  get players(): Present[] {
    return [...this.present.values()].sort((a, b) => a.number - b.number);
  }

  get(number: number): Present | undefined {
    return this.present.get(number);
  }

  /** Takes over players that an earlier manager knew. */
  restore(players: readonly Present[]): void {
    for (const player of players) this.present.set(player.number, player);
  }

  /** A message of the server. */
  hear(message: RconMessage, now: Date): RosterChange {
    switch (message.kind) {
      case 'connected':
        return this.join(message.number, message.name, { ip: message.ip, port: message.port }, now);
      case 'guid':
      case 'verified':
        return this.identify(message, now);
      case 'disconnected':
        return this.leave(message.number, message.name, 'disconnect', null);
      case 'kicked':
        return this.leave(message.number, message.name, /\bban/i.test(message.reason) ? 'banned' : 'kicked', message.reason);
      case 'admin-login':
      case 'admin-chat':
      case 'chat':
      case 'filter':
      case 'status':
      case 'other':
        return nothing();
    }
  }

  /** A complete list. Who is missing twice in a row without a word has been lost. */
  list(rows: readonly RconPlayer[], now: Date): RosterChange {
    const change = nothing();
    const seen = new Set<number>();
    for (const row of rows) {
      seen.add(row.number);
      const known = this.present.get(row.number);
      if (known === undefined || isSomebodyElse(known, row)) {
        if (known !== undefined) merge(change, this.leave(row.number, known.name, 'lost', null));
        merge(change, this.join(row.number, row.name, row, now));
      }
      this.update(row, now);
    }
    for (const player of this.players.filter(({ number }) => !seen.has(number))) {
      player.missed += 1;
      if (player.missed >= MISSES_TO_LEAVE) merge(change, this.leave(player.number, player.name, 'lost', null));
    }
    this.stale = false;
    change.changed = true;
    return change;
  }

  /** A Steam id from the log, which knows names only. */
  steam(name: string, steamId: string): boolean {
    const player = this.players.find((candidate) => candidate.name === name && candidate.steamId === null);
    if (player === undefined) return false;
    player.steamId = steamId;
    return true;
  }

  /** Everybody is gone. */
  clear(reason: LeaveReason): Left[] {
    const left = this.players.map((player) => ({ player, reason, detail: null }));
    this.present.clear();
    return left;
  }

  private join(number: number, name: string, from: Partial<RconPlayer>, now: Date): RosterChange {
    const before = this.present.get(number);
    if (before !== undefined && before.name === name && before.missed === 0) return nothing();
    const change = nothing();
    if (before !== undefined) merge(change, this.leave(number, before.name, 'lost', null));
    const player: Present = { number, name, guid: null, verified: false, ip: from.ip ?? '', port: from.port ?? 0, ping: -1, inLobby: false, steamId: null, joinedAt: now, lastSeenAt: now, historyId: null, missed: 0 };
    this.present.set(number, player);
    change.joined.push(player);
    change.changed = true;
    return change;
  }

  private identify({ kind, number, name, guid }: Extract<RconMessage, { kind: 'guid' | 'verified' }>, now: Date): RosterChange {
    const change = this.present.has(number) ? nothing() : this.join(number, name, {}, now);
    const player = this.present.get(number);
    if (player === undefined) return change;
    player.guid = guid;
    if (kind === 'verified') player.verified = true;
    return { ...change, changed: true };
  }

  private leave(number: number, name: string, reason: LeaveReason, detail: string | null): RosterChange {
    const player = this.present.get(number) ?? this.players.find((candidate) => candidate.name === name);
    if (player === undefined) return nothing();
    this.present.delete(player.number);
    return { joined: [], left: [{ player, reason, detail }], changed: true };
  }

  private update(row: RconPlayer, now: Date): void {
    const player = this.present.get(row.number);
    if (player === undefined) return;
    Object.assign(player, { name: row.name, ip: row.ip, port: row.port, ping: row.ping, inLobby: row.inLobby, lastSeenAt: now, missed: 0 });
    if (row.guid !== null) player.guid = row.guid;
    if (row.verified) player.verified = true;
  }
}

/** The number was given to another person between two looks. */
const isSomebodyElse = (known: Present, row: RconPlayer): boolean => (known.guid !== null && row.guid !== null ? known.guid !== row.guid : known.name !== row.name);

function merge(into: RosterChange, other: RosterChange): void {
  into.joined.push(...other.joined);
  into.left.push(...other.left);
  into.changed ||= other.changed;
}
