import { createHash } from 'node:crypto';

/** A player of the fake. */
export interface FakePlayer {
  number: number;
  name: string;
  steamId: string;
  guid: string;
  ip: string;
  port: number;
  ping: number;
  verified: boolean;
  inLobby: boolean;
}

/** One ban. */
export interface FakeBan {
  identity: string;
  kind: 'guid' | 'ip';
  /** Minutes; 0 = permanent. */
  minutes: number;
  reason: string;
}

/** What players and bans do to the outside. */
export interface WorldListeners {
  /** A BattlEye message for RCon; the log has it as well. */
  announce: (text: string) => void;
  log: (text: string) => void;
}

function guidOf(steamId: string): string {
  const bytes = [];
  for (let rest = BigInt(steamId), n = 0; n < 8; n += 1, rest >>= 8n) bytes.push(Number(rest & 255n));
  return createHash('md5')
    .update(Buffer.from([0x42, 0x45, ...bytes]))
    .digest('hex');
}

const DASHES = '-'.repeat(50);

/** Players, bans and the mission of one fake server. */
export class World {
  readonly players = new Map<number, FakePlayer>();
  bans: FakeBan[] = [];
  mission: { name: string; map: string } | null = null;
  locked = false;
  private joined = 0;

  constructor(private readonly listeners: WorldListeners) {}

  /** A player joins, with the messages and log lines of the real thing. */
  join(name?: string, steamId?: string): FakePlayer {
    this.joined += 1;
    let number = 0;
    while (this.players.has(number)) number += 1;
    const id = steamId ?? String(76_561_198_000_000_000n + BigInt(this.joined));
    const player: FakePlayer = {
      number,
      name: name ?? `Player ${String(this.joined)}`,
      steamId: id,
      guid: guidOf(id),
      ip: `198.51.100.${String((this.joined % 250) + 1)}`,
      port: 2304,
      ping: 20 + (this.joined % 80),
      verified: true,
      inLobby: this.mission === null,
    };
    this.players.set(number, player);
    this.listeners.log(`Player ${player.name} connecting.`);
    this.announce(`Player #${String(number)} ${player.name} (${player.ip}:${String(player.port)}) connected`);
    this.announce(`Player #${String(number)} ${player.name} - BE GUID: ${player.guid}`);
    if (this.bans.some((ban) => ban.identity === player.guid || ban.identity === player.ip)) {
      this.kick(number, 'Admin Ban (banned)');
      return player;
    }
    this.announce(`Verified GUID (${player.guid}) of player #${String(number)} ${player.name}`);
    this.listeners.log(`Player ${player.name} connected (id=${player.steamId}).`);
    return player;
  }

  /** Many players at once without a message each, as after the manager was away. */
  populate(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const id = String(76_561_198_100_000_000n + BigInt(n));
      const ip = `203.0.${String((n >> 8) & 255)}.${String(n & 255)}`;
      this.players.set(n, { number: n, name: `Soldier ${String(n)}`, steamId: id, guid: guidOf(id), ip, port: 2304, ping: 30, verified: true, inLobby: false });
    }
  }

  leave(number: number): boolean {
    const player = this.players.get(number);
    if (player === undefined) return false;
    this.players.delete(number);
    this.listeners.log(`Player ${player.name} disconnected.`);
    this.announce(`Player #${String(number)} ${player.name} disconnected`);
    return true;
  }

  kick(number: number, reason: string): void {
    const player = this.players.get(number);
    if (player === undefined) return;
    this.players.delete(number);
    this.announce(`Player #${String(number)} ${player.name} (${player.guid}) has been kicked by BattlEye: ${reason}`);
  }

  chat(channel: string, name: string, words: string): void {
    this.announce(`(${channel}) ${name}: ${words}`);
  }

  ban(ban: FakeBan): void {
    this.bans.push(ban);
  }

  /** Removes by the row number of the last listing: GUID bans first, IP bans after them. */
  unban(row: number): boolean {
    const removed = this.rows()[row];
    this.bans = this.bans.filter((ban) => ban !== removed);
    return removed !== undefined;
  }

  private rows(): FakeBan[] {
    return [...this.bans.filter((ban) => ban.kind === 'guid'), ...this.bans.filter((ban) => ban.kind === 'ip')];
  }

  playersText(): string {
    const rows = [...this.players.values()].map((player) => {
      const address = `${player.ip}:${String(player.port)}`.padEnd(21);
      const lobby = player.inLobby ? ' (Lobby)' : '';
      return `${String(player.number).padEnd(3)} ${address} ${String(player.ping).padEnd(4)} ${player.guid}(${player.verified ? 'OK' : '?'}) ${player.name}${lobby}`;
    });
    return ['Players on server:', '[#] [IP Address]:[Port] [Ping] [GUID] [Name]', DASHES, ...rows, `(${String(rows.length)} players in total)`].join('\n');
  }

  bansText(): string {
    const line = (ban: FakeBan, row: number): string => `${String(row).padEnd(3)} ${ban.identity} ${ban.minutes === 0 ? 'perm' : String(ban.minutes)} ${ban.reason}`;
    const rows = this.rows();
    const part = (kind: FakeBan['kind']): string[] => rows.flatMap((ban, row) => (ban.kind === kind ? [line(ban, row)] : []));
    return ['GUID Bans:', '[#] [GUID] [Minutes left] [Reason]', DASHES, ...part('guid'), '', 'IP Bans:', '[#] [IP Address] [Minutes left] [Reason]', DASHES, ...part('ip')].join('\n');
  }

  private announce(text: string): void {
    this.listeners.announce(text);
    this.listeners.log(`BattlEye Server: ${text}`);
  }
}
