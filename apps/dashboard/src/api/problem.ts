/** What went wrong with a request, in a form a screen can show: no stack, no HTML, the correlation id when there is one. */
export class ApiProblem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came at all. */
    readonly status: number,
    /** The server's own words, when it sent any. */
    readonly detail: string,
    /** The id under which the server logged the request. */
    readonly requestId: string | null,
    /** Messages by field name, from a 422 answer. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }

  /** No answer: server down, network gone. */
  get offline(): boolean {
    return this.status === 0;
  }
}

interface Issue {
  loc?: (string | number)[];
  msg?: string;
}

/** Reads the dialects our server answers in: `{detail: string}`, `{detail: issue[]}`, `{error}`/`{message}` and plain text (library-api spec §1.4). */
export function problemFrom(status: number, body: unknown, requestId: string | null): ApiProblem {
  if (typeof body === 'string') return new ApiProblem(status, body.slice(0, 300), requestId);
  const record = (body ?? {}) as { detail?: unknown; message?: unknown; error?: unknown };
  if (Array.isArray(record.detail)) {
    const issues = (record.detail as Issue[]).map(({ loc, msg }) => [String(loc?.at(-1) ?? ''), msg ?? ''] as const);
    return new ApiProblem(status, issues.map(([field, text]) => `${field}: ${text}`).join('; '), requestId, Object.fromEntries(issues));
  }
  const text = [record.detail, record.message, record.error].find((value) => typeof value === 'string');
  return new ApiProblem(status, typeof text === 'string' ? text : '', requestId);
}
