import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { unavailable } from '@rumpus/errors';
import type { Redis } from 'ioredis';

import { EphemeralStore } from './ephemeral-store.js';

/** Counts and sets the time to live in one step, so that no counter can be left without end. */
const INCREMENT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 or ARGV[2] == '1' then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('TTL', KEYS[1]) }
`;

/** Without Redis nothing is decided: one-time things would work twice. The caller is told to try again. */
const available = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    throw unavailable('Redis is not reachable, try again later', { cause: error });
  }
};

/** {@link EphemeralStore} on Redis: each operation is one command or one script, so atomic. */
export class RedisEphemeralStore extends EphemeralStore implements OnApplicationShutdown {
  readonly #logger = new Logger('identity');

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {
    super();
    redis.on('error', (error: Error) => this.#logger.warn({ err: error.message }, 'Redis is not reachable'));
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    await available(this.redis.set(this.#key(key), value, 'PX', Math.max(1, Math.round(ttl * 1000))));
  }

  async add(key: string, value: string, ttl: number): Promise<boolean> {
    return (await available(this.redis.set(this.#key(key), value, 'PX', Math.max(1, Math.round(ttl * 1000)), 'NX'))) === 'OK';
  }

  async get(key: string): Promise<string | undefined> {
    return (await available(this.redis.get(this.#key(key)))) ?? undefined;
  }

  async take(key: string): Promise<string | undefined> {
    return (await available(this.redis.getdel(this.#key(key)))) ?? undefined;
  }

  async delete(key: string): Promise<void> {
    await available(this.redis.del(this.#key(key)));
  }

  async increment(key: string, window: number, sliding = false): Promise<{ count: number; ttl: number }> {
    const [count, ttl] = (await available(this.redis.eval(INCREMENT, 1, this.#key(key), window, sliding ? '1' : '0'))) as [number, number];
    return { count, ttl: Math.max(1, ttl) };
  }

  #key(key: string): string {
    return `${this.prefix}:${key}`;
  }
}
