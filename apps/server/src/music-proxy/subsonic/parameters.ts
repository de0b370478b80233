/** The answer formats of the protocol. */
export type Format = 'xml' | 'json' | 'jsonp';

/**
 * Parameters of a Subsonic call: an ordered multimap, from the query and, for form posts, the body. A name in the body replaces the same
 * name in the query (music-proxy spec §2.1).
 */
export class Parameters {
  private constructor(
    private readonly query: URLSearchParams,
    private readonly form: URLSearchParams | undefined,
  ) {}

  static of(query: string, form?: string): Parameters {
    return new Parameters(new URLSearchParams(query), form === undefined ? undefined : new URLSearchParams(form));
  }

  /** First value, or undefined. */
  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  /** Every value in order. */
  all(name: string): string[] {
    return this.form?.has(name) === true ? this.form.getAll(name) : this.query.getAll(name);
  }

  /** Every name in use. */
  get names(): string[] {
    return [...new Set([...this.query.keys(), ...(this.form?.keys() ?? [])])];
  }

  /** A non-negative integer, `fallback` when absent or unreadable, at most `max`. */
  count(name: string, fallback: number, max = 500): number {
    const text = this.get(name);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Math.min(Number(text), max) : fallback;
  }

  /** `xml` unless one of the other formats is asked for in so many letters. */
  get format(): Format {
    const wanted = this.get('f');
    return wanted === 'json' || wanted === 'jsonp' ? wanted : 'xml';
  }

  /** What the caller signs in with, as one text: equal texts were accepted or refused together. */
  get credentials(): string {
    return JSON.stringify(['u', 'p', 't', 's', 'apiKey'].map((name) => this.get(name) ?? null));
  }

  /** What the caller signs in with, when it came in the address; undefined when it came in a form. */
  get queryCredentials(): Record<string, string> | undefined {
    const names = ['u', 'p', 't', 's', 'apiKey'];
    if (names.some((name) => this.form?.has(name) === true)) return undefined;
    return Object.fromEntries(names.flatMap((name) => (this.query.get(name) === null ? [] : [[name, this.query.get(name) ?? '']])));
  }

  /**
   * The same call with some parameters replaced, kept where they were (query or form): `undefined` removes one, an array repeats it.
   */
  with(changes: Readonly<Record<string, string | readonly string[] | undefined>>): { query: string; form: string | undefined } {
    const query = new URLSearchParams(this.query);
    const form = this.form && new URLSearchParams(this.form);
    for (const [name, value] of Object.entries(changes)) {
      const home = form?.has(name) === true ? form : query;
      home.delete(name);
      if (home !== query) query.delete(name);
      for (const one of value === undefined ? [] : typeof value === 'string' ? [value] : value) home.append(name, one);
    }
    return { query: query.toString(), form: form?.toString() };
  }
}
