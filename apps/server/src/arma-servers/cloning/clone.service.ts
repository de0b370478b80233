import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { insertRows } from '@rumpus/persistence';
import { Repository, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { ConfigService } from '../configuration/config.service.js';
import type { ServerPaths } from '../configuration/files/model.js';
import { LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { ArmaMission, ArmaRotation } from '../missions/mission.entities.js';
import { ArmaServerMod } from '../mods/mod.entities.js';
import { SERVER_NAME } from '../servers/server.dto.js';
import type { ServerDetail } from '../servers/server-view.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServersService } from '../servers/servers.service.js';
import { FileModelService } from '../supervision/file-model.service.js';

/** `POST /servers/{id}/clone` (arma-servers spec §1.3). */
export const CLONE = z.strictObject({
  name: SERVER_NAME,
  game_port: z.int().min(1_024).max(65_530).optional(),
  rcon_port: z.int().min(1_024).max(65_535).optional(),
  include_missions: z.boolean().default(true),
  /** Join, admin and command passwords; RCon always gets a new one. */
  include_secrets: z.boolean().default(false),
});
export type CloneRequest = z.infer<typeof CLONE>;

const COPIED_SECRETS = ['password', 'password_admin', 'server_command_password'];

/** Makes a server like another one: configuration, mods, missions and rotation, with ports and an RCon password of its own and no history. */
@Injectable()
export class CloneService {
  private readonly logger = new Logger('servers');

  constructor(
    @InjectRepository(ArmaMission) private readonly missions: Repository<ArmaMission>,
    private readonly repository: ServersRepository,
    private readonly servers: ServersService,
    private readonly configs: ConfigService,
    private readonly models: FileModelService,
    private readonly lease: HostLease,
    private readonly events: EventsService,
    readonly router: HostRouter,
  ) {}

  /** @throws LanguardError `NAME_TAKEN`, `PORT_IN_USE`, or `DISK_FULL`; then nothing is left of the clone */
  @OnOwner('clone.clone')
  async clone(serverId: number, { name, game_port, rcon_port, include_missions: withMissions, include_secrets: withSecrets }: CloneRequest, actor: Actor): Promise<ServerDetail> {
    const source = await this.repository.get(serverId);
    this.lease.assertOwner(source);
    const config = await this.configs.recipe(serverId);
    if (withSecrets) config.server = { ...config.server, ...(await this.secretsOf(serverId)) };
    const { description, exe_path, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, cpu_affinity, priority, tags, memory_limit_mb, memory_policy } = source;
    const ports = { ...(game_port === undefined ? {} : { game_port }), ...(rcon_port === undefined ? {} : { rcon_port }) };
    const settings = { description, exe_path, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, cpu_affinity, priority, tags, memory_limit_mb, memory_policy };
    // Not started with the manager: two servers of one name in the browser are seldom meant.
    const made = await this.servers.create({ name, ...settings, ...ports, auto_start: false }, actor, { config: () => config, rows: (manager, { id }) => copyRows(manager, serverId, id, withMissions) });
    if (withMissions) await this.copyFiles(serverId, this.models.paths(made.id)).catch((error: unknown) => this.undo(made.id, actor, error));
    await this.events.record(made, 'updated', actor, { cloned_from: serverId, source: source.name });
    return this.servers.detail(made.id);
  }

  private async undo(cloneId: number, actor: Actor, error: unknown): Promise<never> {
    await this.servers.remove(cloneId, false, actor);
    await rm(this.models.paths(cloneId).root, { recursive: true, force: true });
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new LanguardError('DISK_FULL', 'There is no room for the missions of the clone', null, error) : error;
  }

  private async secretsOf(serverId: number): Promise<Record<string, unknown>> {
    const { server } = await this.configs.full(serverId);
    return Object.fromEntries(COPIED_SECRETS.flatMap((field) => (server[field] === undefined ? [] : [[field, server[field]]])));
  }

  /** Hard links where the file system has them: a mission that is replaced gets a new file, so the other server keeps the old one. */
  private async copyFiles(sourceId: number, to: ServerPaths): Promise<void> {
    const from = this.models.paths(sourceId).mpmissions;
    await mkdir(to.mpmissions, { recursive: true, mode: 0o700 });
    for (const { filename } of await this.missions.find({ where: { server_id: sourceId, missing: false }, select: { id: true, filename: true } })) {
      const [source, target] = [join(from, filename), join(to.mpmissions, filename)];
      await link(source, target)
        .catch(() => copyFile(source, target))
        .catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
          this.logger.warn({ filename, serverId: sourceId }, 'a mission file is gone and was not cloned');
        });
    }
  }
}

/** Missions, rotation and mods of one server for another. Without missions only those of the game itself stay in the rotation. */
async function copyRows(manager: EntityManager, from: number, to: number, withMissions: boolean): Promise<void> {
  const mods = await manager.find(ArmaServerMod, { where: { server_id: from } });
  await insertRows(manager, ArmaServerMod, mods.map(({ mod_id, kind, position }) => ({ server_id: to, mod_id, kind, position })));
  const missionIds = new Map<number, number>();
  if (withMissions) {
    for (const { id, ...mission } of await manager.find(ArmaMission, { where: { server_id: from } })) {
      missionIds.set(id, (await manager.save(manager.create(ArmaMission, { ...mission, server_id: to }))).id);
    }
  }
  const entries = (await manager.find(ArmaRotation, { where: { server_id: from }, order: { position: 'ASC' } })).filter(({ mission_id: id }) => id === null || missionIds.has(id));
  const rows = entries.map(({ mission_id: id, template, difficulty, params, enabled }, position) => ({ server_id: to, position, mission_id: id === null ? null : (missionIds.get(id) ?? null), template, difficulty, params, enabled }));
  await insertRows(manager, ArmaRotation, rows);
}
