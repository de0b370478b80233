import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, Raw, Repository, type FindOptionsWhere } from 'typeorm';
import type { BanPlayer, BanView } from '../bans/ban.dto.js';
import { BansService } from '../bans/bans.service.js';
import { LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ArmaPlayerHistory, ArmaPlayerNote } from './player.entities.js';
import { PlayersRepository } from './players.repository.js';
import { PlayerTracker } from './player-tracker.js';
import type { Dossier, NoteView, PlayerList, SeenPlayer, Visit } from './player.dto.js';
import { playerView } from './player-view.js';
import type { Present } from './roster.js';

/** Which visits are asked for. */
export interface HistoryFilter {
  limit: number;
  offset: number;
  search?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Which of those who were seen are asked for. */
export interface SeenFilter {
  limit: number;
  offset: number;
  search?: string | undefined;
  server_id?: number | undefined;
  /** Only those the staff watches. */
  watch?: boolean;
}

const listOf = (players: readonly Present[], updatedAt: Date, stale: boolean, withAddress: boolean): PlayerList => ({
  players: players.map((player) => playerView(player, withAddress)),
  count: players.length,
  updated_at: updatedAt.toISOString(),
  stale,
});

const visitView = ({ joined_at: joined, left_at: left, ...visit }: Omit<ArmaPlayerHistory, never>): Visit => ({ ...visit, joined_at: joined.toISOString(), left_at: left?.toISOString() ?? null });

/** What staff may do with players, and know about them. */
@Injectable()
export class PlayersService {
  constructor(
    private readonly tracker: PlayerTracker,
    private readonly stored: PlayersRepository,
    private readonly rcon: RconConnections,
    private readonly bans: BansService,
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
    readonly router: HostRouter,
    @InjectRepository(ArmaPlayerHistory) private readonly visits: Repository<ArmaPlayerHistory>,
    @InjectRepository(ArmaPlayerNote) private readonly notes: Repository<ArmaPlayerNote>,
  ) {}

  /** Who is on a server now; as it was stored last, and marked stale, while the server's host can't be asked. */
  async list(serverId: number, withAddress: boolean): Promise<PlayerList> {
    try {
      return await this.listNow(serverId, withAddress);
    } catch (error) {
      if (!(error instanceof LanguardError) || (error.code !== 'HOST_AWAY' && error.code !== 'HOST_TIMEOUT')) throw error;
      const players = await this.stored.load(serverId);
      const seen = players.map(({ lastSeenAt }) => lastSeenAt.getTime());
      return listOf(players, new Date(Math.max(0, ...seen)), true, withAddress);
    }
  }

  @OnOwner('players.list')
  async listNow(serverId: number, withAddress: boolean): Promise<PlayerList> {
    await this.servers.get(serverId);
    const { players, updatedAt, stale } = this.tracker.list(serverId);
    return listOf(players, updatedAt, stale, withAddress);
  }

  @OnOwner('players.kick')
  async kick(serverId: number, number: number, { reason, guid }: { reason: string; guid?: string | undefined }, actor: Actor): Promise<void> {
    const player = this.meant(serverId, number, guid);
    await this.rcon.command(serverId, `kick ${String(number)} ${reason}`.trimEnd());
    await this.events.record(await this.servers.get(serverId), 'player_kicked', actor, { player_num: number, name: player.name, guid: player.guid, reason });
  }

  @OnOwner('players.ban')
  async ban(serverId: number, number: number, request: BanPlayer, actor: Actor): Promise<BanView> {
    const player = this.meant(serverId, number, request.guid);
    const { duration_minutes, reason, scope } = request;
    if (request.kind === 'guid' && player.guid === null) throw new LanguardError('INVALID_TRANSITION', 'BattlEye does not know this player yet; try again in a moment, or ban the address');
    const identity = request.kind === 'guid' && player.guid !== null ? { guid: player.guid } : { ip: player.ip };
    return this.bans.create(serverId, { ...identity, duration_minutes, reason, scope, name: player.name }, actor);
  }

  @OnOwner('players.message')
  async message(serverId: number, number: number, text: string): Promise<void> {
    await this.rcon.command(serverId, `say ${String(number)} ${text}`);
  }

