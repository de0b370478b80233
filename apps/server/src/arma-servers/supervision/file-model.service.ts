import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { In, Repository } from 'typeorm';
import { ConfigService } from '../configuration/config.service.js';
import { serverPaths, type FileModel, type ServerPaths } from '../configuration/files/model.js';
import { ArmaMission, ArmaRotation } from '../missions/mission.entities.js';
import { ArmaMod, ArmaServerMod } from '../mods/mod.entities.js';
import { ModViews } from '../mods/mod-views.js';
import type { ArmaServer } from '../servers/server.entity.js';

/** What a start needs to know of a server. */
export interface LaunchModel extends FileModel {
  /** Mods in order, with the folder the game is told. */
  modRows: (ArmaMod & { kind: ArmaServerMod['kind'] })[];
  /** Missions of the rotation whose file is known. */
  missionRows: ArmaMission[];
}

/** Collects everything the files and arguments of a server are made from. */
@Injectable()
export class FileModelService {
  constructor(
    @Inject(CONFIG) private readonly settings: Config,
    private readonly configs: ConfigService,
    @InjectRepository(ArmaRotation) private readonly rotation: Repository<ArmaRotation>,
    @InjectRepository(ArmaMission) private readonly missions: Repository<ArmaMission>,
    @InjectRepository(ArmaServerMod) private readonly serverMods: Repository<ArmaServerMod>,
    @InjectRepository(ArmaMod) private readonly mods: Repository<ArmaMod>,
    private readonly views: ModViews,
  ) {}

  paths(serverId: number): ServerPaths {
    return serverPaths(this.settings.servers.dir, serverId);
  }

  /** The whole model, secrets included. */
  async build(server: ArmaServer): Promise<LaunchModel> {
    const [config, entries, modRows] = await Promise.all([this.configs.full(server.id), this.rotation.find({ where: { server_id: server.id, enabled: true }, order: { position: 'ASC' } }), this.modsOf(server.id)]);
    const missionIds = entries.flatMap(({ mission_id: id }) => id ?? []);
    const folders = (kind: ArmaServerMod['kind']): string[] => modRows.filter((mod) => mod.kind === kind).map((mod) => this.views.pathOf(mod));
    return {
      serverId: server.id,
      revision: server.config_revision,
      gamePort: server.game_port,
      rconPort: server.rcon_port,
      config,
      rotation: entries.map(({ template, difficulty, params }) => ({ template, difficulty, params })),
      mods: { client: folders('client'), server: folders('server') },
      paths: this.paths(server.id),
      modRows,
      missionRows: missionIds.length === 0 ? [] : await this.missions.findBy({ id: In(missionIds) }),
    };
  }

  private async modsOf(serverId: number): Promise<LaunchModel['modRows']> {
    const chosen = await this.serverMods.find({ where: { server_id: serverId }, order: { position: 'ASC' } });
    if (chosen.length === 0) return [];
    const byId = new Map((await this.mods.findBy({ id: In(chosen.map(({ mod_id: id }) => id)) })).map((mod) => [mod.id, mod]));
    return chosen.flatMap(({ mod_id: id, kind }) => {
      const mod = byId.get(id);
      return mod === undefined ? [] : [Object.assign(mod, { kind })];
    });
  }
}
