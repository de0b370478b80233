import { Injectable } from '@nestjs/common';
import { EventBus, SocketServer, type RoomEmitter } from '@rumpus/realtime';
import type { Platform } from '../../platforms/platform.entity.js';
import { RomReader } from '../../roms/rom-reader.js';
import { toSimpleRom } from '../../roms/rom.mapper.js';
import type { ScanProgress, ScanSession } from '../engine/scan-session.js';
import { viewerOf } from '../../shared/viewer.js';
import { isIdentifiedPlatform } from '../platforms/detect-platform.js';
import type { ScanStats, ScanStatus } from '../scan-types.js';
import { ScanWorkers } from '../workers/scan-workers.js';

declare module '@rumpus/realtime' {
  interface DomainEvents {
    /** A scan has ended, with its counters. */
    'library.scan.ended': { scanId: number; status: ScanStatus; stats: ScanStats; message: string | null };
  }
}

/** A failure as the feed shows it. */
export interface ScanFailureEvent {
  scan_id: number;
  path: string;
  problem: string;
  message: string;
}

/** Failures told one by one in one go; the rest is in the list of the scan. */
const TOLD_AT_ONCE = 50;

/**
 * What clients hear of a scan: RomM's events exactly (library-api spec §20.2) and ours (`scan:progress`, `scan:failure`). Counters go
 * out at most four times a second, facts always. Counters and facts go to those who may see games, except what is hidden from them; what a
 * scan is at goes to those who may run one.
 */
@Injectable()
export class ScanFeed {
  constructor(
    private readonly sockets: SocketServer,
    private readonly bus: EventBus,
    private readonly reader: RomReader,
    private readonly workers: ScanWorkers,
  ) {}

  /** Counters have moved. */
  moved(session: ScanSession): void {
    this.sockets.toScope('roms.read').progress('scan:update_stats', { ...session.stats }, String(session.id));
    this.sockets.toScope('tasks.run').progress('scan:progress', this.progressOf(session), String(session.id));
  }

  progressOf(session: ScanSession): ScanProgress {
    return session.progress(this.workers.reading());
  }

  platform(platform: Platform, newFirmware: number): void {
    this.sockets.toScope('roms.read').emit('scan:scanning_platform', {
      id: platform.id,
      name: platform.name,
      display_name: platform.custom_name || platform.name,
      slug: platform.slug,
      fs_slug: platform.fs_slug,
      is_identified: isIdentifiedPlatform(platform),
      new_firmware_count: newFirmware,
    }, { platform: platform.id });
  }

  /** Games that were taken in, changed or found again. */
  async roms(ids: readonly number[]): Promise<void> {
    const viewers = this.sockets.toScope('roms.read');
    // Reading the games only to tell nobody about them would take a fifth of a scan.
    if (ids.length === 0 || !viewers.heard()) return;
    const now = new Date();
    for (const parts of await this.reader.read(ids, viewerOf(undefined))) {
      const { created_at: _c, updated_at: _u, rom_user: _r, files: _f, sibling_roms: _s, ...rom } = toSimpleRom(parts, now);
      viewers.emit('scan:scanning_rom', rom, { platform: rom.platform_id, rom: rom.id });
    }
  }

  failures(session: ScanSession, notes: readonly { path: string; problem: string; message: string }[]): void {
    const runners = this.sockets.toScope('tasks.run');
    for (const { path, problem, message } of notes.slice(0, TOLD_AT_ONCE)) runners.emit('scan:failure', { scan_id: session.id, path, problem, message } satisfies ScanFailureEvent);
  }

  /** The last counters of a scan: at once, and in the place of whatever still waits to be sent. */
  last(session: ScanSession): void {
    this.moved(session);
    this.sockets.toScope('tasks.run').emit('scan:progress', this.progressOf(session));
  }

  /** A scan has ended well, or was stopped. */
  done(scanId: number, status: 'completed' | 'stopped', stats: ScanStats): void {
    const viewers = this.#settled(scanId);
    viewers.emit('scan:update_stats', { ...stats });
    viewers.emit('scan:done', { ...stats });
    this.bus.emit('library.scan.ended', { scanId, status, stats, message: null });
  }

  /** The room of the viewers once they have heard the last counters: a counter after the end would look like a scan that goes on. */
  #settled(scanId: number): RoomEmitter {
    const viewers = this.sockets.toScope('roms.read');
    viewers.settle('scan:update_stats', String(scanId));
    this.sockets.toScope('tasks.run').settle('scan:progress', String(scanId));
    return viewers;
  }

  failed(scanId: number, stats: ScanStats, message: string): void {
    this.#settled(scanId).emit('scan:done_ko', message);
    this.bus.emit('library.scan.ended', { scanId, status: 'failed', stats, message });
  }
}
