import type { DataSource } from 'typeorm';
import { In } from 'typeorm';
import { MusicPlay } from './entities.js';

/** A play to be recorded. */
export type NewPlay = Omit<MusicPlay, 'id'>;

/** How often and when last a user played something. */
export interface PlayCount {
  readonly count: number;
  readonly lastAt: Date;
}

/** A song with how often it was played by everyone. */
export interface PlayedSong {
  readonly itemId: string;
  readonly provider: string;
  readonly title: string;
  readonly artist: string;
  readonly count: number;
}

/** Plays of external songs; the backend counts only its own. */
export class Plays {
  constructor(private readonly source: DataSource) {}

  /** Records plays; the same song at the same moment by the same user is one play, since players repeat what was not answered. */
  async add(plays: readonly NewPlay[]): Promise<void> {
    for (const play of plays) {
      if (await this.rows.existsBy({ userKey: play.userKey, itemId: play.itemId, playedAt: play.playedAt })) continue;
      await this.rows.insert({ ...play, title: play.title.slice(0, 500), artist: play.artist.slice(0, 500), client: play.client?.slice(0, 80) ?? null });
    }
  }

  /** A user's plays of these items; those never played are absent. */
  async countsOf(user: string, itemIds: readonly string[]): Promise<Map<string, PlayCount>> {
    if (itemIds.length === 0) return new Map();
    const rows = await this.rows
      .createQueryBuilder('play')
      .select('play.itemId', 'itemId')
      .addSelect('COUNT(*)', 'count')
      .addSelect('MAX(play.playedAt)', 'lastAt')
      .where({ userKey: user, itemId: In([...itemIds]) })
      .groupBy('play.itemId')
      .getRawMany<{ itemId: string; count: string; lastAt: string }>();
    return new Map(rows.map(({ itemId, count, lastAt }) => [itemId, { count: Number(count), lastAt: new Date(Number(lastAt)) }]));
  }

  /** Songs played most since a moment. */
  async top(since: Date, limit: number): Promise<PlayedSong[]> {
    const rows = await this.rows
      .createQueryBuilder('play')
      .select('play.itemId', 'itemId')
      .addSelect('MAX(play.provider)', 'provider')
      .addSelect('MAX(play.title)', 'title')
      .addSelect('MAX(play.artist)', 'artist')
      .addSelect('COUNT(*)', 'count')
      .where('play.playedAt >= :since', { since: since.getTime() })
      .groupBy('play.itemId')
      .orderBy('COUNT(*)', 'DESC')
      .addOrderBy('play.itemId', 'ASC')
      .limit(limit)
      .getRawMany<{ itemId: string; provider: string; title: string; artist: string; count: string }>();
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  private get rows() {
    return this.source.getRepository(MusicPlay);
  }
}
