import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { battleyeGuid, formatBansFile, parseBansFile, type RconBan } from '@rumpus/battleye-rcon';
import { IsNull, Repository } from 'typeorm';
import { LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import { PlayerSignals } from '../players/player-signals.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { insist } from '../supervision/insist.js';
import { BansInGame } from './bans-in-game.js';
import type { BanImport, BanSync, BanView, CreateBan, FindBans, ListedBan } from './ban.dto.js';
import { ArmaBan } from './ban.entity.js';

const MINUTE_MS = 60_000;

const view = (ban: Omit<ArmaBan, never>): BanView => ({
  ...ban,
  created_at: ban.created_at.toISOString(),
  expires_at: ban.expires_at?.toISOString() ?? null,
  lifted_at: ban.lifted_at?.toISOString() ?? null,
  synced_at: ban.synced_at?.toISOString() ?? null,
});

const isActive = (ban: ArmaBan, now: Date): boolean => ban.lifted_at === null && (ban.expires_at === null || ban.expires_at > now);

/** Bans: kept here, shared over servers, brought into each game when it can be reached. */
@Injectable()
export class BansService implements OnModuleInit {
  private readonly logger = new Logger('bans');

  constructor(
    @InjectRepository(ArmaBan) private readonly bans: Repository<ArmaBan>,
    private readonly game: BansInGame,
    private readonly servers: ServersRepository,
    private readonly rcon: RconConnections,
    private readonly players: PlayerSignals,
    private readonly events: EventsService,
    readonly router: HostRouter,
  ) {}

  onModuleInit(): void {
    this.rcon.on('connected', (id) => void this.syncHere(id).catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'bans could not be compared')));
    this.players.on('identified', (id, number, guid) => void insist(() => this.enforce(id, number, guid)).catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'whether a player is banned could not be looked up')));
  }

  /** Active bans of a server, those for all included, and those only the game knows. */
  async list(serverId: number): Promise<BanView[]> {
    const now = new Date();
    const known = (await this.activeOn(serverId)).map(view);
    const inGame = await this.inGame(serverId).catch(() => [] as RconBan[]);
    const identities = new Set(known.map(({ identity }) => identity));
    return [...known, ...inGame.filter(({ identity }) => !identities.has(identity)).map((ban) => view({ ...this.fromGame(serverId, ban, now), id: 0 }))];
  }

  /** What the game of a server holds; nothing while it can't be asked. */
  @OnOwner('bans.in-game')
  async inGame(serverId: number): Promise<RconBan[]> {
    return this.rcon.isConnected(serverId) ? this.game.list(serverId) : [];
  }

  /** Bans somebody, now on every server it concerns that can be reached. */
  @OnOwner('bans.create')
  async create(serverId: number, request: CreateBan, actor: Actor): Promise<BanView> {
    const { kind, identity } = identityOf(request);
    const now = new Date();
    const known = (await this.bans.findBy({ server_id: request.scope === 'all' ? IsNull() : serverId, kind, identity, lifted_at: IsNull() })).find((ban) => isActive(ban, now));
    if (known !== undefined) throw new LanguardError('INVALID_TRANSITION', 'This player is banned here already; lift that ban first', { ban_id: known.id });
    const ban = await this.bans.save(
      this.bans.create({
        server_id: request.scope === 'all' ? null : serverId,
        kind,
        identity,
        steam_id: request.steam_id ?? null,
        player_name: request.name ?? null,
        reason: request.reason,
        duration_minutes: request.duration_minutes,
        created_by: actor,
        created_at: now,
        expires_at: request.duration_minutes === 0 ? null : new Date(now.getTime() + request.duration_minutes * MINUTE_MS),
        lifted_at: null,
        lifted_by: null,
        source: 'panel',
        synced_at: null,
        in_game: false,
      }),
    );
    await this.bring(ban, serverId);
    if (ban.server_id === null) for (const { id } of await this.elsewhere(serverId)) this.sync(id).catch(() => undefined);
    await this.events.record(await this.servers.get(serverId), 'player_banned', actor, { identity, kind, reason: request.reason, duration_minutes: request.duration_minutes, scope: request.scope });
    return view(await this.bans.findOneByOrFail({ id: ban.id }));
  }

  /** Lifts a ban here and in every game it concerns. */
  @OnOwner('bans.lift')
  async lift(serverId: number, banId: number, actor: Actor): Promise<BanView> {
    const ban = await this.bans.findOneBy({ id: banId, lifted_at: IsNull() });
    if (ban === null || (ban.server_id !== null && ban.server_id !== serverId)) throw missing('ban');
    for (const server of await this.concerned(ban, serverId)) await this.game.remove(server, ban.identity);
    const away = ban.server_id === null ? await this.removeElsewhere(serverId, ban.identity) : [];
    await this.bans.update({ id: banId }, { lifted_at: new Date(), lifted_by: actor, in_game: false });
    await this.events.record(await this.servers.get(serverId), 'player_unbanned', actor, { identity: ban.identity, ...(away.length === 0 ? {} : { not_reached: away }) });
    return view(await this.bans.findOneByOrFail({ id: banId }));
  }

  /** Takes an identity out of the game of one server, by RCon or in its file. */
  @OnOwner('bans.remove')
  async removeFromGame(serverId: number, identity: string): Promise<void> {
    await this.game.remove({ id: serverId }, identity);
  }

  /** Bans over all servers, newest first. @param serverIds those the caller may run; bans everywhere are for all to see */
  async find(serverIds: readonly number[] | 'all', { limit, offset, search, server_id: serverId, state, lasts }: FindBans): Promise<Page<ListedBan>> {
    const now = Date.now();
    const query = this.bans.createQueryBuilder('ban').orderBy('ban.id', 'DESC').take(limit).skip(offset);
    if (serverIds !== 'all') query.andWhere('(ban.server_id IS NULL OR ban.server_id IN (:...ids))', { ids: serverIds.length === 0 ? [0] : [...serverIds] });
    if (serverId !== undefined) query.andWhere('(ban.server_id IS NULL OR ban.server_id = :serverId)', { serverId });
    if (state === 'lifted') query.andWhere('ban.lifted_at IS NOT NULL');
    if (state === 'active') query.andWhere('ban.lifted_at IS NULL AND (ban.expires_at IS NULL OR ban.expires_at > :now)', { now });
    if (state === 'expired') query.andWhere('ban.lifted_at IS NULL AND ban.expires_at <= :now', { now });
    if (lasts !== 'any') query.andWhere(`ban.expires_at IS ${lasts === 'forever' ? '' : 'NOT '}NULL`);
    if (search !== '') query.andWhere('(LOWER(ban.player_name) LIKE :part OR LOWER(ban.reason) LIKE :part OR ban.identity = :exact OR ban.steam_id = :exact)', { part: `%${search.toLowerCase()}%`, exact: search.toLowerCase() });
    const [rows, total] = await query.getManyAndCount();
    const names = new Map((await this.servers.list('all')).map(({ id, name }) => [id, name]));
    return { items: rows.map((ban) => ({ ...view(ban), server_name: ban.server_id === null ? null : (names.get(ban.server_id) ?? null) })), total, limit, offset };
  }

  /** The server a ban that still stands is for: null for one everywhere, undefined when there is none. */
  async serverOf(banId: number): Promise<number | null | undefined> {
    return (await this.bans.findOne({ where: { id: banId, lifted_at: IsNull() }, select: { id: true, server_id: true } }))?.server_id;
  }

  /** Bans somebody on all servers. @throws LanguardError `INVALID_TRANSITION` when he is banned already, or there is no server */
  async createEverywhere(request: Omit<CreateBan, 'scope'>, actor: Actor): Promise<BanView> {
    const [server] = await this.servers.list('all');
    if (server === undefined) throw new LanguardError('INVALID_TRANSITION', 'There is no server yet from which somebody could be banned');
    return this.create(server.id, { ...request, scope: 'all' }, actor);
  }

  /** Lifts a ban in every game it concerns. */
  async liftAnywhere(banId: number, actor: Actor): Promise<BanView> {
    const serverId = await this.serverOf(banId);
    if (serverId === undefined) throw missing('ban');
    const servers = await this.servers.list('all');
    const from = servers.find(({ id }) => serverId === null || id === serverId);
    if (from !== undefined) return this.lift(from.id, banId, actor);
    // Its server is gone, and its game with it.
    await this.bans.update({ id: banId }, { lifted_at: new Date(), lifted_by: actor, in_game: false });
    return view(await this.bans.findOneByOrFail({ id: banId }));
  }

  /** All bans somebody ever had, on servers the caller may see and on all, the newest first. */
  async ofIdentity(identity: string, serverIds: readonly number[] | 'all'): Promise<BanView[]> {
    const rows = await this.bans.find({ where: { identity }, order: { id: 'DESC' }, take: 100 });
    return rows.filter(({ server_id: id }) => id === null || serverIds === 'all' || serverIds.includes(id)).map(view);
  }

  /** Compares with the game: what it lacks is added there, what only it has is taken in here. */
  @OnOwner('bans.sync')
  sync(serverId: number): Promise<BanSync> {
    return this.syncHere(serverId);
  }

  private async syncHere(serverId: number): Promise<BanSync> {
    const now = new Date();
    const inGame = await this.game.list(serverId);
    const known = await this.activeOn(serverId);
    const present = new Set(inGame.map(({ identity }) => identity));
    const lacking = known.filter(({ identity }) => !present.has(identity));
    for (const ban of lacking) await this.game.add(serverId, ban, now);
    if (lacking.length > 0) await this.game.save(serverId);
    for (const ban of lacking) await this.game.kickBanned(serverId, ban);
    const identities = new Set(known.map(({ identity }) => identity));
    const foreign = inGame.filter(({ identity, remainder }) => remainder !== 'expired' && !identities.has(identity));
    await this.bans.save(foreign.map((ban) => this.bans.create(this.fromGame(serverId, ban, now))));
    for (const ban of known) await this.bans.update({ id: ban.id }, { in_game: true, synced_at: now });
    return { added_to_game: lacking.length, taken_in: foreign.length };
  }

  /** All active bans as BattlEye's `bans.txt`. */
  async export(): Promise<string> {
    const now = new Date();
    const active = (await this.bans.find({ where: { lifted_at: IsNull() }, order: { id: 'ASC' } })).filter((ban) => isActive(ban, now));
    return formatBansFile(active.map(({ kind, identity, expires_at: expiresAt, reason }) => ({ kind, identity, expiresAt, reason })));
  }

  /** Takes in a `bans.txt`, for all servers. */
  async import(text: string, actor: Actor): Promise<BanImport> {
    const { bans, rejected } = parseBansFile(text);
    const now = new Date();
    const known = new Set((await this.bans.findBy({ lifted_at: IsNull() })).filter((ban) => isActive(ban, now)).map(({ identity }) => identity));
    const fresh = bans.filter(({ identity, expiresAt }) => !known.has(identity) && (expiresAt === null || expiresAt > now));
    await this.bans.save(
      fresh.map(({ kind, identity, expiresAt, reason }) =>
        this.bans.create({
          ...this.fromGame(null, { row: 0, kind, identity, remainder: expiresAt === null ? 'permanent' : Math.ceil((expiresAt.getTime() - now.getTime()) / MINUTE_MS), reason }, now),
          source: 'import',
          created_by: actor,
          in_game: false,
        }),
      ),
    );
    return { imported: fresh.length, known: bans.length - fresh.length, rejected };
  }

  /** Somebody banned here joins a game that does not know it yet. */
  private async enforce(serverId: number, number: number, guid: string): Promise<void> {
    const ban = (await this.activeOn(serverId)).find(({ identity }) => identity === guid);
    if (ban === undefined) return;
    await this.game.add(serverId, ban, new Date()).catch(() => undefined);
    await this.game.kick(serverId, number, ban.reason).catch(() => undefined);
  }

  private async bring(ban: ArmaBan, serverId: number): Promise<void> {
    const now = new Date();
    for (const { id } of await this.concerned(ban, serverId)) {
      if (!this.rcon.isConnected(id)) continue;
      await this.game.add(id, ban, now);
      await this.game.save(id);
      await this.game.kickBanned(id, ban);
      await this.bans.update({ id: ban.id }, { in_game: true, synced_at: now });
    }
  }

  private async concerned(ban: ArmaBan, serverId: number): Promise<{ id: number }[]> {
    const server = await this.servers.get(serverId);
    return ban.server_id === null ? this.servers.ofHost(server.host_id) : [server];
  }

  /** Servers of other hosts. */
  private async elsewhere(serverId: number): Promise<{ id: number; name: string }[]> {
    const { host_id: hostId } = await this.servers.get(serverId);
    return (await this.servers.list('all')).filter((server) => server.host_id !== hostId);
  }

  /** @returns names of the servers whose host could not be reached */
  private async removeElsewhere(serverId: number, identity: string): Promise<string[]> {
    const outcomes = await Promise.all((await this.elsewhere(serverId)).map(({ id, name }) => this.removeFromGame(id, identity).then(() => null, () => name)));
    return outcomes.filter((name) => name !== null);
  }

  private async activeOn(serverId: number): Promise<ArmaBan[]> {
    const now = new Date();
    const rows = await this.bans.find({ where: [{ server_id: serverId, lifted_at: IsNull() }, { server_id: IsNull(), lifted_at: IsNull() }], order: { id: 'ASC' } });
    return rows.filter((ban) => isActive(ban, now));
  }

  private fromGame(serverId: number | null, ban: RconBan, now: Date): Omit<ArmaBan, 'id'> {
    const minutes = typeof ban.remainder === 'number' ? ban.remainder : 0;
    return {
      server_id: serverId,
      kind: ban.kind,
      identity: ban.identity,
      steam_id: null,
      player_name: null,
      reason: ban.reason.slice(0, 128),
      duration_minutes: minutes,
      created_by: 'rcon',
      created_at: now,
      expires_at: minutes === 0 ? null : new Date(now.getTime() + minutes * MINUTE_MS),
      lifted_at: null,
      lifted_by: null,
      source: 'game',
      synced_at: now,
      in_game: true,
    };
  }
}

function identityOf({ guid, ip, steam_id: steamId }: CreateBan): { kind: ArmaBan['kind']; identity: string } {
  if (guid !== undefined) return { kind: 'guid', identity: guid };
  if (ip !== undefined) return { kind: 'ip', identity: ip };
  if (steamId !== undefined) return { kind: 'guid', identity: battleyeGuid(steamId) };
  throw new LanguardError('VALIDATION_ERROR', 'One of guid, ip and steam_id is needed', [{ path: 'guid', rule: 'required', message: 'one of guid, ip and steam_id is needed' }]);
}
