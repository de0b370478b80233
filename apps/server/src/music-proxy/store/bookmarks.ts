import { upsertRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { MusicBookmark } from './entities.js';

/** Bookmarks within external songs, one for each song and user. */
export class Bookmarks {
  constructor(private readonly source: DataSource) {}

  /** Sets a bookmark; a second one in the same song moves the first. */
  async set(user: string, itemId: string, position: number, comment: string | null, now = new Date()): Promise<void> {
    const row = { userKey: user, itemId, position, comment, createdAt: now, updatedAt: now };
    await upsertRows(this.source, MusicBookmark, [row], { key: ['userKey', 'itemId'], update: ['position', 'comment', 'updatedAt'] });
  }

  /** A user's bookmarks, changed last first. */
  async of(user: string): Promise<MusicBookmark[]> {
    return await this.rows.find({ where: { userKey: user }, order: { updatedAt: 'DESC', id: 'DESC' } });
  }

  async count(user: string): Promise<number> {
    return await this.rows.countBy({ userKey: user });
  }

  async remove(user: string, itemId: string): Promise<void> {
    await this.rows.delete({ userKey: user, itemId });
  }

  private get rows() {
    return this.source.getRepository(MusicBookmark);
  }
}
