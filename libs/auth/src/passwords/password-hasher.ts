import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';

/** argon2id with 19 MiB, two passes, one lane: OWASP's minimum, and arma-servers spec §9.5. `2` is argon2id in the library's enum. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes and checks passwords off the main thread. */
@Injectable()
export class PasswordHasher {
  #dummy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return hash(password, options);
  }

  /**
   * True when the password belongs to the hash. Without a hash (unknown user, account without password) as much work is done
   * before the answer is false, so that the time tells nothing.
   */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    if (stored !== null && stored !== undefined && stored !== '') return this.#matches(stored, password);
    this.#dummy ??= this.hash(randomBytes(16).toString('hex'));
    await this.#matches(await this.#dummy, password);
    return false;
  }

  async #matches(stored: string, password: string): Promise<boolean> {
    try {
      return await verify(stored, password);
    } catch {
      // A stored value that is no argon2 hash matches nothing.
      return false;
    }
  }
}
