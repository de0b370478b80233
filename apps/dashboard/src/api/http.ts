import { ApiProblem, problemFrom } from './problem.js';

type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

export interface RequestOptions {
  /** Lists repeat their key; null and undefined are left out (library-api spec §1.2). */
  query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON unless it is form data. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

const listeners = new Set<() => void>();

/** Called when an answer says that nobody is signed in any more. Returns how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The double-submit value for unsafe requests (library-api spec §3.3); undefined before the first answer. */
function csrfToken(): string | undefined {
  return /(?:^|;\s*)romm_csrftoken=([^;]*)/.exec(document.cookie)?.[1];
}

/** Drops a CSRF cookie that belongs to somebody else and fetches one of our own. */
export async function renewCsrf(): Promise<void> {
  document.cookie = 'romm_csrftoken=; Max-Age=0; path=/';
  await fetch('/api/heartbeat', { credentials: 'same-origin' });
}

/** `path` with its query string. */
export function urlWith(path: string, query: RequestOptions['query'] = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as readonly (string | number)[]) : [value]) params.append(key, String(one));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers(options.headers);
  const token = csrfToken();
  if (token !== undefined) headers.set('x-csrftoken', decodeURIComponent(token));
  const form = options.body instanceof FormData || options.body instanceof URLSearchParams;
  if (options.body !== undefined && !form) headers.set('content-type', 'application/json');
  const body = options.body === undefined ? null : form ? (options.body as FormData) : JSON.stringify(options.body);
  try {
    return await fetch(urlWith(path, options.query), { method, headers, body, credentials: 'same-origin', ...(options.signal ? { signal: options.signal } : {}) });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new ApiProblem(0, '', null);
  }
}

/** One request; throws {@link ApiProblem}. A refused CSRF value is renewed once, as RomM's own page does. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  let response = await send(method, path, options);
  let body = await bodyOf(response);
  if (response.status === 403 && typeof body === 'string' && body.includes('CSRF')) {
    await renewCsrf();
    response = await send(method, path, options);
    body = await bodyOf(response);
  }
  if (response.ok) return body as T;
  const problem = problemFrom(response.status, body, response.headers.get('x-request-id'));
  if (response.status === 401) for (const listener of listeners) listener();
  throw problem;
}

export const http = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, { ...options, body }),
  delete: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('DELETE', path, { ...options, ...(body === undefined ? {} : { body }) }),
};
