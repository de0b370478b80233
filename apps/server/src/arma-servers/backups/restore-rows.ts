import { insertRows } from '@rumpus/persistence';
import { IsNull, type EntityManager } from 'typeorm';
import { ArmaBan } from '../bans/ban.entity.js';
import type { ConfigService } from '../configuration/config.service.js';
import { SECTIONS } from '../configuration/parameters/sections.js';
import type { Actor } from '../http/caller.js';
import { ArmaMission, ArmaRotation } from '../missions/mission.entities.js';
import { ArmaMod, ArmaServerMod } from '../mods/mod.entities.js';
import { newSchedule } from '../schedules/plan.js';
import { ArmaSchedule } from '../schedules/schedule.entities.js';
import { ArmaServer } from '../servers/server.entity.js';
import type { RestorePart } from './backup.dto.js';
import type { RestoreReport } from './backup.entities.js';
import type { ServerRows } from './server-rows.js';

/** What a restore writes into the database. */
export interface RestorePlan {
  server: ArmaServer;
  rows: ServerRows;
  parts: ReadonlySet<RestorePart>;
  /** Passwords by section and field; undefined when they can't be read, then those in use stay. */
  secrets: Record<string, Record<string, unknown>> | undefined;
  /** Rows for the mission files of the backup; undefined when it has none, then the files in use stay. */
  missions: Omit<ArmaMission, 'id' | 'owner'>[] | undefined;
  actor: Actor;
}

/** Writes the rows of a backup, within the transaction that makes it a restore. */
export async function restoreRows(manager: EntityManager, configs: ConfigService, plan: RestorePlan): Promise<RestoreReport> {
  const report: RestoreReport = { restored: [], kept: [], warnings: [] };
  const does = (part: RestorePart): boolean => {
    (plan.parts.has(part) ? report.restored : report.kept).push(part);
    return plan.parts.has(part);
  };
  if (does('config')) await restoreConfig(manager, configs, plan, report);
  if (does('missions')) await restoreMissions(manager, plan, report);
  if (does('mods')) await restoreMods(manager, plan, report);
  if (does('bans')) await restoreBans(manager, plan);
  if (does('schedules')) await restoreSchedules(manager, plan);
  does('profile');
  return report;
}

/** Name and ports stay: another server may have the old ones by now, and nothing says that this one should change its address. */
async function restoreConfig(manager: EntityManager, configs: ConfigService, { server, rows, secrets, actor }: RestorePlan, report: RestoreReport): Promise<void> {
  await manager.update(ArmaServer, { id: server.id }, { ...rows.settings, updated_at: new Date() });
  const authorId = /^user:(\d+)$/.exec(actor)?.[1];
  for (const section of SECTIONS) {
    const current = Object.fromEntries(Object.keys(await configs.plain(manager, server.id, section)).map((field) => [field, null]));
    const change = { ...current, ...rows.config[section], ...(secrets === undefined ? {} : { ...configs.noSecrets(section), ...secrets[section] }) };
    await configs.updateIn(manager, server.id, section, change, { authorId: authorId === undefined ? null : Number(authorId) });
  }
  if (secrets === undefined) report.warnings.push('The passwords in the backup can’t be read here without its passphrase; those in use stay');
  if (rows.ports.game_port !== server.game_port || rows.ports.rcon_port !== server.rcon_port) report.warnings.push(`The ports stay ${String(server.game_port)} and ${String(server.rcon_port)}; in the backup they were ${String(rows.ports.game_port)} and ${String(rows.ports.rcon_port)}`);
}

async function restoreMissions(manager: EntityManager, { server, rows, missions }: RestorePlan, report: RestoreReport): Promise<void> {
  await manager.delete(ArmaRotation, { server_id: server.id });
  if (missions === undefined) report.warnings.push('There are no mission files in the backup; those on the server stay');
  else {
    await manager.delete(ArmaMission, { server_id: server.id });
    await insertRows(manager, ArmaMission, missions);
    const there = new Set(missions.map(({ filename }) => filename));
    for (const { filename } of rows.missions.filter((mission) => !there.has(mission.filename))) report.warnings.push(`The mission ${filename} was missing when the backup was made`);
  }
  const known = new Map((await manager.find(ArmaMission, { where: { server_id: server.id } })).map(({ id, mission_name: name, terrain }) => [`${name}.${terrain}`, id]));
  await insertRows(manager, ArmaRotation, rows.rotation.map(({ template, difficulty, params, enabled }, position) => ({ server_id: server.id, position, mission_id: known.get(template) ?? null, template, difficulty, params, enabled })));
}

/** Mods are no part of a backup: those that are here are chosen again, by workshop id or by folder. */
async function restoreMods(manager: EntityManager, { server, rows }: RestorePlan, report: RestoreReport): Promise<void> {
  const all = await manager.find(ArmaMod);
  const chosen: { mod_id: number; kind: ArmaServerMod['kind'] }[] = [];
  for (const { name, folder_path: folder, workshop_id: workshop, kind } of rows.mods) {
    const mod = all.find((candidate) => (workshop !== null && candidate.workshop_id === workshop) || candidate.folder_path === folder);
    if (mod === undefined) report.warnings.push(`The mod ${name}${workshop === null ? '' : ` (${workshop})`} is not here`);
    else if (!chosen.some(({ mod_id: id }) => id === mod.id)) chosen.push({ mod_id: mod.id, kind });
  }
  await manager.delete(ArmaServerMod, { server_id: server.id });
  await insertRows(manager, ArmaServerMod, chosen.map(({ mod_id, kind }, position) => ({ server_id: server.id, mod_id, kind, position })));
}

/** Bans of this server as they were: later ones are lifted, not forgotten. Bans for all servers are not this server's. */
async function restoreBans(manager: EntityManager, { server, rows, actor }: RestorePlan): Promise<void> {
  const active = await manager.find(ArmaBan, { where: { server_id: server.id, lifted_at: IsNull() } });
  const then = new Set(rows.bans.map(({ identity }) => identity));
  const now = new Set(active.map(({ identity }) => identity));
  for (const { id } of active.filter(({ identity }) => !then.has(identity))) await manager.update(ArmaBan, { id }, { lifted_at: new Date(), lifted_by: actor, in_game: false });
  const lacking = rows.bans.filter(({ identity }) => !now.has(identity));
  await insertRows(manager, ArmaBan, lacking.map(({ created_at: created, expires_at: expires, ...ban }) => ({ ...ban, server_id: server.id, created_at: new Date(created), expires_at: expires === null ? null : new Date(expires), lifted_at: null, lifted_by: null, source: 'import' as const, synced_at: null, in_game: false })));
}

async function restoreSchedules(manager: EntityManager, { server, rows, actor }: RestorePlan): Promise<void> {
  await manager.delete(ArmaSchedule, { server_id: server.id });
  for (const schedule of rows.schedules) await manager.save(manager.create(ArmaSchedule, newSchedule(schedule, server, actor, new Date())));
}
