import { rename, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { isUniqueViolation, transaction } from '@rumpus/persistence';
import { STARTABLE } from '@rumpus/process-supervisor';
import type { EntityManager } from 'typeorm';
import type { SectionData, SectionName } from '../configuration/parameters/sections.js';
import { ConfigService } from '../configuration/config.service.js';
import { serverPaths } from '../configuration/files/model.js';
import { invalidInput, LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import { HostDirectory } from '../hosts/host-directory.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { ServerLocks } from '../supervision/server-locks.js';
import { ServerProcesses } from '../supervision/server-processes.js';
import { LiveStates, noLiveState } from './live-state.js';
import { conflictsWith, defaultRconPort, suggestPorts, type PortPlan } from './ports.js';
import type { CreateServer, UpdateServer } from './server.dto.js';
import { ArmaServer } from './server.entity.js';
import { detailOf, summaryOf, type ServerDetail, type ServerSummary } from './server-view.js';
import { ServersRepository } from './servers.repository.js';
import { SharedLive } from './shared-live.js';

/** What a server is made from beside what was asked for. */
export interface Blueprint {
  /** Sections of its configuration, once its id and ports are known; those of the request go over them. */
  config?: (server: ArmaServer) => Partial<Record<SectionName, SectionData>>;
  /** Further rows of the new server, in the same transaction. */
  rows?: (manager: EntityManager, server: ArmaServer) => Promise<void>;
}

/** Sections of a request over those of a blueprint, field by field. */
function over(base: Partial<Record<SectionName, SectionData>>, asked: CreateServer['config'] = {}): Partial<Record<SectionName, unknown>> {
  const merged: Partial<Record<SectionName, unknown>> = { ...base };
  for (const [section, fields] of Object.entries(asked) as [SectionName, unknown][]) {
    merged[section] = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? { ...base[section], ...fields } : fields;
  }
  return merged;
}

/** Servers as things that are created, changed and deleted. */
@Injectable()
export class ServersService {
  constructor(
    @Inject(CONFIG) private readonly settings: Config,
    private readonly repository: ServersRepository,
    private readonly configs: ConfigService,
    private readonly processes: ServerProcesses,
    private readonly lease: HostLease,
    private readonly events: EventsService,
    private readonly live: LiveStates,
    private readonly locks: ServerLocks,
    private readonly shared: SharedLive,
    private readonly hosts: HostDirectory,
    readonly router: HostRouter,
  ) {}

  async list(ids: readonly number[] | 'all', filter: { status?: string | undefined; q?: string | undefined; tag?: string | undefined }): Promise<ServerSummary[]> {
    const wanted = filter.q?.toLowerCase() ?? '';
    const rows = (await this.repository.list(ids, filter.status)).filter((server) => server.name_key.includes(wanted) && (filter.tag === undefined || server.tags.includes(filter.tag)));
    const slots = await this.repository.maxPlayers(rows.map(({ id }) => id));
    const [live, hosts] = await Promise.all([this.shared.of(rows), this.hosts.all()]);
    return rows.map((server) => summaryOf(server, live.get(server.id) ?? noLiveState(), slots.get(server.id) ?? 64, hosts.get(server.host_id)));
  }

  async detail(id: number): Promise<ServerDetail> {
    const server = await this.repository.get(id);
    const [slots, live, host] = await Promise.all([this.repository.maxPlayers([id]), this.shared.of([server]), this.hosts.find(server.host_id)]);
    return detailOf(server, summaryOf(server, live.get(id) ?? noLiveState(), slots.get(id) ?? 64, host), serverPaths(host.servers_dir, id), await this.repository.modCounts(id));
  }

  /** Makes a server of this host. Ports that are left out are suggested. */
  async create(request: CreateServer, actor: Actor, blueprint: Blueprint = {}): Promise<ServerDetail> {
    const exePath = request.exe_path ?? this.settings.servers.armaExe;
    if (exePath === undefined) throw invalidInput({ path: 'exe_path', rule: 'required', message: 'needed, as ARMA_EXE is not set' });
    const ports = await this.ports(request);
    const now = new Date();
    const { config, name, template_id: _template, ...given } = request;
    const id = await this.unique(name, () =>
      transaction(this.repository.servers.manager, async (manager) => {
        const row = manager.create(ArmaServer, { description: '', tags: [], cpu_affinity: null, ...given, ...ports, name, name_key: name.toLowerCase(), exe_path: exePath, host_id: this.lease.hostId, created_at: now, updated_at: now });
        const server = await manager.save(row);
        await this.configs.create(manager, server.id, over(blueprint.config?.(server) ?? {}, config));
        await blueprint.rows?.(manager, server);
        return server.id;
      }),
    );
    await this.events.record({ id, name }, 'created', actor);
    return this.detail(id);
  }

  /** Changes what is named. Ports and program count from the next start. */
  @OnOwner('servers.update')
  async update(id: number, change: UpdateServer, actor: Actor): Promise<ServerDetail> {
    const server = await this.repository.get(id);
    const ports = { game_port: change.game_port ?? server.game_port, rcon_port: change.rcon_port ?? server.rcon_port };
    await this.assertFree(ports, id);
    const { name, ...rest } = change;
    await this.unique(name ?? server.name, () => this.repository.change(id, { ...rest, ...(name === undefined ? {} : { name, name_key: name.toLowerCase() }), updated_at: new Date() }));
    const changed = await this.repository.get(id);
    this.processes.learn(changed);
    await this.events.record(changed, 'updated', actor, { fields: Object.keys(change) });
    return this.detail(id);
  }

  /** Deletes a server that is not running. Its files stay, or go to the trash. */
  @OnOwner('servers.remove')
  async remove(id: number, deleteFiles: boolean, actor: Actor): Promise<void> {
    const server = await this.repository.get(id);
    if (!STARTABLE.includes(server.status)) throw new LanguardError('INVALID_TRANSITION', `A server that is ${server.status} can't be deleted`, { status: server.status });
    this.locks.assertFree(id);
    await this.processes.forget(id);
    await this.repository.servers.delete({ id });
    this.live.forget(id);
    if (deleteFiles) await this.toTrash(id);
    await this.events.record(server, 'deleted', actor, { files: deleteFiles });
  }

  /** A free block of ports for the next server. */
  async suggest(): Promise<PortPlan> {
    const plan = await suggestPorts(await this.repository.ofHost(this.lease.hostId));
    if (plan === undefined) throw new LanguardError('PORT_IN_USE', 'There is no free block of ports left');
    return plan;
  }

  private async ports({ game_port: game, rcon_port: rcon }: CreateServer): Promise<PortPlan> {
    if (game === undefined) {
      const suggested = await this.suggest();
      return { game_port: suggested.game_port, rcon_port: rcon ?? suggested.rcon_port };
    }
    const plan = { game_port: game, rcon_port: rcon ?? defaultRconPort(game) };
    await this.assertFree(plan);
    return plan;
  }

  private async assertFree(plan: PortPlan, except?: number): Promise<void> {
    if (plan.rcon_port >= plan.game_port && plan.rcon_port < plan.game_port + 4) throw invalidInput({ path: 'rcon_port', rule: 'overlap', message: 'is one of the game’s own ports' });
    const others = (await this.repository.ofHost(this.lease.hostId)).filter(({ id }) => id !== except);
    const conflicts = conflictsWith(plan, others);
    if (conflicts.length > 0) throw new LanguardError('PORT_IN_USE', `Ports belong to other servers: ${[...new Set(conflicts.map(({ port }) => port))].join(', ')}`, conflicts);
  }

  private async unique<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const taken = await this.repository.servers.existsBy({ name_key: name.toLowerCase() });
      throw taken ? new LanguardError('NAME_TAKEN', 'There is a server of this name already', { name }) : new LanguardError('PORT_IN_USE', 'Another server has just taken these ports');
    }
  }

  private async toTrash(id: number): Promise<void> {
    const { root } = serverPaths(this.settings.servers.dir, id);
    const trash = join(this.settings.servers.dir, 'trash');
    await mkdir(trash, { recursive: true, mode: 0o700 });
    const target = join(trash, `${String(id)}-${String(Date.now())}`);
    await rename(root, target).catch(async (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await rm(target, { recursive: true, force: true });
    });
  }
}
