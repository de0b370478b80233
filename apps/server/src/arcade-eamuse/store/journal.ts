import type { Row, Sql, SqlValue } from './sql.js';

/** The columns of a row that a change writes. */
export type Columns = Readonly<Record<string, SqlValue>>;

const toJson = (row: Readonly<Record<string, unknown>>): string => JSON.stringify(row);
const fromJson = (text: string): Record<string, SqlValue> => JSON.parse(text) as Record<string, SqlValue>;

/** One spelling for what drivers spell differently: truth as 0 and 1, large integers as text. */
function plain(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value instanceof Date ? String(value.getTime()) : String(value);
}

/** What became of an undo. */
export interface Undone {
  restored: number;
  /** Rows that somebody changed since, and that were therefore left as they are. */
  kept: number;
}

/** Writes rows and remembers what they were, so that the whole of it can be taken back. Use it inside one transaction. */
export class Journal {
  private constructor(private readonly sql: Sql, readonly id: number) {}

  static async begin(sql: Sql, change: { kind: string; title: string; accountId: number | null; now: number }): Promise<Journal> {
    const id = await sql.insert('arcade_changes', { made_at: change.now, kind: change.kind, title: change.title.slice(0, 255), account_id: change.accountId, report: '{}', undone_at: null });
    return new Journal(sql, id);
  }

  /** Goes on with a change that was begun. */
  static resume(sql: Sql, id: number): Journal {
    return new Journal(sql, id);
  }

  async report(report: unknown): Promise<void> {
    await this.sql.run('UPDATE arcade_changes SET report = ? WHERE id = ?', [JSON.stringify(report), this.id]);
  }

  async insert(table: string, row: Columns): Promise<number> {
    const id = await this.sql.insert(table, row);
    await this.note(table, id, null, toJson(row));
    return id;
  }

  async update(table: string, id: number, row: Columns): Promise<void> {
    const before = await this.sql.first(`SELECT * FROM ${table} WHERE id = ?`, [id]);
    if (before === undefined) return;
    const names = Object.keys(row);
    await this.sql.run(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [...Object.values(row), id]);
    await this.note(table, id, toJson(before), toJson(row));
  }

  /** Inserts a row, or updates the one that has the same `keys`. @returns its id */
  async put(table: string, row: Columns, keys: readonly string[]): Promise<number> {
    const known = await this.sql.first(`SELECT id FROM ${table} WHERE ${keys.map((name) => `${name} = ?`).join(' AND ')}`, keys.map((name) => row[name] ?? null));
    if (known === undefined) return this.insert(table, row);
    const id = Number(known['id']);
    await this.update(table, id, Object.fromEntries(Object.entries(row).filter(([name]) => !keys.includes(name))));
    return id;
  }

  /** Removes every row that matches. @returns how many */
  async removeWhere(table: string, where: Columns): Promise<number> {
    const rows = await this.sql.all(`SELECT * FROM ${table} WHERE ${Object.keys(where).map((name) => `${name} = ?`).join(' AND ')}`, Object.values(where));
    for (const row of rows) {
      await this.sql.run(`DELETE FROM ${table} WHERE id = ?`, [row['id'] ?? 0]);
      await this.note(table, Number(row['id']), toJson(row), null);
    }
    return rows.length;
  }

  private async note(table: string, rowId: number, before: string | null, after: string | null): Promise<void> {
    await this.sql.insert('arcade_change_rows', { change_id: this.id, table_name: table, row_id: rowId, row_before: before, row_after: after });
  }
}

const BY_PLAYER = ['arcade_cards', 'arcade_profiles', 'arcade_scores', 'arcade_attempts', 'arcade_balances', 'arcade_achievements'];
/** What a row is needed by, table and column: it is not taken away again while something hangs on it. */
const NEEDED_BY: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  arcade_users: BY_PLAYER.map((table) => [table, 'user_id'] as const),
  arcade_music: [['arcade_scores', 'music_id'], ['arcade_attempts', 'music_id']],
  arcade_arcades: [['arcade_machines', 'arcade_id'], ['arcade_balances', 'arcade_id']],
};

/** Takes a change back, newest row first. Rows that were changed since stay as they are now: an undo never loses a play. */
export async function undo(sql: Sql, changeId: number): Promise<Undone> {
  const done: Undone = { restored: 0, kept: 0 };
  const rows = await sql.all('SELECT table_name, row_id, row_before, row_after FROM arcade_change_rows WHERE change_id = ? ORDER BY id DESC', [changeId]);
  for (const row of rows) {
    if (await undoRow(sql, row)) done.restored++;
    else done.kept++;
  }
  return done;
}

async function undoRow(sql: Sql, { table_name: name, row_id: id, row_before: before, row_after: after }: Row): Promise<boolean> {
  const table = String(name);
  const rowId = Number(id);
  const now = await sql.first(`SELECT * FROM ${table} WHERE id = ?`, [rowId]);
  if (after === null || after === undefined) return now === undefined && before !== null && before !== undefined && sql.insertNew(table, fromJson(String(before)));
  if (now === undefined || !holds(now, fromJson(String(after)))) return false;
  if (before !== null && before !== undefined) {
    const { id: _id, ...columns } = fromJson(String(before));
    await sql.run(`UPDATE ${table} SET ${Object.keys(columns).map((column) => `${column} = ?`).join(', ')} WHERE id = ?`, [...Object.values(columns), rowId]);
    return true;
  }
  if (await isNeeded(sql, table, now)) return false;
  await sql.run(`DELETE FROM ${table} WHERE id = ?`, [rowId]);
  return true;
}

/** Whether a row has these values, whichever way the driver spells them. */
export const holds = (row: Row, columns: Columns): boolean => Object.entries(columns).every(([name, value]) => plain(row[name]) === plain(value));

async function isNeeded(sql: Sql, table: string, row: Row): Promise<boolean> {
  const key = row[table === 'arcade_music' ? 'music_id' : 'id'] ?? 0;
  // Scores hang on the identity of a chart: another version that has it keeps them as well.
  if (table === 'arcade_music' && (await sql.first('SELECT id FROM arcade_music WHERE music_id = ? AND id <> ?', [key, row['id'] ?? 0])) !== undefined) return false;
  for (const [other, column] of NEEDED_BY[table] ?? []) if ((await sql.first(`SELECT id FROM ${other} WHERE ${column} = ?`, [key])) !== undefined) return true;
  return false;
}
