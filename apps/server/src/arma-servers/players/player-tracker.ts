import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { parseMessage, parsePlayers, type RconMessage } from '@rumpus/battleye-rcon';
import { LineSignals } from '../logs/line-signals.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { LiveStates } from '../servers/live-state.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServerSignals } from '../supervision/signals.js';
import type { LeaveReason } from './player.entities.js';
import { playerView } from './player-view.js';
import { PlayersRepository } from './players.repository.js';
import { Roster, type Present, type RosterChange } from './roster.js';
import { PlayerSignals } from './player-signals.js';

const POLL_MS = 10_000;
const EMPTY_POLL_MS = 30_000;
/** Headless clients count as players to the game, but not to people. */
const HEADLESS = /^(hc[1-8]|headlessclient)$/;

interface Tracked {
  roster: Roster;
  timer: NodeJS.Timeout | undefined;
  /** Writes of one server are done one after the other. */
  writing: Promise<void>;
  updatedAt: Date;
}

/** Keeps the lists of players: from messages at once, from polls in truth. */
@Injectable()
export class PlayerTracker implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('players');
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
      if (adopted) void this.restore(id);
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
    for (const { timer } of this.tracked.values()) clearTimeout(timer);
    await Promise.all([...this.tracked.values()].map(({ writing }) => writing));
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
    tracked.timer = setTimeout(() => void this.poll(serverId), tracked.roster.players.length === 0 ? EMPTY_POLL_MS : POLL_MS);
    tracked.timer.unref();
  }

  private of(serverId: number): Tracked {
    const known = this.tracked.get(serverId);
    if (known !== undefined) return known;
    const made: Tracked = { roster: new Roster(), timer: undefined, writing: Promise.resolve(), updatedAt: new Date() };
    this.tracked.set(serverId, made);
    return made;
  }

  private async restore(serverId: number): Promise<void> {
    const { roster } = this.of(serverId);
    roster.restore(await this.repository.load(serverId));
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
    tracked.writing = tracked.writing.then(() => this.write(serverId, change)).catch((error: unknown) => this.logger.warn({ err: error, serverId }, 'the list of players could not be stored'));
  }

  private async write(serverId: number, change: RosterChange): Promise<void> {
    const server = await this.servers.get(serverId);
    const { players } = this.of(serverId).roster;
    await this.repository.save(server, players, change.left);
    await this.tellers.changed(server, players.map((player) => playerView(player, true)), change);
  }
}
