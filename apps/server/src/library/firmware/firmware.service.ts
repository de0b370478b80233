import { notFound } from '@rumpus/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../shared/viewer.js';
import { toFirmware, type FirmwareDto } from './firmware.dto.js';
import { Firmware } from './firmware.entity.js';

/** Reads firmware (library-api spec §17). A hidden platform hides its firmware. */
@Injectable()
export class FirmwareService {
  constructor(private readonly source: DataSource) {}

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
    const row = await this.source.getRepository(Firmware).findOneBy({ id });
    if (row === null || viewer.hiddenPlatforms.includes(row.platform_id)) throw notFound(`Firmware with ID ${id} not found`);
    return toFirmware(row);
  }
}
