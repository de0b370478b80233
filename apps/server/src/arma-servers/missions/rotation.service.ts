import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { insertRows, transaction } from '@rumpus/persistence';
import { In, Repository } from 'typeorm';
import { z } from 'zod';
import { assertWritable } from '../configuration/syntax/write.js';
import { invalidInput } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import type { Actor } from '../http/caller.js';
import { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ArmaMission, ArmaRotation } from './mission.entities.js';

/** An entry as it comes and goes. `template` may name a mission of the game itself. */
export const ROTATION_ENTRY = z.strictObject({
  mission_id: z.int().positive().nullable().default(null),
  template: z.string().regex(/^[A-Za-z0-9 _.()[\]&+%'-]{1,120}\.[A-Za-z0-9_]{1,64}$/, 'must be name.terrain').optional(),
  difficulty: z.string().regex(/^[A-Za-z0-9_]{1,64}$/).default('Regular'),
  params: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), z.union([z.number(), z.string().max(256)])).default({}),
  enabled: z.boolean().default(true),
});
export const ROTATION = z.array(ROTATION_ENTRY).max(200);
export type RotationEntry = z.infer<typeof ROTATION_ENTRY>;

/** An entry as it is stored: with its template, whatever it came with. */
export const ROTATION_VIEW = z.object({ mission_id: z.int().nullable(), template: z.string(), difficulty: z.string(), params: z.record(z.string(), z.union([z.number(), z.string()])), enabled: z.boolean() });
export type RotationView = z.infer<typeof ROTATION_VIEW>;

/** The mission cycle of servers. */
@Injectable()
export class RotationService {
  constructor(
    @InjectRepository(ArmaRotation) private readonly rotation: Repository<ArmaRotation>,
    @InjectRepository(ArmaMission) private readonly missions: Repository<ArmaMission>,
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
  ) {}

  async get(serverId: number): Promise<RotationView[]> {
    await this.servers.get(serverId);
    const rows = await this.rotation.find({ where: { server_id: serverId }, order: { position: 'ASC' } });
    return rows.map(({ mission_id, template, difficulty, params, enabled }) => ({ mission_id, template, difficulty, params, enabled }));
  }

  /** Replaces the whole list; a running server takes it at its next start. */
  async set(serverId: number, entries: readonly RotationEntry[], actor: Actor): Promise<RotationView[]> {
    const server = await this.servers.get(serverId);
    const templates = await this.templates(serverId, entries);
    const rows = entries.map((entry, position) => ({ server_id: serverId, position, mission_id: entry.mission_id, template: templates[position] ?? '', difficulty: entry.difficulty, params: entry.params, enabled: entry.enabled }));
    for (const { params } of rows) for (const [name, value] of Object.entries(params)) if (typeof value === 'string') assertWritable(value, `params.${name}`);
    await transaction(this.rotation.manager, async (manager) => {
      await manager.delete(ArmaRotation, { server_id: serverId });
      await insertRows(manager, ArmaRotation, rows);
      await manager.increment(ArmaServer, { id: serverId }, 'config_revision', 1);
    });
    await this.events.record(server, 'rotation_changed', actor, { missions: rows.map(({ template }) => template) });
    return this.get(serverId);
  }

  private async templates(serverId: number, entries: readonly RotationEntry[]): Promise<string[]> {
    const ids = entries.flatMap(({ mission_id: id }) => id ?? []);
    const known = new Map((ids.length === 0 ? [] : await this.missions.findBy({ server_id: serverId, id: In(ids) })).map((mission) => [mission.id, `${mission.mission_name}.${mission.terrain}`]));
    return entries.map(({ mission_id: id, template }, index) => {
      const found = id === null ? template : known.get(id);
      if (found === undefined) throw invalidInput({ path: `${String(index)}.${id === null ? 'template' : 'mission_id'}`, rule: 'unknown', message: id === null ? 'a template is needed when there is no mission' : 'no such mission on this server' });
      return found;
    });
  }
}
