import { assertDocumented } from './documented.js';

/** An answer with its body read. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not JSON. */
  readonly body: T;
}

/** A small HTTP client for tests: JSON in and out, Basic, Bearer or cookies with CSRF as a browser would. */
export class ApiClient {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  basic(username: string, password: string): ApiClient {
    return new ApiClient(this.url, { ...this.headers, Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });
  }

  bearer(token: string): ApiClient {
    return new ApiClient(this.url, { ...this.headers, Authorization: `Bearer ${token}` });
  }

  /** Signs in with a session cookie the way RomM's web UI does. */
  async login(username: string, password: string): Promise<Answer> {
    await this.get('/api/heartbeat');
    const answer = await this.request('POST', '/api/login', {}, { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });
    this.#cookies.delete('romm_csrftoken');
    await this.get('/api/heartbeat');
    return answer;
  }

  get<T = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.request<T>('GET', path, undefined, headers);
  }
  head(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.request('HEAD', path, undefined, headers);
  }
  post<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.request<T>('POST', path, body, headers);
  }
  put<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.request<T>('PUT', path, body, headers);
  }
  patch<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.request<T>('PATCH', path, body, headers);
  }
  delete<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.request<T>('DELETE', path, body, headers);
  }

  /** Plain objects go as JSON; strings, buffers, forms and search parameters as they are. */
  async request<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const raw = await this.raw(method, path, body, headers);
    const text = await raw.text();
    const answer = parse(text);
    assertDocumented(method, path, raw.status, answer);
    return { status: raw.status, headers: raw.headers, text, body: answer as T };
  }

  /** Like `request`, with the answer's body still a stream. */
  async raw(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const plain = body !== undefined && !(typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData || body instanceof URLSearchParams);
    const csrf = this.#cookies.get('romm_csrftoken');
    const answer = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(plain ? { 'Content-Type': 'application/json' } : {}),
        ...(this.#cookies.size > 0 ? { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(csrf === undefined ? {} : { 'x-csrftoken': csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: plain ? JSON.stringify(body) : (body as string) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#remember(line);
    return answer;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  #remember(line: string): void {
    const [pair = ''] = line.split(';', 1);
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (/expires=Thu, 01 Jan 1970/i.test(line) || /max-age=0/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(at + 1));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
