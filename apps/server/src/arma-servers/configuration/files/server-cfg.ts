import { invalidInput } from '../../errors.js';
import { SERVER_PARAMETERS } from '../parameters/server-parameters.js';
import type { SectionData } from '../parameters/sections.js';
import { assign, classOf, type Statement } from '../syntax/ast.js';
import { ParameterSyntaxError, parseParameterFile } from '../syntax/parse.js';
import type { FileModel, RotationItem } from './model.js';
import { statementsOf } from './statements.js';

/** Names this program writes itself, or must not be written at all: the engine would restart behind the supervisor's back. */
const MANAGED = new Set([...SERVER_PARAMETERS.map(({ key, inClass }) => (inClass ?? key).toLowerCase()), 'missions', 'missionstoserverrestart']);

/**
 * The raw extra block of an operator, parsed.
 *
 * @throws LanguardError `VALIDATION_ERROR` when it is no list of statements or sets something that is managed
 */
export function extraStatements(text: string): Statement[] {
  const fault = (rule: string, message: string): Error => invalidInput({ path: 'server.extra_options', rule, message });
  let statements: Statement[];
  try {
    statements = parseParameterFile(text);
  } catch (error) {
    if (error instanceof ParameterSyntaxError) throw fault('syntax', error.message);
    throw error;
  }
  const seen = new Set<string>();
  for (const { name } of statements) {
    const key = name.toLowerCase();
    if (MANAGED.has(key)) throw fault('managed', `${name} has a field of its own`);
    if (seen.has(key)) throw fault('twice', `${name} stands twice`);
    seen.add(key);
  }
  return statements;
}

function mission({ template, difficulty, params }: RotationItem, index: number): Statement {
  const entries = Object.entries(params);
  const body = [assign('template', template), assign('difficulty', difficulty)];
  if (entries.length > 0) body.push(classOf('Params', entries.map(([name, value]) => assign(name, value))));
  return classOf(`Mission_${String(index + 1).padStart(3, '0')}`, body);
}

/** Headless clients on this host need their address in two lists. */
function withHeadlessClients(data: SectionData, count: unknown): SectionData {
  if (typeof count !== 'number' || count === 0) return data;
  const local = (list: unknown): string[] => [...new Set([...(Array.isArray(list) ? (list as string[]) : []), '127.0.0.1'])];
  return { ...data, headless_clients: local(data['headless_clients']), local_clients: local(data['local_clients']) };
}

/** server.cfg. The order is free but for the mission cycle, which stands behind the switches that govern it. */
export function serverCfg({ config, rotation }: FileModel): Statement[] {
  const { extra_options: extra, ...data } = config.server;
  return [
    ...statementsOf(SERVER_PARAMETERS, withHeadlessClients(data, config.launch['headless_count'])),
    classOf('Missions', rotation.map(mission)),
    ...(typeof extra === 'string' && extra.trim() !== '' ? extraStatements(extra) : []),
  ];
}
