import { Injectable } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';
import { conflict, notFound } from '@rumpus/errors';

import { ArcadeData } from '../store/arcade-data.js';
import type { Undone } from '../store/journal.js';
import { Accounts, type AccountView } from './accounts.js';
import { note } from './player-admin.service.js';

export interface ChangeView {
  id: number;
  at: string;
  kind: string;
  title: string;
  account: AccountView | null;
  report: unknown;
  undone_at: string | null;
}

const iso = (time: number): string => new Date(time * 1000).toISOString();

/** Imports and deletions, and how to take them back. */
@Injectable()
export class ChangesService {
  constructor(private readonly data: ArcadeData, private readonly accounts: Accounts) {}

  async list(limit: number, offset: number, kind?: string): Promise<ChangeView[]> {
    const changes = await this.data.changes.list(limit, offset, kind);
    const accounts = await this.accounts.byIds(changes.map(({ accountId }) => accountId ?? 0).filter((id) => id > 0));
    return changes.map(({ id, time, kind, title, accountId, report, undoneAt }) => ({
      id, at: iso(time), kind, title, account: accounts.get(accountId ?? 0) ?? null, report, undone_at: undoneAt === undefined ? null : iso(undoneAt),
    }));
  }

  /** Takes a change back. Rows that were changed since are kept, and counted. */
  async undo(caller: Principal, id: number): Promise<Undone> {
    const known = await this.data.sql.first('SELECT id FROM arcade_changes WHERE id = ?', [id]);
    if (known === undefined) throw notFound('There is no such change');
    return this.data.transaction(async (tables) => {
      const undone = await tables.changes.undo(id, Math.floor(Date.now() / 1000));
      if (undone === undefined) throw conflict('This change was taken back already', { code: 'undone' });
      await note(tables, caller, 'change undone', { change: id, restored: undone.restored, kept: undone.kept });
      return undone;
    });
  }
}
