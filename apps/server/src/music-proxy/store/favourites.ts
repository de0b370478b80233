import { selectRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { In, IsNull, LessThan, Not } from 'typeorm';
import { MusicFavourite } from './entities.js';

/** External items users have starred. The backend cannot hold them, so they are kept here, per user. */
export class Favourites {
  constructor(private readonly source: DataSource) {}

  /** Stars items; one that was starred keeps its date. */
  async add(user: string, itemIds: readonly string[], now = new Date()): Promise<void> {
    const rows = [...new Set(itemIds)].map((itemId) => ({ userKey: user, itemId, starredAt: now, removedAt: null }));
    if (rows.length === 0) return;
    await this.source.transaction(async (manager) => {
      await manager.update(MusicFavourite, { userKey: user, itemId: In(rows.map((row) => row.itemId)), removedAt: Not(IsNull()) }, { removedAt: null, starredAt: now });
      await manager.createQueryBuilder().insert().into(MusicFavourite).values(rows).orIgnore().execute();
    });
  }

  /** Takes stars away. */
  async remove(user: string, itemIds: readonly string[], now = new Date()): Promise<void> {
    if (itemIds.length > 0) await this.rows.update({ userKey: user, itemId: In([...itemIds]), removedAt: IsNull() }, { removedAt: now });
  }

  /** A user's starred items, newest first. */
  async list(user: string): Promise<{ itemId: string; starredAt: Date }[]> {
    return await this.rows.find({ select: { itemId: true, starredAt: true }, where: { userKey: user, removedAt: IsNull() }, order: { starredAt: 'DESC', id: 'DESC' } });
  }

  /** When the user starred each of these; those not starred are absent. */
  async starredAt(user: string, itemIds: readonly string[]): Promise<Map<string, Date>> {
    if (itemIds.length === 0) return new Map();
    const rows = await selectRows(this.source, MusicFavourite, ['itemId', 'starredAt', 'removedAt'], { userKey: user, itemId: itemIds });
    return new Map(rows.filter(({ removedAt }) => removedAt === null).map((row) => [row.itemId, row.starredAt]));
  }

  /** Items everyone has let go of before `before`: what was kept of them may go. */
  async abandoned(before: Date): Promise<string[]> {
    const gone = await this.rows.find({ select: { itemId: true }, where: { removedAt: LessThan(before) } });
    const ids = [...new Set(gone.map((row) => row.itemId))];
    if (ids.length === 0) return [];
    const held = await this.rows.find({ select: { itemId: true }, where: [{ itemId: In(ids), removedAt: IsNull() }, { itemId: In(ids), removedAt: Not(LessThan(before)) }] });
    const keep = new Set(held.map((row) => row.itemId));
    return ids.filter((id) => !keep.has(id));
  }

  /** Every item someone holds. */
  async held(): Promise<string[]> {
    const rows = await this.rows.createQueryBuilder('favourite').select('DISTINCT favourite.itemId', 'itemId').where('favourite.removedAt IS NULL').getRawMany<{ itemId: string }>();
    return rows.map((row) => row.itemId);
  }

  /** Forgets stars that were taken away, once what was kept is gone. */
  async forget(itemIds: readonly string[]): Promise<void> {
    if (itemIds.length > 0) await this.rows.delete({ itemId: In([...itemIds]), removedAt: Not(IsNull()) });
  }

  private get rows() {
    return this.source.getRepository(MusicFavourite);
  }
}
