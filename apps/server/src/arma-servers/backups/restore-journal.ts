import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { writeAtomic } from '@rumpus/storage';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { ArmaRestore } from './backup.entities.js';
import { exists, MOVE, swapBack, swapIn, type Move } from './swap.js';

const JOURNAL = z.strictObject({ restore_id: z.int(), moves: z.array(MOVE) });
const FILE = 'journal.json';
const STAGING = '.restore-';

/** Name of the folder in which a restore is prepared. */
export const stagingName = (restoreId: number): string => `${STAGING}${String(restoreId)}`;

/** Makes the swap of folders and the change of rows one thing, whatever breaks off in between. */
@Injectable()
export class RestoreJournal {
  private readonly logger = new Logger('backups');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(ArmaRestore) private readonly restores: Repository<ArmaRestore>,
  ) {}

  /** Swaps folders, then makes it true; when that fails the folders go back. */
  async carryOut<T>(restoreId: number, staging: string, moves: readonly Move[], makeTrue: () => Promise<T>): Promise<T> {
    await writeAtomic(join(staging, FILE), JSON.stringify({ restore_id: restoreId, moves }), { mode: 0o600 });
    try {
      await swapIn(moves);
      return await makeTrue();
    } catch (error) {
      await swapBack(moves);
      throw error;
    }
  }

  /** Restores that broke off with an earlier manager of this host: finished or taken back, as their rows say. */
  async mend(): Promise<void> {
    const { dir } = this.config.servers;
    for (const name of await readdir(dir).catch(() => [])) {
      if (!name.startsWith(STAGING)) continue;
      await this.mendOne(join(dir, name)).catch((error: unknown) => this.logger.error({ err: error, folder: name }, 'a restore that broke off could not be mended'));
    }
  }

  private async mendOne(staging: string): Promise<void> {
    const path = join(staging, FILE);
    if (await exists(path)) {
      const { restore_id: id, moves } = JOURNAL.parse(JSON.parse(await readFile(path, 'utf8')));
      const row = await this.restores.findOneBy({ id });
      if (row?.status !== 'done') {
        await swapBack(moves);
        this.logger.warn({ restore: id }, 'a restore broke off and was taken back');
      }
    }
    await rm(staging, { recursive: true, force: true });
  }
}
