import { selectRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { LessThan, Not } from 'typeorm';
import type { Match } from '../catalogue/audio-resolver.js';
import { MusicTrack, type Storage } from './entities.js';

/** A row to be written; times are set here. */
export type NewTrack = Omit<MusicTrack, 'id' | 'downloadedAt' | 'lastUsedAt' | 'backendItemId'>;

/** Files that were fetched for one user. */
export interface UserUsage {
  readonly user: string;
  /** Kept and permanent ones, which count against the quota. */
  readonly stays: { count: number; bytes: number };
  readonly cached: { count: number; bytes: number };
}

const columns = [
  'id', 'provider', 'externalId', 'quality', 'path', 'size', 'container', 'bitDepth', 'sampleRate', 'bitrate', 'duration', 'isrc', 'title', 'artist', 'album', 'backendItemId', 'storage', 'requestedBy', 'downloadedAt',
  'lastUsedAt',
] as const satisfies readonly (keyof MusicTrack)[];

/** Which tracks are on disk. */
export class Tracks {
  constructor(private readonly source: DataSource) {}

  async find({ provider, id }: Match): Promise<MusicTrack | null> {
    return await this.rows.findOneBy({ provider, externalId: id });
  }

  /** Those of a list that are on disk, by provider and id. */
  async findAll(of: readonly Match[]): Promise<Map<string, MusicTrack>> {
    if (of.length === 0) return new Map();
    const found = [...new Set(of.map(({ provider }) => provider))].map((provider) =>
      selectRows(this.source, MusicTrack, columns, { provider, externalId: of.filter((one) => one.provider === provider).map(({ id }) => id) }),
    );
    const rows = (await Promise.all(found)).flat();
    return new Map(rows.map((row) => [`${row.provider}:${row.externalId}`, row]));
  }

  /** Records a finished download, in place of an earlier one of the same track. */
  async save(track: NewTrack, now = new Date()): Promise<MusicTrack> {
    const times = { downloadedAt: now, lastUsedAt: now };
    const clipped = { ...track, title: track.title.slice(0, 500), artist: track.artist.slice(0, 500), album: track.album.slice(0, 500) };
    await this.rows.upsert({ ...clipped, ...times, backendItemId: null }, ['provider', 'externalId']);
    const saved = await this.find({ provider: track.provider, id: track.externalId });
    if (!saved) throw new Error('A track that was just written is not there');
    return saved;
  }

  async touch(id: number, now = new Date()): Promise<void> {
    await this.rows.update({ id }, { lastUsedAt: now });
  }

  async delete(id: number): Promise<void> {
    await this.rows.delete({ id });
  }

  async setBackendItem(id: number, backendItemId: string | null): Promise<void> {
    await this.rows.update({ id }, { backendItemId });
  }

  /** @param requestedBy whose share it takes from now on; left as it is when undefined */
  async setStorage(id: number, storage: Storage, path: string, requestedBy?: string): Promise<void> {
    await this.rows.update({ id }, { storage, path, ...(requestedBy === undefined ? {} : { requestedBy }) });
  }

  /** Bytes of the files that stay which were fetched for a user. */
  async bytesOf(user: string): Promise<number> {
    return (await this.rows.sum('size', { requestedBy: user, storage: Not('cache') })) ?? 0;
  }

  /** What was fetched for each user, most bytes that stay first. */
  async usageByUser(): Promise<UserUsage[]> {
    const rows = await this.rows
      .createQueryBuilder('track')
      .select('track.requestedBy', 'user')
      .addSelect('track.storage', 'storage')
      .addSelect('COUNT(*)', 'count')
      .addSelect('SUM(track.size)', 'bytes')
      .where('track.requestedBy IS NOT NULL')
      .groupBy('track.requestedBy')
      .addGroupBy('track.storage')
      .getRawMany<{ user: string; storage: Storage; count: string; bytes: string }>();
    const users = new Map<string, UserUsage>();
    for (const { user, storage, count, bytes } of rows) {
      const known = users.get(user) ?? { user, stays: none(), cached: none() };
      const sum = storage === 'cache' ? known.cached : known.stays;
      sum.count += Number(count);
      sum.bytes += Number(bytes);
      users.set(user, known);
    }
    return [...users.values()].sort((a, b) => b.stays.bytes - a.stays.bytes || (a.user < b.user ? -1 : 1));
  }

  /** Tracks of one storage, least recently used first. */
  async oldestFirst(storage: Storage, unusedSince?: Date): Promise<MusicTrack[]> {
    return await this.rows.find({ where: { storage, ...(unusedSince ? { lastUsedAt: LessThan(unusedSince) } : {}) }, order: { lastUsedAt: 'ASC', id: 'ASC' } });
  }

  /** Those whose place in the backend's library is not known yet. */
  async withoutBackendItem(storage: Storage): Promise<MusicTrack[]> {
    return (await this.rows.find({ where: { storage }, order: { id: 'ASC' } })).filter((track) => track.backendItemId === null);
  }

  async byPath(path: string): Promise<MusicTrack | null> {
    return await this.rows.findOneBy({ path });
  }

  /** Number and bytes of each storage. */
  async usage(): Promise<Record<Storage, { count: number; bytes: number }>> {
    const usage: Record<Storage, { count: number; bytes: number }> = { permanent: none(), cache: none(), kept: none() };
    const sums = await this.rows
      .createQueryBuilder('track')
      .select('track.storage', 'storage')
      .addSelect('COUNT(*)', 'count')
      .addSelect('SUM(track.size)', 'bytes')
      .groupBy('track.storage')
      .getRawMany<{ storage: Storage; count: string; bytes: string }>();
    for (const { storage, count, bytes } of sums) usage[storage] = { count: Number(count), bytes: Number(bytes) };
    return usage;
  }

  private get rows() {
    return this.source.getRepository(MusicTrack);
  }
}

const none = (): { count: number; bytes: number } => ({ count: 0, bytes: 0 });
