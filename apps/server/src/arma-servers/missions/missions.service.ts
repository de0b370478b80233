import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { Repository } from 'typeorm';
import { LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { LiveStates } from '../servers/live-state.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { readDescription, type MissionDescription } from './description.js';
import type { MissionView, UploadResult } from './mission.dto.js';
import { missionName } from './mission-name.js';
import { ArmaMission, ArmaRotation } from './mission.entities.js';
import { readPbo, readPboText, type PboArchive } from './pbo.js';

/** A file that was uploaded to a temporary place. */
export interface UploadedFile {
  path: string;
  originalname: string;
}

/** The mission files of servers. */
@Injectable()
export class MissionsService {
  constructor(
    @Inject(CONFIG) private readonly settings: Config,
    @InjectRepository(ArmaMission) private readonly missions: Repository<ArmaMission>,
    @InjectRepository(ArmaRotation) private readonly rotation: Repository<ArmaRotation>,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly events: EventsService,
    private readonly live: LiveStates,
    readonly router: HostRouter,
  ) {}

  async list(serverId: number): Promise<MissionView[]> {
    await this.servers.get(serverId);
    const used = await this.usedMissions(serverId);
    const rows = await this.missions.find({ where: { server_id: serverId }, order: { filename: 'ASC' } });
    return rows.map((row) => view(row, used.has(row.id)));
  }

  /** Takes uploaded files in, each for itself: a bad one does not spoil the others. */
  async upload(serverId: number, files: readonly UploadedFile[], replace: boolean, actor: Actor, workshopId: string | null = null): Promise<UploadResult[]> {
    const results: UploadResult[] = [];
    for (const file of files) {
      try {
        results.push(await this.take(serverId, file, replace, actor, workshopId));
      } catch (error) {
        if (!(error instanceof LanguardError)) throw error;
        results.push({ filename: file.originalname, ok: false, error: { code: error.code, message: error.message } });
      } finally {
        await rm(file.path, { force: true });
      }
    }
    return results;
  }

  /** Deletes a mission; its file goes to the trash. `force` takes it out of the rotation as well. */
  @OnOwner('missions.remove')
  async remove(serverId: number, missionId: number, force: boolean, actor: Actor): Promise<void> {
    const mission = await this.get(serverId, missionId);
    if ((await this.usedMissions(serverId)).has(missionId)) {
      if (!force) throw new LanguardError('MISSION_IN_ROTATION', 'The mission is part of the rotation', { mission_id: missionId });
      await this.rotation.delete({ server_id: serverId, mission_id: missionId });
    }
    const trash = join(this.settings.servers.dir, 'trash');
    await mkdir(trash, { recursive: true, mode: 0o700 });
    await rename(this.pathOf(mission), join(trash, `${String(Date.now())}-${mission.filename}`)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    await this.missions.delete({ id: missionId });
    await this.events.record(await this.servers.get(serverId), 'mission_deleted', actor, { filename: mission.filename });
  }

  /** What a mission says of itself, parameters included, read from its archive. */
  @OnOwner('missions.describe')
  async describe(serverId: number, missionId: number): Promise<MissionDescription> {
    const path = this.pathOf(await this.get(serverId, missionId));
    const archive = await readPbo(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing('mission file');
      throw error;
    });
    return readDescription((await readPboText(path, archive, 'description.ext')) ?? '');
  }

  /** The file of a mission, for a download. @throws LanguardError `NOT_FOUND` */
  async file(serverId: number, missionId: number): Promise<{ path: string; filename: string }> {
    await this.router.assertHere(serverId);
    const mission = await this.get(serverId, missionId);
    const path = this.pathOf(mission);
    if (!(await stat(path).catch(() => undefined))?.isFile()) throw missing('mission file');
    return { path, filename: mission.filename };
  }

  async get(serverId: number, missionId: number): Promise<ArmaMission> {
    const mission = await this.missions.findOneBy({ id: missionId, server_id: serverId });
    if (mission === null) throw missing('mission');
    return mission;
  }

  private pathOf({ server_id: serverId, filename }: ArmaMission): string {
    return join(this.models.paths(serverId).mpmissions, filename);
  }

  private async usedMissions(serverId: number): Promise<Set<number>> {
    const rows = await this.rotation.find({ where: { server_id: serverId } });
    return new Set(rows.flatMap(({ mission_id: id }) => id ?? []));
  }

  private async take(serverId: number, file: UploadedFile, replace: boolean, actor: Actor, workshopId: string | null): Promise<UploadResult> {
    await this.router.assertHere(serverId);
    const { filename, mission, terrain } = missionName(file.originalname);
    const archive = await readPbo(file.path);
    const hasMission = archive.entries.some(({ name }) => name.toLowerCase() === 'mission.sqm');
    if (!hasMission) throw new LanguardError('BAD_PBO', 'There is no mission.sqm in this archive, so it is no mission');
    const known = await this.missions.findOneBy({ server_id: serverId, filename });
    if (known !== null && !replace) throw new LanguardError('NAME_TAKEN', 'There is a mission of this name already', { mission_id: known.id });
    if (known !== null && this.live.get(serverId).mission === mission) throw new LanguardError('INVALID_TRANSITION', 'This mission is being played');
    const folder = this.models.paths(serverId).mpmissions;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(file.path, join(folder, filename));
    const pbo = { valid: true, entries: archive.entries.length, has_mission_sqm: hasMission, prefix: archive.properties['prefix'] ?? null, checksum_ok: archive.checksumOk };
    const row = this.missions.merge(known ?? this.missions.create(), { server_id: serverId, filename, mission_name: mission, terrain, size_bytes: archive.size, sha1: archive.sha1, file_mtime: new Date(), source: workshopId === null ? 'upload' : 'workshop', workshop_id: workshopId, pbo, missing: false, uploaded_by: actor, created_at: known?.created_at ?? new Date() });
    const saved = await this.missions.save(row);
    await this.events.record(await this.servers.get(serverId), 'mission_uploaded', actor, { filename, size_bytes: archive.size });
    const warning = warningOf(archive);
    return { filename, ok: true, mission: view(saved, false), ...(warning === undefined ? {} : { warning }) };
  }
}

function warningOf({ checksumOk }: PboArchive): string | undefined {
  if (checksumOk === null) return 'The archive has no checksum';
  return checksumOk ? undefined : 'The archive was changed after it was packed: its checksum is wrong';
}

function view(row: ArmaMission, inRotation: boolean): MissionView {
  const { id, server_id, filename, mission_name, terrain, size_bytes, sha1, source, workshop_id, pbo, missing: absent, uploaded_by } = row;
  return { id, server_id, filename, mission_name, terrain, size_bytes, sha1, source, workshop_id, pbo, missing: absent, uploaded_by, file_mtime: row.file_mtime.toISOString(), created_at: row.created_at.toISOString(), in_rotation: inRotation };
}
