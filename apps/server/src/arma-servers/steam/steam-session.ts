import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { childEnvironment, inspect, isAlive, type ProcessIdentity } from '@rumpus/process-supervisor';
import { writeAtomic } from '@rumpus/storage';
import { SteamFault } from './steam-fault.js';
import { SteamOutput, type SteamEvent } from './steam-output.js';

/** One run of steamcmd. */
export interface SteamRun {
  program: string;
  /** What to do after the login, e.g. `['+app_update', '233780']`. */
  commands: readonly string[];
  /** Where downloads go. */
  installDir: string;
  account: { user: string; password: string | undefined };
  /** Remembers the process, so that one that outlived a killed manager is ended before the next begins. */
  pidFile: string;
  signal: AbortSignal;
  /** A Steam Guard code to log in with, when Steam wanted one without asking for it. */
  guard?: string | undefined;
  /** Gives the Steam Guard code when Steam asks for it. */
  guardCode: () => Promise<string>;
  onEvent: (event: SteamEvent) => void;
  onLine: (line: string) => void;
}

const GRACE_MS = 3_000;

/**
 * Runs steamcmd once: the password goes through its input, never into its arguments; the whole process group ends with
 * the signal.
 *
 * @throws SteamFault when the login fails, or the program can't be started
 */
export async function runSteam(run: SteamRun): Promise<void> {
  await endLeftover(run.pidFile);
  const { user } = run.account;
  const args = ['+@ShutdownOnFailedCommand', '1', '+force_install_dir', run.installDir, ...(run.guard === undefined ? [] : ['+set_steam_guard_code', run.guard]), '+login', user, ...run.commands, '+quit'];
  // The first thing ever downloaded may be the game, which goes elsewhere than to steamcmd's own folder.
  for (const folder of [run.installDir, dirname(run.pidFile)]) await mkdir(folder, { recursive: true });
  const child = spawn(run.program, args, { cwd: dirname(run.program), env: childEnvironment(), detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new SteamFault('STEAMCMD_MISSING', error.message)));
    child.once('close', () => resolve());
  });
  ended.catch(() => undefined);
  const stop = (): void => void endGroup(child);
  run.signal.addEventListener('abort', stop, { once: true });
  const conversation = new Conversation(run, child);
  try {
    if (run.signal.aborted) stop();
    await remember(run.pidFile, child.pid);
    await Promise.race([ended, conversation.failed]);
    run.signal.throwIfAborted();
    if (conversation.fault !== undefined) throw conversation.fault;
  } finally {
    run.signal.removeEventListener('abort', stop);
    await endGroup(child);
    await rm(run.pidFile, { force: true });
  }
}

/** What is said between us and one steamcmd. */
class Conversation {
  readonly failed: Promise<never>;
  fault: SteamFault | undefined;
  private readonly output = new SteamOutput();
  private fail: (fault: Error) => void = () => undefined;
  private line = '';

  constructor(
    private readonly run: SteamRun,
    private readonly child: ChildProcess,
  ) {
    this.failed = new Promise<never>((_resolve, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
    // A program that has gone takes no answers any more.
    child.stdin?.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (piece: string) => this.hear(piece));
  }

  private hear(piece: string): void {
    this.print(piece);
    for (const event of this.output.feed(piece)) {
      this.run.onEvent(event);
      if (event.kind === 'prompt') this.answer(event.asks);
      else if (event.kind === 'login-failed') this.give(new SteamFault(event.code === 'GUARD_NEEDED' ? 'GUARD_WRONG' : event.code, event.reason));
    }
  }

  private answer(asks: 'password' | 'guard' | 'confirmation'): void {
    const { password } = this.run.account;
    if (asks === 'password' && password === undefined) this.give(new SteamFault('PASSWORD_NEEDED'));
    else if (asks === 'password') this.child.stdin?.write(`${password ?? ''}\n`);
    else if (asks === 'guard') this.run.guardCode().then((code) => this.child.stdin?.write(`${code}\n`), (error: unknown) => this.give(error instanceof Error ? error : new SteamFault('GUARD_TIMEOUT')));
  }

  private give(fault: Error): void {
    this.fault ??= fault instanceof SteamFault ? fault : new SteamFault('FAILED', fault.message);
    this.fail(fault);
  }

  /** Lines for the job's own log; what looks like a secret stays out. */
  private print(piece: string): void {
    const lines = (this.line + piece).split(/\r\n|\r|\n/);
    this.line = (lines.pop() ?? '').slice(-2_000);
    const { password } = this.run.account;
    for (const line of lines) if (line.trim() !== '') this.run.onLine(password === undefined ? line : line.replaceAll(password, '***'));
  }
}

async function remember(path: string, pid: number | undefined): Promise<void> {
  const facts = pid === undefined ? undefined : await inspect(pid);
  if (facts !== undefined) await writeAtomic(path, JSON.stringify({ pid: facts.pid, startTime: facts.startTime, bootId: facts.bootId }), { mode: 0o600 });
}

/** steamcmd locks its folder: one that a killed manager left has to go first. */
async function endLeftover(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const identity = JSON.parse(text) as ProcessIdentity;
  if (await isAlive(identity)) killGroup(identity.pid, 'SIGKILL');
  await rm(path, { force: true });
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    killGroup(pid, 'SIGTERM');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GRACE_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  killGroup(pid, 'SIGKILL');
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}
