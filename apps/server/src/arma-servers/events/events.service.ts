import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, MoreThanOrEqual, Repository, type FindOptionsWhere } from 'typeorm';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import type { EventView } from '../realtime/feed.js';
import { ServerFeed } from '../realtime/server-feed.js';
import { ArmaEvent } from './event.entity.js';

/** Everything that is remembered about servers (arma-servers spec §1.8). */
export type EventType =
  | 'created' | 'updated' | 'deleted' | 'start_requested' | 'started' | 'ready' | 'stop_requested' | 'stopped' | 'crashed' | 'restart_scheduled' | 'restart_given_up'
  | 'killed' | 'reattached' | 'orphan_found' | 'config_changed' | 'config_write_failed' | 'mission_uploaded' | 'mission_deleted' | 'rotation_changed' | 'mods_changed'
  | 'player_joined' | 'player_left' | 'player_kicked' | 'player_banned' | 'player_unbanned' | 'rcon_connected' | 'rcon_lost' | 'rcon_refused' | 'rcon_command'
  | 'backup_created' | 'backup_restored' | 'schedule_fired' | 'job_failed' | 'hang_detected' | 'memory_limit' | 'disk_low' | 'cpu_high' | 'fps_low' | 'no_players';

/** Which events are asked for. */
export interface EventFilter {
  limit: number;
  offset: number;
  event_type?: string | undefined;
  since?: Date | undefined;
}

const view = ({ id, server_id, server_name, event_type, actor, detail, created_at }: ArmaEvent): EventView => ({ id, server_id, server_name, event_type, actor, detail, created_at: created_at.toISOString() });

/** The history of servers: written for the record, told to those who watch. */
@Injectable()
export class EventsService {
  private readonly logger = new Logger('servers');
  private readonly listeners: ((event: EventView) => Promise<void>)[] = [];

  constructor(
    @InjectRepository(ArmaEvent) private readonly events: Repository<ArmaEvent>,
    private readonly feed: ServerFeed,
  ) {}

  /** Calls back with every event that this instance records. */
  onRecorded(listener: (event: EventView) => Promise<void>): void {
    this.listeners.push(listener);
  }

  /** Remembers an event. Joining and leaving players are told but not stored here: they have a history of their own. */
  async record(server: { id: number; name: string }, type: EventType, actor: Actor, detail: Record<string, unknown> = {}): Promise<void> {
    const row = { server_id: server.id, server_name: server.name, event_type: type, actor, detail, created_at: new Date() };
    const stored = type === 'player_joined' || type === 'player_left' ? { id: 0, ...row } : await this.events.save(this.events.create(row));
    const event = view(stored);
    this.feed.tell(server.id, 'event', event);
    // What listeners make of it is no part of what happened.
    for (const listener of this.listeners) await listener(event).catch((error: unknown) => this.logger.warn({ err: error, event: type }, 'an event could not be passed on'));
  }

  /** Events of some servers, newest first. */
  async list(serverIds: readonly number[] | 'all', { limit, offset, event_type: type, since }: EventFilter): Promise<Page<EventView>> {
    const where: FindOptionsWhere<ArmaEvent> = {};
    if (serverIds !== 'all') where.server_id = In([...serverIds]);
    if (type !== undefined) where.event_type = type;
    if (since !== undefined) where.created_at = MoreThanOrEqual(since);
    const [rows, total] = await this.events.findAndCount({ where, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: rows.map(view), total, limit, offset };
  }

  /** Removes events older than a moment. */
  async forgetBefore(moment: Date): Promise<number> {
    const result = await this.events.createQueryBuilder().delete().where('created_at < :moment', { moment: moment.getTime() }).execute();
    return result.affected ?? 0;
  }
}
