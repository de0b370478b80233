import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { RconMessage } from '@rumpus/battleye-rcon';
import { EventsService } from '../events/events.service.js';
import { LogPipeline } from '../logs/log-pipeline.js';
import type { PlayerView } from '../realtime/feed.js';
import { ServerFeed } from '../realtime/server-feed.js';
import { ServersRepository } from '../servers/servers.repository.js';
import type { ArmaServer } from '../servers/server.entity.js';
import type { RosterChange } from './roster.js';

/** What happens around players. */
export interface PlayerSignalMap {
  /** BattlEye knows who somebody is. */
  identified: [serverId: number, number: number, guid: string];
}

const FROM_RCON = 2;
const INFO = 1;

/** Tells listeners, the log and the history of events what happens around players. */
@Injectable()
export class PlayerSignals extends EventEmitter<PlayerSignalMap> {
  constructor(
    private readonly feed: ServerFeed,
    private readonly events: EventsService,
    private readonly log: LogPipeline,
    private readonly servers: ServersRepository,
  ) {
    super();
  }

  /** A message of the server: chat goes to those who watch, everything into the log. Our own `say` is not repeated. */
  heard(serverId: number, message: RconMessage, text: string, ownAdmin: number | undefined): void {
    if (message.kind === 'chat') this.feed.tell(serverId, 'chat', { channel: message.channel, name: message.name, message: message.text, from_admin: false });
    if (message.kind === 'admin-chat' && message.admin !== ownAdmin) this.feed.tell(serverId, 'chat', { channel: message.channel, name: `RCon admin #${String(message.admin)}`, message: message.text, from_admin: true });
    const category = message.kind === 'chat' || message.kind === 'admin-chat' ? 'chat' : 'battleye';
    this.log.note(serverId, { level: INFO, category, message: text.slice(0, 8_192) }, FROM_RCON);
  }

  /** The list of a server changed. */
  async changed(server: ArmaServer, players: PlayerView[], { joined, left }: RosterChange): Promise<void> {
    const maxPlayers = (await this.servers.maxPlayers([server.id])).get(server.id) ?? 64;
    this.feed.tell(server.id, 'players', { players, count: players.length, max_players: maxPlayers });
    for (const player of joined) await this.events.record(server, 'player_joined', 'rcon', { player_num: player.number, name: player.name });
    for (const { player, reason, detail } of left) await this.events.record(server, 'player_left', 'rcon', { player_num: player.number, name: player.name, guid: player.guid, reason, detail });
  }
}
