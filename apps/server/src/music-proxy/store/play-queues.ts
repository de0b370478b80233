import { upsertRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { MusicPlayQueue } from './entities.js';

/** Play queues with external songs in them, one for each user. */
export class PlayQueues {
  constructor(private readonly source: DataSource) {}

  async of(user: string): Promise<MusicPlayQueue | null> {
    return await this.rows.findOneBy({ userKey: user });
  }

  async save(queue: Omit<MusicPlayQueue, 'id'>): Promise<void> {
    await upsertRows(this.source, MusicPlayQueue, [queue], { key: ['userKey'], update: ['currentId', 'currentIndex', 'position', 'changedBy', 'changedAt', 'itemIds'] });
  }

  async remove(user: string): Promise<void> {
    await this.rows.delete({ userKey: user });
  }

  private get rows() {
    return this.source.getRepository(MusicPlayQueue);
  }
}
