import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { transaction } from '@rumpus/persistence';
import { Repository, type EntityManager } from 'typeorm';
import { invalidInput, LanguardError, missing, type FieldFault } from '../errors.js';
import { ArmaServer } from '../servers/server.entity.js';
import type { ConfigRevision, ConfigView } from './config.dto.js';
import { ArmaConfig, ArmaConfigRevision } from './config.entity.js';
import { checkExtraArguments } from './files/launch-arguments.js';
import { extraStatements } from './files/server-cfg.js';
import { checkChange, checkTogether, defaultConfig, merge, SECRET_FIELDS, SECTIONS, type ConfigData, type SectionData, type SectionName } from './parameters/sections.js';

/** Who changes, and which revision he has seen. */
export interface ChangeContext {
  authorId: number | null;
  /** The revision the caller started from; another one now is a conflict. */
  expectedRevision?: number | undefined;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A random password of letters and digits that are hard to mistake for each other. */
export const randomPassword = (length = 24): string => Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');

const place = (serverId: number, field: string): string => `arma_configs|${field}|${String(serverId)}`;
const secretsOf = (section: SectionName): string[] => SECRET_FIELDS.filter((secret) => secret.section === section).map(({ field }) => field);

/** Passwords that are made for a new server, so that none is ever empty. */
const GENERATED = ['password_admin', 'server_command_password', 'rcon_password'];

/** The configurations of all servers: checked, with history, secrets sealed. */
@Injectable()
export class ConfigService {
  constructor(
    @InjectRepository(ArmaConfig) private readonly configs: Repository<ArmaConfig>,
    @InjectRepository(ArmaConfigRevision) private readonly revisions: Repository<ArmaConfigRevision>,
    private readonly sealer: Sealer,
  ) {}

  /** Makes the configuration of a new server, with random passwords. `initial` holds sections to start from, secrets included. */
  async create(manager: EntityManager, serverId: number, initial: Partial<Record<SectionName, unknown>> = {}): Promise<void> {
    const data = defaultConfig();
    const secrets: Record<string, string> = Object.fromEntries(GENERATED.map((field) => [field, randomPassword()]));
    for (const section of SECTIONS) {
      const { plain, secret } = this.split(section, this.checked(section, data[section], initial[section] ?? {}));
      data[section] = plain;
      for (const [field, value] of Object.entries(secret)) if (typeof value === 'string') secrets[field] = value;
    }
    await manager.save(manager.create(ArmaConfig, { server_id: serverId, ...data, secrets: this.seal(serverId, secrets), updated_at: new Date() }));
  }

  /** Everything, secrets opened: for rendering, never for the API. */
  async full(serverId: number): Promise<ConfigData> {
    const row = await this.row(serverId);
    const data: ConfigData = { server: row.server, basic: row.basic, profile: row.profile, launch: row.launch, rcon: row.rcon };
    for (const { section, field } of SECRET_FIELDS) {
      const sealed = row.secrets[field];
      if (sealed !== undefined) data[section] = { ...data[section], [field]: this.sealer.open(sealed, place(serverId, field)) };
    }
    return data;
  }

  /**
   * All sections without secrets, in a form that makes the same configuration again: a default that was taken away is null.
   */
  async recipe(serverId: number): Promise<ConfigData> {
    const row = await this.row(serverId);
    const defaults = defaultConfig();
    const exact = (section: SectionName): SectionData => ({ ...Object.fromEntries(Object.keys(defaults[section]).map((field) => [field, null])), ...row[section] });
    return { server: exact('server'), basic: exact('basic'), profile: exact('profile'), launch: exact('launch'), rcon: exact('rcon') };
  }

  /**
   * A configuration as it would be after changes of some sections; nothing is stored.
   *
   * @throws LanguardError `VALIDATION_ERROR` with every fault of every section, `CONFIG_INJECTION`
   */
  drafted(data: ConfigData, changes: Partial<Record<SectionName, unknown>>): ConfigData {
    const draft = { ...data };
    const faults: FieldFault[] = [];
    for (const section of SECTIONS) {
      if (changes[section] === undefined) continue;
      try {
        const next = this.checked(section, data[section], changes[section]);
        // Generated passwords can't be taken away, others fall back to none.
        draft[section] = Object.fromEntries(Object.entries(next).flatMap(([field, value]) => (value !== null ? [[field, value]] : GENERATED.includes(field) ? [[field, data[section][field]]] : [])));
      } catch (error) {
        if (!(error instanceof LanguardError) || error.code !== 'VALIDATION_ERROR' || !Array.isArray(error.details)) throw error;
        faults.push(...(error.details as FieldFault[]));
      }
    }
    if (faults.length > 0) throw invalidInput(...faults);
    return draft;
  }

  /** What the API shows. */
  async view(server: ArmaServer): Promise<ConfigView> {
    const row = await this.row(server.id);
    const shown = (section: SectionName): SectionData => ({ ...row[section], ...Object.fromEntries(secretsOf(section).map((field) => [`${field}_set`, row.secrets[field] !== undefined])) });
    return { server: shown('server'), basic: shown('basic'), profile: shown('profile'), launch: shown('launch'), rcon: shown('rcon'), revision: server.config_revision, defaults: defaultConfig() };
  }

  /**
   * Merges a change into a section.
   *
   * @returns the new revision
   * @throws LanguardError `VALIDATION_ERROR`, `CONFIG_INJECTION`, `REVISION_CONFLICT`
   */
  async update(serverId: number, section: SectionName, change: unknown, { authorId, expectedRevision }: ChangeContext): Promise<number> {
    return transaction(this.configs.manager, (manager) => this.updateIn(manager, serverId, section, change, { authorId, expectedRevision }));
  }

