import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { checkpointAside, insertRows } from '@rumpus/persistence';
import type { FollowedLine } from '@rumpus/process-supervisor';
import { DataSource } from 'typeorm';
import { ServerSignals } from '../supervision/signals.js';
import { EntryBuilder, type LogEntry } from './entry-builder.js';
import { LineSignals } from './line-signals.js';
import { LogFeed } from './log-feed.js';
import { ArmaLog } from './log.entity.js';
import { Pace } from './pace.js';

type LogRow = Omit<ArmaLog, 'id'>;

const BATCH = 128;
/** Lines that are read in one go. */
const SLICE = 256;
const breather = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** So many entries that wait are more than servers say in everyday life. */
const BURST = 1_000;
const FLUSH_MS = 250;
const SILENCE_MS = 200;
/** Entries that may wait in memory; beyond it nothing is read, and the files are the buffer. */
const MAX_WAITING = 20_000;
const RETRY_MS = 1_000;
const STDOUT = 1;

interface Session {
  id: string;
  builder: EntryBuilder;
  silence: NodeJS.Timeout | undefined;
}

/** From lines of output to rows of the database: parsed, grouped, told to those who watch, stored in batches in order. */
@Injectable()
export class LogPipeline implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('server-logs');
  private readonly sessions = new Map<number, Session>();
  private waiting: LogRow[] = [];
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private roomWanted: (() => void)[] = [];
  private closing = false;
  private readonly counts = new Map<number, number>();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly signals: ServerSignals,
    private readonly lines: LineSignals,
    private readonly feed: LogFeed,
  ) {}

  onModuleInit(): void {
    this.signals.lineSink = (serverId, sessionId, lines) => this.take(serverId, sessionId, lines);
    this.signals.on('down', (serverId) => this.endSession(serverId));
    this.signals.on('gone', (serverId) => this.endSession(serverId));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const serverId of this.sessions.keys()) this.endSession(serverId);
    await this.drain();
  }

  /** Takes lines of a server. Resolves when there is room for more. */
  async take(serverId: number, sessionId: string, lines: readonly FollowedLine[]): Promise<void> {
    const session = this.session(serverId, sessionId);
    this.counts.set(serverId, (this.counts.get(serverId) ?? 0) + lines.length);
    for (let from = 0; from < lines.length; from += SLICE) {
      // A block of the file holds thousands of lines: requests get their turn between slices of it.
      if (from > 0) await breather();
      this.push(serverId, session, session.builder.take(lines.slice(from, from + SLICE), Date.now()));
    }
    clearTimeout(session.silence);
    session.silence = setTimeout(() => this.push(serverId, session, session.builder.flush()), SILENCE_MS);
    session.silence.unref();
    while (this.waiting.length >= MAX_WAITING) await new Promise<void>((resolve) => this.roomWanted.push(resolve));
  }

  /** Adds an entry of ours, e.g. a message that came by RCon. */
  note(serverId: number, entry: Pick<LogEntry, 'level' | 'category' | 'message'>, source: number): void {
    const session = this.sessions.get(serverId);
    if (session === undefined) return;
    this.push(serverId, session, [{ ts: new Date(), tsRaw: '', repeat: 1, end: 0, lines: 1, ...entry }], source);
  }

  /** Lines read so far by server, and entries that wait to be stored. */
  get figures(): { lines: ReadonlyMap<number, number>; waiting: number } {
    return { lines: this.counts, waiting: this.waiting.length };
  }

  /** Stores everything that waits. */
  async drain(): Promise<void> {
    while (this.waiting.length > 0 || this.writing !== undefined) await (this.writing ?? this.write());
  }

  private session(serverId: number, sessionId: string): Session {
    const known = this.sessions.get(serverId);
    if (known?.id === sessionId) return known;
    if (known !== undefined) this.endSession(serverId);
    const made: Session = { id: sessionId, builder: new EntryBuilder(new Date()), silence: undefined };
    this.sessions.set(serverId, made);
    return made;
  }

  private endSession(serverId: number): void {
    const session = this.sessions.get(serverId);
    if (session === undefined) return;
    clearTimeout(session.silence);
    this.push(serverId, session, session.builder.flush());
    this.sessions.delete(serverId);
  }

  private push(serverId: number, session: Session, entries: readonly LogEntry[], source = STDOUT): void {
    if (entries.length === 0) return;
    const now = new Date();
    for (const entry of entries) {
      for (const line of entry.lines === 1 ? [entry.message] : entry.message.split('\n')) this.lines.read(serverId, line);
      this.waiting.push({
        server_id: serverId,
        session_id: session.id,
        ts: entry.ts,
        ts_raw: entry.tsRaw.slice(0, 32),
        received_at: now,
        level: entry.level,
        category: entry.category,
        message: entry.message,
        repeat_count: entry.repeat,
        source,
        byte_offset: entry.end,
      });
    }
    this.feed.add(serverId, session.id, entries, source);
    if (this.waiting.length >= BATCH) void this.write();
    else this.writeSoon();
  }

  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
      // What came in while the last batch was on its way out had nobody to write it.
      if (this.waiting.length > 0) this.writeSoon();
    });
    return this.writing;
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.write();
    }, FLUSH_MS).unref();
  }

  private async writeAll(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const pace = new Pace();
    while (this.waiting.length > 0) {
      if (this.waiting.length >= BURST) checkpointAside(this.database);
      const batch = this.waiting.slice(0, BATCH);
      if (!(await this.store(batch))) return;
      this.waiting.splice(0, batch.length);
      // An embedded database answers at once, without a turn of the event loop in between.
      await pace.between();
      if (this.waiting.length < MAX_WAITING) for (const resolve of this.roomWanted.splice(0)) resolve();
    }
  }

  /** Tries until the database takes the batch; its order and completeness matter more than its age. */
  private async store(batch: LogRow[]): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await insertRows(this.database, ArmaLog, batch);
        return true;
      } catch (error) {
        if (attempt === 1) this.logger.warn({ err: error }, 'log entries could not be stored; trying until they can');
        // What was not stored is read again from the file by the next manager.
        if (this.closing) {
          this.waiting = [];
          return false;
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
