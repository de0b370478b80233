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
    /** The API's word for this kind of failure, like `PORT_IN_USE`; null where the dialect has none. */
    readonly code: string | null = null,
    /** What else the answer says, for machines. */
    readonly details: unknown = null,
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }

  /** True when the server's words are meant for people: no crash, no page of a proxy. */
  get spoken(): boolean {
    return this.detail !== '' && (this.status < 500 || (this.code !== null && this.code !== 'INTERNAL_ERROR'));
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

/** The failure of an envelope (arma-servers spec §1.1). */
interface Failure {
  code?: string;
  message?: string;
  details?: unknown;
}

function envelopeProblem(status: number, { code, message, details }: Failure, requestId: string | null): ApiProblem {
  const faults = (Array.isArray(details) ? details : []) as { path?: unknown; message?: unknown }[];
  const fields = faults.flatMap(({ path, message: text }) => (typeof path === 'string' && typeof text === 'string' ? [[path, text] as const] : []));
  return new ApiProblem(status, message ?? '', requestId, Object.fromEntries(fields), code ?? null, details ?? null);
}

/** Reads the dialects our server answers in: `{detail: string}`, `{detail: issue[]}`, `{error}`/`{message}`, the envelope of game servers and plain text (library-api spec §1.4). */
export function problemFrom(status: number, body: unknown, requestId: string | null): ApiProblem {
  if (typeof body === 'string') return new ApiProblem(status, body.slice(0, 300), requestId);
  const record = (body ?? {}) as { detail?: unknown; message?: unknown; error?: unknown };
  if (typeof record.error === 'object' && record.error !== null) return envelopeProblem(status, record.error, requestId);
  if (Array.isArray(record.detail)) {
    const issues = (record.detail as Issue[]).map(({ loc, msg }) => [String(loc?.at(-1) ?? ''), msg ?? ''] as const);
    return new ApiProblem(status, issues.map(([field, text]) => `${field}: ${text}`).join('; '), requestId, Object.fromEntries(issues));
  }
  const text = [record.detail, record.message, record.error].find((value) => typeof value === 'string');
  return new ApiProblem(status, typeof text === 'string' ? text : '', requestId);
}
