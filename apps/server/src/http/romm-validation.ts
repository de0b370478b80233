import type { InputError, InputIssue } from './input-error.js';

/** One entry of RomM's 422 answer (library-api spec §1.4). */
export interface RommIssue {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

type Wording = Pick<RommIssue, 'type' | 'msg' | 'ctx'>;

const plural = (count: unknown, word: string): string => `${String(count)} ${word}${count === 1 || count === 1n ? '' : 's'}`;

const typeWordings: Readonly<Record<string, Wording>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  int: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  object: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
  record: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
  date: { type: 'datetime_type', msg: 'Input should be a valid datetime' },
};

/** The same fault in a query or path, where everything arrives as text. */
const textWordings: Readonly<Record<string, Wording>> = {
  int: { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' },
  number: { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' },
  boolean: { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' },
  date: { type: 'datetime_parsing', msg: 'Input should be a valid datetime' },
};

const wrongType = (issue: InputIssue): Wording => {
  if (issue.input === undefined) return { type: 'missing', msg: 'Field required' };
  const expected = String(issue.detail['expected']);
  const ofText = typeof issue.input === 'string' ? textWordings[expected] : undefined;
  return ofText ?? typeWordings[expected] ?? { type: 'value_error', msg: issue.message };
};

const outOfBounds = (issue: InputIssue, side: 'min' | 'max'): Wording => {
  const bound = issue.detail[side === 'min' ? 'minimum' : 'maximum'];
  const low = side === 'min';
  if (issue.detail['origin'] === 'string') {
    return low
      ? { type: 'string_too_short', msg: `String should have at least ${plural(bound, 'character')}`, ctx: { min_length: bound } }
      : { type: 'string_too_long', msg: `String should have at most ${plural(bound, 'character')}`, ctx: { max_length: bound } };
  }
  if (issue.detail['origin'] === 'array' || issue.detail['origin'] === 'set') {
    const actual = Array.isArray(issue.input) ? issue.input.length : 0;
    const ctx = { field_type: 'List', [low ? 'min_length' : 'max_length']: bound, actual_length: actual };
    return { type: low ? 'too_short' : 'too_long', msg: `List should have at ${low ? 'least' : 'most'} ${plural(bound, 'item')} after validation, not ${String(actual)}`, ctx };
  }
  const inclusive = issue.detail['inclusive'] !== false;
  if (low) {
    return inclusive
      ? { type: 'greater_than_equal', msg: `Input should be greater than or equal to ${String(bound)}`, ctx: { ge: bound } }
      : { type: 'greater_than', msg: `Input should be greater than ${String(bound)}`, ctx: { gt: bound } };
  }
  return inclusive
    ? { type: 'less_than_equal', msg: `Input should be less than or equal to ${String(bound)}`, ctx: { le: bound } }
    : { type: 'less_than', msg: `Input should be less than ${String(bound)}`, ctx: { lt: bound } };
};

const notListed = (issue: InputIssue): Wording => {
  const values = Array.isArray(issue.detail['values']) ? issue.detail['values'].map((value) => `'${String(value)}'`) : [];
  const expected = values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
  if (issue.input === undefined) return { type: 'missing', msg: 'Field required' };
  return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } };
};

const wordingOf = (issue: InputIssue): Wording => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue);
    case 'too_small':
      return outOfBounds(issue, 'min');
    case 'too_big':
      return outOfBounds(issue, 'max');
    case 'invalid_value':
      return notListed(issue);
    case 'unrecognized_keys':
      return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    default:
      return issue.input === undefined ? { type: 'missing', msg: 'Field required' } : { type: 'value_error', msg: issue.message };
  }
};

const MAX_ECHO = 500;

/** What goes back as `input`: what is long is cut, so that an answer is never larger than a page; what can't be written stays away. */
function echo(input: unknown): unknown {
  if (typeof input === 'string') return cut(input);
  if (typeof input !== 'object' || input === null) return input ?? null;
  try {
    const text = JSON.stringify(input);
    return text.length > MAX_ECHO ? cut(text) : input;
  } catch {
    return null;
  }
}

const cut = (text: string): string => (text.length > MAX_ECHO ? `${text.slice(0, MAX_ECHO)}…` : text);

/** RomM's 422 body for an input that does not fit its schema. */
export const rommIssues = (error: InputError): RommIssue[] =>
  error.issues.map((issue) => {
    const { ctx, ...wording } = wordingOf(issue);
    const input = wording.type === 'missing' && error.location === 'body' ? error.value : issue.input;
    return { type: wording.type, loc: [error.location, ...issue.path], msg: wording.msg, input: echo(input), ...(ctx === undefined ? {} : { ctx }) };
  });

/** RomM's 422 body for a body that is no JSON at all. */
export const brokenJson = (reason: string): RommIssue[] => [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {}, ctx: { error: reason } }];
