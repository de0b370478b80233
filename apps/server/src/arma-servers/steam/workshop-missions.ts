import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import type { Actor } from '../http/caller.js';
import { MissionsService } from '../missions/missions.service.js';
import { SteamFault } from './steam-fault.js';
import type { WorkshopItem } from './steam-job.js';

const MISSION_FILE = /(\.pbo|_legacy\.bin)$/i;

/** The name of a mission: that of its file, or of the item where the workshop has changed the file's name (`…_legacy.bin`). */
export function missionFileName(file: string, title: string | null): string {
  if (/\.pbo$/i.test(file)) return file;
  const wanted = (title ?? '').trim().replaceAll(/\s+/g, '_');
  return /\.pbo$/i.test(wanted) ? wanted : `${wanted}.pbo`;
}

/** What follows from a mission that was downloaded. */
@Injectable()
export class WorkshopMissions {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly missions: MissionsService,
  ) {}

  /** Takes the mission in like an upload, with all its checks. @throws SteamFault when it is none */
  async downloaded(serverId: number, item: WorkshopItem, folder: string, actor: string): Promise<void> {
    const file = (await readdir(folder).catch(() => [])).find((name) => MISSION_FILE.test(name));
    if (file === undefined) throw new SteamFault('FAILED', 'this workshop item holds no mission');
    const waiting = join(this.config.servers.dir, 'uploads');
    await mkdir(waiting, { recursive: true, mode: 0o700 });
    const copy = join(waiting, randomUUID());
    await copyFile(join(folder, file), copy);
    const [result] = await this.missions.upload(serverId, [{ path: copy, originalname: missionFileName(file, item.title) }], true, actor as Actor, item.id);
    if (result?.ok !== true) throw new SteamFault('FAILED', result?.error?.message ?? 'the mission was refused');
  }
}
