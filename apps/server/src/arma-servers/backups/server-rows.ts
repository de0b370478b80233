import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { In, IsNull, Repository } from 'typeorm';
import { z } from 'zod';
import { ArmaBan } from '../bans/ban.entity.js';
import { ConfigService } from '../configuration/config.service.js';
import { SECRET_FIELDS } from '../configuration/parameters/sections.js';
import { ArmaMission } from '../missions/mission.entities.js';
import { ROTATION_ENTRY, RotationService } from '../missions/rotation.service.js';
import { ArmaMod, ArmaServerMod } from '../mods/mod.entities.js';
import { SCHEDULE, type ScheduleRequest } from '../schedules/schedule.dto.js';
import { ArmaSchedule } from '../schedules/schedule.entities.js';
import { SERVER_SETTINGS } from '../servers/server.dto.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { LOCKED, lock } from './passphrase.js';

const SECTION = z.record(z.string(), z.unknown());
const MISSION = z.strictObject({ filename: z.string().max(160), mission_name: z.string().max(160), terrain: z.string().max(64), size_bytes: z.int().min(0), sha1: z.string().max(40), source: z.enum(['upload', 'workshop', 'builtin']), workshop_id: z.string().max(20).nullable() });
const MOD = z.strictObject({ name: z.string().max(128), folder_path: z.string().max(1_000), workshop_id: z.string().max(20).nullable(), kind: z.enum(['client', 'server', 'optional']) });
const BAN = z.strictObject({
  kind: z.enum(['guid', 'ip']),
  identity: z.string().regex(/^([0-9a-f]{32}|[0-9.]{7,15})$/),
  steam_id: z.string().max(20).nullable(),
  player_name: z.string().max(255).nullable(),
  reason: z.string().max(128),
  duration_minutes: z.int().min(0),
  created_by: z.string().max(64),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
});

/** The rows of a server as they stand in a backup. Checked like any input before they are used. */
export const SERVER_ROWS = z.object({
  settings: SERVER_SETTINGS.extend({ description: z.string().max(1_000), cpu_affinity: z.array(z.int().min(0).max(1_023)).min(1).max(256).nullable() }),
  ports: z.object({ game_port: z.int(), rcon_port: z.int() }),
  config: z.strictObject({ server: SECTION, basic: SECTION, profile: SECTION, launch: SECTION, rcon: SECTION }),
  /** Passwords: sealed with the key of the installation, and with a passphrase if one was given. */
  secrets: z.object({ sealed: z.string().max(200_000), locked: LOCKED.nullable() }),
  missions: z.array(MISSION).max(10_000),
  rotation: z.array(ROTATION_ENTRY.omit({ mission_id: true }).extend({ template: z.string().max(190) })).max(200),
  mods: z.array(MOD).max(500),
  bans: z.array(BAN).max(100_000),
  schedules: z.array(SCHEDULE).max(200),
});
export type ServerRows = z.infer<typeof SERVER_ROWS>;

/** For whom the passwords in a backup are sealed. */
export const SECRETS_PLACE = 'arma_backups|secrets';

const scheduleOf = ({ name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled }: ArmaSchedule): ScheduleRequest => ({ name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled });

/** Collects what the database knows of a server, for a backup. */
@Injectable()
export class ServerRowsReader {
  constructor(
    @InjectRepository(ArmaMission) private readonly missions: Repository<ArmaMission>,
    @InjectRepository(ArmaServerMod) private readonly serverMods: Repository<ArmaServerMod>,
    @InjectRepository(ArmaMod) private readonly mods: Repository<ArmaMod>,
    @InjectRepository(ArmaBan) private readonly bans: Repository<ArmaBan>,
    @InjectRepository(ArmaSchedule) private readonly schedules: Repository<ArmaSchedule>,
    private readonly configs: ConfigService,
    private readonly rotation: RotationService,
    private readonly sealer: Sealer,
  ) {}

  async read(server: ArmaServer, passphrase: string | undefined): Promise<ServerRows> {
    const { exe_path, auto_start, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, priority, tags, memory_limit_mb, memory_policy, description, cpu_affinity, game_port, rcon_port } = server;
    const secrets = JSON.stringify(await this.secretsOf(server.id));
    return {
      settings: { exe_path, auto_start, auto_restart, max_restarts, restart_window_seconds, restart_delay_seconds, priority, tags, memory_limit_mb, memory_policy, description, cpu_affinity },
      ports: { game_port, rcon_port },
      config: await this.configs.recipe(server.id),
      secrets: { sealed: this.sealer.seal(secrets, SECRETS_PLACE), locked: passphrase === undefined ? null : await lock(secrets, passphrase) },
      missions: (await this.missions.find({ where: { server_id: server.id }, order: { filename: 'ASC' } })).map(({ filename, mission_name, terrain, size_bytes, sha1, source, workshop_id }) => ({ filename, mission_name, terrain, size_bytes, sha1, source, workshop_id })),
      rotation: (await this.rotation.get(server.id)).map(({ template, difficulty, params, enabled }) => ({ template, difficulty, params, enabled })),
      mods: await this.modsOf(server.id),
      bans: (await this.bans.find({ where: { server_id: server.id, lifted_at: IsNull() }, order: { id: 'ASC' } })).map((ban) => ({ kind: ban.kind, identity: ban.identity, steam_id: ban.steam_id, player_name: ban.player_name, reason: ban.reason, duration_minutes: ban.duration_minutes, created_by: ban.created_by, created_at: ban.created_at.toISOString(), expires_at: ban.expires_at?.toISOString() ?? null })),
      schedules: (await this.schedules.find({ where: { server_id: server.id }, order: { id: 'ASC' } })).map(scheduleOf),
    };
  }

  /** Passwords by section and field. */
  private async secretsOf(serverId: number): Promise<Record<string, Record<string, unknown>>> {
    const config = await this.configs.full(serverId);
    const found: Record<string, Record<string, unknown>> = {};
    for (const { section, field } of SECRET_FIELDS) if (config[section][field] !== undefined) found[section] = { ...found[section], [field]: config[section][field] };
    return found;
  }

  private async modsOf(serverId: number): Promise<ServerRows['mods']> {
    const chosen = await this.serverMods.find({ where: { server_id: serverId }, order: { position: 'ASC' } });
    const mods = new Map((chosen.length === 0 ? [] : await this.mods.findBy({ id: In(chosen.map(({ mod_id: id }) => id)) })).map((mod) => [mod.id, mod]));
    return chosen.flatMap(({ mod_id: id, kind }) => {
      const mod = mods.get(id);
      return mod === undefined ? [] : [{ name: mod.name, folder_path: mod.folder_path, workshop_id: mod.workshop_id, kind }];
    });
  }
}