  /** Visits to a server, newest first. */
  async history(serverId: number, { limit, offset, search, from, to }: HistoryFilter): Promise<Page<Visit>> {
    const base: FindOptionsWhere<ArmaPlayerHistory> = { server_id: serverId, ...(from === undefined && to === undefined ? {} : { joined_at: Between(from ?? new Date(0), to ?? new Date(8.64e15)) }) };
    const where = search === undefined || search === '' ? base : [{ ...base, name: Raw((column) => `LOWER(${column}) LIKE :search`, { search: `%${search.toLowerCase()}%` }) }, { ...base, guid: search.toLowerCase() }, { ...base, ip: search }];
    const [items, total] = await this.visits.findAndCount({ where, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: items.map(visitView), total, limit, offset };
  }

  /** Who was ever seen on servers the caller may see, by GUID, the last one first. */
  async seen(serverIds: readonly number[] | 'all', { limit, offset, search = '', server_id: serverId, watch = false }: SeenFilter): Promise<Page<SeenPlayer>> {
    const grouped = this.visits.createQueryBuilder('visit').select('visit.guid', 'guid').where('visit.guid IS NOT NULL').groupBy('visit.guid');
    if (serverIds !== 'all') grouped.andWhere('visit.server_id IN (:...ids)', { ids: serverIds.length === 0 ? [0] : [...serverIds] });
    if (serverId !== undefined) grouped.andWhere('visit.server_id = :serverId', { serverId });
    if (watch) grouped.andWhere('visit.guid IN (:...watched)', { watched: ['', ...(await this.notes.findBy({ watch: true })).map(({ guid }) => guid)] });
    if (search !== '') grouped.andWhere('(LOWER(visit.name) LIKE :search OR visit.guid = :exact OR visit.steam_id = :exact)', { search: `%${search.toLowerCase()}%`, exact: search.toLowerCase() });
    const total = (await grouped.getRawMany<{ guid: string }>()).length;
    const rows = await grouped
      .addSelect('MAX(visit.id)', 'last_id').addSelect('MIN(visit.joined_at)', 'first_at').addSelect('MAX(visit.joined_at)', 'last_at').addSelect('COUNT(*)', 'visits').addSelect('SUM(visit.duration_seconds)', 'seconds')
      .orderBy('last_id', 'DESC').limit(limit).offset(offset)
      .getRawMany<{ guid: string; last_id: number | string; first_at: number | string; last_at: number | string; visits: number | string; seconds: number | string }>();
    const latest = new Map((rows.length === 0 ? [] : await this.visits.findBy({ id: In(rows.map(({ last_id: id }) => Number(id))) })).map((visit) => [visit.guid, visit]));
    const watched = new Set((rows.length === 0 ? [] : await this.notes.findBy({ guid: In(rows.map(({ guid }) => guid)), watch: true })).map(({ guid }) => guid));
    const items = rows.map(({ guid, first_at: first, last_at: last, visits, seconds }) => ({ guid, name: latest.get(guid)?.name ?? '', steam_id: latest.get(guid)?.steam_id ?? null, first_seen: new Date(Number(first)).toISOString(), last_seen: new Date(Number(last)).toISOString(), visits: Number(visits), total_seconds: Number(seconds), watch: watched.has(guid) }));
    return { items, total, limit, offset };
  }

  /** Everything known about a GUID, on servers the caller may see. */
  async dossier(guid: string, serverIds: readonly number[] | 'all'): Promise<Dossier> {
    const where = { guid, ...(serverIds === 'all' ? {} : { server_id: In([...serverIds]) }) };
    const sessions = await this.visits.find({ where, order: { id: 'DESC' }, take: 500 });
    const note = await this.notes.findOneBy({ guid });
    // A note alone is for those who look after all servers: to others the player was never there.
    if (sessions.length === 0 && (note === null || serverIds !== 'all')) throw missing('player');
    const distinct = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value): value is T & {} => value !== null))];
    return {
      guid,
      names: distinct(sessions.map(({ name }) => name)),
      ips: distinct(sessions.map(({ ip }) => ip)),
      steam_ids: distinct(sessions.map(({ steam_id: id }) => id)),
      servers: distinct(sessions.map(({ server_name: name }) => name)),
      total_seconds: sessions.reduce((sum, { duration_seconds: seconds }) => sum + seconds, 0),
      first_seen: sessions.at(-1)?.joined_at.toISOString() ?? null,
      last_seen: (sessions[0]?.left_at ?? sessions[0]?.joined_at)?.toISOString() ?? null,
      bans: await this.bans.ofIdentity(guid, serverIds),
      sessions: sessions.map(visitView),
      note: note?.note ?? '',
      watch: note?.watch ?? false,
    };
  }

  async setNote(guid: string, { note, watch }: { note: string; watch: boolean }, userId: number): Promise<NoteView> {
    await this.notes.save(this.notes.create({ guid, note, watch, updated_by: userId, updated_at: new Date() }));
    return { guid, note, watch };
  }

  /** The player who holds a number now, if he is the one that was meant. @throws LanguardError */
  private meant(serverId: number, number: number, guid: string | undefined): Present {
    const player = this.tracker.get(serverId, number);
    if (player === undefined) throw missing('player');
    if (guid !== undefined && player.guid !== guid) throw new LanguardError('INVALID_TRANSITION', 'Another player has this number now', { player_num: number, guid: player.guid, name: player.name });
    return player;
  }
}
