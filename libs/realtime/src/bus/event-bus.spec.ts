import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { available } from '../../../../test/support/databases.js';
import type { EventBus } from './event-bus.js';
import { LocalEventBus } from './local-event-bus.js';
import { RedisEventBus } from './redis-event-bus.js';

describe('event bus in one process', () => {
  it('tells every listener after the emitter\'s step, until they stop listening', async () => {
    const bus = new LocalEventBus();
    const heard: number[] = [];
    const stop = bus.on('identity.access.revoked', ({ userId }) => void heard.push(userId));
    bus.emit('identity.access.revoked', { userId: 1 });
    expect(heard).toEqual([]);
    await vi.waitFor(() => expect(heard).toEqual([1]));
    stop();
    bus.emit('identity.access.revoked', { userId: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([1]);
  });

  it('lets no listener harm another', async () => {
    const bus = new LocalEventBus();
    const heard: number[] = [];
    bus.on('identity.access.revoked', () => {
      throw new Error('planted');
    });
    bus.on('identity.access.revoked', () => Promise.reject(new Error('planted')));
    bus.on('identity.access.revoked', ({ userId }) => void heard.push(userId));
    bus.emit('identity.access.revoked', { userId: 1 });
    await vi.waitFor(() => expect(heard).toEqual([1]));
  });
});

describe.skipIf(!available.redis)('event bus on Redis', () => {
  const channel = `rumpus-test-${randomBytes(6).toString('hex')}`;
  let buses: RedisEventBus[] = [];
  beforeAll(() => {
    buses = [0, 1].map(() => new RedisEventBus(new Redis('redis://127.0.0.1:6379'), channel));
  });
  afterAll(() => buses.forEach((bus) => bus.onApplicationShutdown()));

  it('tells the other instance once and itself once, in order', async () => {
    const [one, two] = buses as unknown as [EventBus, EventBus];
    const heard: { one: number[]; two: number[] } = { one: [], two: [] };
    one.on('identity.access.revoked', ({ userId }) => void heard.one.push(userId));
    two.on('identity.access.revoked', ({ userId }) => void heard.two.push(userId));
    // The subscription takes a moment; a probe shows that it stands.
    await vi.waitFor(async () => {
      one.emit('identity.access.revoked', { userId: 0 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(heard.two).toContain(0);
    });
    heard.one.length = 0;
    heard.two.length = 0;
    for (let n = 1; n <= 20; n += 1) one.emit('identity.access.revoked', { userId: n });
    const expected = Array.from({ length: 20 }, (_, n) => n + 1);
    await vi.waitFor(() => expect(heard.two).toEqual(expected));
    expect(heard.one).toEqual(expected);
  });
});
