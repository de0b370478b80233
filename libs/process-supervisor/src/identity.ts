import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * What tells a process from every other one that ever had the same pid. Stored by the caller, so that a manager that
 * was restarted can find its servers again and never touches a stranger.
 */
export interface ProcessIdentity {
  pid: number;
  /** Linux: clock ticks since boot; elsewhere the start time as `ps` prints it. Opaque: only compared. */
  startTime: string;
  /** Changes with every boot; empty where the system has none. */
  bootId: string;
}

/** What a running process shows of itself. */
export interface ProcessFacts extends ProcessIdentity {
  executable: string | null;
  commandLine: string[];
}

const run = promisify(execFile);

async function fromProc(pid: number): Promise<ProcessFacts | undefined> {
  const root = `/proc/${String(pid)}`;
  const [stat, bootId] = await Promise.all([readFile(`${root}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
  // The name in brackets may hold blanks and brackets itself; the fields start behind the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTime = fields[19];
  // A zombie has ended; only its parent has not asked yet.
  if (state === 'Z' || state === 'X' || startTime === undefined) return undefined;
  const [executable, commandLine] = await Promise.all([
    readlink(`${root}/exe`).catch(() => null),
    readFile(`${root}/cmdline`, 'utf8').catch(() => ''),
  ]);
  return { pid, startTime, bootId: bootId.trim(), executable, commandLine: commandLine.split('\0').slice(0, -1) };
}

async function fromPs(pid: number): Promise<ProcessFacts | undefined> {
  const { stdout } = await run('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } });
  const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout);
  if (match === null || match[1]?.startsWith('Z') === true) return undefined;
  return { pid, startTime: match[2] ?? '', bootId: '', executable: null, commandLine: [] };
}

/** The facts of a living process, or undefined when there is none with that pid. A zombie is not alive. */
export async function inspect(pid: number, platform: NodeJS.Platform = process.platform): Promise<ProcessFacts | undefined> {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    return await (platform === 'linux' ? fromProc(pid) : fromPs(pid));
  } catch {
    return undefined;
  }
}

/** Whether exactly this process, not a later one with the same pid, is alive. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const facts = await inspect(identity.pid);
  return facts !== undefined && facts.startTime === identity.startTime && facts.bootId === identity.bootId;
}
