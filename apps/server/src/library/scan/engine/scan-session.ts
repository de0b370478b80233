import type { FailureNote } from '../store/scan-store.js';
import type { ScanCheckpoint, ScanRequest, ScanStats } from '../scan-types.js';

/** What a scan says while it runs; our own event beside RomM's (counters, item, rate, time left). */
export interface ScanProgress {
  scan_id: number;
  stats: ScanStats;
  /** 0 to 100; null until everything is counted. */
  percent: number | null;
  platform: string | null;
  /** The file or entry at work, relative to the library. */
  current: string | null;
  /** Bytes done of the file at work. */
  current_bytes: number;
  roms_per_second: number;
  eta_seconds: number | null;
  failures: number;
}

/** The changing state of one run. The engine and its parts share it; nothing else does. */
export class ScanSession {
  platform: string | null = null;
  item: string | null = null;
  /** Failures not stored yet. */
  readonly pending: FailureNote[] = [];
  /** Failures stored so far. */
  storedFailures: number;
  private readonly startedAt = Date.now();
  private readonly doneAtStart: number;

  constructor(
    readonly id: number,
    readonly request: ScanRequest,
    readonly stats: ScanStats,
    readonly checkpoint: ScanCheckpoint,
    readonly signal: AbortSignal,
    failures: number,
    private readonly changed: (session: ScanSession) => void,
  ) {
    this.storedFailures = failures;
    this.doneAtStart = stats.scanned_roms;
  }

  /** Adds to counters and tells whoever listens. */
  count(changes: Partial<ScanStats>): void {
    for (const [field, by] of Object.entries(changes)) this.stats[field as keyof ScanStats] += by;
    this.changed(this);
  }

  fail(path: string, problem: string, message: string): void {
    this.pending.push({ path, problem, message });
    this.changed(this);
  }

  throwIfStopped(): void {
    this.signal.throwIfAborted();
  }

  progress(reading?: { path: string; bytes: number }): ScanProgress {
    const { scanned_roms: done, total_roms: total } = this.stats;
    const seconds = Math.max(0.001, (Date.now() - this.startedAt) / 1000);
    const rate = (done - this.doneAtStart) / seconds;
    return {
      scan_id: this.id,
      stats: { ...this.stats },
      percent: total > 0 ? Math.min(100, Math.round((done / total) * 1000) / 10) : null,
      platform: this.platform,
      current: reading?.path ?? this.item,
      current_bytes: reading?.bytes ?? 0,
      roms_per_second: Math.round(rate * 10) / 10,
      eta_seconds: rate > 0 && total > 0 ? Math.max(0, Math.round((total - done) / rate)) : null,
      failures: this.storedFailures + this.pending.length,
    };
  }
}