  /** The same within a transaction of the caller. */
  async updateIn(manager: EntityManager, serverId: number, section: SectionName, change: unknown, { authorId, expectedRevision }: ChangeContext): Promise<number> {
    const row = await this.row(serverId, manager);
    const { plain, secret } = this.split(section, this.checked(section, row[section], change));
    const secrets = { ...row.secrets };
    for (const [field, value] of Object.entries(secret)) {
      if (typeof value === 'string') secrets[field] = this.sealer.seal(value, place(serverId, field));
      else if (!GENERATED.includes(field)) delete secrets[field];
    }
    const marks = Object.fromEntries(Object.keys(secret).map((field) => [field, { $set: true }]));
    const revision = await this.nextRevision(manager, serverId, expectedRevision);
    const entry = { server_id: serverId, revision, section, before: row[section], after: { ...plain, ...marks }, author_id: authorId, created_at: new Date() };
    await manager.save(manager.create(ArmaConfigRevision, entry));
    row[section] = plain;
    row.secrets = secrets;
    row.updated_at = new Date();
    await manager.save(row);
    return revision;
  }

  /** One section without its secrets. */
  async plain(manager: EntityManager, serverId: number, section: SectionName): Promise<SectionData> {
    return (await this.row(serverId, manager))[section];
  }

  /** A change that takes back every secret of a section that may be absent. */
  noSecrets(section: SectionName): SectionData {
    return Object.fromEntries(secretsOf(section).filter((field) => !GENERATED.includes(field)).map((field) => [field, null]));
  }

  /** Checks sections that are no server's yet. @throws LanguardError `VALIDATION_ERROR` or `CONFIG_INJECTION` */
  check(config: Partial<Record<SectionName, unknown>>): void {
    for (const [section, change] of Object.entries(config) as [SectionName, unknown][]) this.checked(section, defaultConfig()[section], change);
  }

  /** All changes, newest first. */
  async history(serverId: number): Promise<ConfigRevision[]> {
    return (await this.revisionsOf(serverId)).map(({ id, server_id, revision, section, before, after, author_id, created_at }) => ({ id, server_id, revision, section, before, after, author_id, created_at: created_at.toISOString() }));
  }

  private revisionsOf(serverId: number): Promise<ArmaConfigRevision[]> {
    return this.revisions.find({ where: { server_id: serverId }, order: { revision: 'DESC' }, take: 500 });
  }

  /**
   * Takes all sections back to what they were after a revision. Secrets stay as they are: they were never stored there.
   *
   * @returns the new revision
   */
  async rollback(serverId: number, revision: number, authorId: number | null): Promise<number> {
    const history = (await this.revisionsOf(serverId)).toReversed();
    if (revision !== 1 && !history.some((entry) => entry.revision === revision)) throw missing('revision');
    let latest = 0;
    for (const section of SECTIONS) {
      const ofSection = history.filter((entry) => entry.section === section);
      const next = ofSection.find((entry) => entry.revision > revision);
      if (next === undefined) continue;
      const target = next.before;
      const current = (await this.row(serverId))[section];
      const change = { ...Object.fromEntries(Object.keys(current).map((field) => [field, null])), ...target };
      latest = await this.update(serverId, section, change, { authorId });
    }
    return latest === 0 ? (history.at(-1)?.revision ?? 1) : latest;
  }

  private async row(serverId: number, manager: EntityManager = this.configs.manager): Promise<ArmaConfig> {
    const row = await manager.findOneBy(ArmaConfig, { server_id: serverId });
    if (row === null) throw missing('server');
    return row;
  }

  private checked(section: SectionName, data: SectionData, change: unknown): SectionData {
    const checked = checkChange(section, change);
    const merged = merge(data, checked);
    checkTogether(section, merged);
    if (typeof merged['extra_options'] === 'string') extraStatements(merged['extra_options']);
    if (Array.isArray(merged['extra_args'])) checkExtraArguments(merged['extra_args'] as string[]);
    // A secret that is taken back has to be seen as such, so its null is kept.
    const gone = Object.fromEntries(secretsOf(section).flatMap((field) => (checked[field] === null ? [[field, null]] : [])));
    return { ...merged, ...gone };
  }

  private split(section: SectionName, data: SectionData): { plain: SectionData; secret: SectionData } {
    const names = new Set(secretsOf(section));
    const entries = Object.entries(data);
    return { plain: Object.fromEntries(entries.filter(([field]) => !names.has(field))), secret: Object.fromEntries(entries.filter(([field]) => names.has(field))) };
  }

  private seal(serverId: number, secrets: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(secrets).map(([field, value]) => [field, this.sealer.seal(value, place(serverId, field))]));
  }

  private async nextRevision(manager: EntityManager, serverId: number, expected: number | undefined): Promise<number> {
    const server = await manager.findOneBy(ArmaServer, { id: serverId });
    if (server === null) throw missing('server');
    const seen = expected ?? server.config_revision;
    const revision = seen + 1;
    const result = await manager.update(ArmaServer, { id: serverId, config_revision: seen }, { config_revision: revision, updated_at: new Date() });
    if (result.affected === 0) throw new LanguardError('REVISION_CONFLICT', 'Somebody else has changed the configuration meanwhile', { expected: seen, current: server.config_revision });
    return revision;
  }
}
