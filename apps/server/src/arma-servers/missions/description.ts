import { z } from 'zod';
import { bodyOf, find, type ParameterValue, type Statement } from '../configuration/syntax/ast.js';
import { parseParameterFile } from '../configuration/syntax/parse.js';

/** A parameter of a mission, as its author declared it. */
const MISSION_PARAMETER = z.object({ name: z.string(), title: z.string(), values: z.array(z.number()), texts: z.array(z.string()), default: z.number().nullable() });
export type MissionParameter = z.infer<typeof MISSION_PARAMETER>;

/** What a mission says of itself; `warning` is why some of it could not be read. */
export const MISSION_DESCRIPTION = z.object({
  title: z.string().nullable(),
  author: z.string().nullable(),
  game_type: z.string().nullable(),
  min_players: z.number().nullable(),
  max_players: z.number().nullable(),
  params: z.array(MISSION_PARAMETER),
  warning: z.string().nullable(),
});
export type MissionDescription = z.infer<typeof MISSION_DESCRIPTION>;

const nothing = (warning: string | null): MissionDescription => ({ title: null, author: null, game_type: null, min_players: null, max_players: null, params: [], warning });

const valueOf = (statements: readonly Statement[] | undefined, name: string): ParameterValue | undefined => {
  const found = statements === undefined ? undefined : find(statements, name);
  if (found === undefined || found.kind === 'class') return undefined;
  return found.kind === 'array' ? found.items : found.value;
};
const text = (value: ParameterValue | undefined): string | null => (typeof value === 'string' ? value : null);
const number = (value: ParameterValue | undefined): number | null => (typeof value === 'number' ? value : null);
const list = <T>(value: ParameterValue | undefined, pick: (item: ParameterValue) => item is T & ParameterValue): T[] => (Array.isArray(value) ? value.filter(pick) : []);
const isNumber = (value: ParameterValue): value is number => typeof value === 'number';
const isText = (value: ParameterValue): value is string => typeof value === 'string';

function parameter(statement: Statement): MissionParameter[] {
  if (statement.kind !== 'class') return [];
  const { name, body } = statement;
  return [{ name, title: text(valueOf(body, 'title')) ?? name, values: list(valueOf(body, 'values'), isNumber), texts: list(valueOf(body, 'texts'), isText), default: number(valueOf(body, 'default')) }];
}

/** Reads a mission's description.ext. Preprocessor lines are left out; what depends on them is missing, and said so. */
export function readDescription(source: string): MissionDescription {
  const preprocessed = /^\s*#/m.test(source);
  const plain = source.replace(/^\s*#[^\n]*(?:\\\r?\n[^\n]*)*/gm, '');
  let statements: Statement[];
  try {
    statements = parseParameterFile(plain);
  } catch (error) {
    return nothing(error instanceof Error ? error.message : 'not readable');
  }
  const header = bodyOf(statements, 'Header');
  return {
    title: text(valueOf(statements, 'onLoadName')),
    author: text(valueOf(statements, 'author')),
    game_type: text(valueOf(header, 'gameType')),
    min_players: number(valueOf(header, 'minPlayers')),
    max_players: number(valueOf(header, 'maxPlayers')),
    params: (bodyOf(statements, 'Params') ?? []).flatMap(parameter),
    warning: preprocessed ? 'Included files are not read; parameters that stand there are missing' : null,
  };
}
