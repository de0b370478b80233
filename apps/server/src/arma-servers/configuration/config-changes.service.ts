import { Injectable } from '@nestjs/common';
import { invalidInput } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { ServersService } from '../servers/servers.service.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { makeFolders, writeBattlEyeFile } from '../supervision/server-files.js';
import type { ChangedConfig, ConfigView } from './config.dto.js';
import { ConfigService, type ChangeContext } from './config.service.js';
import type { SectionName } from './parameters/sections.js';

/** Changes of a configuration with all that follows from them. */
@Injectable()
export class ConfigChangesService {
  constructor(
    private readonly configs: ConfigService,
    private readonly servers: ServersService,
    private readonly repository: ServersRepository,
    private readonly models: FileModelService,
    private readonly events: EventsService,
    readonly router: HostRouter,
  ) {}

  async view(serverId: number): Promise<ConfigView> {
    return this.configs.view(await this.repository.get(serverId));
  }

  /** Changes one section; the RCon port, which stands with the server, may come with its section. */
  async update(serverId: number, section: SectionName, body: unknown, context: ChangeContext, actor: Actor): Promise<ChangedConfig> {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidInput({ path: section, rule: 'type', message: 'an object is needed' });
    const { rcon_port: port, ...change } = body as Record<string, unknown>;
    if (section === 'rcon' && port !== undefined) await this.movePort(serverId, port, actor);
    const revision = await this.configs.update(serverId, section, section === 'rcon' ? change : body, context);
    if (section === 'rcon') await this.writeBattlEye(serverId);
    const server = await this.repository.get(serverId);
    await this.events.record(server, 'config_changed', actor, { section, revision, fields: Object.keys(body) });
    return this.withRestart(serverId);
  }

  async rollback(serverId: number, revision: number, authorId: number, actor: Actor): Promise<ChangedConfig> {
    const made = await this.configs.rollback(serverId, revision, authorId);
    await this.events.record(await this.repository.get(serverId), 'config_changed', actor, { rolled_back_to: revision, revision: made });
    return this.withRestart(serverId);
  }

  private async withRestart(serverId: number): Promise<ChangedConfig> {
    const { restart_required } = await this.servers.detail(serverId);
    return { ...(await this.view(serverId)), restart_required };
  }

  private async movePort(serverId: number, port: unknown, actor: Actor): Promise<void> {
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1_024 || port > 65_535) throw invalidInput({ path: 'rcon.rcon_port', rule: 'range', message: 'a port from 1024 to 65535' });
    await this.servers.update(serverId, { rcon_port: port }, actor);
  }

  /** Written at once; it takes effect at the next start, as BattlEye goes on with the copy it made. */
  @OnOwner('config.write-battleye')
  async writeBattlEye(serverId: number): Promise<void> {
    const model = await this.models.build(await this.repository.get(serverId));
    await makeFolders(model.paths);
    await writeBattlEyeFile(model);
  }
}
