import type { DataSource } from 'typeorm';
import type { Match, MatchMemory } from '../catalogue/audio-resolver.js';
import type { Judged } from '../core/match.js';
import { mainArtist, type Song } from '../core/models.js';
import { MusicMatch, type MatchCandidate, type MatchState } from './entities.js';

/** A page of the mapping list. */
export interface MatchPage {
  readonly rows: readonly MusicMatch[];
  readonly total: number;
}

/** Decisions about which track stands for which. What a person decided is never overruled (music-proxy spec §6.5). */
export class Matches implements MatchMemory {
  constructor(private readonly source: DataSource) {}

  async recall({ provider, id }: Match, targetProvider: string): Promise<Match | null | undefined> {
    const row = await this.rows.findOneBy({ provider, externalId: id, targetProvider });
    if (!row) return undefined;
    return row.targetId === null || row.state === 'review' || row.state === 'none' ? null : { provider: targetProvider, id: row.targetId };
  }

  async remember(track: Song, targetProvider: string, judged: readonly Judged<Song>[]): Promise<void> {
    const [best] = judged;
    if (!best) return;
    const sure = best.verdict === 'accept';
    await this.write({
      provider: track.provider,
      externalId: track.id,
      targetProvider,
      targetId: sure ? best.candidate.id : null,
      state: sure ? 'auto' : 'review',
      score: best.score,
      title: track.title,
      artist: mainArtist(track).name,
      candidates: judged.slice(0, 5).map(describe),
    });
  }

  /** A person's decision: this track, or none at all. */
  async decide(track: Match & { title: string; artist: string }, targetProvider: string, targetId: string | null): Promise<MusicMatch> {
    const known = await this.rows.findOneBy({ provider: track.provider, externalId: track.id, targetProvider });
    const row = {
      provider: track.provider, externalId: track.id, targetProvider, targetId, state: (targetId === null ? 'none' : 'manual') as MatchState,
      score: 100, title: track.title, artist: track.artist, candidates: known?.candidates ?? [],
    };
    return await this.rows.save({ ...(known ? { id: known.id } : {}), ...clip(row), updatedAt: new Date() });
  }

  /** Forgets a decision, so that the track is matched anew. */
  async delete(id: number): Promise<boolean> {
    return (await this.rows.delete({ id })).affected === 1;
  }

  async get(id: number): Promise<MusicMatch | null> {
    return await this.rows.findOneBy({ id });
  }

  async page(filter: { state?: MatchState; search?: string }, page: number, size: number): Promise<MatchPage> {
    const query = this.rows.createQueryBuilder('match').orderBy('match.updatedAt', 'DESC').addOrderBy('match.id', 'DESC');
    if (filter.state) query.andWhere('match.state = :state', { state: filter.state });
    if (filter.search) query.andWhere('(LOWER(match.title) LIKE :text OR LOWER(match.artist) LIKE :text)', { text: `%${filter.search.toLowerCase()}%` });
    const [rows, total] = await query.skip((page - 1) * size).take(size).getManyAndCount();
    return { rows, total };
  }

  async countByState(): Promise<Record<MatchState, number>> {
    const counts: Record<MatchState, number> = { auto: 0, manual: 0, review: 0, none: 0 };
    const rows = await this.rows.createQueryBuilder('match').select('match.state', 'state').addSelect('COUNT(*)', 'count').groupBy('match.state').getRawMany<{ state: MatchState; count: string }>();
    for (const { state, count } of rows) counts[state] = Number(count);
    return counts;
  }

  private async write(row: Omit<MusicMatch, 'id' | 'updatedAt'>): Promise<void> {
    const known = await this.rows.findOneBy({ provider: row.provider, externalId: row.externalId, targetProvider: row.targetProvider });
    if (known?.state === 'manual' || known?.state === 'none') return;
    await this.rows.upsert({ ...clip(row), updatedAt: new Date() }, ['provider', 'externalId', 'targetProvider']);
  }

  private get rows() {
    return this.source.getRepository(MusicMatch);
  }
}

const clip = <T extends { title: string; artist: string }>(row: T): T => ({ ...row, title: row.title.slice(0, 500), artist: row.artist.slice(0, 500) });

function describe({ candidate, score, reasons }: Judged<Song>): MatchCandidate {
  return {
    id: candidate.id, title: candidate.title, artist: mainArtist(candidate).name, score, reasons,
    ...(candidate.album ? { album: candidate.album.name } : {}),
    ...(candidate.duration === undefined ? {} : { duration: candidate.duration }),
  };
}
