import { z } from 'zod';
import { schemaOfKind, type ParameterKind } from './kinds.js';

/** One setting of the game: how it is called in the API and in the file, what it may be, and what it means. */
export interface Parameter {
  /** Name in the API. */
  field: string;
  /** Name in the file (or of the command-line argument). */
  key: string;
  /** The class in which it stands, when not at the top. */
  inClass?: string;
  group: string;
  kind: ParameterKind;
  help: string;
  unit?: string;
  /** What the game does when the file says nothing. */
  gameDefault?: unknown;
  /** What a new server gets from us. */
  default?: unknown;
  /** Written even when nobody set it. */
  always?: boolean;
  /** Never given out by the API. */
  secret?: boolean;
  /** First game version that knows it. */
  since?: string;
  /** A risk worth saying aloud beside the field. */
  warning?: string;
}

type Extras = Omit<Parameter, 'field' | 'key' | 'group' | 'kind' | 'help'>;

/** Declares the parameters of one group. */
export const group = (name: string, ...parameters: Omit<Parameter, 'group'>[]): Parameter[] => parameters.map((parameter) => ({ ...parameter, group: name }));

/** Declares a parameter. */
export const parameter = (field: string, key: string, kind: ParameterKind, help: string, extras: Extras = {}): Omit<Parameter, 'group'> => ({ field, key, kind, help, ...extras });

/** The schema of a change: any subset of the fields, null = back to the game's default, nothing unknown. */
export function changeSchema(parameters: readonly Parameter[]): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      parameters.map(({ field, kind, secret }) => {
        const schema = secret === true ? schemaOfKind(kind).refine((value) => value !== '********', 'the mask is no value') : schemaOfKind(kind);
        return [field, schema.nullish()];
      }),
    ),
  );
}

/** What a new server starts with. */
export const defaultsOf = (parameters: readonly Parameter[]): Record<string, unknown> =>
  Object.fromEntries(parameters.flatMap(({ field, default: value }) => (value === undefined ? [] : [[field, value]])));
