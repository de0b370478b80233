import { isDeepStrictEqual } from 'node:util';
import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { transaction } from '@rumpus/persistence';
import { Repository } from 'typeorm';
import { ArmaConfig } from '../configuration/config.entity.js';
import { ConfigService } from '../configuration/config.service.js';
import { SECRET_FIELDS, SECTIONS, type SectionName } from '../configuration/parameters/sections.js';
import { invalidInput } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { readText } from './find-install.js';
import type { ConfigImportReport } from './import.dto.js';
import { understandBasicCfg, understandBattlEyeCfg, understandProfile, understandServerCfg } from './read-config.js';
import { Understanding } from './understanding.js';

/** An uploaded file. */
interface Upload {
  path: string;
  originalname: string;
}

const isSecret = (section: SectionName, field: string): boolean => SECRET_FIELDS.some((secret) => secret.section === section && secret.field === field);

/** Takes settings out of configuration files for a server that is here already (arma-servers spec §1.4). */
@Injectable()
export class ConfigImportService {
  constructor(
    @InjectRepository(ArmaConfig) private readonly rows: Repository<ArmaConfig>,
    private readonly configs: ConfigService,
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
  ) {}

  /** @param apply false only tells what would change */
  async import(serverId: number, files: readonly Upload[], apply: boolean, authorId: number, actor: Actor): Promise<ConfigImportReport> {
    try {
      const into = new Understanding();
      if (files.length === 0) throw invalidInput({ path: 'file', rule: 'required', message: 'at least one file is needed' });
      for (const file of files) await understandUpload(file, into);
      const current = await this.configs.full(serverId);
      const changes = SECTIONS.flatMap((section) =>
        Object.entries(into.config[section] ?? {})
          .filter(([field, value]) => !isDeepStrictEqual(current[section][field], value))
          .map(([field, after]) => (isSecret(section, field) ? { section, field, before: '***', after: '***' } : { section, field, before: current[section][field] ?? null, after })),
      );
      if (apply && changes.length > 0) await this.apply(serverId, into, changes, authorId, actor);
      const { config_revision: revision } = await this.servers.get(serverId);
      return { applied: apply && changes.length > 0, revision, changes, extra_options: into.extra, rejected: into.rejected };
    } finally {
      for (const { path } of files) await rm(path, { force: true });
    }
  }

  /** All sections or none. */
  private async apply(serverId: number, into: Understanding, changes: ConfigImportReport['changes'], authorId: number, actor: Actor): Promise<void> {
    await transaction(this.rows.manager, async (manager) => {
      for (const section of SECTIONS) {
        const fields = changes.filter((change) => change.section === section).map(({ field }) => [field, into.config[section]?.[field]]);
        if (fields.length > 0) await this.configs.updateIn(manager, serverId, section, Object.fromEntries(fields) as object, { authorId });
      }
    });
    await this.events.record(await this.servers.get(serverId), 'config_changed', actor, { imported: true, fields: changes.map(({ field }) => field) });
  }
}

/** What a file is says its name, as the names are the game's own. */
async function understandUpload({ path, originalname: name }: Upload, into: Understanding): Promise<void> {
  const text = await readText(path);
  if (text === undefined) return into.reject(name, '', 'is larger than a configuration file may be');
  const lower = name.toLowerCase();
  if (/^beserver.*\.cfg$/.test(lower)) understandBattlEyeCfg(name, text, into);
  else if (lower.endsWith('.arma3profile')) understandProfile(name, text, into);
  else if (/^\s*(MaxMsgSend|MinBandwidth|MaxSizeGuaranteed|MaxBandwidth)\s*=/im.test(text)) understandBasicCfg(name, text, into);
  else if (lower.endsWith('.cfg')) understandServerCfg(name, text, into);
  else into.reject(name, '', 'is no server.cfg, basic.cfg, profile or BattlEye file');
}
