import { invalid } from '@rumpus/errors';
import { z } from 'zod';

/**
 * Song tables in open formats. JSON: `{"series": "pnm", "songs": [{"version": 24, "song": 1, "chart": 0, "name": …, "artist": …, "genre": …, …}]}`;
 * CSV: a header line with `series,version,song,chart,name,artist,genre` and any further columns. What is not one of those seven is
 * data of the chart (`difficulty`, `category`, `bpm_min` …): whole numbers become numbers, everything else stays text.
 */

const chartRow = z.object({
  version: z.number().int(), song: z.number().int(), chart: z.number().int().min(0).max(99),
  name: z.string().max(255).nullish(), artist: z.string().max(255).nullish(), genre: z.string().max(255).nullish(),
}).loose();
const songTable = z.object({ series: z.string().min(1).max(32), songs: z.array(chartRow).max(500_000) });

export interface ChartRow {
  series: string;
  version: number;
  song: number;
  chart: number;
  name: string | undefined;
  artist: string | undefined;
  genre: string | undefined;
  data: Record<string, unknown>;
}

const OWN = new Set(['series', 'version', 'song', 'chart', 'name', 'artist', 'genre']);
const dataOf = (row: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(row).filter(([key]) => !OWN.has(key)));

/** Whether JSON is a song table and not a snapshot. */
export const isSongTable = (value: unknown): boolean => typeof value === 'object' && value !== null && 'songs' in value;

/** @throws DomainError `invalid` */
export function parseSongTable(value: unknown): ChartRow[] {
  const parsed = songTable.safeParse(value);
  if (!parsed.success) throw invalid(`not a song table: ${z.prettifyError(parsed.error)}`);
  const { series, songs } = parsed.data;
  return songs.map((row) => ({
    series, version: row.version, song: row.song, chart: row.chart, name: row.name ?? undefined, artist: row.artist ?? undefined, genre: row.genre ?? undefined, data: dataOf(row),
  }));
}

/** @throws DomainError `invalid` that names the line */
export function parseSongCsv(text: string): ChartRow[] {
  const [header, ...lines] = parseCsv(text);
  if (header === undefined) throw invalid('the file is empty');
  for (const needed of ['series', 'version', 'song', 'chart']) if (!header.includes(needed)) throw invalid(`the header line lacks the column "${needed}"`);
  return lines.filter((cells) => cells.some((cell) => cell !== '')).map((cells, i) => csvRow(Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])), i + 2));
}

function csvRow(row: Record<string, string>, line: number): ChartRow {
  const int = (name: string): number => {
    const cell = row[name] ?? '';
    if (!/^-?\d{1,9}$/.test(cell)) throw invalid(`line ${line}: "${cell}" is no number for ${name}`, name);
    return Number(cell);
  };
  const text = (name: string): string | undefined => (row[name] === undefined || row[name] === '' ? undefined : row[name].slice(0, 255));
  const data = Object.fromEntries(Object.entries(dataOf(row) as Record<string, string>).filter(([, cell]) => cell !== '').map(([key, cell]) => [key, /^-?\d{1,15}$/.test(cell) ? Number(cell) : cell]));
  return { series: row['series'] ?? '', version: int('version'), song: int('song'), chart: int('chart'), name: text('name'), artist: text('artist'), genre: text('genre'), data };
}

/** Cells of comma-separated text; quotes hold commas and line ends, a doubled quote is one (RFC 4180). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (quoted && unit === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (unit === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (!quoted && unit === ',') endCell();
    else if (!quoted && unit === '\n') {
      endCell();
      rows.push(row);
      row = [];
    } else if (quoted || unit !== '\r') cell += unit;
  }
  if (quoted) throw invalid('a quoted cell has no end');
  if (cell !== '' || row.length > 0) {
    endCell();
    rows.push(row);
  }
  return rows;
}

/** Rows of the same song and chart in several versions are the same chart: they share their scores. */
export function toSnapshotSongs(rows: readonly ChartRow[]): unknown[] {
  const ids = new Map<string, number>();
  return rows.map((row) => {
    const key = `${row.series}|${row.song}|${row.chart}`;
    const id = ids.get(key) ?? ids.size + 1;
    ids.set(key, id);
    return { id, songid: row.song, chart: row.chart, game: row.series, version: row.version, name: row.name, artist: row.artist, genre: row.genre, data: row.data };
  });
}
