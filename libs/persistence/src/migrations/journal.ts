import { type QueryRunner, Table, TableColumn } from 'typeorm';
import type { Query } from 'typeorm/driver/Query.js';

const q = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const gone = (name: string): string => `_gone_${name}`.slice(0, 64);

/** MariaDB's and MySQL's ways of saying that a thing to remove or rename is not there. */
const alreadyUndone = new Set([1051, 1054, 1072, 1091, 1146, 1176]);

type Kind = 'undo' | 'finish';
type Queries = Query | Query[];
/** What TypeORM's runners have and do not declare: the one place through which all their DDL goes, each step with its way back. */
interface Inner {
  executeQueries(up: Queries, down: Queries): Promise<void>;
  clearTable?(name: string): Promise<void>;
  loadedTables: Table[];
}

const nameOf = (target: { name: string } | string): string => (typeof target === 'string' ? target : target.name);
const listOf = (queries: Queries): Query[] => (Array.isArray(queries) ? queries : [queries]);

/**
 * MariaDB and MySQL commit at every DDL statement. So, while a journal is open on a runner, the way back of each step
 * is written into a table before the step runs, and what would lose data (dropping) is a renaming at first. A migration
 * that fails, or whose process is killed, is taken back step by step, at once or at the next start; one that succeeds
 * drops what it renamed.
 */
export class Journal {
  readonly #finish: string[] = [];

  private constructor(private readonly runner: QueryRunner) {}

  /** Makes the runner keep a journal from now on. */
  static open(runner: QueryRunner): Journal {
    const journal = new Journal(runner);
    const inner = runner as unknown as Inner;
    inner.executeQueries = async (up, down) => journal.#run(listOf(up), listOf(down));
    runner.dropTable = async (target) => journal.#dropTable(nameOf(target));
    runner.dropColumn = async (table, column) => journal.#dropColumn(nameOf(table), nameOf(column));
    runner.dropColumns = async (table, columns) => {
      for (const column of columns) await journal.#dropColumn(nameOf(table), nameOf(column));
    };
    return journal;
  }

  /** The point of no return: `record` notes the migration as done; then what was renamed is dropped. */
  async complete(record: () => Promise<void>): Promise<void> {
    await this.runner.startTransaction();
    try {
      await this.runner.query('DELETE FROM migration_journal');
      for (const statement of this.#finish) await this.#note('finish', statement);
      await record();
      await this.runner.commitTransaction();
    } catch (error) {
      await this.runner.rollbackTransaction();
      throw error;
    }
    await settleJournal(this.runner);
  }

  /** Runs a change of data that `undo` takes back. */
  async change(sql: string, parameters: readonly unknown[], undo: string): Promise<void> {
    await this.#note('undo', undo);
    await this.runner.query(sql, [...parameters]);
  }

  async #run(up: readonly Query[], down: readonly Query[]): Promise<void> {
    for (const { query } of down) await this.#note('undo', query);
    for (const { query, parameters } of up) await this.runner.query(query, parameters);
  }

  async #rename(sql: string, undo: string): Promise<void> {
    await this.#note('undo', undo);
    await this.runner.query(sql);
    (this.runner as unknown as Inner).loadedTables = [];
  }

  async #dropTable(path: string): Promise<void> {
    const table = path.split('.').pop() ?? path;
    if (!(await this.runner.hasTable(table))) return;
    await this.#refuseIfReferred(table);
    await this.#rename(`RENAME TABLE ${q(table)} TO ${q(gone(table))}`, `RENAME TABLE ${q(gone(table))} TO ${q(table)}`);
    this.#finish.push(`DROP TABLE IF EXISTS ${q(gone(table))}`);
  }

  async #dropColumn(path: string, column: string): Promise<void> {
    const table = path.split('.').pop() ?? path;
    await this.#rename(`ALTER TABLE ${q(table)} RENAME COLUMN ${q(column)} TO ${q(gone(column))}`, `ALTER TABLE ${q(table)} RENAME COLUMN ${q(gone(column))} TO ${q(column)}`);
    this.#finish.push(`ALTER TABLE ${q(table)} DROP COLUMN ${q(gone(column))}`);
  }

  async #note(kind: Kind, statement: string): Promise<void> {
    await this.runner.query('INSERT INTO migration_journal (kind, statement) VALUES (?, ?)', [kind, statement]);
  }

  async #refuseIfReferred(table: string): Promise<void> {
    const rows = (await this.runner.query(
      'SELECT DISTINCT table_name AS tableName FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name = ? AND table_name <> ? AND table_name NOT LIKE ?',
      [table, table, '\\_gone\\_%'],
    )) as { tableName: string }[];
    if (rows.length > 0) throw new Error(`${table} can't be dropped: ${rows.map(({ tableName }) => tableName).join(', ')} refers to it`);
  }
}

/** Makes the table of the journal. */
export async function createJournal(runner: QueryRunner): Promise<void> {
  const columns = [
    new TableColumn({ name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' }),
    new TableColumn({ name: 'kind', type: 'varchar', length: '10' }),
    new TableColumn({ name: 'statement', type: 'longtext' }),
  ];
  await runner.createTable(new Table({ name: 'migration_journal', columns, engine: 'InnoDB' }), true);
}

/** Takes back what an unfinished migration did, newest first, or finishes one that was past its point of no return. */
export async function settleJournal(runner: QueryRunner): Promise<void> {
  const rows = async (kind: Kind, order: 'ASC' | 'DESC'): Promise<{ id: number; statement: string }[]> => (await runner.query(`SELECT id, statement FROM migration_journal WHERE kind = ? ORDER BY id ${order}`, [kind])) as { id: number; statement: string }[];
  for (const row of [...(await rows('undo', 'DESC')), ...(await rows('finish', 'ASC'))]) {
    try {
      await runner.query(row.statement);
    } catch (error) {
      if (!alreadyUndone.has(Number((error as { driverError?: { errno?: unknown } }).driverError?.errno))) throw error;
    }
    await runner.query('DELETE FROM migration_journal WHERE id = ?', [row.id]);
  }
}
