/** A line taken apart. */
export interface ParsedLine {
  /** The moment in the line, or null when it bears none. */
  at: Date | null;
  stamp: string;
  text: string;
}

const SHORT = /^\s?(\d{1,2}):(\d{2}):(\d{2})\s(.*)$/s;
const FULL = /^(\d{4})\/(\d{2})\/(\d{2}),\s+(\d{1,2}):(\d{2}):(\d{2})\s(.*)$/s;
const HALF_DAY_MS = 12 * 3_600_000;

/** Reads the time stamps of one run: with a date, without, or none at all. They are local times of the host. */
export class StampReader {
  private lastStamp = '';
  private lastAt: Date | null = null;
  private day: Date;

  constructor(sessionStart: Date) {
    this.day = sessionStart;
  }

  /** Takes a line apart. */
  read(line: string): ParsedLine {
    const first = line.charCodeAt(0);
    // Digits and a blank are the only ways a stamp begins.
    if ((first < 48 || first > 57) && first !== 32) return { at: null, stamp: '', text: line };
    return this.readFull(line) ?? this.readShort(line) ?? { at: null, stamp: '', text: line };
  }

  private readFull(line: string): ParsedLine | undefined {
    if (line.charCodeAt(4) !== 47) return undefined;
    const match = FULL.exec(line);
    if (match === null) return undefined;
    const [, year, month, day, hour, minute, second, text = ''] = match;
    const stamp = line.slice(0, line.length - text.length - 1);
    if (stamp !== this.lastStamp) {
      this.lastStamp = stamp;
      this.lastAt = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    }
    return { at: this.lastAt, stamp, text };
  }

  /** The date is the session's; it moves on when the clock jumps back by more than half a day. */
  private readShort(line: string): ParsedLine | undefined {
    const match = SHORT.exec(line);
    if (match === null) return undefined;
    const [, hour, minute, second, text = ''] = match;
    const at = new Date(this.day);
    at.setHours(Number(hour), Number(minute), Number(second), 0);
    if (this.day.getTime() - at.getTime() > HALF_DAY_MS) at.setDate(at.getDate() + 1);
    this.day = at;
    return { at, stamp: line.slice(0, line.length - text.length - 1).trim(), text };
  }
}

/** What sort of line it is. */
export interface Classified {
  level: number;
  category: string;
}

const DEBUG = 0;
const INFO = 1;
const WARNING = 2;
const ERROR = 3;
const CRITICAL = 4;

type Rule = readonly [start: string, level: number, category: string];

/** By the beginning of the text: by far the most lines are told apart this way, without a pattern. */
const STARTS: readonly Rule[] = [
  ['Exception code:', CRITICAL, 'crash'],
  ['Fault address:', CRITICAL, 'crash'],
  ['Segmentation fault', CRITICAL, 'crash'],
  ['Out of memory', CRITICAL, 'crash'],
  ['Too many virtual memory blocks', CRITICAL, 'crash'],
  ['note: Minidump has been generated', CRITICAL, 'crash'],
  ['Error in expression', ERROR, 'script'],
  ['Error position', ERROR, 'script'],
  ['Error Undefined', ERROR, 'script'],
  ['ErrorMessage:', ERROR, 'content'],
  ['Cannot open file', ERROR, 'content'],
  ['Error:', ERROR, 'other'],
  ['Error ', ERROR, 'other'],
  ['Warning Message:', WARNING, 'content'],
  ['Warning', WARNING, 'other'],
  ["No entry 'bin", WARNING, 'content'],
  ['BattlEye Server:', INFO, 'battleye'],
  ['Dedicated host created', INFO, 'boot'],
  ['Host identity created', INFO, 'boot'],
  ['Game Port:', INFO, 'boot'],
  ['Arma 3 Console version', INFO, 'boot'],
  ['Server load:', DEBUG, 'performance'],
  ['Player ', INFO, 'player'],
  ['Roles assigned', INFO, 'mission'],
  ['Reading mission', INFO, 'mission'],
  ['Mission ', INFO, 'mission'],
  ['Starting mission', INFO, 'mission'],
  ['Game started', INFO, 'mission'],
  ['Game finished', INFO, 'mission'],
  ['Waiting for next game', INFO, 'mission'],
  ['Server: Object ', DEBUG, 'network'],
  ['Server: Network message', DEBUG, 'network'],
  ['NetServer:', DEBUG, 'network'],
  ['Message not sent', DEBUG, 'network'],
  ['Strange convex', DEBUG, 'content'],
  ['Duplicate weapon', DEBUG, 'content'],
  ["Can't change owner", DEBUG, 'network'],
];

function groupByFirst(rules: readonly Rule[]): Map<number, Rule[]> {
  const groups = new Map<number, Rule[]>();
  for (const rule of rules) {
    const key = rule[0].charCodeAt(0);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return groups;
}

const BY_FIRST = groupByFirst(STARTS);

/** Level and category of a text without its stamp. */
export function classify(text: string): Classified {
  const trimmed = text.charCodeAt(0) === 32 ? text.trimStart() : text;
  for (const [start, level, category] of BY_FIRST.get(trimmed.charCodeAt(0)) ?? []) if (trimmed.startsWith(start)) return { level, category };
  if (trimmed.includes('uses modified data file')) return { level: WARNING, category: 'player' };
  if (trimmed.includes('unknown animation source')) return { level: DEBUG, category: 'content' };
  if (trimmed.includes('std::bad_alloc') || trimmed.includes('ACCESS_VIOLATION')) return { level: CRITICAL, category: 'crash' };
  return { level: INFO, category: 'other' };
}

const SECRETS: readonly [RegExp, string][] = [
  [/(-password=)("[^"]*"|\S+)/gi, '$1***'],
  [/(RConPassword\s+)\S+/gi, '$1***'],
  [/((?:passwordAdmin|serverCommandPassword|password)\s*=\s*)("(?:[^"]|"")*"|[^;\s]+)/gi, '$1***'],
];

/** Takes passwords out of a line. */
export function redact(text: string): string {
  if (!/assword/i.test(text)) return text;
  return SECRETS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
