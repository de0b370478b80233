import { Injectable } from '@nestjs/common';
import { playerView } from '../players/player-view.js';
import { PlayerTracker } from '../players/player-tracker.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { StatusWriter } from '../supervision/status-writer.js';
import type { FeedMessage } from './feed.js';

/** How things stand, for those who begin to watch. */
@Injectable()
export class FeedSnapshots {
  constructor(
    private readonly servers: ServersRepository,
    private readonly writer: StatusWriter,
    private readonly players: PlayerTracker,
  ) {}

  exists(serverId: number): Promise<boolean> {
    return this.servers.servers.existsBy({ id: serverId });
  }

  /** State and players of one server, or of all. */
  async of(target: number | 'all'): Promise<FeedMessage[]> {
    const rows = target === 'all' ? await this.servers.list('all') : [await this.servers.get(target)];
    const slots = await this.servers.maxPlayers(rows.map(({ id }) => id));
    const ts = new Date().toISOString();
    return rows.flatMap((server): FeedMessage[] => {
      const { players } = this.players.list(server.id);
      return [
        { server_id: server.id, ts, type: 'status', data: this.writer.frame(server) },
        { server_id: server.id, ts, type: 'players', data: { players: players.map((player) => playerView(player, true)), count: players.length, max_players: slots.get(server.id) ?? 64 } },
      ];
    });
  }
}
