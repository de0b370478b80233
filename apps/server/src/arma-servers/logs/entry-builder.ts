import type { FollowedLine } from '@rumpus/process-supervisor';
import { classify, redact, StampReader } from './line-parser.js';

/** An entry ready to be stored: one or several lines. */
export interface LogEntry {
  ts: Date | null;
  tsRaw: string;
  level: number;
  category: string;
  message: string;
  repeat: number;
  /** Where the file goes on behind this entry. */
  end: number;
  lines: number;
}

const MAX_MESSAGE = 8_192;
const MAX_LINES = 200;
const REPEAT_WITHIN_MS = 2_000;
const CUT_MARK = ' … [cut]';

/**
 * Makes entries of lines: a line without a stamp behind a stamped one belongs to it (script errors, crash dumps, mission
 * blocks), equal entries that follow each other are counted instead of repeated.
 */
export class EntryBuilder {
  private readonly stamps: StampReader;
  private open: LogEntry | undefined;
  private openedAt = 0;
  private stamped = false;

  constructor(sessionStart: Date) {
    this.stamps = new StampReader(sessionStart);
  }

  /** Takes lines; gives the entries they complete. The last one stays open for lines that may belong to it. */
  take(lines: readonly FollowedLine[], now: number): LogEntry[] {
    const done: LogEntry[] = [];
    for (const line of lines) this.line(line, now, done);
    return done;
  }

  /** Closes the open entry, after a moment of silence or at the end. */
  flush(): LogEntry[] {
    const { open } = this;
    this.open = undefined;
    return open === undefined ? [] : [open];
  }

  private line(line: FollowedLine, now: number, done: LogEntry[]): void {
    const { at, stamp, text } = this.stamps.read(line.text);
    const clean = redact(text);
    if (at !== null) this.stamped = true;
    if (this.continues(at, clean)) {
      this.append(clean, line.end);
      return;
    }
    const message = line.cut || clean.length > MAX_MESSAGE ? clean.slice(0, MAX_MESSAGE) + CUT_MARK : clean;
    if (this.repeats(message, now)) {
      if (this.open !== undefined) {
        this.open.repeat += 1;
        this.open.end = line.end;
      }
      return;
    }
    if (this.open !== undefined) done.push(this.open);
    this.open = { ts: at, tsRaw: stamp, ...classify(clean), message, repeat: 1, end: line.end, lines: 1 };
    this.openedAt = now;
  }

  private continues(at: Date | null, text: string): boolean {
    const { open } = this;
    if (open === undefined || open.lines >= MAX_LINES || open.repeat > 1) return false;
    if (at === null) return this.stamped && open.ts !== null;
    // The details of a script error and of a mission are stamped, but indented.
    return text.startsWith('  ') || (text.startsWith(' ') && open.category === 'mission');
  }

  private repeats(message: string, now: number): boolean {
    const { open } = this;
    return open !== undefined && open.lines === 1 && open.message === message && now - this.openedAt < REPEAT_WITHIN_MS;
  }

  private append(text: string, end: number): void {
    const { open } = this;
    if (open === undefined) return;
    open.lines += 1;
    open.end = end;
    if (open.message.length < MAX_MESSAGE) open.message = `${open.message}\n${text}`.slice(0, MAX_MESSAGE);
    const { level } = classify(text);
    if (level > open.level) open.level = level;
  }
}
