import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { insertRows, isUniqueViolation, transaction } from '@rumpus/persistence';
import { STARTABLE } from '@rumpus/process-supervisor';
import { In, Not, Repository } from 'typeorm';
import type { z } from 'zod';
import { invalidInput, LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import type { Actor } from '../http/caller.js';
import { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { checkModFolder, inspectMod, isModFolder } from './mod-folder.js';
import { ArmaMod, ArmaServerMod } from './mod.entities.js';
import type { CHANGE_MOD, FoundMod, ModView, REGISTER_MOD, SERVER_MODS, ServerModView } from './mod.dto.js';
import { ModViews } from './mod-views.js';
import { ServerSettings } from '../settings/server-settings.js';

/** Where steamcmd puts the workshop items of this game. */
const workshopContent = (steamDir: string): string => join(steamDir, 'steamapps', 'workshop', 'content', '107410');

const keyOfFolder = (folder: string): string => createHash('sha256').update(folder).digest('hex');

function plain(mod: ArmaMod): Omit<ModView, 'used_by'> {
  const { name_key: _name, folder_key: _folder, updated_at_steam: steam, installed_at: installed, created_at: created, updated_at: updated, ...shown } = mod as Omit<ArmaMod, never>;
  return { ...shown, updated_at_steam: steam?.toISOString() ?? null, installed_at: installed?.toISOString() ?? null, created_at: created.toISOString(), updated_at: updated.toISOString() };
}

/** The mods of this host, and which server loads which. */
@Injectable()
export class ModsService {
  constructor(
    @Inject(CONFIG) private readonly settings: Config,
    private readonly live: ServerSettings,
    @InjectRepository(ArmaMod) private readonly mods: Repository<ArmaMod>,
    @InjectRepository(ArmaServerMod) private readonly serverMods: Repository<ArmaServerMod>,
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
    private readonly views: ModViews,
  ) {}

  async list(): Promise<ModView[]> {
    const [mods, uses] = await Promise.all([this.mods.find({ order: { name_key: 'ASC' } }), this.serverMods.find()]);
    return mods.map((mod) => ({ ...plain(mod), used_by: uses.filter(({ mod_id: id }) => id === mod.id).map(({ server_id: id }) => id) }));
  }

  /** Folders below which mods may lie: those that are set, and where steamcmd puts its downloads. */
  get roots(): readonly string[] {
    return [...this.live.values.modRoots, workshopContent(this.settings.servers.steamDir)];
  }

  /** Registers a folder below the mod folders. */
  async register({ name, folder_path, description }: z.infer<typeof REGISTER_MOD>): Promise<ModView> {
    const folder = await checkModFolder(folder_path, this.roots);
    const now = new Date();
    const row = { name, name_key: name.toLowerCase(), folder_path: folder, folder_key: keyOfFolder(folder), folder_name: basename(folder), description, ...(await inspectMod(folder)), updated_at_steam: null, installed_at: now, status: 'ok' as const, created_at: now, updated_at: now };
    try {
      return { ...plain(await this.mods.save(this.mods.create(row))), used_by: [] };
    } catch (error) {
      if (isUniqueViolation(error)) throw new LanguardError('NAME_TAKEN', 'There is a mod of this name or folder already', { name, folder });
      throw error;
    }
  }

  /** Mod folders below the roots that are not registered yet. */
  async scan(): Promise<FoundMod[]> {
    const known = new Set((await this.mods.find({ select: { id: true, folder_path: true } })).map(({ folder_path: path }) => path));
    const found: FoundMod[] = [];
    for (const root of this.roots) {
      for (const entry of await readdir(root).catch(() => [])) {
        const folder = await checkModFolder(join(root, entry), this.roots).catch(() => undefined);
        if (folder === undefined || known.has(folder) || !(await isModFolder(folder))) continue;
        const facts = await inspectMod(folder);
        found.push({ folder_path: folder, name: facts.display_name ?? entry.replace(/^@/, ''), workshop_id: facts.workshop_id });
      }
    }
    return found;
  }

  /** Looks into all folders again. */
  async refresh(): Promise<ModView[]> {
    for (const mod of await this.mods.find()) {
      const facts = (await isModFolder(mod.folder_path)) ? { ...(await inspectMod(mod.folder_path)), status: 'ok' as const } : { status: 'missing' as const };
      await this.mods.save(this.mods.merge(mod, { ...facts, updated_at: new Date() }));
    }
    return this.list();
  }

  /** Takes in what steamcmd has downloaded: a new mod, or a newer state of a known one. */
  async installed({ workshopId, title, updatedAt }: { workshopId: string; title: string | null; updatedAt: Date | null }, path: string): Promise<void> {
    const folder = await checkModFolder(path, this.roots);
    const facts = { ...(await inspectMod(folder)), workshop_id: workshopId };
    const now = new Date();
    const place = { folder_path: folder, folder_key: keyOfFolder(folder), folder_name: basename(folder), status: 'ok' as const, installed_at: now, updated_at_steam: updatedAt, updated_at: now };
    const known = await this.mods.findOneBy({ workshop_id: workshopId });
    if (known !== null) {
      await this.mods.save(this.mods.merge(known, { ...facts, ...place }));
      return;
    }
    const plainName = (title ?? facts.display_name ?? workshopId).trim().slice(0, 100);
    const name = (await this.mods.existsBy({ name_key: plainName.toLowerCase() })) ? `${plainName} (${workshopId})` : plainName;
    await this.mods.save(this.mods.create({ name, name_key: name.toLowerCase(), description: '', ...facts, ...place, created_at: now }));
  }

  /** Ids of servers that run now with one of these workshop items. */
  async runningWith(workshopIds: readonly string[]): Promise<number[]> {
    const mods = await this.mods.find({ where: { workshop_id: In([...workshopIds]) }, select: { id: true } });
    if (mods.length === 0) return [];
    const uses = await this.serverMods.find({ where: { mod_id: In(mods.map(({ id }) => id)) } });
    const ids = [...new Set(uses.map(({ server_id: id }) => id))];
    if (ids.length === 0) return [];
    return (await this.servers.servers.find({ where: { id: In(ids), status: Not(In([...STARTABLE])) }, select: { id: true }, order: { id: 'ASC' } })).map(({ id }) => id);
  }

  /** Remembers when Steam says that mods were changed. */
  async noteUpdates(rows: readonly { id: number; updatedAt: Date | null }[]): Promise<void> {
    for (const { id, updatedAt } of rows) if (updatedAt !== null) await this.mods.update({ id }, { updated_at_steam: updatedAt });
  }

  /** @throws LanguardError `NOT_FOUND`, `VALIDATION_ERROR` for a mod that is not of the workshop */
  async workshopIdOf(id: number): Promise<string> {
    const { workshop_id: workshopId } = await this.get(id);
    if (workshopId === null) throw invalidInput({ path: 'mid', rule: 'workshop', message: 'this mod is not of the workshop' });
    return workshopId;
  }

  async change(id: number, change: z.infer<typeof CHANGE_MOD>): Promise<ModView> {
    const mod = await this.get(id);
    const { name, description } = change;
    await this.mods.save(this.mods.merge(mod, { ...(name === undefined ? {} : { name, name_key: name.toLowerCase() }), ...(description === undefined ? {} : { description }), updated_at: new Date() }));
    return (await this.list()).find((view) => view.id === id) ?? { ...plain(mod), used_by: [] };
  }

  /** Forgets a mod that no server loads; its files stay. */
  async remove(id: number): Promise<void> {
    await this.get(id);
    const uses = await this.serverMods.findBy({ mod_id: id });
    if (uses.length > 0) throw new LanguardError('MOD_IN_USE', 'Servers load this mod', { servers: uses.map(({ server_id: server }) => server) });
    await this.mods.delete({ id });
    await this.views.prune(await this.mods.find());
  }

  async ofServer(serverId: number): Promise<ServerModView[]> {
    await this.servers.get(serverId);
    const rows = await this.serverMods.find({ where: { server_id: serverId }, order: { position: 'ASC' } });
    const mods = new Map((rows.length === 0 ? [] : await this.mods.findBy({ id: In(rows.map(({ mod_id: id }) => id)) })).map((mod) => [mod.id, mod]));
    return rows.flatMap(({ mod_id: id, kind, position }) => {
      const mod = mods.get(id);
      return mod === undefined ? [] : [{ ...plain(mod), kind, position }];
    });
  }

  /** Replaces the list of a server; it counts from the next start. */
  async setOfServer(serverId: number, list: z.infer<typeof SERVER_MODS>, actor: Actor): Promise<ServerModView[]> {
    const server = await this.servers.get(serverId);
    await this.checkList(list);
    await transaction(this.serverMods.manager, async (manager) => {
      await manager.delete(ArmaServerMod, { server_id: serverId });
      await insertRows(manager, ArmaServerMod, list.map(({ mod_id, kind }, position) => ({ server_id: serverId, mod_id, kind, position })));
      await manager.increment(ArmaServer, { id: serverId }, 'config_revision', 1);
    });
    await this.events.record(server, 'mods_changed', actor, { mods: list.map(({ mod_id: id }) => id) });
    return this.ofServer(serverId);
  }

  /** Which of these mods there are. */
  async known(ids: readonly number[]): Promise<Set<number>> {
    return new Set((ids.length === 0 ? [] : await this.mods.find({ where: { id: In([...new Set(ids)]) }, select: { id: true } })).map(({ id }) => id));
  }

  /** @param at where the list stands in the request @throws LanguardError `VALIDATION_ERROR` for a mod that stands twice or is not there */
  async checkList(list: z.infer<typeof SERVER_MODS>, at = ''): Promise<void> {
    const ids = list.map(({ mod_id: id }) => id);
    const double = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (double >= 0) throw invalidInput({ path: `${at}${String(double)}.mod_id`, rule: 'twice', message: 'stands twice in the list' });
    const known = await this.known(ids);
    const unknown = ids.findIndex((id) => !known.has(id));
    if (unknown >= 0) throw invalidInput({ path: `${at}${String(unknown)}.mod_id`, rule: 'unknown', message: 'no such mod' });
  }

  /** Mods by their workshop id. */
  async byWorkshopIds(ids: readonly string[]): Promise<Map<string, ArmaMod>> {
    const rows = ids.length === 0 ? [] : await this.mods.findBy({ workshop_id: In([...ids]) });
    return new Map(rows.flatMap((mod) => (mod.workshop_id === null ? [] : [[mod.workshop_id, mod]])));
  }

  private async get(id: number): Promise<ArmaMod> {
    const mod = await this.mods.findOneBy({ id });
    if (mod === null) throw missing('mod');
    return mod;
  }
}
