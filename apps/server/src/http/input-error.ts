import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Where in a request a value stood. */
export type InputLocation = 'path' | 'query' | 'header' | 'body';

/** One rule the input broke, in plain terms; each dialect words it for its own clients. */
export interface InputIssue {
  path: readonly (string | number)[];
  message: string;
  /** zod's issue code (`invalid_type`, `too_small` …), when the schema was zod's. */
  code: string | undefined;
  /** The remaining particulars of zod's issue (`minimum`, `expected` …). */
  detail: Readonly<Record<string, unknown>>;
  /** The value at fault; undefined when it was missing. */
  input: unknown;
}

/** The request does not fit its schema. Thrown by {@link SchemaPipe}, answered by the dialect's filter. */
export class InputError extends Error {
  constructor(
    readonly location: InputLocation,
    readonly issues: readonly InputIssue[],
    /** The whole value that was checked. */
    readonly value: unknown,
  ) {
    super(issues.map((issue) => `${[location, ...issue.path].join('.')}: ${issue.message}`).join('; '));
    this.name = 'InputError';
  }
}

const keyOf = (segment: PropertyKey | StandardSchemaV1.PathSegment): string | number => {
  const key = typeof segment === 'object' ? segment.key : segment;
  return typeof key === 'number' ? key : String(key);
};

/** In a query a list of one is a plain text. */
const step = (inner: unknown, key: string | number): unknown => {
  if (typeof inner === 'string' && key === 0) return inner;
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<string | number, unknown>)[key] : undefined;
};

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown => path.reduce<unknown>(step, value);

/** Turns a schema's issues into an {@link InputError}. */
export const inputError = (location: InputLocation, issues: readonly StandardSchemaV1.Issue[], value: unknown, prefix: readonly string[] = []): InputError =>
  new InputError(
    location,
    issues.map((issue) => {
      const path = (issue.path ?? []).map(keyOf);
      const { code, message, path: _path, ...detail } = issue as unknown as Record<string, unknown>;
      return { path: [...prefix, ...path], message: String(message), code: typeof code === 'string' ? code : undefined, detail, input: valueAt(value, path) };
    }),
    value,
  );
