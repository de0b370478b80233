import { createHmac, randomBytes } from 'node:crypto';

const LIFE = 5 * 60_000;
const SIZE = 1000;

/**
 * Remembers for five minutes that a name and password were right, so that clients which send Basic with each request don't
 * cost a password hash each time. Keeps no password: keys are HMACs under a key that dies with the process, and an entry
 * counts only while the account still has the same hash.
 */
export class BasicCache {
  readonly #key = randomBytes(32);
  readonly #entries = new Map<string, { passwordHash: string; until: number }>();

  has(username: string, password: string, passwordHash: string): boolean {
    const entry = this.#entries.get(this.#id(username, password));
    return entry !== undefined && entry.passwordHash === passwordHash && entry.until > Date.now();
  }

  add(username: string, password: string, passwordHash: string): void {
    if (this.#entries.size >= SIZE) this.#entries.clear();
    this.#entries.set(this.#id(username, password), { passwordHash, until: Date.now() + LIFE });
  }

  #id(username: string, password: string): string {
    return createHmac('sha256', this.#key).update(`${String(username.length)}:${username}${password}`).digest('base64');
  }
}
