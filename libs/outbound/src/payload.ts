import { createHash } from 'node:crypto';
import { OutboundError } from './outbound-error.js';
import type { Query, RequestOptions } from './request.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** The URL to call: `url` absolute or below `base`, with `query` added. */
export function targetOf(base: string | undefined, url: string | URL, query: Query | undefined): URL {
  const text = url.toString();
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : joinUrl(base, text);
  if (!URL.canParse(full)) throw new OutboundError('blocked', 'This is not a URL');
  const target = new URL(full);
  for (const [key, value] of parameters(query)) target.searchParams.append(key, value);
  return target;
}

/** Headers (lower case; the request's own win over the client's) and body to send. */
export function payloadOf(options: RequestOptions, base: Headers = {}): { headers: Record<string, string>; body: string | Buffer | undefined } {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ 'user-agent': 'Rumpus/0.1', ...base, ...options.headers })) {
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  if (options.json !== undefined) return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(options.json) };
  if (options.form !== undefined) {
    const body = new URLSearchParams(parameters(options.form)).toString();
    return { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body };
  }
  return { headers, body: options.body };
}

/** GET unless there is something to send or the caller says otherwise. */
export function methodOf(options: RequestOptions): string {
  return options.method ?? (options.json !== undefined || options.form !== undefined ? 'POST' : 'GET');
}

/** A key for calls that may be shared, undefined for those that may not. A hash, because headers and queries carry credentials. */
export function sharedKey(target: URL, options: RequestOptions, base: Headers | undefined): string | undefined {
  if (methodOf(options) !== 'GET' || options.body !== undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([target.href, base, options.headers, options.accept, options.maxBytes, options.maxRedirects, options.cacheKey]))
    .digest('base64url');
}

function parameters(query: Query | undefined): [string, string][] {
  return Object.entries(query ?? {}).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((one): [string, string] => [key, String(one)]);
  });
}

function joinUrl(base: string | undefined, path: string): string {
  return base === undefined || path === '' ? (base ?? path) : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
