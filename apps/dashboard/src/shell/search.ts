/** What stands after `?`: texts, and lists where a key is repeated. Routes turn it into what they need in `validateSearch`. */
export type RawSearch = Record<string, string | string[]>;

/** `?q=mario&region=USA&region=Europe` → `{q: 'mario', region: ['USA', 'Europe']}`. */
export function parseSearch(search: string): RawSearch {
  const raw: RawSearch = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const before = raw[key];
    raw[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return raw;
}

/** The reverse of {@link parseSearch}; what is undefined, null, '' or an empty list is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one));
    }
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** A list of texts, from none, one or several. */
export function asList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string' && one !== '');
}

/** The first text, if there is one. */
export function asText(value: unknown): string | undefined {
  return asList(value)[0];
}

/** One of the allowed words, else undefined. */
export function asOneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const text = asText(value);
  return allowed.find((one) => one === text);
}

/** A path on this site to go to after the sign-in; never an address elsewhere (`//host`, `https:`). */
export function asLocalPath(value: unknown): string | undefined {
  const text = asText(value);
  if (text === undefined || !/^\/(?![/\\])/.test(text)) return undefined;
  return new URL(text, window.location.origin).origin === window.location.origin ? text : undefined;
}
