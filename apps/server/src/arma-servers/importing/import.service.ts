import { copyFile, mkdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { ConfigService } from '../configuration/config.service.js';
import { profileName } from '../configuration/files/launch-arguments.js';
import { SECRET_FIELDS, type SectionData, type SectionName } from '../configuration/parameters/sections.js';
import { EventsService } from '../events/events.service.js';
import type { Actor } from '../http/caller.js';
import { MissionsService } from '../missions/missions.service.js';
import { RotationService, type RotationEntry } from '../missions/rotation.service.js';
import { ModsService } from '../mods/mods.service.js';
import { conflictsWith, defaultRconPort, type PortPlan } from '../servers/ports.js';
import type { CreateServer } from '../servers/server.dto.js';
import { HostLease } from '../hosts/host-lease.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServersService } from '../servers/servers.service.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { ImportReader, type ReadInstall } from './import-reader.js';
import type { ImportReport, ImportServer } from './import.dto.js';

const NAME_LENGTH = 64;

/** Passwords only show that they were found. */
function shown(config: Partial<Record<SectionName, SectionData>>): ImportReport['config'] {
  return Object.fromEntries(
    Object.entries(config).map(([section, data]) => {
      const secrets = new Set(SECRET_FIELDS.filter((secret) => secret.section === section).map(({ field }) => field));
      return [section, Object.fromEntries(Object.entries(data).map(([field, value]) => (secrets.has(field) ? [`${field}_set`, true] : [field, value])))];
    }),
  );
}

/** Takes over servers that exist already: first told, then done, and nothing of the original is ever changed. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reader: ImportReader,
    private readonly configs: ConfigService,
    private readonly repository: ServersRepository,
    private readonly servers: ServersService,
    private readonly missions: MissionsService,
    private readonly rotation: RotationService,
    private readonly mods: ModsService,
    private readonly models: FileModelService,
    private readonly lease: HostLease,
    private readonly events: EventsService,
  ) {}

  /** Tells what an import would take over, or does it: whole, or not at all. */
  async import(request: ImportServer, actor: Actor): Promise<ImportReport> {
    const read = await this.reader.read(request);
    const report = await this.propose(request, read);
    if (request.dry_run) return report;
    return { ...report, dry_run: false, server_id: await this.adopt(report, read, actor) };
  }

  private async propose(request: ImportServer, read: ReadInstall): Promise<ImportReport> {
    const { understanding } = read;
    const { hostname } = understanding.config.server ?? {};
    const name = request.name ?? (typeof hostname === 'string' && hostname.trim() !== '' ? hostname.trim().slice(0, NAME_LENGTH) : basename(request.path).slice(0, NAME_LENGTH));
    const warnings = [...read.warnings];
    const ports = await this.ports(request, read, warnings);
    if (await this.repository.servers.existsBy({ name_key: name.toLowerCase() })) warnings.push(`There is a server called ${name} already; give another name`);
    if (read.exePath === undefined) warnings.push('There is no server program in the folder, and ARMA_EXE is not set; give exe_path');
    for (const { folder, error } of read.mods.filter(({ state }) => state === 'refused')) warnings.push(`The mod ${folder} is left out: ${error ?? ''}`);
    try {
      this.configs.check(understanding.config);
    } catch (error) {
      warnings.push(`The settings do not fit together: ${error instanceof Error ? error.message : ''}`);
    }
    const skipped = read.missions.filter(({ ok }) => !ok).length;
    if (skipped > 0) warnings.push(`${String(skipped)} mission files are left out`);
    return {
      dry_run: true,
      server_id: null,
      server: { name, exe_path: read.exePath ?? null, ...ports },
      files: read.found.files.map(({ path, kind }) => ({ path, kind, used: read.used.has(path) || (kind === 'bans' && request.include_bans) })),
      config: shown(understanding.config),
      extra_options: understanding.extra,
      understood: understanding.understood,
      rejected: understanding.rejected,
      rotation: understanding.rotation,
      missions: read.missions.map(({ path: _path, ...mission }) => mission),
      mods: read.mods.map(({ name: _name, ...mod }) => mod),
      bans: request.include_bans ? read.bans : 0,
      progress_files: read.varsFile === undefined ? [] : [read.varsFile],
      warnings,
    };
  }

  /** The ports it has, where they are free of other servers; the running original may well hold them on this host. */
  private async ports({ game_port: askedGame, rcon_port: askedRcon }: ImportServer, { understanding }: ReadInstall, warnings: string[]): Promise<PortPlan> {
    const game = askedGame ?? understanding.gamePort ?? 2_302;
    const wanted = { game_port: game, rcon_port: askedRcon ?? understanding.rconPort ?? defaultRconPort(game) };
    const inside = wanted.rcon_port >= game && wanted.rcon_port < game + 4;
    if (inside) warnings.push(`The RCon port ${String(wanted.rcon_port)} is one of the game’s own; ${String(defaultRconPort(game))} is taken`);
    const plan = inside ? { ...wanted, rcon_port: defaultRconPort(game) } : wanted;
    const conflicts = conflictsWith(plan, await this.repository.ofHost(this.lease.hostId));
    if (conflicts.length === 0 || askedGame !== undefined) return plan;
    warnings.push(`The ports ${String(plan.game_port)} and ${String(plan.rcon_port)} belong to ${conflicts[0]?.owner_name ?? 'another server'}; others are taken`);
    return this.servers.suggest();
  }

  private async adopt({ server, rotation, bans }: ImportReport, read: ReadInstall, actor: Actor): Promise<number> {
    const config = read.understanding.config as NonNullable<CreateServer['config']>;
    const { exe_path: exe, ...named } = server;
    const { id } = await this.servers.create({ ...named, ...(exe === null ? {} : { exe_path: exe }), config }, actor);
    try {
      await this.adoptMissions(id, read, actor);
      await this.adoptMods(id, read, actor);
      await this.adoptRotation(id, rotation, actor);
      await this.adoptFiles(id, read, bans > 0);
    } catch (error) {
      await this.servers.remove(id, false, actor);
      await rm(this.models.paths(id).root, { recursive: true, force: true });
      throw error;
    }
    await this.events.record({ id, name: server.name }, 'updated', actor, { imported_from: read.found.root });
    return id;
  }

  /** Copies go the way of uploads, so they are checked like them. */
  private async adoptMissions(id: number, { missions }: ReadInstall, actor: Actor): Promise<void> {
    const folder = join(this.config.servers.dir, 'uploads');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { path, filename } of missions.filter(({ ok }) => ok)) {
      const copy = join(folder, randomUUID());
      await copyFile(path, copy);
      await this.missions.upload(id, [{ path: copy, originalname: filename }], true, actor);
    }
  }

  private async adoptMods(id: number, { mods }: ReadInstall, actor: Actor): Promise<void> {
    const list: { mod_id: number; kind: 'client' | 'server' }[] = [];
    for (const { folder, name, kind, mod_id: known, state } of mods) {
      if (state === 'refused') continue;
      const mod = known ?? (await this.register(name, folder));
      if (!list.some(({ mod_id: listed }) => listed === mod)) list.push({ mod_id: mod, kind });
    }
    if (list.length > 0) await this.mods.setOfServer(id, list, actor);
  }

  /** Two mods of one name in different folders are two mods. */
  private async register(name: string, folder: string): Promise<number> {
    const taken = (await this.mods.list()).some((mod) => mod.name.toLowerCase() === name.toLowerCase());
    return (await this.mods.register({ name: taken ? `${name} (${basename(folder)} ${randomUUID().slice(0, 4)})` : name, folder_path: folder, description: '' })).id;
  }

  private async adoptRotation(id: number, rotation: ImportReport['rotation'], actor: Actor): Promise<void> {
    if (rotation.length === 0) return;
    const files = new Map((await this.missions.list(id)).map((mission) => [`${mission.mission_name}.${mission.terrain}`.toLowerCase(), mission.id]));
    const entries: RotationEntry[] = rotation.map(({ template, difficulty, params }) => ({ mission_id: files.get(template.toLowerCase()) ?? null, template, difficulty, params, enabled: true }));
    await this.rotation.set(id, entries, actor);
  }

  /** Bans are read by BattlEye from its folder, the progress of missions by the game from beside its profile. */
  private async adoptFiles(id: number, { bansFile, varsFile, understanding }: ReadInstall, withBans: boolean): Promise<void> {
    const paths = this.models.paths(id);
    if (withBans && bansFile !== undefined) {
      await mkdir(paths.battleye, { recursive: true, mode: 0o700 });
      await copyFile(bansFile, join(paths.battleye, 'bans.txt'));
    }
    if (varsFile === undefined) return;
    const name = profileName(understanding.config.launch ?? {});
    const folder = join(paths.profiles, process.platform === 'win32' ? 'Users' : 'home', name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await copyFile(varsFile, join(folder, `${name}.vars.Arma3Profile`));
  }
}
