import { invalid, unavailable } from '@rumpus/errors';
import type { Connection } from 'mysql2';

/** A row as the driver gives it; 64-bit numbers and documents are text. */
export type SourceRow = Readonly<Record<string, string | number | null>>;

const CONNECT_MS = 10_000;

/** The MySQL database of a bemaniutils server (core spec 8), read only. */
export class BemaniutilsSource {
  private constructor(private readonly connection: Connection) {}

  /** @throws DomainError `invalid` for an address that is none, `unavailable` when nobody answers there */
  static async open(address: string): Promise<BemaniutilsSource> {
    if (!URL.canParse(address) || !/^(mysql|mariadb):$/.test(new URL(address).protocol)) throw invalid('The database has an address such as mysql://user:password@host/bemani', 'url');
    const { hostname, port, username, password, pathname } = new URL(address);
    // Loaded when it is needed: an app on another database does without the driver.
    const { createConnection } = await import('mysql2');
    const connection = createConnection({
      host: hostname, port: port === '' ? 3306 : Number(port), user: decodeURIComponent(username), password: decodeURIComponent(password), database: decodeURIComponent(pathname.slice(1)),
      charset: 'utf8mb4', connectTimeout: CONNECT_MS, supportBigNumbers: true, bigNumberStrings: true, jsonStrings: true,
    });
    try {
      await new Promise<void>((resolve, reject) => connection.connect((error) => (error === null ? resolve() : reject(error))));
    } catch (error) {
      connection.destroy();
      throw unavailable(`The database did not let us in: ${(error as { code?: string }).code ?? 'no connection'}`);
    }
    const source = new BemaniutilsSource(connection);
    try {
      const tables = new Set((await source.all('SHOW TABLES')).map((row) => String(Object.values(row)[0])));
      const missing = ['user', 'card', 'refid', 'extid', 'profile', 'music', 'score', 'score_history'].filter((table) => !tables.has(table));
      if (missing.length > 0) throw invalid(`This is no bemaniutils database: it lacks ${missing.join(', ')}`, 'url');
    } catch (error) {
      await source.close();
      throw error;
    }
    return source;
  }

  /** Rows one after the other, however many there are. */
  rows(statement: string): AsyncIterable<SourceRow> {
    return this.connection.query(statement).stream({ highWaterMark: 200 }) as AsyncIterable<SourceRow>;
  }

  async all(statement: string): Promise<SourceRow[]> {
    const rows: SourceRow[] = [];
    for await (const row of this.rows(statement)) rows.push(row);
    return rows;
  }

  /** Rows of a table that older servers may not have. */
  async optional(table: string, statement: string): Promise<AsyncIterable<SourceRow> | SourceRow[]> {
    return (await this.all(`SHOW TABLES LIKE '${table}'`)).length > 0 ? this.rows(statement) : [];
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.connection.end(() => resolve()));
  }
}
