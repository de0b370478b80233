import type { ArcadeData, Tables } from '../store/arcade-data.js';
import { type Columns, holds, Journal } from '../store/journal.js';
import type { Row } from '../store/sql.js';

/** How many rows of a kind were new, made better, or left as they are because ours was there. */
export interface ImportCount {
  added: number;
  changed: number;
  kept: number;
}

/** What an import comes to, by kind of row. */
export interface ImportReport {
  counts: Record<string, ImportCount>;
  /** What was not taken over, and why. */
  notes: string[];
}

/** The report of an import that is over. */
export interface ImportResult extends ImportReport {
  dry_run: boolean;
  /** The change to undo; null after a dry run. */
  change: number | null;
}

/** Rows in one transaction: cabinets wait no longer than one batch takes. */
const BATCH = 200;

/** Writes one batch: into the journal of a change, or nowhere at all in a dry run. */
export class ImportWriter {
  private readonly counts = new Map<string, ImportCount>();

  constructor(readonly tables: Tables, private readonly journal: Journal | undefined, private readonly unused: () => number) {}

  find(table: string, where: Columns): Promise<Row | undefined> {
    return this.tables.sql.first(`SELECT * FROM ${table} WHERE ${Object.keys(where).map((name) => `${name} = ?`).join(' AND ')}`, Object.values(where));
  }

  /** @returns the id; in a dry run a number below zero that no row has */
  insert(table: string, row: Columns): Promise<number> {
    return this.journal === undefined ? Promise.resolve(this.unused()) : this.journal.insert(table, row);
  }

  async update(table: string, id: number, row: Columns): Promise<void> {
    await this.journal?.update(table, id, row);
  }

  /** Inserts a row unless one with these keys is there. @returns whether it was added */
  async add(kind: string, table: string, keys: Columns, rest: Columns = {}): Promise<boolean> {
    const isNew = (await this.find(table, keys)) === undefined;
    if (isNew) await this.insert(table, { ...keys, ...rest });
    this.count(kind, isNew ? 'added' : 'kept');
    return isNew;
  }

  /** Inserts a row, or sets the other columns of the one that has these keys. @returns its id */
  async put(kind: string, table: string, keys: Columns, rest: Columns): Promise<number> {
    const known = await this.find(table, keys);
    if (known !== undefined) return this.set(kind, table, known, rest);
    this.count(kind, 'added');
    return this.insert(table, { ...keys, ...rest });
  }

  /** Sets columns of a row, unless it has them already. @returns its id */
  async set(kind: string, table: string, known: Row, columns: Columns): Promise<number> {
    const id = Number(known['id']);
    const isSame = holds(known, columns);
    if (!isSame) await this.update(table, id, columns);
    this.count(kind, isSame ? 'kept' : 'changed');
    return id;
  }

  count(kind: string, what: keyof ImportCount): void {
    const count = this.counts.get(kind) ?? { added: 0, changed: 0, kept: 0 };
    count[what]++;
    this.counts.set(kind, count);
  }

  addTo(report: ImportReport): void {
    for (const [kind, { added, changed, kept }] of this.counts) {
      const total = (report.counts[kind] ??= { added: 0, changed: 0, kept: 0 });
      total.added += added;
      total.changed += changed;
      total.kept += kept;
    }
  }
}

/** Numbers for rows that a dry run does not make: far below -1, which stands for the network itself. */
export function unusedIds(): () => number {
  let next = -1000;
  return () => next--;
}

/** One import: its batches, what they come to, and where it stands. */
export class ImportRun {
  readonly report: ImportReport = { counts: {}, notes: [] };
  private readonly unused = unusedIds();
  private readonly noted = new Map<string, number>();

  constructor(private readonly data: ArcadeData, readonly changeId: number | undefined, private readonly signal: AbortSignal, private readonly onProgress: (kind: string, done: number) => void) {}

  get isDry(): boolean {
    return this.changeId === undefined;
  }

  /** Handles rows in batches, each one transaction. `handle` may run again for a row after a lost race. */
  async each<T>(kind: string, rows: AsyncIterable<T> | Iterable<T>, handle: (writer: ImportWriter, row: T) => Promise<void>): Promise<void> {
    let batch: T[] = [];
    let done = 0;
    const flush = async (): Promise<void> => {
      this.signal.throwIfAborted();
      await this.write(batch, handle);
      done += batch.length;
      batch = [];
      this.onProgress(kind, done);
    };
    for await (const row of rows) if (batch.push(row) === BATCH) await flush();
    if (batch.length > 0) await flush();
  }

  private async write<T>(batch: readonly T[], handle: (writer: ImportWriter, row: T) => Promise<void>): Promise<void> {
    const run = async (tables: Tables): Promise<ImportWriter> => {
      const writer = new ImportWriter(tables, this.changeId === undefined ? undefined : Journal.resume(tables.sql, this.changeId), this.unused);
      for (const row of batch) await handle(writer, row);
      return writer;
    };
    const writer = this.isDry ? await run(this.data) : await this.data.transaction(run);
    writer.addTo(this.report);
  }

  /** Something that was left out, counted by its text. */
  note(text: string): void {
    this.noted.set(text, (this.noted.get(text) ?? 0) + 1);
  }

  /** Writes the notes into the report. */
  finish(always: readonly string[]): ImportReport {
    this.report.notes = [...[...this.noted].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`)), ...always];
    return this.report;
  }
}
