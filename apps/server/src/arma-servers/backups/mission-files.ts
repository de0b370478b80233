import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../http/caller.js';
import { missionName } from '../missions/mission-name.js';
import type { ArmaMission } from '../missions/mission.entities.js';
import { readPbo } from '../missions/pbo.js';
import type { ServerRows } from './server-rows.js';

/** Rows for the mission files of a folder. What the files are is read from themselves; where they came from, from the backup. */
export async function missionRows(serverId: number, folder: string, { missions }: ServerRows, actor: Actor): Promise<Omit<ArmaMission, 'id' | 'owner'>[]> {
  const told = new Map(missions.map((mission) => [mission.filename, mission]));
  const rows: Omit<ArmaMission, 'id' | 'owner'>[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const { filename, mission, terrain } = missionName(name);
    const archive = await readPbo(join(folder, name));
    const { mtime } = await stat(join(folder, name));
    const known = told.get(filename);
    rows.push({
      server_id: serverId, filename, mission_name: mission, terrain, size_bytes: archive.size, sha1: archive.sha1, file_mtime: mtime, source: known?.source ?? 'upload', workshop_id: known?.workshop_id ?? null,
      pbo: { valid: true, entries: archive.entries.length, has_mission_sqm: archive.entries.some((entry) => entry.name.toLowerCase() === 'mission.sqm'), prefix: archive.properties['prefix'] ?? null, checksum_ok: archive.checksumOk },
      missing: false, uploaded_by: actor, created_at: new Date(),
    });
  }
  return rows;
}
