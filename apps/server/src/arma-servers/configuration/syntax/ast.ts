/** A value of a parameter file: what stands behind `=`, or an element of an array. */
export type ParameterValue = string | number | boolean | ParameterValue[];

/** A statement of a parameter file. */
export type Statement = ValueStatement | ArrayStatement | ClassStatement;

/** `name = value;` */
export interface ValueStatement {
  kind: 'value';
  name: string;
  value: string | number | boolean;
}

/** `name[] = {…};` */
export interface ArrayStatement {
  kind: 'array';
  name: string;
  items: ParameterValue[];
}

/** `class name { … };` */
export interface ClassStatement {
  kind: 'class';
  name: string;
  body: Statement[];
}

/** `name = value;` or `name[] = {…};`, by the sort of value. */
export const assign = (name: string, value: ParameterValue): Statement => (Array.isArray(value) ? { kind: 'array', name, items: value } : { kind: 'value', name, value });

/** `class name { … };` */
export const classOf = (name: string, body: Statement[]): ClassStatement => ({ kind: 'class', name, body });

/** The statement of that name, which the engine compares without case. */
export const find = (statements: readonly Statement[], name: string): Statement | undefined =>
  statements.find((statement) => statement.name.toLowerCase() === name.toLowerCase());

/** The body of a class, or nothing. */
export function bodyOf(statements: readonly Statement[], name: string): Statement[] | undefined {
  const found = find(statements, name);
  return found?.kind === 'class' ? found.body : undefined;
}
