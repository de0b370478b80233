import type { ImportRun } from '../import-writer.js';

/** One chart of another server; rows that share `id` are the same chart in several versions. */
export interface ForeignChart {
  id: number;
  game: string;
  version: number;
  song: number;
  chart: number;
  name: string | null;
  artist: string | null;
  genre: string | null;
  data: string;
}

const numbers = ({ game, version, song, chart }: ForeignChart) => ({ game, version, song_id: song, chart });

/**
 * Takes songs over. The other server's ids say which rows are the same chart; a chart that some version here has already keeps its identity,
 * and with it everybody's scores (core spec 10.2).
 * @returns our identity of each of theirs
 */
export async function takeSongs(run: ImportRun, charts: readonly ForeignChart[], nextId: number): Promise<Map<number, number>> {
  const ids = new Map<number, number>();
  await run.each('known songs', charts, async (writer, row) => {
    const known = ids.has(row.id) ? undefined : ((await writer.find('arcade_music', numbers(row))) ?? (await writer.find('arcade_music', { game: row.game, song_id: row.song, chart: row.chart })));
    if (known !== undefined) ids.set(row.id, Number(known['music_id']));
  });
  let next = nextId;
  for (const { id } of charts) if (!ids.has(id)) ids.set(id, next++);
  await run.each('songs', charts, async (writer, row) => {
    const { name, artist, genre, data } = row;
    await writer.add('songs', 'arcade_music', numbers(row), { music_id: ids.get(row.id) ?? 0, name, artist, genre, data });
  });
  return ids;
}
