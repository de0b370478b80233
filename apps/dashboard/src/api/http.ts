import { ApiProblem, problemFrom } from './problem.js';

type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

const listeners = new Set<() => void>();

/** Called when an answer says that nobody is signed in any more. Returns how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The double-submit value for unsafe requests (library-api spec §3.3); undefined before the first answer. */
export function csrfToken(): string | undefined {
  const value = /(?:^|;\s*)romm_csrftoken=([^;]*)/.exec(document.cookie)?.[1];
  return value === undefined ? undefined : decodeURIComponent(value);
}

/** Drops a CSRF cookie that belongs to somebody else and fetches one of our own. */
export async function renewCsrf(): Promise<void> {
  document.cookie = 'romm_csrftoken=; Max-Age=0; path=/';
  await fetch('/api/house', { credentials: 'same-origin' });
}

/** `path` with its query string; lists repeat their key, null and undefined are left out (library-api spec §1.2). */
export function urlWith(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as readonly (string | number)[]) : [value]) params.append(key, String(one));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(request: Request): Promise<Response> {
  const token = csrfToken();
  if (token !== undefined) request.headers.set('x-csrftoken', token);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiProblem(0, '', null);
  }
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

/**
 * `fetch` with the session, the CSRF header and failures as {@link ApiProblem}. A refused CSRF value is renewed once, as
 * RomM's own page does (library-api spec §3.3).
 */
export async function guardedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  let response = await send(request);
  if (response.ok) return response;
  let body = await bodyOf(response);
  if (response.status === 403 && typeof body === 'string' && body.includes('CSRF')) {
    await renewCsrf();
    response = await send(again);
    if (response.ok) return response;
    body = await bodyOf(response);
  }
  const problem = problemFrom(response.status, body, response.headers.get('x-request-id'));
  if (response.status === 401) for (const listener of listeners) listener();
  throw problem;
}
