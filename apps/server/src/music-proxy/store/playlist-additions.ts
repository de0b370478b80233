import { insertRows } from '@rumpus/persistence';
import { In, type DataSource } from 'typeorm';
import type { Addition } from '../core/overlay.js';
import { MusicPlaylistAddition } from './entities.js';

/** Our part of a playlist, in a list of playlists. */
export interface AdditionSum {
  readonly count: number;
  /** Seconds. */
  readonly duration: number;
}

/** External songs in playlists of the backend, which cannot hold them. */
export class PlaylistAdditions {
  constructor(private readonly source: DataSource) {}

  async of(playlistId: string): Promise<Addition[]> {
    const rows = await this.rows.find({ where: { playlistId }, order: { position: 'ASC', id: 'ASC' } });
    return rows.map(({ position, itemId, duration }) => ({ position, itemId, duration }));
  }

  /** Those of a list that have additions. */
  async sums(playlistIds: readonly string[]): Promise<Map<string, AdditionSum>> {
    if (playlistIds.length === 0) return new Map();
    const rows = await this.rows
      .createQueryBuilder('addition')
      .select('addition.playlistId', 'playlistId')
      .addSelect('COUNT(*)', 'count')
      .addSelect('SUM(addition.duration)', 'duration')
      .where({ playlistId: In([...playlistIds]) })
      .groupBy('addition.playlistId')
      .getRawMany<{ playlistId: string; count: string; duration: string | null }>();
    return new Map(rows.map(({ playlistId, count, duration }) => [playlistId, { count: Number(count), duration: Math.round(Number(duration ?? 0)) }]));
  }

  /** Whether there are any at all, so that most installations never merge. */
  async exist(): Promise<boolean> {
    return (await this.rows.findOne({ where: {}, select: { id: true } })) !== null;
  }

  /** Puts others in place of a playlist's additions, all at once. */
  async replace(playlistId: string, additions: readonly Addition[], now = new Date()): Promise<void> {
    await this.source.transaction(async (manager) => {
      await manager.delete(MusicPlaylistAddition, { playlistId });
      await insertRows(manager, MusicPlaylistAddition, additions.map(({ position, itemId, duration }) => ({ playlistId, position, itemId, duration, addedAt: now })));
    });
  }

  async remove(playlistId: string): Promise<void> {
    await this.rows.delete({ playlistId });
  }

  private get rows() {
    return this.source.getRepository(MusicPlaylistAddition);
  }
}
