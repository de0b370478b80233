import { parseBattlEyeCfg } from '../configuration/files/battleye-cfg.js';
import { extraStatements } from '../configuration/files/server-cfg.js';
import { fieldsOf } from '../configuration/files/statements.js';
import { BASIC_PARAMETERS, PROFILE_PARAMETERS } from '../configuration/parameters/other-parameters.js';
import type { Parameter } from '../configuration/parameters/parameter.js';
import { checkChange, type SectionName } from '../configuration/parameters/sections.js';
import { SERVER_PARAMETERS } from '../configuration/parameters/server-parameters.js';
import { bodyOf, find, type Statement } from '../configuration/syntax/ast.js';
import { ParameterSyntaxError, parseParameterFile } from '../configuration/syntax/parse.js';
import { writeParameterFile } from '../configuration/syntax/write.js';
import { ROTATION_ENTRY } from '../missions/rotation.service.js';
import type { Understanding } from './understanding.js';

/** Written by us from the mission list, or never: the engine would restart behind the supervisor's back. */
const NOT_EXTRA: Readonly<Record<string, string>> = { missions: '', missionstoserverrestart: 'the game would restart by itself; a schedule does this' };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'not legal here').slice(0, 300);

/** Parses, or notes why the whole file can't be taken. */
function parsed(file: string, text: string, into: Understanding): Statement[] | undefined {
  try {
    return parseParameterFile(text);
  } catch (error) {
    if (!(error instanceof ParameterSyntaxError)) throw error;
    into.reject(file, '', `can’t be read: ${error.message}`);
    return undefined;
  }
}

/** Takes each field that is legal by itself, so that one bad value does not cost the others. */
function take(file: string, section: SectionName, parameters: readonly Parameter[], statements: readonly Statement[], into: Understanding): Statement[] {
  const { fields, unknown } = fieldsOf(parameters, statements);
  for (const { field, key } of parameters) {
    if (fields[field] === undefined) continue;
    try {
      into.accept(file, key, section, field, checkChange(section, { [field]: fields[field] })[field]);
    } catch (error) {
      into.reject(file, key, reasonOf(error));
    }
  }
  return unknown;
}

function missionsOf(file: string, statements: readonly Statement[], into: Understanding): void {
  for (const mission of bodyOf(statements, 'Missions') ?? []) {
    if (mission.kind !== 'class') continue;
    const value = (name: string): unknown => {
      const found = find(mission.body, name);
      return found?.kind === 'value' ? found.value : undefined;
    };
    const params = Object.fromEntries((bodyOf(mission.body, 'Params') ?? []).flatMap((statement) => (statement.kind === 'value' ? [[statement.name, typeof statement.value === 'boolean' ? Number(statement.value) : statement.value]] : [])));
    const template = value('template');
    const result = ROTATION_ENTRY.safeParse({ template: typeof template === 'string' ? template.replace(/\.pbo$/i, '') : template, difficulty: value('difficulty') ?? 'Regular', params });
    if (result.success && result.data.template !== undefined) into.rotation.push({ template: result.data.template, difficulty: result.data.difficulty, params: result.data.params });
    else into.reject(file, `Missions.${mission.name}`, reasonOf(result.success ? undefined : new Error(result.error.issues[0]?.message)));
  }
}

/** What stands in server.cfg: fields, the mission cycle, and the rest for the raw block. */
export function understandServerCfg(file: string, text: string, into: Understanding): void {
  const statements = parsed(file, text, into);
  if (statements === undefined) return;
  const rest = take(file, 'server', SERVER_PARAMETERS, statements, into);
  missionsOf(file, statements, into);
  const kept: string[] = [];
  for (const statement of rest) {
    const why = NOT_EXTRA[statement.name.toLowerCase()];
    if (why === '') continue;
    try {
      if (why !== undefined) throw new Error(why);
      const line = writeParameterFile([statement], { joined: true });
      extraStatements(kept.join('') + line);
      kept.push(line);
    } catch (error) {
      into.reject(file, statement.name, reasonOf(error));
    }
  }
  into.extra = kept.join('');
  if (into.extra !== '') into.accept(file, rest.map(({ name }) => name).join(', '), 'server', 'extra_options', into.extra);
}

/** What stands in basic.cfg. */
export function understandBasicCfg(file: string, text: string, into: Understanding): void {
  const statements = parsed(file, text, into);
  if (statements === undefined) return;
  for (const { name } of take(file, 'basic', BASIC_PARAMETERS, statements, into)) into.reject(file, name, 'is no setting of basic.cfg that is known here');
}

/** The difficulty settings of a profile; everything else in it is the game's own. */
export function understandProfile(file: string, text: string, into: Understanding): void {
  const statements = parsed(file, text, into);
  const presets = statements === undefined ? undefined : bodyOf(statements, 'DifficultyPresets');
  if (presets === undefined) return;
  const custom = bodyOf(presets, 'CustomDifficulty') ?? [];
  take(file, 'profile', PROFILE_PARAMETERS, [...custom, ...presets], into);
}

/** BattlEye's file, in which the live RCon password stands. */
export function understandBattlEyeCfg(file: string, text: string, into: Understanding): void {
  const settings = parseBattlEyeCfg(text);
  const known: Record<string, [field: string, value: (text: string) => unknown]> = {
    rconpassword: ['rcon_password', (value) => value],
    rconip: ['rcon_ip', (value) => value],
    restrictrcon: ['restrict_rcon', (value) => value === '1'],
    maxping: ['max_ping', Number],
  };
  for (const [key, value] of settings) {
    if (key === 'rconport') {
      const port = Number(value);
      if (Number.isInteger(port) && port >= 1_024 && port <= 65_535) into.rconPort = port;
      else into.reject(file, key, 'is no port from 1024 to 65535');
      continue;
    }
    const setting = known[key];
    if (setting === undefined) {
      into.reject(file, key, 'is not known here');
      continue;
    }
    try {
      into.accept(file, key, 'rcon', setting[0], checkChange('rcon', { [setting[0]]: setting[1](value) })[setting[0]]);
    } catch {
      // The message might quote a password.
      into.reject(file, key, key === 'rconpassword' ? 'the password has characters BattlEye’s file can’t hold safely, or is too short; a new one is made' : 'is out of range');
    }
  }
}
