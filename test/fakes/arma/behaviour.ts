import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How this fake misbehaves. From `fake-arma.json` beside the executable, then from `-fake<Name>=<value>` arguments. */
export interface Behaviour {
  platform: 'linux' | 'windows';
  /** Milliseconds from spawn to `Host identity created.` */
  bootMs: number;
  neverReady: boolean;
  /** Ends with this code or signal … */
  crash: number | NodeJS.Signals | null;
  /** … after this time; 0 = at once. */
  crashAfterMs: number;
  /** Blocks for good after this time: no RCon, no query, no log. */
  hangAfterMs: number | null;
  ignoreSignals: boolean;
  ignoreShutdown: boolean;
  /** Exits in `#shutdown` before answering. */
  shutdownWithoutAnswer: boolean;
  /** RCon takes another password than the one in the file. */
  wrongPassword: boolean;
  lockOutAfter: number;
  /** Megabytes per second. */
  leakMb: number;
  /** Percent of a core. */
  spin: number;
  orphanChild: boolean;
  players: number;
  /** Bytes of RCon text per datagram. */
  chunk: number;
  drop: number;
  double: number;
  reorder: number;
  seed: number;
}

const DEFAULTS: Behaviour = {
  platform: 'linux',
  bootMs: 100,
  neverReady: false,
  crash: null,
  crashAfterMs: 0,
  hangAfterMs: null,
  ignoreSignals: false,
  ignoreShutdown: false,
  shutdownWithoutAnswer: false,
  wrongPassword: false,
  lockOutAfter: 5,
  leakMb: 0,
  spin: 0,
  orphanChild: false,
  players: 0,
  chunk: 512,
  drop: 0,
  double: 0,
  reorder: 0,
  seed: 1,
};

function fromFile(folder: string): Partial<Behaviour> {
  try {
    return JSON.parse(readFileSync(join(folder, 'fake-arma.json'), 'utf8')) as Partial<Behaviour>;
  } catch {
    return {};
  }
}

/** `-fakeBootMs=50` → `bootMs: 50`. Values are JSON where they can be, text else. */
function fromArguments(args: readonly string[]): Partial<Behaviour> {
  const found: Record<string, unknown> = {};
  for (const arg of args) {
    const match = /^-fake([A-Z]\w*)(?:=(.*))?$/.exec(arg);
    if (match === null) continue;
    const [, name = '', value = 'true'] = match;
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    found[key] = /^(true|false|null|-?\d+(\.\d+)?)$/.test(value) ? (JSON.parse(value) as unknown) : value;
  }
  return found;
}

/** All knobs for this run. */
export const behaviourFor = (executableFolder: string, args: readonly string[]): Behaviour => ({ ...DEFAULTS, ...fromFile(executableFolder), ...fromArguments(args) });
