import { extname } from 'node:path';

/** A line of lyrics; `start` in milliseconds when it is timed. */
export interface LyricLine {
  readonly start?: number;
  readonly value: string;
}

export interface Lyrics {
  readonly synced: boolean;
  readonly lines: readonly LyricLine[];
}

/** The first line of words we have put beside a file; by it they are known as ours and go with the file. */
export const wordsMark = '[re:Rumpus]';

/** Where the words of a sound file lie: the same name, ending in `.lrc`. */
export function besideFile(path: string): string {
  return `${path.slice(0, path.length - extname(path).length)}.lrc`;
}

/** Words as a file of ours. */
export function wordsFile(text: string): string {
  return `${wordsMark}\n${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
}

const stamp = /\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/g;

/**
 * Reads LRC text (music-proxy spec §7.1): `[mm:ss]`, `[mm:ss.xx]`, `[mm:ss.xxx]`, several stamps on a line, `[offset:±ms]`. A positive
 * offset shows lines earlier. Text without any stamp becomes untimed lines.
 */
export function parseLrc(text: string): Lyrics {
  const rows = text.replaceAll('\r\n', '\n').split('\n');
  const offset = Number(/\[offset:\s*([+-]?\d+)\s*\]/i.exec(text)?.[1] ?? 0);
  const timed = rows.flatMap((row) => {
    const starts = [...row.matchAll(stamp)].map((match) => milliseconds(match[1], match[2], match[3]));
    const value = row.replace(stamp, '').trim();
    return starts.map((start) => ({ start: Math.max(0, start - offset), value }));
  });
  if (timed.length > 0) return { synced: true, lines: timed.sort((a, b) => a.start - b.start) };
  const plain = rows.map((row) => row.trim()).filter((row) => !/^\[[a-z]+:.*\]$/i.test(row));
  return { synced: false, lines: trimBlank(plain).map((value) => ({ value })) };
}

function milliseconds(minutes = '0', seconds = '0', fraction = ''): number {
  return Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'));
}

function trimBlank(rows: readonly string[]): readonly string[] {
  const first = rows.findIndex((row) => row !== '');
  return first === -1 ? [] : rows.slice(first, rows.findLastIndex((row) => row !== '') + 1);
}
