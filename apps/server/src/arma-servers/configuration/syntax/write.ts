import { LanguardError } from '../../errors.js';
import type { ParameterValue, Statement } from './ast.js';

/**
 * What can't stand in a parameter file at all: there is no escape for it, and a line break would let a value begin a line
 * (arma-servers spec §3.2). Refused rather than stripped, so that the file holds exactly what the operator typed.
 */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u001f\u007f\u0085\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Whether a text can be written into a parameter file. */
export const isWritable = (text: string): boolean => !UNWRITABLE.test(text);

/** @throws LanguardError `CONFIG_INJECTION` naming the field */
export function assertWritable(text: string, field: string): void {
  if (!isWritable(text)) throw new LanguardError('CONFIG_INJECTION', `${field} holds a character that can't be written into the file`, [{ path: field, rule: 'characters', message: 'line breaks and control characters are not possible here' }]);
}

/**
 * A quoted string. The engine knows one escape only: a quote is written twice; a backslash is a backslash. Lines that an
 * existing file joined outside of the quotes are joined again; that never happens to a value of ours, which has no lines.
 */
function quote(text: string, field: string, joined: boolean): string {
  const pieces = joined ? text.split('\n') : [text];
  for (const piece of pieces) assertWritable(piece, field);
  return pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`).join(' \\n ');
}

/** Never in exponent form, which the engine does not read. */
function number(value: number, field: string): string {
  if (!Number.isFinite(value)) throw new LanguardError('CONFIG_INJECTION', `${field} is no number`);
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/\.?0+$/, '');
}

function literal(value: ParameterValue, field: string, joined: boolean): string {
  if (Array.isArray(value)) return `{${value.map((item) => literal(item, field, joined)).join(', ')}}`;
  if (typeof value === 'string') return quote(value, field, joined);
  return typeof value === 'number' ? number(value, field) : String(value);
}

function lines(statement: Statement, indent: string, joined: boolean): string[] {
  const { name } = statement;
  if (!IDENTIFIER.test(name)) throw new LanguardError('CONFIG_INJECTION', `${name} is no name`);
  switch (statement.kind) {
    case 'value':
      return [`${indent}${name} = ${literal(statement.value, name, joined)};`];
    case 'array':
      return [`${indent}${name}[] = ${literal(statement.items, name, joined)};`];
    case 'class':
      return [`${indent}class ${name}`, `${indent}{`, ...statement.body.flatMap((inner) => lines(inner, `${indent}    `, joined)), `${indent}};`];
  }
}

/**
 * Writes a parameter file: UTF-8 text, LF, every text quoted.
 *
 * @param comment first line, without the slashes
 * @param joined whether texts may hold lines, as an existing file that is only passed on may
 */
export function writeParameterFile(statements: readonly Statement[], { comment, joined = false }: { comment?: string; joined?: boolean } = {}): string {
  if (comment !== undefined) assertWritable(comment, 'comment');
  const head = comment === undefined ? [] : [`// ${comment}`];
  return [...head, ...statements.flatMap((statement) => lines(statement, '', joined))].join('\n') + '\n';
}
