import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { inspect, type ProcessFacts } from '@rumpus/process-supervisor';
import { isServerProgram } from '../servers/executable.js';

/** A running server of the game, whoever started it. */
export interface GameProcess {
  facts: ProcessFacts;
  /** The folder it has its profiles in. */
  profiles: string;
}

const PROFILES = /^-profiles=(.+)$/i;
const CLIENT = /^-client$/i;

/** The servers of the game that run on this host, without headless clients (Linux). @param known pids that need not be looked at */
export async function gameProcesses(known: ReadonlySet<number | undefined> = new Set()): Promise<GameProcess[]> {
  const found: GameProcess[] = [];
  for (const pid of await gamePids()) {
    const facts = known.has(pid) ? undefined : await inspect(pid);
    const profiles = facts === undefined ? undefined : profilesOf(facts);
    if (facts !== undefined && profiles !== undefined) found.push({ facts, profiles });
  }
  return found;
}

/** Pids of the servers that have their profiles in this folder: two would write the same files. */
export async function processesIn(profiles: string): Promise<number[]> {
  return (await gameProcesses()).filter((process) => resolve(process.profiles) === resolve(profiles)).map(({ facts }) => facts.pid);
}

/** Undefined for any other process, and for headless clients. */
function profilesOf({ commandLine }: Pick<ProcessFacts, 'commandLine'>): string | undefined {
  // A program that is a script stands behind its interpreter.
  if (!commandLine.slice(0, 2).some((part) => isServerProgram(part)) || commandLine.some((part) => CLIENT.test(part))) return undefined;
  return commandLine.map((part) => PROFILES.exec(part)?.[1]).find((path) => path !== undefined);
}

/** Pids whose command line names the game. */
async function gamePids(): Promise<number[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  return names.filter((_, index) => /arma3server/i.test(lines[index] ?? '')).map(Number);
}
