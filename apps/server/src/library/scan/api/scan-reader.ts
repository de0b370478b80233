import { Injectable } from '@nestjs/common';
import { ScanEngine } from '../engine/scan-engine.js';
import { ScanFeed } from '../events/scan-feed.js';
import { ScanStore } from '../store/scan-store.js';
import type { Scan } from '../store/scan.entity.js';
import { toFailureDto, toScanDto, type CurrentScan, type PageQuery, type ScanDto } from './scans.dto.js';

/** Scans as the API shows them. */
@Injectable()
export class ScanReader {
  constructor(
    private readonly scans: ScanStore,
    private readonly engine: ScanEngine,
    private readonly feed: ScanFeed,
  ) {}

  /** What runs and what waits. */
  async current(): Promise<CurrentScan> {
    const unfinished = await this.scans.unfinished();
    const running = unfinished.find((scan) => scan.status === 'running');
    const session = this.engine.running;
    return {
      scan: running ? this.shown(running) : null,
      progress: session && session.id === running?.id ? this.feed.progressOf(session) : null,
      queued: unfinished.filter((scan) => scan.status === 'queued').map(toScanDto),
    };
  }

  async one(id: number): Promise<ScanDto> {
    return this.shown(await this.scans.get(id));
  }

  /** A scan that stands still says why, even if that could not be stored. */
  private shown(scan: Scan): ScanDto {
    const dto = toScanDto(scan);
    return scan.ended_at === null ? { ...dto, message: this.engine.troubleOf(scan.id) ?? dto.message } : dto;
  }

  async page({ limit, offset }: PageQuery): Promise<{ items: ScanDto[]; total: number }> {
    const { items, total } = await this.scans.list(limit, offset);
    return { items: items.map(toScanDto), total };
  }

  async failures(id: number, { limit, offset }: PageQuery): Promise<{ items: ReturnType<typeof toFailureDto>[]; total: number }> {
    await this.scans.get(id);
    const { items, total } = await this.scans.failures(id, limit, offset);
    return { items: items.map(toFailureDto), total };
  }
}
