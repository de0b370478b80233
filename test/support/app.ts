import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from './client.js';
import { createDatabase, testDatabase, type Database, type TestDatabase } from './databases.js';
import { borrowDatabase } from './migrated-databases.js';
import { freePort } from './ports.js';

const root = join(import.meta.dirname, '..', '..');
const entry = join(root, 'apps', 'server', 'dist', 'main.js');

export interface StartOptions {
  /** Added to, and winning over, the environment the harness sets. */
  env?: Record<string, string>;
  /** A data folder to keep using (a restart on the same data); a temporary one is made otherwise. */
  dataDir?: string;
  /** The database to keep using; one of the kind under test with empty tables otherwise. */
  database?: Database;
  /** A database without tables: the app has to make them. */
  empty?: boolean;
  /** Overrides `RUMPUS_TEST_DB` for this app. */
  kind?: TestDatabase;
  /** The library folder; `$DATA_DIR/library` otherwise. */
  library?: string;
  /** File permissions count although the tests run as root; it takes `setpriv`. */
  withPermissions?: boolean;
}

/** Root without the right to read whatever it likes. */
const withPermissions = process.geteuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : [];

/** The claim code every app under test is started with. */
export const CLAIM_CODE = 'test-claim-code-1234';
export const ADMIN = { username: 'admin', password: 'correct horse battery', email: 'admin@example.org' };

/** The real app as a child process on free ports with a data folder and a database of its own. */
export class TestApp {
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly url: string,
    readonly ports: { main: number; music: number; musicAdmin: number; arcade: number },
    readonly dataDir: string,
    readonly database: Database,
    private readonly ownsData: boolean,
    private readonly env: Record<string, string>,
    private readonly command: readonly string[],
  ) {}

  static async start(options: StartOptions = {}): Promise<TestApp> {
    if (!existsSync(entry)) throw new Error('The server is not built: run `npm run build` first.');
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'rumpus-e2e-')));
    const database = options.database ?? (await (options.empty === true ? createDatabase : borrowDatabase)(options.kind ?? testDatabase(), dataDir));
    const ports = { main: await freePort(), music: await freePort(), musicAdmin: await freePort(), arcade: await freePort() };
    const env = {
      HOST: '127.0.0.1',
      PORT: String(ports.main),
      MUSIC_PORT: String(ports.music),
      MUSIC_ADMIN_PORT: String(ports.musicAdmin),
      ARCADE_PORT: String(ports.arcade),
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      CLAIM_CODE,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      // No test asks strangers for the words of its songs.
      LRCLIB_URL: 'http://127.0.0.1:9',
      ...(options.library === undefined ? {} : { LIBRARY_PATH: options.library }),
      ...(process.env['RUMPUS_TEST_REDIS'] === '1' ? { REDIS_URL: `redis://127.0.0.1:6379/${redisDatabase()}`, REDIS_PREFIX: redisPrefix(database) } : {}),
      ...options.env,
    };
    const app = new TestApp(`http://127.0.0.1:${ports.main}`, ports, dataDir, database, options.dataDir === undefined, env, options.withPermissions === true ? withPermissions : []);
    await app.#spawn();
    return app;
  }

  /** Everything the app has printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('The app is not running.');
    return pid;
  }

  /** A client without credentials. */
  get client(): ApiClient {
    return new ApiClient(this.url);
  }

  /** Makes the first admin and gives a client signed in as that admin (Basic). */
  async claim(): Promise<ApiClient> {
    const answer = await this.client.post('/api/users', { ...ADMIN, role: 'admin', claim_code: CLAIM_CODE });
    if (answer.status !== 201) throw new Error(`claim failed: ${answer.status} ${answer.text}`);
    return this.admin;
  }

  get admin(): ApiClient {
    return this.client.basic(ADMIN.username, ADMIN.password);
  }

  /** Ends the process as a crash would. */
  async kill9(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts the same app again on the same data, after `kill9` or `terminate`. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    await this.#spawn();
  }

  /** Ends the process as an operator would; resolves with its exit code. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the process and removes all it left. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await this.database.drop();
    if (this.ownsData) await rm(this.dataDir, { recursive: true, force: true });
  }

  async #spawn(): Promise<void> {
    const [program, ...parameters] = [...this.command, process.execPath, entry];
    const child = spawn(program, parameters, { cwd: root, env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-500_000)));
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}:\n${this.#output.slice(-4000)}`);
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the app did not get ready:\n${this.#output.slice(-4000)}`);
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    return child.exitCode;
  }
}

/** Suites that run at the same time keep apart in Redis by its database number. */
const redisDatabase = (): number => 1 + (Number(process.env['VITEST_POOL_ID'] ?? '1') % 15);

/** Instances on one database share their part of Redis; other apps, also of earlier runs, keep out of it. */
const redisPrefix = ({ url, use }: Database): string => `rumpus-${use ?? createHash('sha256').update(url).digest('hex').slice(0, 12)}`;

export const startApp = (options?: StartOptions): Promise<TestApp> => TestApp.start(options);
