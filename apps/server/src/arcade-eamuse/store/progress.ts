import { decodeDocument, Doc, encodeDocument } from './document.js';
import type { UserId } from './players.js';
import { fitsColumn, type Row, type Sql } from './sql.js';

/** One piece of progress: an item, an unlock, a step of an event. */
export interface Achievement {
  userId: UserId;
  id: number;
  type: string;
  doc: Doc;
}

export interface TimedAchievement extends Achievement {
  /** Whole seconds. */
  time: number;
}

const toAchievement = (row: Row): Achievement => ({
  userId: Number(row['user_id']),
  id: Number(row['item_id']),
  type: String(row['type']),
  doc: new Doc(decodeDocument(row['data'] as string | null)),
});

/**
 * Achievements of players: of one version, by time, and of a whole series (core spec 8). Reads are in a stable order: id, then type. An id that
 * no column holds names nothing: it is not kept, and the rest of a save is.
 */
export class Progress {
  constructor(private readonly sql: Sql) {}

  async all(game: string, version: number, userId: UserId): Promise<Achievement[]> {
    const rows = await this.sql.all('SELECT user_id, item_id, type, data FROM arcade_achievements WHERE user_id = ? AND game = ? AND version = ? ORDER BY item_id, type', [userId, game, version]);
    return rows.map(toAchievement);
  }

  async get(game: string, version: number, userId: UserId, type: string, id: number): Promise<Doc | undefined> {
    if (!fitsColumn(id)) return undefined;
    const row = await this.sql.first('SELECT data FROM arcade_achievements WHERE user_id = ? AND game = ? AND version = ? AND type = ? AND item_id = ?', [userId, game, version, type, id]);
    return row === undefined ? undefined : new Doc(decodeDocument(row['data'] as string | null));
  }

  async put(game: string, version: number, userId: UserId, type: string, id: number, doc: Doc): Promise<void> {
    if (!fitsColumn(id)) return;
    const row = { user_id: userId, game, version, type, item_id: id, data: encodeDocument(doc.values) };
    await this.sql.upsert('arcade_achievements', row, ['user_id', 'game', 'version', 'type', 'item_id'], ['data']);
  }

  /** The same achievement of every player of the version: for rankings. */
  async ofEverybody(game: string, version: number, type: string, id?: number): Promise<Achievement[]> {
    if (id !== undefined && !fitsColumn(id)) return [];
    const one = id === undefined ? '' : ' AND item_id = ?';
    const rows = await this.sql.all(`SELECT user_id, item_id, type, data FROM arcade_achievements WHERE game = ? AND version = ? AND type = ?${one} ORDER BY id`, [game, version, type, ...(id === undefined ? [] : [id])]);
    return rows.map(toAchievement);
  }

  /** Entries from `since` (inclusive) to `until` (exclusive), oldest first. */
  async timed(game: string, version: number, userId: UserId, type: string, since: number, until: number): Promise<TimedAchievement[]> {
    const rows = await this.sql.all(
      'SELECT user_id, item_id, type, data, achieved_at FROM arcade_timed_achievements WHERE user_id = ? AND game = ? AND version = ? AND type = ? AND achieved_at >= ? AND achieved_at < ? ORDER BY achieved_at, id',
      [userId, game, version, type, since, until],
    );
    return rows.map((row) => ({ ...toAchievement(row), time: Number(row['achieved_at']) }));
  }

  async putTimed(game: string, version: number, userId: UserId, type: string, id: number, time: number, doc: Doc): Promise<void> {
    if (!fitsColumn(id)) return;
    const row = { user_id: userId, game, version, type, item_id: id, achieved_at: time, data: encodeDocument(doc.values) };
    await this.sql.upsert('arcade_timed_achievements', row, ['user_id', 'game', 'version', 'type', 'item_id', 'achieved_at'], ['data']);
  }

  async series(game: string, userId: UserId): Promise<Achievement[]> {
    const rows = await this.sql.all('SELECT user_id, item_id, type, data FROM arcade_series_achievements WHERE user_id = ? AND game = ? ORDER BY item_id, type', [userId, game]);
    return rows.map(toAchievement);
  }

  async putSeries(game: string, userId: UserId, type: string, id: number, doc: Doc): Promise<void> {
    if (!fitsColumn(id)) return;
    await this.sql.upsert('arcade_series_achievements', { user_id: userId, game, type, item_id: id, data: encodeDocument(doc.values) }, ['user_id', 'game', 'type', 'item_id'], ['data']);
  }
}
