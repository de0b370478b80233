import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { transaction, upsertRows } from '@rumpus/persistence';
import { In, Not, Repository, type EntityManager } from 'typeorm';
import { ArmaPlayer, ArmaPlayerHistory } from './player.entities.js';
import type { Left, Present } from './roster.js';

/** Somebody who has left, and when: it may be stored later. */
export type Leaving = Left & { at: Date };

/** A visit shorter than this, by somebody who was never verified, leaves no trace: port scanners do that. */
const MIN_VISIT_MS = 30_000;

const rowOf = (serverId: number, player: Present): Omit<ArmaPlayer, 'id' | 'owner'> => ({
  server_id: serverId,
  player_num: player.number,
  name: player.name.slice(0, 255),
  guid: player.guid,
  guid_verified: player.verified,
  ip: player.ip,
  port: player.port,
  ping: player.ping,
  in_lobby: player.inLobby,
  steam_id: player.steamId,
  joined_at: player.joinedAt,
  last_seen_at: player.lastSeenAt,
  history_id: player.historyId,
});

const UPDATED = ['name', 'guid', 'guid_verified', 'ip', 'port', 'ping', 'in_lobby', 'steam_id', 'joined_at', 'last_seen_at', 'history_id'] as const;

/** Who is on which server, and who was. */
@Injectable()
export class PlayersRepository {
  constructor(
    @InjectRepository(ArmaPlayer) private readonly players: Repository<ArmaPlayer>,
    @InjectRepository(ArmaPlayerHistory) private readonly history: Repository<ArmaPlayerHistory>,
  ) {}

  /** The players of a server as an earlier manager left them. */
  async load(serverId: number): Promise<Present[]> {
    const rows = await this.players.findBy({ server_id: serverId });
    return rows.map((row) => ({
      number: row.player_num,
      name: row.name,
      guid: row.guid,
      verified: row.guid_verified,
      ip: row.ip,
      port: row.port,
      ping: row.ping,
      inLobby: row.in_lobby,
      steamId: row.steam_id,
      joinedAt: row.joined_at,
      lastSeenAt: row.last_seen_at,
      historyId: row.history_id,
      missed: 0,
    }));
  }

  /** Makes the stored list equal to the given one, with a visit in the history for everybody who really came. */
  async save(server: { id: number; name: string }, present: readonly Present[], left: readonly Leaving[]): Promise<void> {
    const opened = new Map<Present, number>();
    await transaction(this.players.manager, async (manager) => {
      opened.clear();
      for (const player of present) if (player.historyId === null && isRealVisit(player, new Date())) opened.set(player, await this.open(manager, server, player));
      for (const leaving of left) await this.close(manager, server, leaving);
      const numbers = present.map(({ number }) => number);
      await manager.delete(ArmaPlayer, { server_id: server.id, ...(numbers.length === 0 ? {} : { player_num: Not(In(numbers)) }) });
      await upsertRows(manager, ArmaPlayer, present.map((player) => rowOf(server.id, { ...player, historyId: opened.get(player) ?? player.historyId })), { key: ['server_id', 'player_num'], update: UPDATED });
    });
    // Only what was committed counts: a transaction that failed has left no visit.
    for (const [player, id] of opened) player.historyId = id;
  }

  private async open(manager: EntityManager, server: { id: number; name: string }, player: Present): Promise<number> {
    const row = await manager.save(manager.create(ArmaPlayerHistory, visit(server, player)));
    return row.id;
  }

  private async close(manager: EntityManager, server: { id: number; name: string }, { player, reason, detail, at: now }: Leaving): Promise<void> {
    const end = { left_at: now, duration_seconds: Math.max(0, Math.round((now.getTime() - player.joinedAt.getTime()) / 1_000)), leave_reason: reason, detail };
    if (player.historyId !== null) await manager.update(ArmaPlayerHistory, { id: player.historyId }, { ...end, guid: player.guid, steam_id: player.steamId });
    else if (isRealVisit(player, now)) await manager.save(manager.create(ArmaPlayerHistory, { ...visit(server, player), ...end }));
  }

  /** Removes visits that began before a moment. */
  async forgetBefore(moment: Date): Promise<number> {
    const result = await this.history.createQueryBuilder().delete().where('joined_at < :moment', { moment: moment.getTime() }).execute();
    return result.affected ?? 0;
  }
}

const isRealVisit = (player: Present, now: Date): boolean => player.verified || now.getTime() - player.joinedAt.getTime() >= MIN_VISIT_MS;

const visit = (server: { id: number; name: string }, player: Present): Omit<ArmaPlayerHistory, 'id'> => ({
  server_id: server.id,
  server_name: server.name,
  guid: player.guid,
  name: player.name.slice(0, 255),
  ip: player.ip,
  steam_id: player.steamId,
  joined_at: player.joinedAt,
  left_at: null,
  duration_seconds: 0,
  leave_reason: null,
  detail: null,
});
