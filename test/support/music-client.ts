import { USER } from './supysonic.js';

/** A part of an answer; tests look into it freely, and a wrong look fails them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Item = Record<string, any>;

export type Parameters = Record<string, string | number | readonly (string | number)[] | undefined>;

/** A Subsonic client for tests: what it sends is what players send. */
export class MusicClient {
  constructor(
    readonly base: string,
    readonly credentials: Record<string, string> = USER,
  ) {}

  url(method: string, parameters: Parameters = {}): string {
    const query = new URLSearchParams({ v: '1.16.1', c: 'test', ...this.credentials });
    for (const [key, value] of Object.entries(parameters)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(key, String(one));
    }
    return `${this.base}/rest/${method}.view?${query}`;
  }

  raw(method: string, parameters: Parameters = {}, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url(method, parameters), { ...init, redirect: 'manual' });
  }

  /** The envelope of a JSON answer. */
  async call(method: string, parameters: Parameters = {}): Promise<Item> {
    const answer = await this.raw(method, { ...parameters, f: 'json' });
    const body = (await answer.json()) as { 'subsonic-response': Item };
    return body['subsonic-response'];
  }

  async bytes(method: string, parameters: Parameters = {}, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const answer = await this.raw(method, parameters, { headers });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  }
}
