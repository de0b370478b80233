import { selectRows, upsertRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { In } from 'typeorm';
import { MusicRating } from './entities.js';

/** What is thought of an item. */
export interface Rated {
  /** The user's own stars, 1 to 5. */
  readonly own?: number;
  /** The mean of all users' stars. */
  readonly average: number;
}

/** Ratings of external items. The backend cannot hold them, so they are kept here, per user. */
export class Ratings {
  constructor(private readonly source: DataSource) {}

  /** @param rating 1 to 5; 0 takes the rating away */
  async set(user: string, itemIds: readonly string[], rating: number, now = new Date()): Promise<void> {
    if (itemIds.length === 0) return;
    if (rating === 0) return void (await this.rows.delete({ userKey: user, itemId: In([...itemIds]) }));
    const rows = [...new Set(itemIds)].map((itemId) => ({ userKey: user, itemId, rating, ratedAt: now }));
    await upsertRows(this.source, MusicRating, rows, { key: ['itemId', 'userKey'], update: ['rating', 'ratedAt'] });
  }

  /** What is thought of these; those nobody has rated are absent. */
  async of(user: string, itemIds: readonly string[]): Promise<Map<string, Rated>> {
    if (itemIds.length === 0) return new Map();
    const rows = await selectRows(this.source, MusicRating, ['itemId', 'userKey', 'rating'], { itemId: itemIds });
    const all = new Map<string, number[]>();
    for (const { itemId, rating } of rows) all.set(itemId, [...(all.get(itemId) ?? []), rating]);
    const own = new Map(rows.filter(({ userKey }) => userKey === user).map(({ itemId, rating }) => [itemId, rating]));
    return new Map(
      [...all].map(([itemId, stars]) => {
        const mine = own.get(itemId);
        return [itemId, { ...(mine === undefined ? {} : { own: mine }), average: stars.reduce((sum, one) => sum + one, 0) / stars.length }];
      }),
    );
  }

  private get rows() {
    return this.source.getRepository(MusicRating);
  }
}
