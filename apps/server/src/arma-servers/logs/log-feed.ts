import { Injectable } from '@nestjs/common';
import type { LogView } from '../realtime/feed.js';
import { ServerFeed } from '../realtime/server-feed.js';
import type { LogEntry } from './entry-builder.js';
import { LEVELS, SOURCES } from './levels.js';

const FRAME_MS = 100;
const LINES_PER_FRAME = 200;

interface Pending {
  entries: LogView[];
  dropped: number;
}

/** Sends log entries to those who watch: at most ten frames a second of at most 200 entries; what is more is counted. */
@Injectable()
export class LogFeed {
  private readonly pending = new Map<number, Pending>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly feed: ServerFeed) {}

  add(serverId: number, sessionId: string, entries: readonly LogEntry[], source: number): void {
    const pending = this.pending.get(serverId) ?? { entries: [], dropped: 0 };
    this.pending.set(serverId, pending);
    for (const entry of entries) {
      if (pending.entries.length >= LINES_PER_FRAME) pending.dropped += 1;
      else pending.entries.push(liveView(entry, sessionId, source));
    }
    this.timer ??= setTimeout(() => this.send(), FRAME_MS).unref();
  }

  private send(): void {
    this.timer = undefined;
    for (const [serverId, frame] of this.pending) this.feed.tell(serverId, 'log', frame);
    this.pending.clear();
  }
}

/** A live entry has no id yet: it is sent before it is stored. */
function liveView(entry: LogEntry, sessionId: string, source: number): LogView {
  return {
    id: null,
    ts: entry.ts?.toISOString() ?? null,
    ts_raw: entry.tsRaw,
    level: LEVELS[entry.level] ?? 'info',
    category: entry.category,
    message: entry.message,
    line_no: entry.end,
    session_id: sessionId,
    repeat: entry.repeat,
    source: SOURCES[source] ?? 'stdout',
  };
}
