import { Journal, undo, type Undone } from './journal.js';
import type { Sql } from './sql.js';

/** Something that was done and can be taken back. */
export interface Change {
  id: number;
  /** Whole seconds. */
  time: number;
  kind: string;
  title: string;
  accountId: number | undefined;
  report: unknown;
  undoneAt: number | undefined;
}

const optional = (value: string | number | null | undefined): number | undefined => (value === null || value === undefined ? undefined : Number(value));

/** The list of what can be taken back. */
export class Changes {
  constructor(private readonly sql: Sql) {}

  begin(change: { kind: string; title: string; accountId: number | null; now: number }): Promise<Journal> {
    return Journal.begin(this.sql, change);
  }

  async setReport(id: number, report: unknown): Promise<void> {
    await Journal.resume(this.sql, id).report(report);
  }

  /** Newest first. */
  async list(limit: number, offset = 0, kind?: string): Promise<Change[]> {
    const where = kind === undefined ? '' : ' WHERE kind = ?';
    const rows = await this.sql.all(`SELECT id, made_at, kind, title, account_id, report, undone_at FROM arcade_changes${where} ORDER BY id DESC LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)}`, kind === undefined ? [] : [kind]);
    return rows.map((row) => ({
      id: Number(row['id']), time: Number(row['made_at']), kind: String(row['kind']), title: String(row['title']), accountId: optional(row['account_id']),
      report: JSON.parse(String(row['report'])) as unknown, undoneAt: optional(row['undone_at']),
    }));
  }

  /** Takes a change back, once. @returns undefined when there is none, or it was undone already */
  async undo(id: number, now: number): Promise<Undone | undefined> {
    if ((await this.sql.run('UPDATE arcade_changes SET undone_at = ? WHERE id = ? AND undone_at IS NULL', [now, id])) === 0) return undefined;
    const result = await undo(this.sql, id);
    await this.sql.run('DELETE FROM arcade_change_rows WHERE change_id = ?', [id]);
    return result;
  }

  /** Forgets the rows of changes made before `time`: those can no longer be taken back. */
  async forgetBefore(time: number): Promise<number> {
    return this.sql.run('DELETE FROM arcade_changes WHERE made_at < ?', [time]);
  }
}
