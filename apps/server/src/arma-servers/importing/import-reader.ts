import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { readdir, stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { parseBansFile } from '@rumpus/battleye-rcon';
import { CONFIG, type Config } from '@rumpus/config';
import { Repository } from 'typeorm';
import { invalidInput } from '../errors.js';
import { missionName } from '../missions/mission-name.js';
import { readPbo } from '../missions/pbo.js';
import { checkModFolder, isModFolder } from '../mods/mod-folder.js';
import { ArmaMod } from '../mods/mod.entities.js';
import { isServerProgram } from '../servers/executable.js';
import { allowedPath, findInstall, readText, type FoundInstall, type FoundKind } from './find-install.js';
import type { ImportReport, ImportServer } from './import.dto.js';
import { argumentsIn, understandArguments, type LaunchFacts } from './launch-line.js';
import { understandBasicCfg, understandBattlEyeCfg, understandProfile, understandServerCfg } from './read-config.js';
import { Understanding } from './understanding.js';
import { ServerSettings } from '../settings/server-settings.js';

const MOST_MISSIONS = 1_000;

/** Everything that was read of an existing installation. */
export interface ReadInstall {
  found: FoundInstall;
  understanding: Understanding;
  used: ReadonlySet<string>;
  exePath: string | undefined;
  missions: (ImportReport['missions'][number] & { path: string })[];
  mods: (ImportReport['mods'][number] & { name: string })[];
  bansFile: string | undefined;
  bans: number;
  varsFile: string | undefined;
  profileName: string | undefined;
  warnings: string[];
}

/** Reads an existing installation. Opens files for reading only. */
@Injectable()
export class ImportReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly live: ServerSettings,
    @InjectRepository(ArmaMod) private readonly mods: Repository<ArmaMod>,
  ) {}

  private get roots(): string[] {
    const { installRoots, importRoots } = this.live.values;
    return [...installRoots, ...importRoots];
  }

  /** @throws LanguardError `PATH_NOT_ALLOWED`, `NOT_FOUND`, `VALIDATION_ERROR` */
  async read(request: ImportServer): Promise<ReadInstall> {
    const root = await allowedPath(request.path, this.roots);
    if (!(await stat(root)).isDirectory()) throw invalidInput({ path: 'path', rule: 'folder', message: 'is no folder' });
    const found = await findInstall(root);
    const into = new Understanding();
    const used = new Set<string>();
    const warnings: string[] = [];
    const facts = await this.readFiles(request, found, into, used, warnings);
    const missionFolders = facts.mpmissions === undefined ? found.missionFolders.map((folder) => join(root, folder)) : [await this.place(root, facts.mpmissions)];
    const bansFile = found.files.find(({ kind }) => kind === 'bans')?.path;
    const bans = bansFile === undefined ? 0 : parseBansFile((await readText(join(root, bansFile))) ?? '').bans.length;
    const { profile_name: named } = into.config.launch ?? {};
    const profileName = typeof named === 'string' ? named : undefined;
    const vars = found.varsFiles.filter((path) => profileName === undefined || basename(path).toLowerCase() === `${profileName.toLowerCase()}.vars.arma3profile`);
    if (vars.length > 1) warnings.push(`Of several files with the progress of missions ${vars[0] ?? ''} is taken`);
    return {
      found, understanding: into, used, warnings, bans, profileName,
      exePath: await this.programOf(request, root),
      missions: request.include_missions ? await this.missionsIn(missionFolders, warnings) : [],
      mods: request.include_mods ? await this.modsOf(root, facts, found, warnings) : [],
      bansFile: bansFile === undefined ? undefined : join(root, bansFile),
      varsFile: vars[0] === undefined ? undefined : join(root, vars[0]),
    };
  }

  private async readFiles(request: ImportServer, found: FoundInstall, into: Understanding, used: Set<string>, warnings: string[]): Promise<LaunchFacts> {
    const { root } = found;
    const text = async (path: string): Promise<string> => {
      used.add(path);
      return (await readText(join(root, path))) ?? '';
    };
    const script = this.choose(found, 'script', request.script, undefined, warnings);
    const facts = script === undefined ? { mods: [], serverMods: [] } : understandArguments(script, argumentsIn(await text(script)) ?? [], into);
    const named = (path: string | undefined): string | undefined => (path === undefined ? undefined : relative(root, isAbsolute(path) ? path : join(root, path)));
    const server = this.choose(found, 'server.cfg', request.server_cfg, named(facts.config), warnings);
    if (server === undefined) warnings.push('There is no server.cfg');
    else understandServerCfg(server, await text(server), into);
    const basic = this.choose(found, 'basic.cfg', request.basic_cfg, named(facts.cfg), warnings);
    if (basic !== undefined) understandBasicCfg(basic, await text(basic), into);
    const profile = this.choose(found, 'profile', request.profile, undefined, warnings);
    if (profile !== undefined) understandProfile(profile, await text(profile), into);
    const battleye = await this.battlEye(found, request.battleye_cfg, warnings);
    if (battleye !== undefined) understandBattlEyeCfg(battleye, await text(battleye), into);
    return facts;
  }

  /** The file that was asked for, else the one the command line names, else the first; and a word about the others. */
  private choose(found: FoundInstall, kind: FoundKind, asked: string | undefined, named: string | undefined, warnings: string[]): string | undefined {
    const candidates = found.files.filter((file) => file.kind === kind).map(({ path }) => path);
    if (asked !== undefined) {
      if (!candidates.includes(asked)) throw invalidInput({ path: kind === 'script' ? 'script' : kind.replace('.', '_'), rule: 'unknown', message: `there is no such file; found: ${candidates.join(', ')}` });
      return asked;
    }
    const chosen = candidates.find((path) => path === named) ?? candidates[0];
    if (chosen !== undefined && chosen !== named && candidates.length > 1) warnings.push(`Of ${String(candidates.length)} files (${candidates.join(', ')}) ${chosen} is taken`);
    return chosen;
  }

  /** BattlEye goes on with the renamed copy of its last start: there the live password is (arma-servers spec §8.8). */
  private async battlEye(found: FoundInstall, asked: string | undefined, warnings: string[]): Promise<string | undefined> {
    if (asked !== undefined) return this.choose(found, 'battleye', asked, undefined, warnings);
    const candidates = found.files.filter(({ kind }) => kind === 'battleye').map(({ path }) => path);
    const aged = await Promise.all(candidates.map(async (path) => ({ path, active: /_active_/i.test(path), at: (await stat(join(found.root, path))).mtimeMs })));
    return aged.sort((a, b) => Number(b.active) - Number(a.active) || b.at - a.at)[0]?.path;
  }

  private async place(root: string, path: string): Promise<string> {
    return allowedPath(isAbsolute(path) ? path : join(root, path), this.roots);
  }

  private async programOf({ exe_path: asked }: ImportServer, root: string): Promise<string | undefined> {
    if (asked !== undefined) return asked;
    const names = await readdir(root).catch(() => []);
    const own = names.filter((name) => isServerProgram(name)).sort((a, b) => b.length - a.length)[0];
    return own === undefined ? this.config.servers.armaExe : join(root, own);
  }

  private async missionsIn(folders: readonly string[], warnings: string[]): Promise<ReadInstall['missions']> {
    const found: ReadInstall['missions'] = [];
    for (const folder of folders) {
      for (const name of (await readdir(folder).catch(() => [])).filter((candidate) => candidate.toLowerCase().endsWith('.pbo'))) {
        if (found.length >= MOST_MISSIONS) {
          warnings.push(`Only the first ${String(MOST_MISSIONS)} missions are taken`);
          return found;
        }
        const path = join(folder, name);
        const size = (await stat(path).catch(() => undefined))?.size ?? 0;
        const error = await this.faultOf(path, name);
        found.push({ path, filename: name, size_bytes: size, ok: error === null, error });
      }
    }
    return found;
  }

  private async faultOf(path: string, name: string): Promise<string | null> {
    try {
      missionName(name);
      const { entries } = await readPbo(path);
      return entries.some((entry) => entry.name.toLowerCase() === 'mission.sqm') ? null : 'There is no mission.sqm in it';
    } catch (error) {
      return error instanceof Error ? error.message : 'can’t be read';
    }
  }

  private async modsOf(root: string, facts: LaunchFacts, found: FoundInstall, warnings: string[]): Promise<ReadInstall['mods']> {
    const listed = [...facts.mods.map((folder) => ({ folder, kind: 'client' as const })), ...facts.serverMods.map((folder) => ({ folder, kind: 'server' as const }))];
    if (listed.length === 0 && found.modFolders.length > 0) warnings.push(`No start script says which of these mods are loaded: ${found.modFolders.slice(0, 20).join(', ')}`);
    const mods: ReadInstall['mods'] = [];
    for (const { folder, kind } of listed) {
      const path = isAbsolute(folder) ? folder : join(root, folder);
      try {
        const real = await checkModFolder(path, this.live.values.modRoots);
        if (!(await isModFolder(real))) throw new Error('is no mod: there are no addons in it');
        const known = await this.mods.findOneBy({ folder_path: real });
        mods.push({ folder: real, name: basename(path).replace(/^@/, '') || basename(dirname(path)), kind, mod_id: known?.id ?? null, state: known === null ? 'new' : 'known', error: null });
      } catch (error) {
        mods.push({ folder: path, name: basename(path), kind, mod_id: null, state: 'refused', error: error instanceof Error ? error.message : 'can’t be read' });
      }
    }
    return mods;
  }
}
