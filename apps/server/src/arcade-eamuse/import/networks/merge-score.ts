import type { FederationPage } from '../../dispatch/game.js';
import { decodeDocument, Doc, encodeDocument } from '../../store/document.js';
import type { Columns } from '../../store/journal.js';
import type { ImportWriter } from '../import-writer.js';

/** A best score of another server. */
export interface ForeignScore {
  userId: number;
  musicId: number;
  points: number;
  achievedAt: number;
  touchedAt: number;
  machineId: number;
  /** The document, as text. */
  data: string;
}

const docOf = (text: string): Doc => new Doc(decodeDocument(text));

/** Takes a best over: where there is one already, the best of both is kept, in points and in everything else the series has an order for. */
export async function takeScore(writer: ImportWriter, score: ForeignScore, page: FederationPage | undefined): Promise<void> {
  const keys = { user_id: score.userId, music_id: score.musicId };
  const known = await writer.find('arcade_scores', keys);
  if (known === undefined) {
    await writer.insert('arcade_scores', { ...keys, points: score.points, achieved_at: score.achievedAt, touched_at: score.touchedAt, machine_id: score.machineId, data: score.data });
    writer.count('scores', 'added');
    return;
  }
  const own = { points: Number(known['points']), data: String(known['data']) };
  const isBetter = score.points > own.points;
  const [worse, better] = isBetter ? [own.data, score.data] : [score.data, own.data];
  const merged = page === undefined ? better : mergeDocuments(page, docOf(worse), docOf(better));
  if (!isBetter && merged === own.data) {
    writer.count('scores', 'kept');
    return;
  }
  const record: Columns = isBetter ? { points: score.points, achieved_at: score.achievedAt, machine_id: score.machineId } : {};
  await writer.update('arcade_scores', Number(known['id']), { ...record, touched_at: Math.max(Number(known['touched_at']), score.touchedAt), data: merged });
  writer.count('scores', 'changed');
}

/** What the series' order leaves out, such as judgements, stays that of the better one; what neither has is not made up. */
function mergeDocuments(page: FederationPage, worse: Doc, better: Doc): string {
  const merged = Object.entries(page.merge(worse, better).values).filter(([key]) => worse.has(key) || better.has(key));
  return encodeDocument({ ...better.values, ...Object.fromEntries(merged) });
}
