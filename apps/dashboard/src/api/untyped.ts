import { guardedFetch, urlWith } from './http.js';

interface Options {
  query?: Parameters<typeof urlWith>[1];
  signal?: AbortSignal;
}

async function request<T>(method: string, path: string, { query, signal }: Options, json?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', ...(signal === undefined ? {} : { signal }) };
  if (json !== undefined) Object.assign(init, { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } });
  const response = await guardedFetch(new Request(new URL(urlWith(path, query), window.location.origin), init));
  const text = await response.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** Requests whose routes the OpenAPI document does not describe. */
export const http = {
  get: <T>(path: string, options: Options = {}) => request<T>('GET', path, options),
  post: <T>(path: string, json?: unknown) => request<T>('POST', path, {}, json ?? {}),
};
