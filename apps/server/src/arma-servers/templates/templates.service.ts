import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { insertRows, isUniqueViolation } from '@rumpus/persistence';
import { In, Repository } from 'typeorm';
import { ConfigService } from '../configuration/config.service.js';
import { SECRET_FIELDS, type SectionData, type SectionName } from '../configuration/parameters/sections.js';
import { invalidInput, LanguardError, missing } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { ArmaMod, ArmaServerMod } from '../mods/mod.entities.js';
import type { CreateServer } from '../servers/server.dto.js';
import type { ServerDetail } from '../servers/server-view.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServersService } from '../servers/servers.service.js';
import { fillPlaceholders } from './placeholders.js';
import type { CreateTemplate, TemplateView, UpdateTemplate } from './template.dto.js';
import { ArmaTemplate } from './template.entity.js';

type Config = Partial<Record<SectionName, SectionData>>;
type Contents = Pick<ArmaTemplate, 'settings' | 'config' | 'mods'>;

/** Stands for any server when a template is checked. */
const SAMPLE = { name: 'Server', game_port: 2302, id: 1 };

const view = ({ id, name, description, settings, config, mods, created_by, created_at, updated_at }: ArmaTemplate): TemplateView => ({ id, name, description, settings, config, mods, created_by, created_at: created_at.toISOString(), updated_at: updated_at.toISOString() });

/** Templates: settings that new servers start from. */
@Injectable()
export class TemplatesService {
  constructor(
    @InjectRepository(ArmaTemplate) private readonly templates: Repository<ArmaTemplate>,
    @InjectRepository(ArmaMod) private readonly mods: Repository<ArmaMod>,
    @InjectRepository(ArmaServerMod) private readonly serverMods: Repository<ArmaServerMod>,
    private readonly repository: ServersRepository,
    private readonly servers: ServersService,
    private readonly configs: ConfigService,
  ) {}

  async list(): Promise<TemplateView[]> {
    return (await this.templates.find({ order: { name_key: 'ASC' } })).map(view);
  }

  async get(id: number): Promise<TemplateView> {
    return view(await this.row(id));
  }

  /** Makes a template of what a server is, of what the body says, or of both. */
  async create({ name, description = '', from_server_id: from, settings, config, mods }: CreateTemplate, actor: Actor): Promise<TemplateView> {
    const base = from === undefined ? { settings: {}, config: {}, mods: [] } : await this.contentsOf(from);
    const contents = { settings: { ...base.settings, ...settings }, config: over(base.config, config), mods: mods ?? base.mods };
    await this.check(contents);
    const now = new Date();
    return this.save(this.templates.create({ name, name_key: name.toLowerCase(), description, ...contents, created_by: actor, created_at: now, updated_at: now }));
  }

  /** Changes what is named. */
  async update(id: number, { name, ...change }: UpdateTemplate): Promise<TemplateView> {
    const row = await this.row(id);
    const config = change.config === undefined ? row.config : { ...row.config, ...change.config };
    const changed = Object.assign(row, change, { config, updated_at: new Date() }, name === undefined ? {} : { name, name_key: name.toLowerCase() });
    await this.check(changed);
    return this.save(changed);
  }

  async remove(id: number): Promise<void> {
    await this.row(id);
    await this.templates.delete({ id });
  }

  /** Makes a server, from a template when the request names one. What the request says goes over what the template has. */
  async createServer(request: CreateServer, actor: Actor): Promise<ServerDetail> {
    if (request.template_id == null) return this.servers.create(request, actor);
    const template = await this.row(request.template_id);
    return this.servers.create({ ...template.settings, ...request }, actor, {
      config: ({ id, name, game_port }) => fillPlaceholders(template.config, { id, name, game_port }),
      rows: async (manager, { id }) => {
        const known = await this.knownMods(template.mods.map(({ mod_id }) => mod_id));
        const list = template.mods.filter(({ mod_id }) => known.has(mod_id));
        await insertRows(manager, ArmaServerMod, list.map(({ mod_id, kind }, position) => ({ server_id: id, mod_id, kind, position })));
      },
    });
  }

  private async contentsOf(serverId: number): Promise<Contents> {
    const { exe_path, auto_start, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, priority, tags, memory_limit_mb, memory_policy } = await this.repository.get(serverId);
    const mods = await this.serverMods.find({ where: { server_id: serverId }, order: { position: 'ASC' } });
    return {
      settings: { exe_path, auto_start, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, priority, tags, memory_limit_mb, memory_policy },
      config: await this.configs.recipe(serverId),
      mods: mods.map(({ mod_id, kind }) => ({ mod_id, kind })),
    };
  }

  /** A template must make a legal server, and must not carry passwords from one to all others. */
  private async check({ config, mods }: Contents): Promise<void> {
    const secret = SECRET_FIELDS.find(({ section, field }) => config[section]?.[field] != null);
    if (secret !== undefined) throw invalidInput({ path: `config.${secret.section}.${secret.field}`, rule: 'secret', message: 'a template holds no passwords; each server gets its own' });
    this.configs.check(fillPlaceholders(config, SAMPLE));
    const known = await this.knownMods(mods.map(({ mod_id }) => mod_id));
    const unknown = mods.findIndex(({ mod_id }, index) => !known.has(mod_id) || mods.findIndex((other) => other.mod_id === mod_id) !== index);
    if (unknown >= 0) throw invalidInput({ path: `mods.${String(unknown)}.mod_id`, rule: 'unknown', message: 'no such mod, or it stands twice' });
  }

  private async knownMods(ids: readonly number[]): Promise<Set<number>> {
    return new Set((ids.length === 0 ? [] : await this.mods.find({ where: { id: In([...ids]) }, select: { id: true } })).map(({ id }) => id));
  }

  private async row(id: number): Promise<ArmaTemplate> {
    const row = await this.templates.findOneBy({ id });
    if (row === null) throw missing('template');
    return row;
  }

  private async save(row: ArmaTemplate): Promise<TemplateView> {
    try {
      return view(await this.templates.save(row));
    } catch (error) {
      if (isUniqueViolation(error)) throw new LanguardError('NAME_TAKEN', 'There is a template of this name already', { name: row.name });
      throw error;
    }
  }
}

const over = (base: Config, change: Config = {}): Config => Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(change)] as SectionName[])].map((section) => [section, { ...base[section], ...change[section] }]));
