import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '@rumpus/errors';
import { DataSource } from 'typeorm';
import { LibraryLayout } from '../../layout/library-layout.js';
import { Platform } from '../../platforms/platform.entity.js';
import { EntryStore } from '../engine/entry-store.js';
import { ScanBrake } from '../store/scan.entity.js';
import { MissingMarker } from './missing-marker.js';

/** A question of the brake, as the API shows it. */
export interface BrakeView {
  id: number;
  platform_id: number;
  platform_fs_slug: string;
  platform_name: string;
  /** `platform`: the whole folder is gone. */
  kind: 'platform' | 'entries';
  vanished_count: number;
  total_count: number;
  status: 'pending' | 'rejected';
  created_at: Date;
  decided_at: Date | null;
}

/** What people decide about games that vanished in numbers. */
@Injectable()
export class BrakesService {
  constructor(
    private readonly source: DataSource,
    private readonly marker: MissingMarker,
    private readonly entries: EntryStore,
    private readonly layout: LibraryLayout,
  ) {}

  async list(): Promise<BrakeView[]> {
    const brakes = await this.source.getRepository(ScanBrake).find({ order: { id: 'ASC' } });
    const platforms = new Map((await this.source.getRepository(Platform).find()).map((platform) => [platform.id, platform]));
    return brakes.map(({ id, platform_id, fs_slug, kind, vanished_count, total_count, status, created_at, decided_at }) => {
      const platform = platforms.get(platform_id);
      const platform_name = platform?.custom_name || platform?.name || fs_slug;
      return { id, platform_id, platform_fs_slug: fs_slug, platform_name, kind, vanished_count, total_count, status, created_at, decided_at };
    });
  }

  /**
   * The games are gone: they are marked missing, except those that have come back meanwhile.
   * @returns how many were marked
   * @throws DomainError `not-found`; `conflict` when the platform's folder is back
   */
  async accept(id: number): Promise<number> {
    const brake = await this.get(id);
    const onDisk = (await this.layout.platformFolders()).includes(brake.fs_slug);
    const marked = brake.kind === 'platform' ? await this.acceptPlatform(brake, onDisk) : await this.acceptEntries(brake, onDisk);
    await this.source.getRepository(ScanBrake).delete({ id });
    return marked;
  }

  /** The games are not gone: nothing is marked, and the same games are not asked about again. */
  async reject(id: number): Promise<void> {
    await this.get(id);
    await this.source.getRepository(ScanBrake).update({ id }, { status: 'rejected', decided_at: new Date() });
  }

  private async acceptPlatform(brake: ScanBrake, onDisk: boolean): Promise<number> {
    if (onDisk) throw conflict('The folder of this platform is back; scan it instead', { code: 'platform_is_back' });
    await this.marker.markPlatform(brake.platform_id, brake.rom_ids);
    return brake.rom_ids.length;
  }

  private async acceptEntries(brake: ScanBrake, onDisk: boolean): Promise<number> {
    const found = new Set(onDisk ? await this.layout.entryNames(brake.fs_slug) : []);
    const candidates = new Set(brake.rom_ids);
    const gone: number[] = [];
    for await (const page of this.entries.names(brake.platform_id)) gone.push(...page.filter((rom) => candidates.has(rom.id) && !found.has(rom.fs_name)).map((rom) => rom.id));
    await this.source.transaction((manager) => this.entries.markMissing(manager, gone));
    return gone.length;
  }

  private async get(id: number): Promise<ScanBrake> {
    const brake = await this.source.getRepository(ScanBrake).findOneBy({ id });
    if (!brake) throw notFound(`Brake with ID '${id}' not found`);
    return brake;
  }
}
