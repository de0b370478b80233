import { notFound } from '@rumpus/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LibraryLayout } from '../layout/library-layout.js';
import type { Viewer } from '../shared/viewer.js';
import { toFirmware, type FirmwareDto } from './firmware.dto.js';
import { Firmware } from './firmware.entity.js';

/** Reads firmware (library-api spec §17). A hidden platform hides its firmware. */
@Injectable()
export class FirmwareService {
  constructor(
    private readonly source: DataSource,
    private readonly layout: LibraryLayout,
  ) {}

  async list(viewer: Viewer, platformId?: number): Promise<FirmwareDto[]> {
    const rows = await this.source.getRepository(Firmware).find({ where: platformId === undefined ? {} : { platform_id: platformId }, order: { file_name: 'ASC', id: 'ASC' } });
    return rows.filter((row) => !viewer.hiddenPlatforms.includes(row.platform_id)).map(toFirmware);
  }

  async identifiers(viewer: Viewer): Promise<number[]> {
    const rows = await this.source.getRepository(Firmware).find({ select: { id: true, platform_id: true }, order: { id: 'ASC' } });
    return rows.filter((row) => !viewer.hiddenPlatforms.includes(row.platform_id)).map(({ id }) => id);
  }

  /** @throws DomainError `not-found` */
  async get(id: number, viewer: Viewer): Promise<FirmwareDto> {
    return toFirmware(await this.#row(id, viewer));
  }

  /** Where the file lies and what it is called. @throws DomainError `not-found` */
  async file(id: number, viewer: Viewer): Promise<{ path: string; fileName: string; missing: string }> {
    const { file_path, file_name } = await this.#row(id, viewer);
    return { path: await this.layout.root.resolve(`${file_path}/${file_name}`), fileName: file_name, missing: missing(id) };
  }

  async #row(id: number, viewer: Viewer): Promise<Firmware> {
    const row = await this.source.getRepository(Firmware).findOneBy({ id });
    if (row === null || viewer.hiddenPlatforms.includes(row.platform_id)) throw notFound(missing(id));
    return row;
  }
}

const missing = (id: number): string => `Firmware with ID ${id} not found`;
