import { z } from 'zod';

import type { FederationPage } from '../dispatch/game.js';
import type { ChartRow } from '../import/song-table.js';

/** Songs of a peer's catalog as rows of a song table (core spec 14.2, 15.5). */

const songRow = z.object({ song: z.coerce.number().int(), chart: z.coerce.number().int().min(0).max(99), title: z.string(), artist: z.string(), genre: z.string() }).loose();
const catalog = z.object({ catalog: z.object({ songs: z.array(songRow).max(200_000) }).loose() }).loose();

const COMMON = new Set(['song', 'chart', 'title', 'artist', 'genre']);
const textOf = (text: string): string | undefined => (text === '' ? undefined : text.slice(0, 255));

/**
 * The rows of a catalog answer. Charts that a song lacks are added with difficulty 0, so that chart numbers mean the same in every version.
 * @returns undefined when the answer is no catalog
 */
export function catalogRows(json: unknown, series: string, version: number, page: FederationPage): ChartRow[] | undefined {
  const parsed = catalog.safeParse(json);
  if (!parsed.success) return undefined;
  const rows = parsed.data.catalog.songs.map((row) => ({
    series, version, song: row.song, chart: row.chart, name: textOf(row.title), artist: textOf(row.artist), genre: textOf(row.genre),
    data: Object.fromEntries(Object.entries(row).filter(([key]) => !COMMON.has(key))) as Record<string, unknown>,
  }));
  const present = new Set(rows.map(({ song, chart }) => `${song}|${chart}`));
  const firsts = new Map(rows.map((row) => [row.song, row]));
  const missing = [...firsts.values()].flatMap((row) => page.charts.filter((chart) => !present.has(`${row.song}|${chart}`)).map((chart) => ({ ...row, chart, data: { ...row.data, difficulty: 0 } })));
  return [...rows, ...missing];
}
