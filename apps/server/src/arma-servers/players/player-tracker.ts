import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { parseMessage, parsePlayers, type RconMessage } from '@rumpus/battleye-rcon';
import { LineSignals } from '../logs/line-signals.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { LiveStates } from '../servers/live-state.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServerSignals } from '../supervision/signals.js';
import type { LeaveReason } from './player.entities.js';
import { playerView } from './player-view.js';
import { PlayersRepository, type Leaving } from './players.repository.js';
import { insist } from '../supervision/insist.js';
import { Roster, type Present, type RosterChange } from './roster.js';
import { PlayerSignals } from './player-signals.js';

const POLL_MS = 10_000;
const EMPTY_POLL_MS = 30_000;
/** After a list that did not come, or not whole. */
const STALE_POLL_MS = 3_000;
/** Visits that may wait for the database, for each server. */
const MOST_UNSAVED = 20_000;
/** Headless clients count as players to the game, but not to people. */
const HEADLESS = /^(hc[1-8]|headlessclient)$/;

interface Tracked {
  roster: Roster;
  timer: NodeJS.Timeout | undefined;
  /** What is not stored yet. */
  unsaved: { joined: Present[]; left: Leaving[]; changed: boolean };
  writing: Promise<void> | undefined;
  updatedAt: Date;
}

/** Keeps the lists of players: from messages at once, from polls in truth. */
@Injectable()
export class PlayerTracker implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('players');
  private readonly restored = new Set<number>();
  private closing = false;
  private readonly tracked = new Map<number, Tracked>();

  constructor(
    private readonly signals: ServerSignals,
    private readonly rcon: RconConnections,
    private readonly lines: LineSignals,
    private readonly repository: PlayersRepository,
    private readonly servers: ServersRepository,
    private readonly tellers: PlayerSignals,
    private readonly live: LiveStates,
  ) {}

  onModuleInit(): void {
    this.signals.on('up', (id, adopted) => {
      if (adopted) void insist(() => this.restore(id)).catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'the players of an earlier manager could not be read'));
    });
    this.signals.on('down', (id, why) => this.end(id, why === 'stopped' ? 'server_stop' : 'lost'));
    this.signals.on('gone', (id) => this.end(id, 'server_stop'));
    this.rcon.on('connected', (id) => void this.poll(id));
    this.rcon.on('lost', (id) => (this.of(id).roster.stale = true));
    this.rcon.on('message', (id, text) => this.hear(id, text));
    this.lines.on('steam', (id, name, steamId) => {
      if (this.of(id).roster.steam(name, steamId)) this.applied(id, { joined: [], left: [], changed: true });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const { timer } of this.tracked.values()) clearTimeout(timer);
    await Promise.all([...this.tracked.values()].flatMap(({ writing }) => writing ?? []));
  }

  /** Who is on a server now. */
  list(serverId: number): { players: Present[]; updatedAt: Date; stale: boolean } {
    const { roster, updatedAt } = this.of(serverId);
    return { players: roster.players, updatedAt, stale: roster.stale };
  }

  get(serverId: number, number: number): Present | undefined {
    return this.of(serverId).roster.get(number);
  }

  /** Asks for the list now, and again after a while as long as there is a link. */
  async poll(serverId: number): Promise<void> {
    const tracked = this.of(serverId);
    clearTimeout(tracked.timer);
    try {
      const { players, complete } = parsePlayers(await this.rcon.command(serverId, 'players', 'poll'));
      if (complete) this.applied(serverId, tracked.roster.list(players, new Date()));
      else tracked.roster.stale = true;
    } catch (error) {
      tracked.roster.stale = true;
      this.logger.debug({ err: error, serverId }, 'the list of players could not be read');
    }
    if (!this.rcon.isConnected(serverId)) return;
    const { roster } = tracked;
    tracked.timer = setTimeout(() => void this.poll(serverId), roster.stale ? STALE_POLL_MS : roster.players.length === 0 ? EMPTY_POLL_MS : POLL_MS);
    tracked.timer.unref();
  }

  private of(serverId: number): Tracked {
    const known = this.tracked.get(serverId);
    if (known !== undefined) return known;
    const made: Tracked = { roster: new Roster(), timer: undefined, unsaved: { joined: [], left: [], changed: false }, writing: undefined, updatedAt: new Date() };
    this.tracked.set(serverId, made);
    return made;
  }

  private async restore(serverId: number): Promise<void> {
    // What this manager knows itself is newer than what it stored.
    if (this.restored.has(serverId)) return;
    const { roster } = this.of(serverId);
    roster.restore(await this.repository.load(serverId));
    this.restored.add(serverId);
    this.live.set(serverId, { playerCount: roster.players.length });
  }

  private hear(serverId: number, text: string): void {
    const { roster } = this.of(serverId);
    const message = parseMessage(text, roster.players.map(({ name }) => name));
    this.tellers.heard(serverId, message, text, this.rcon.adminNumber(serverId));
    this.applied(serverId, roster.hear(message, new Date()));
    this.identified(serverId, message);
  }

  private identified(serverId: number, message: RconMessage): void {
    if (message.kind === 'guid' || message.kind === 'verified') this.tellers.emit('identified', serverId, message.number, message.guid);
  }

  private end(serverId: number, reason: LeaveReason): void {
    this.restored.add(serverId);
    const tracked = this.tracked.get(serverId);
    if (tracked === undefined) return;
    clearTimeout(tracked.timer);
    const left = tracked.roster.clear(reason);
    this.live.clear(serverId);
    this.applied(serverId, { joined: [], left, changed: true });
  }

  private applied(serverId: number, change: RosterChange): void {
    if (!change.changed) return;
    const tracked = this.of(serverId);
    tracked.updatedAt = new Date();
    const { players } = tracked.roster;
    this.live.set(serverId, { playerCount: players.filter(({ name }) => !HEADLESS.test(name)).length });
    const { unsaved } = tracked;
    unsaved.changed = true;
    unsaved.joined.push(...change.joined);
    const at = new Date();
    unsaved.left.push(...change.left.map((left) => ({ ...left, at })));
    if (unsaved.left.length > MOST_UNSAVED) this.logger.error({ serverId, lost: unsaved.left.splice(0, unsaved.left.length - MOST_UNSAVED).length }, 'the database is away too long: visits of players are lost');
    tracked.writing ??= this.writeAll(serverId, tracked).finally(() => (tracked.writing = undefined));
  }

  /** Writes until nothing is left to write, however long the database is away. */
  private async writeAll(serverId: number, tracked: Tracked): Promise<void> {
    try {
      while (tracked.unsaved.changed) await insist(() => this.write(serverId, tracked), { goOn: () => !this.closing, onFirst: (error) => this.logger.warn({ err: error, serverId }, 'the list of players could not be stored; trying until it can') });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'NOT_FOUND') this.logger.warn({ err: error, serverId }, 'the list of players could not be stored');
    }
  }

  private async write(serverId: number, { roster, unsaved }: Tracked): Promise<void> {
    const server = await this.servers.get(serverId);
    const [joined, left] = [[...unsaved.joined], [...unsaved.left]];
    unsaved.changed = false;
    const { players } = roster;
    try {
      await this.repository.save(server, players, left);
    } catch (error) {
      unsaved.changed = true;
      throw error;
    }
    unsaved.joined.splice(0, joined.length);
    unsaved.left = unsaved.left.filter((one) => !left.includes(one));
    await this.tellers.changed(server, players.map((player) => playerView(player, true)), { joined, left, changed: true });
  }
}
