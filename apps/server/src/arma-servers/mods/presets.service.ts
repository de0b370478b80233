import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { SteamJobsService } from '../steam/steam-jobs.service.js';
import type { PresetReport } from './mod.dto.js';
import { ModsService } from './mods.service.js';
import { readPreset, writePreset } from './preset.js';

/** Launcher presets of servers, in and out. */
@Injectable()
export class PresetsService {
  constructor(
    private readonly mods: ModsService,
    private readonly servers: ServersRepository,
    private readonly steam: SteamJobsService,
  ) {}

  /** The client mods of a server as a preset for its players. */
  async export(serverId: number): Promise<{ filename: string; html: string }> {
    const server = await this.servers.get(serverId);
    const mods = (await this.mods.ofServer(serverId)).filter(({ kind }) => kind === 'client');
    const html = writePreset({ name: server.name, mods: mods.map(({ display_name, name, workshop_id }) => ({ name: display_name ?? name, workshop_id })) });
    return { filename: 'preset.html', html };
  }

  /** Compares a preset with the mods of this host; `apply` makes what is there the client mods of the server, `download` fetches what is not. */
  async import(serverId: number, html: string, { apply, download }: { apply: boolean; download: boolean }, actor: Actor): Promise<PresetReport> {
    const preset = readPreset(html);
    const known = await this.mods.byWorkshopIds(preset.mods.flatMap(({ workshop_id: id }) => id ?? []));
    const fromWorkshop = preset.mods.flatMap(({ name, workshop_id }) => (workshop_id === null ? [] : [{ name, workshop_id }]));
    const matched = fromWorkshop.flatMap(({ workshop_id }) => {
      const mod = known.get(workshop_id);
      return mod === undefined ? [] : [{ mod_id: mod.id, name: mod.name, workshop_id }];
    });
    const absent = fromWorkshop.filter(({ workshop_id }) => !known.has(workshop_id));
    const job = download && absent.length > 0 ? await this.steam.workshopMods(absent.map(({ workshop_id: id }) => id), { actor }) : null;
    if (apply) await this.apply(serverId, matched.map(({ mod_id: id }) => id), actor);
    return {
      name: preset.name,
      matched,
      missing: absent,
      local: preset.mods.filter(({ workshop_id }) => workshop_id === null).map(({ name }) => name),
      applied: apply,
      job_id: job?.job_id ?? null,
    };
  }

  /** Server and optional mods stay as they are. */
  private async apply(serverId: number, ids: readonly number[], actor: Actor): Promise<void> {
    const chosen = [...new Set(ids)];
    const others = (await this.mods.ofServer(serverId)).filter(({ kind, id }) => kind !== 'client' && !chosen.includes(id)).map(({ id, kind }) => ({ mod_id: id, kind }));
    await this.mods.setOfServer(serverId, [...chosen.map((id) => ({ mod_id: id, kind: 'client' as const })), ...others], actor);
  }
}
