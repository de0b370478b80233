import { mayDo, type Principal } from '@rumpus/auth';
import { RommFile } from '@rumpus/config';
import { forbidden, notFound } from '@rumpus/errors';
import { transaction } from '@rumpus/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type FindOptionsWhere } from 'typeorm';
import { Firmware } from '../firmware/firmware.entity.js';
import { LibraryLayout } from '../layout/library-layout.js';
import { Rom } from '../roms/rom.entity.js';
import { canonicalSlug, type PlatformBindings } from '../scan/platforms/detect-platform.js';
import { universalPlatforms } from '../scan/platforms/platform-tables.js';
import type { Viewer } from '../shared/viewer.js';
import { bumpVersion, LIBRARY } from '../versions/library-versions.js';
import type { PlatformChanges, PlatformDto } from './platform.dto.js';
import { Platform } from './platform.entity.js';
import { toPlatform, toUnsavedPlatform, type PlatformCounts } from './platform.mapper.js';
import { ensurePlatform } from './platform-store.js';

const NONE: PlatformCounts = { games: 0, bytes: 0 };

/** Platforms (library-api spec §7). */
@Injectable()
export class PlatformsService {
  constructor(
    private readonly source: DataSource,
    private readonly layout: LibraryLayout,
    private readonly file: RommFile,
  ) {}

  /** All platforms by name, those without games too. */
  async list(viewer: Viewer, updatedAfter?: Date): Promise<PlatformDto[]> {
    return this.#read(viewer, updatedAfter === undefined ? {} : { updated_at: MoreThan(updatedAfter) });
  }

  async identifiers(viewer: Viewer): Promise<number[]> {
    const rows = await this.source.getRepository(Platform).find({ select: { id: true }, order: { name: 'ASC', id: 'ASC' } });
    return rows.map(({ id }) => id).filter((id) => !viewer.hiddenPlatforms.includes(id));
  }

  /** One entry for each known slug, in the order of the table; the row stands in for it where there is one. */
  async supported(viewer: Viewer): Promise<PlatformDto[]> {
    const rows = new Map<string, PlatformDto>();
    for (const row of await this.list(viewer)) if (!rows.has(row.slug) || row.fs_slug === row.slug) rows.set(row.slug, row);
    const now = new Date();
    return [...universalPlatforms().keys()].map((slug) => rows.get(slug) ?? toUnsavedPlatform(slug, slug, now));
  }

  /** Folders on disk that have no row yet. */
  async onDisk(): Promise<PlatformDto[]> {
    const known = new Set((await this.source.getRepository(Platform).find({ select: { fs_slug: true } })).map((row) => row.fs_slug));
    const now = new Date();
    const folders = await this.layout.platformFolders();
    return folders.filter((folder) => !known.has(folder)).map((folder) => toUnsavedPlatform(folder, canonicalSlug(folder, this.#bindings()), now));
  }

  /** @throws DomainError `not-found`, also for a platform that is hidden from the viewer */
  async get(id: number, viewer: Viewer): Promise<PlatformDto> {
    const [platform] = await this.#read(viewer, { id });
    if (platform === undefined) throw missing(id);
    return platform;
  }

  /** Makes the folder and the row; either may exist. */
  async create(fsSlug: string, viewer: Viewer): Promise<PlatformDto> {
    await this.layout.createPlatformFolder(fsSlug);
    const { id } = await ensurePlatform(this.source.manager, fsSlug, canonicalSlug(fsSlug, this.#bindings()));
    return this.get(id, viewer);
  }

  /** @throws DomainError `not-found` */
  async update(id: number, { custom_name, description }: PlatformChanges, viewer: Viewer): Promise<PlatformDto> {
    await this.get(id, viewer);
    await transaction(this.source, async (manager) => {
      await manager.update(Platform, { id }, { ...(custom_name == null ? {} : { custom_name }), ...(description == null ? {} : { description }), updated_at: new Date() });
      await bumpVersion(manager, LIBRARY);
    });
    return this.get(id, viewer);
  }

  /**
   * Removes the platform with its games from the database; files stay.
   * @throws DomainError `not-found`; `forbidden` without the right to delete platforms
   */
  async remove(id: number, caller: Principal, viewer: Viewer): Promise<void> {
    if (!mayDo(caller, 'platforms', 'delete')) throw forbidden('Insufficient permissions');
    await this.get(id, viewer);
    await transaction(this.source, async (manager) => {
      await manager.delete(Platform, { id });
      await bumpVersion(manager, LIBRARY);
    });
  }

  async #read(viewer: Viewer, where: FindOptionsWhere<Platform>): Promise<PlatformDto[]> {
    const rows = (await this.source.getRepository(Platform).find({ where, order: { name: 'ASC', id: 'ASC' } })).filter(({ id }) => !viewer.hiddenPlatforms.includes(id));
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const [counts, firmware] = [await this.#counts(ids, viewer), await this.#firmware(ids)];
    return rows.map((row) => toPlatform(row, counts.get(row.id) ?? NONE, firmware.get(row.id) ?? []));
  }

  async #counts(ids: readonly number[], { hiddenRoms }: Viewer): Promise<Map<number, PlatformCounts>> {
    const query = this.source.createQueryBuilder(Rom, 'r').select('r.platform_id', 'id').addSelect('COUNT(*)', 'games').addSelect('SUM(r.fs_size_bytes)', 'bytes').where('r.platform_id IN (:...ids)', { ids });
    if (hiddenRoms.length > 0) query.andWhere('r.id NOT IN (:...hiddenRoms)', { hiddenRoms });
    const rows = await query.groupBy('r.platform_id').getRawMany<{ id: number; games: number | string; bytes: number | string | null }>();
    return new Map(rows.map(({ id, games, bytes }) => [id, { games: Number(games), bytes: Number(bytes ?? 0) }]));
  }

  async #firmware(ids: readonly number[]): Promise<Map<number, Firmware[]>> {
    const firmware = new Map<number, Firmware[]>();
    const rows = await this.source.createQueryBuilder(Firmware, 'f').where('f.platform_id IN (:...ids)', { ids }).getMany();
    for (const row of rows) firmware.set(row.platform_id, [...(firmware.get(row.platform_id) ?? []), row]);
    return firmware;
  }

  #bindings(): PlatformBindings {
    const { platformBindings, platformVersions } = this.file.current();
    return { platforms: platformBindings, versions: platformVersions };
  }
}

const missing = (id: number): Error => notFound(`Platform with id '${id}' not found`);
