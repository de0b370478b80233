import { LAUNCH_PARAMETERS } from '../configuration/parameters/other-parameters.js';
import { checkChange } from '../configuration/parameters/sections.js';
import type { Understanding } from './understanding.js';

/** Places and lists an existing command line names. */
export interface LaunchFacts {
  config?: string;
  cfg?: string;
  profiles?: string;
  mpmissions?: string;
  bepath?: string;
  mods: string[];
  serverMods: string[];
}

const PROGRAM = /arma3server(?:profiling)?(?:_x64)?(?:\.exe)?/i;
/** Continuation of a line in a shell and in a batch file. */
const JOINED = /(?:\\|\^)\r?\n/g;
const LONGEST = 64 * 1024;

/** Splits a command line as shells do: quotes hold words together and vanish, wherever they begin. */
export function words(line: string): string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'])+/g)) found.push(match[0].replaceAll(/"([^"]*)"|'([^']*)'|\\(.)/g, (_all, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? ''));
  return found;
}

/** The arguments of the first line of a script that starts the game, or of a `.par` file's class. */
export function argumentsIn(text: string): string[] | undefined {
  const line = text.slice(0, LONGEST).replaceAll(JOINED, ' ').split(/\r?\n/).find((candidate) => PROGRAM.test(candidate) && /\s-\w+/.test(candidate) && !/^\s*(?:#|::|rem\b|\/\/)/i.test(candidate));
  return line === undefined ? undefined : words(line).filter((word) => word.startsWith('-'));
}

const listOf = (value: string): string[] => value.replaceAll('\\;', ';').split(';').map((part) => part.trim()).filter((part) => part !== '');

/** Fields by the argument's name; what is no setting of the launch section stands in `LaunchFacts`. */
export function understandArguments(file: string, args: readonly string[], into: Understanding): LaunchFacts {
  const facts: LaunchFacts = { mods: [], serverMods: [] };
  const extra: string[] = [];
  for (const arg of args) {
    const [, name = '', value] = /^-([A-Za-z0-9]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const key = name.toLowerCase();
    if (name === '') into.reject(file, arg.slice(0, 100), 'is no argument of the game');
    else if (/[$%]/.test(value ?? '')) into.reject(file, name, 'holds a variable of the script');
    else if (key === 'mod') facts.mods.push(...listOf(value ?? ''));
    else if (key === 'servermod') facts.serverMods.push(...listOf(value ?? ''));
    else if (key === 'config' || key === 'cfg' || key === 'profiles' || key === 'mpmissions' || key === 'bepath') facts[key] = value ?? '';
    else if (key === 'port') takePort(file, value, into);
    else if (key !== 'server' && key !== 'pid' && key !== 'keysfolder' && key !== 'nosound' && key !== 'noSplash'.toLowerCase()) takeLaunch(file, name, value, extra, arg, into);
  }
  if (extra.length > 0) into.accept(file, extra.join(' '), 'launch', 'extra_args', extra);
  return facts;
}

function takePort(file: string, value: string | undefined, into: Understanding): void {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1_024 && port <= 65_530) into.gamePort = port;
  else into.reject(file, 'port', 'is no port from 1024 to 65530');
}

function takeLaunch(file: string, name: string, value: string | undefined, extra: string[], arg: string, into: Understanding): void {
  const parameter = LAUNCH_PARAMETERS.find(({ key, group }) => group === 'launch' && key.toLowerCase() === name.toLowerCase());
  if (name.toLowerCase() === 'client' || name.toLowerCase() === 'connect' || name.toLowerCase() === 'password') return into.reject(file, name, 'belongs to a headless client, not to a server');
  try {
    if (parameter === undefined) {
      checkChange('launch', { extra_args: [arg] });
      extra.push(arg);
    } else {
      const typed = parameter.kind.type === 'boolean' || parameter.kind.type === 'switch' ? value !== '0' : parameter.kind.type === 'text' ? (value ?? '') : Number(value);
      into.accept(file, name, 'launch', parameter.field, checkChange('launch', { [parameter.field]: typed })[parameter.field]);
    }
  } catch (error) {
    into.reject(file, name, (error instanceof Error ? error.message : 'not legal here').slice(0, 300));
  }
}
