import { Injectable } from '@nestjs/common';
import { isDataFault, transaction } from '@rumpus/persistence';
import { DataSource, type EntityManager } from 'typeorm';
import { EntryStore, type BatchChanges } from './entry-store.js';
import type { ScanSession } from './scan-session.js';

/** What a batch became: the changes that are stored, and the ids of the new games in their order. */
export interface WrittenBatch {
  changes: BatchChanges;
  ids: number[];
}

/** Writes batches whole, and those the database refuses one game after the other, so that one odd file never stops a scan. */
@Injectable()
export class BatchWriter {
  constructor(
    private readonly source: DataSource,
    private readonly entries: EntryStore,
  ) {}

  /**
   * Writes a batch and, in the same transaction, what goes with it.
   * @param folder the games folder, for the reasons of what can't be stored
   * @throws whatever is no matter of single games: no room, no database
   */
  async write(session: ScanSession, folder: string, changes: BatchChanges, along: (manager: EntityManager, written: BatchChanges) => Promise<void>): Promise<WrittenBatch> {
    try {
      return { changes, ids: await this.store(changes, along) };
    } catch (error) {
      if (!isDataFault(error)) throw error;
    }
    const written: WrittenBatch = { changes: { inserts: [], updates: [], back: changes.back }, ids: [] };
    for (const one of singly(changes)) {
      try {
        written.ids.push(...(await this.store(one.changes)));
        written.changes.inserts.push(...one.changes.inserts);
        written.changes.updates.push(...one.changes.updates);
      } catch (error) {
        if (!isDataFault(error)) throw error;
        session.fail(`${folder}/${one.name}`, 'not-stored', `The database refused it: ${(error as Error).message}`);
      }
    }
    await this.store({ ...NO_CHANGES, back: changes.back }, async (manager) => along(manager, written.changes));
    return written;
  }

  private async store(changes: BatchChanges, along?: (manager: EntityManager, written: BatchChanges) => Promise<void>): Promise<number[]> {
    return transaction(this.source, async (manager) => {
      const ids = await this.entries.write(manager, changes);
      await along?.(manager, changes);
      return ids;
    });
  }
}

const NO_CHANGES: Readonly<BatchChanges> = { inserts: [], updates: [], back: [] };

function singly(changes: BatchChanges): { name: string; changes: BatchChanges }[] {
  return [
    ...changes.inserts.map((insert) => ({ name: insert.draft.fs_name, changes: { ...NO_CHANGES, inserts: [insert] } })),
    ...changes.updates.map((update) => ({ name: update.name, changes: { ...NO_CHANGES, updates: [update] } })),
  ];
}
