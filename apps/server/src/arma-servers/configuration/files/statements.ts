import { isDeepStrictEqual } from 'node:util';
import { LanguardError } from '../../errors.js';
import { fromFile, toFile } from '../parameters/kinds.js';
import type { Parameter } from '../parameters/parameter.js';
import type { SectionData } from '../parameters/sections.js';
import { assign, bodyOf, classOf, find, type Statement } from '../syntax/ast.js';
import { parseParameterFile } from '../syntax/parse.js';
import { writeParameterFile } from '../syntax/write.js';

const written = (parameters: readonly Parameter[], data: SectionData): Statement[] =>
  parameters.flatMap(({ field, key, kind, default: value }) => {
    const chosen = data[field] ?? value;
    return chosen === undefined ? [] : [assign(key, toFile(kind, chosen))];
  });

/** Only what is set, or always written. */
const present = (parameters: readonly Parameter[], data: SectionData): Parameter[] => parameters.filter(({ field, always }) => data[field] !== undefined || always === true);

/** The statements of parameters, those of a class inside it. Classes come last. */
export function statementsOf(parameters: readonly Parameter[], data: SectionData): Statement[] {
  const used = present(parameters, data);
  const classes = [...new Set(used.flatMap(({ inClass }) => inClass ?? []))];
  return [
    ...written(used.filter(({ inClass }) => inClass === undefined), data),
    ...classes.map((name) => classOf(name, written(used.filter(({ inClass }) => inClass === name), data))),
  ];
}

/** The fields an existing file sets, in the API's form, and the statements that belong to no parameter. */
export function fieldsOf(parameters: readonly Parameter[], statements: readonly Statement[]): { fields: SectionData; unknown: Statement[] } {
  const fields: SectionData = {};
  const known = new Set<string>();
  for (const { field, key, kind, inClass } of parameters) {
    known.add((inClass ?? key).toLowerCase());
    const found = find(inClass === undefined ? statements : (bodyOf(statements, inClass) ?? []), key);
    if (found === undefined || found.kind === 'class') continue;
    fields[field] = fromFile(kind, found.kind === 'array' ? found.items : found.value);
  }
  return { fields, unknown: statements.filter(({ name }) => !known.has(name.toLowerCase())) };
}

/**
 * Writes statements and reads them back: what the game will understand is what was meant, or nothing is written at all.
 *
 * @throws LanguardError `CONFIG_WRITE_FAILED` when the two differ, which is a fault of ours
 */
export function renderProven(statements: readonly Statement[], options: { comment?: string; joined?: boolean } = {}): string {
  const content = writeParameterFile(statements, options);
  if (!isDeepStrictEqual(parseParameterFile(content), [...statements])) {
    throw new LanguardError('CONFIG_WRITE_FAILED', 'The rendered file does not read back as what was meant; nothing was written');
  }
  return content;
}
