import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A workshop item, or why it can't be had. */
export interface FakeItem {
  /** Content by path. */
  files?: Record<string, string>;
  /** Steam's words, e.g. `Access Denied`. */
  fail?: string;
  /** How often the download is cut off before it works. */
  timeouts?: number;
  /** Milliseconds a download takes. */
  ms?: number;
}

/** How this fake behaves: `fake-steam.json` beside the program. */
export interface Behaviour {
  user: string;
  password: string;
  /** Asks for a code, fails for want of one without asking, or waits for a phone. */
  guard: 'asks' | 'fails' | 'phone' | null;
  guardCode: string;
  /** Steam's words instead of a login, e.g. `Rate Limit Exceeded`. */
  loginFails: string | null;
  items: Record<string, FakeItem>;
  /** State of the app after a failed update, e.g. `0x202`; null = it works. */
  appState: string | null;
  /** Milliseconds between two lines of progress. */
  stepMs: number;
}

const DEFAULTS: Behaviour = { user: 'player', password: 'steam-secret', guard: null, guardCode: 'AB12C', loginFails: null, items: {}, appState: null, stepMs: 5 };

/** What outlives one run: who is logged in, how often a download was cut off. */
export interface Memory {
  cached: string[];
  timeouts: Record<string, number>;
}

const read = <T>(path: string, otherwise: T): T => (existsSync(path) ? { ...otherwise, ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<T>) } : otherwise);

export const behaviourIn = (folder: string): Behaviour => read(join(folder, 'fake-steam.json'), DEFAULTS);
export const memoryIn = (folder: string): Memory => read(join(folder, 'memory.json'), { cached: [], timeouts: {} });
export const remember = (folder: string, memory: Memory): void => writeFileSync(join(folder, 'memory.json'), JSON.stringify(memory));

/** Notes how the program was called, for tests to look at. */
export const noteRun = (folder: string, args: readonly string[]): void => appendFileSync(join(folder, 'runs.log'), `${JSON.stringify(args)}\n`);
