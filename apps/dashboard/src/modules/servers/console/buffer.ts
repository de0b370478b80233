import type { LogEntry } from '../api/types.js';

/** A line of the console: from the log, or what was typed here and answered. */
export interface ConsoleLine extends Pick<LogEntry, 'ts' | 'level' | 'category' | 'message' | 'repeat'> {
  /** The same for an entry whether it came from the history or live. */
  readonly key: string;
  readonly kind: 'log' | 'sent' | 'answer' | 'state';
}

/** How many lines are kept; older ones are in the log, not lost. */
export const CAPACITY = 5_000;

/** A live entry has no id: the place in the file tells whether it is known; notes have no place, so their moment and words do. */
const keyOf = (entry: LogEntry): string => `${entry.session_id} ${entry.source} ${entry.line_no} ${entry.line_no === 0 ? `${entry.ts ?? ''} ${entry.message}` : ''}`;

export const lineOfLog = (entry: LogEntry): ConsoleLine => ({ key: keyOf(entry), kind: 'log', ts: entry.ts, level: entry.level, category: entry.category, message: entry.message, repeat: entry.repeat });

/** Lines after those that are known, each once, the oldest dropped beyond {@link CAPACITY}. */
export function append(lines: readonly ConsoleLine[], fresh: readonly ConsoleLine[]): ConsoleLine[] {
  const known = new Set(lines.map(({ key }) => key));
  return [...lines, ...fresh.filter(({ key }) => !known.has(key) && known.add(key))].slice(-CAPACITY);
}

/** Earlier lines before those that are known, each once; the newest stay. */
export function prepend(lines: readonly ConsoleLine[], earlier: readonly ConsoleLine[]): ConsoleLine[] {
  const known = new Set(lines.map(({ key }) => key));
  return [...earlier.filter(({ key }) => !known.has(key)), ...lines].slice(-CAPACITY);
}
