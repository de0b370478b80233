import createClient from 'openapi-fetch';
import type { components, paths } from './generated/schema.js';
import { guardedFetch } from './http.js';

/** The server's API, typed by its own OpenAPI document (`npm run openapi`). Failures throw `ApiProblem`. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: guardedFetch,
  credentials: 'same-origin',
  // Lists repeat their key (library-api spec §1.2).
  querySerializer: { array: { style: 'form', explode: true } },
});

/** Named shapes of the OpenAPI document. */
export type Schemas = components['schemas'];

/** The answer's body; the client throws when there is none to give. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** A body as multipart form, for routes that take one; undefined fields are left out. */
export function asForm(fields: object): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) form.set(key, value instanceof Blob ? value : String(value));
  return form;
}
