import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { control, installFakeServer, setBehaviour } from '../fakes/arma/install.js';
import type { Behaviour } from '../fakes/arma/behaviour.js';
import { TestApp, type StartOptions } from './app.js';
import type { Answer, ApiClient } from './client.js';

/** Languard's envelope. */
export interface Envelope<T> {
  success: boolean;
  data: T;
  error: { code: string; message: string; details: unknown } | null;
}

/** A server as the API shows it, as far as tests look. */
export interface ServerInfo {
  id: number;
  name: string;
  status: string;
  desired_state: string;
  pid: number | null;
  game_port: number;
  rcon_port: number;
  player_count: number;
  restart_count: number;
  restart_required: boolean;
  rcon_connected: boolean;
  current_mission: string | null;
  last_exit: { code: number | null; signal: string | null; reason: string } | null;
  last_error: string | null;
  cpu_percent: number | null;
  server_fps: number | null;
  host_online: boolean;
  paths: { root: string; profiles: string; battleye: string; log: string };
}

/** Whether a process lives; an orphan that nobody has asked about yet is dead. */
export function lives(pid: number | null): boolean {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

/** Waits until something holds; the deadline is for broken code, not for slow machines. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string, ms = 15_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const bindable = (port: number): Promise<boolean> => {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '0.0.0.0', exclusive: true }, () => socket.close(() => resolve(true)));
  });
};

/** Begins somewhere else in every process, below the range of outgoing ports: several suites may run at a time. */
const FIRST_BLOCK = 20_000;
const BLOCKS = 600;
let block = Math.floor(Math.random() * BLOCKS);

/** A block of free UDP ports for one server. */
export async function freeBlock(): Promise<number> {
  for (;;) {
    block = (block + 1) % BLOCKS;
    const first = FIRST_BLOCK + block * 20;
    const free = await Promise.all(Array.from({ length: 12 }, (_, offset) => bindable(first + offset)));
    if (free.every(Boolean)) return first;
  }
}

/** The app with a fake game installation beside it. */
export class GameHost {
  private readonly pids = new Set<number>();

  private constructor(
    readonly app: TestApp,
    readonly api: ApiClient,
    readonly install: string,
    readonly executable: string,
  ) {}

  /** A further host with a data folder of its own on the same database. Both need the same `ENCRYPTION_KEY`. */
  static async join(first: GameHost, behaviour: Partial<Behaviour> = {}, options: StartOptions = {}): Promise<GameHost> {
    const install = await mkdtemp(join(tmpdir(), 'arma-install-'));
    const executable = await installFakeServer(install, behaviour);
    const dataDir = await mkdtemp(join(tmpdir(), 'rumpus-e2e-'));
    const app = await TestApp.start({ ...options, dataDir, database: first.app.database, env: { MODULES: 'servers', AUTH_RATE_LIMIT_FACTOR: '100', SERVERS_INSTALL_ROOTS: install, ARMA_EXE: executable, ...options.env } });
    return new GameHost(app, app.admin, install, executable);
  }

  static async start(behaviour: Partial<Behaviour> = {}, options: StartOptions = {}): Promise<GameHost> {
    const install = await mkdtemp(join(tmpdir(), 'arma-install-'));
    const executable = await installFakeServer(install, behaviour);
    const app = await TestApp.start({ ...options, env: { MODULES: 'servers', AUTH_RATE_LIMIT_FACTOR: '100', SERVERS_INSTALL_ROOTS: install, ARMA_EXE: executable, ...options.env } });
    return new GameHost(app, await app.claim(), install, executable);
  }

  /** Somebody who may run these servers, and sees no others. */
  async operator(username: string, serverIds: number[]): Promise<ApiClient> {
    const password = 'correct horse battery staple';
    const answer = await this.api.post('/api/auth/users', { username, password, role: 'operator', server_ids: serverIds });
    if (answer.status !== 201) throw new Error(`operator: ${answer.text}`);
    return this.app.client.basic(username, password);
  }

  /** Turns the clock of the app by changing rows behind its back: what is due in a minute need not be waited for. */
  async sql(statement: string, ...values: (number | string)[]): Promise<void> {
    const source = await new DataSource(dataSourceOptions(this.app.database.url, { entities: [], migrations: [] })).initialize();
    try {
      const marks = values.map((_, index) => (source.options.type === 'postgres' ? `$${String(index + 1)}` : '?'));
      await source.query(statement.replaceAll('?', () => marks.shift() ?? '?'), values);
    } finally {
      await source.destroy();
    }
  }

  /** How the next starts behave. */
  behave(behaviour: Partial<Behaviour>): Promise<void> {
    return setBehaviour(this.install, behaviour);
  }

  async create(body: object = {}): Promise<ServerInfo> {
    const gamePort = await freeBlock();
    const answer = await this.api.post<Envelope<ServerInfo>>('/api/servers', { name: `Server ${String(gamePort)}`, game_port: gamePort, ...body });
    if (answer.status !== 201) throw new Error(`create: ${answer.text}`);
    return answer.body.data;
  }

  async get(id: number): Promise<ServerInfo> {
    const server = (await this.api.get<Envelope<ServerInfo>>(`/api/servers/${String(id)}`)).body.data;
    if (server?.pid != null) this.pids.add(server.pid);
    return server;
  }

  call<T = unknown>(id: number, path: string, body: object = {}): Promise<Answer<Envelope<T>>> {
    return this.api.post<Envelope<T>>(`/api/servers/${String(id)}${path}`, body);
  }

  /** Starts a server and waits until it runs and RCon is there. */
  async run(id: number): Promise<ServerInfo> {
    const answer = await this.call(id, '/start');
    if (answer.status !== 202) throw new Error(`start: ${answer.text}`);
    return until(async () => {
      const server = await this.get(id);
      return server.status === 'running' && server.rcon_connected ? server : undefined;
    }, `server ${String(id)} runs`);
  }

  reach(id: number, ...states: string[]): Promise<ServerInfo> {
    return until(async () => {
      const server = await this.get(id);
      return states.includes(server.status) ? server : undefined;
    }, `server ${String(id)} is ${states.join(' or ')}`);
  }

  /** Makes the running fake of a server do something. */
  control<T = unknown>(server: ServerInfo, action: string, body: object = {}): Promise<T> {
    return control<T>(server.paths.profiles, action, body);
  }

  /** Ends everything, the fakes too. The database goes with the host that made it, which is stopped last. */
  async stop({ keepDatabase = false } = {}): Promise<void> {
    const servers = (await this.api.get<Envelope<ServerInfo[]>>('/api/servers').catch(() => undefined))?.body?.data ?? [];
    for (const { pid } of servers) if (pid !== null) this.pids.add(pid);
    if (keepDatabase) {
      await this.app.terminate();
      await rm(this.app.dataDir, { recursive: true, force: true });
    } else {
      await this.app.stop();
    }
    for (const pid of this.pids) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended in the test.
      }
    }
    await rm(this.install, { recursive: true, force: true });
  }
}
