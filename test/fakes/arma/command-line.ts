import { isAbsolute, resolve } from 'node:path';

/** The arguments the game knows (arma-servers spec §4.2), lower case. Names are case-insensitive. */
const KNOWN = new Set(
  ('server client connect password ip port config cfg profiles name bepath mpmissions keysfolder world mod servermod limitfps loadmissiontomemory autoinit enableht ' +
    'cpucount exthreads maxmem malloc hugepages bandwidthalg filepatching netlog ranking nologs pid nosound').split(' '),
);

/** A parsed command line. */
export interface CommandLine {
  get: (name: string) => string | undefined;
  has: (name: string) => boolean;
  /** A path argument; relative ones count from the folder of the executable, as in the game. */
  path: (name: string) => string | undefined;
  unknown: string[];
}

/** Reads the arguments the way the game does: `-name` or `-name=value`. */
export function parseCommandLine(args: readonly string[], executableFolder: string): CommandLine {
  const values = new Map<string, string>();
  const unknown: string[] = [];
  for (const arg of args) {
    const match = /^-([A-Za-z0-9]+)(?:=([\s\S]*))?$/.exec(arg);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || (!KNOWN.has(name) && !name.startsWith('fake'))) unknown.push(arg);
    else values.set(name, match?.[2] ?? '');
  }
  const get = (name: string): string | undefined => values.get(name.toLowerCase());
  const path = (name: string): string | undefined => {
    const value = get(name);
    if (value === undefined || value === '') return undefined;
    return isAbsolute(value) ? value : resolve(executableFolder, value);
  };
  return { get, has: (name) => values.has(name.toLowerCase()), path, unknown };
}
