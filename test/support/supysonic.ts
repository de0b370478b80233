import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasTool, makeAudio } from './audio-files.js';
import { freePort } from './ports.js';

const run = promisify(execFile);

/** Why the suites with a real Subsonic server cannot run here; undefined when they can. In CI it is always an error. */
export function supysonicMissing(): string | undefined {
  const missing = ['supysonic-cli', 'supysonic-server', 'ffmpeg', 'ffprobe'].filter((tool) => !hasTool(tool, '--help'));
  if (missing.length === 0) return undefined;
  const reason = `needs ${missing.join(', ')} (Debian: supysonic python3-waitress ffmpeg)`;
  if (process.env['CI'] !== undefined) throw new Error(reason);
  console.warn(`Skipped: ${reason}`);
  return reason;
}

export const USER = { u: 'alice', p: 'sesame' };
export const SECOND_USER = { u: 'bob', p: 'mellon' };
/** May start scans. */
export const SCANNER = { u: 'carol', p: 'friend' };

/** A real Subsonic server with real files: two albums in FLAC, MP3 and Opus. */
export class Supysonic {
  #child: ChildProcess | undefined;
  #daemon: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  static async start(): Promise<Supysonic> {
    const folder = mkdtempSync(join(tmpdir(), 'supysonic-'));
    const server = new Supysonic(folder, await freePort());
    mkdirSync(join(folder, 'cache'));
    makeAudio(join(folder, 'music/Local Artist/First/01.flac'), 6, { title: 'Local Song', artist: 'Local Artist', album: 'First', track: 1 });
    makeAudio(join(folder, 'music/Local Artist/First/02.mp3'), 6, { title: 'Shared Song', artist: 'Shared Artist', album: 'First', track: 2 });
    makeAudio(join(folder, 'music/Other/Second/01.opus'), 6, { title: 'Opus Song', artist: 'Other', album: 'Second', track: 1 });
    writeFileSync(
      join(folder, 'supysonic.conf'),
      `[base]\ndatabase_uri = sqlite:///${folder}/supysonic.db\nscanner_extensions = flac mp3 opus\n[webapp]\ncache_dir = ${folder}/cache\n[daemon]\nsocket = ${folder}/daemon.sock\nrun_watcher = no\n`,
    );
    for (const { u, p } of [USER, SECOND_USER, SCANNER]) await server.cli('user', 'add', u, '-p', p);
    await server.cli('user', 'setroles', '--admin', SCANNER.u);
    await server.cli('folder', 'add', 'music', join(folder, 'music'));
    await server.cli('folder', 'scan', 'music');
    await server.up();
    return server;
  }

  /** Starts serving. */
  async up(): Promise<void> {
    const child = spawn('supysonic-server', ['-S', 'waitress', '-h', '127.0.0.1', '-p', String(this.port)], { cwd: this.folder, env: this.#env(), stdio: 'ignore' });
    this.#child = child;
    for (let i = 0; i < 200; i += 1) {
      if (child.exitCode !== null) throw new Error('supysonic ended at once');
      if (await fetch(`${this.url}/rest/ping.view`).then(() => true, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('supysonic does not answer');
  }

  /** Has the server scan a further folder when it is asked to. */
  async serve(name: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    await this.cli('folder', 'add', name, folder);
    this.#daemon ??= spawn('supysonic-daemon', [], { cwd: this.folder, env: this.#env(), stdio: 'ignore' });
    for (let i = 0; i < 100 && !existsSync(join(this.folder, 'daemon.sock')); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Stops serving; its data stay. */
  async down(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.down();
    this.#daemon?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async cli(...args: string[]): Promise<void> {
    await run('supysonic-cli', args, { cwd: this.folder, env: this.#env() });
  }

  #env(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'] ?? '', HOME: this.folder };
  }
}
