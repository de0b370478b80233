import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';

import { available } from '../../../../test/support/databases.js';
import { MemoryRoomLog, RedisRoomLog, type RoomLog, ROOM_LOG_SIZE } from './room-log.js';

const redis = available.redis ? new Redis('redis://127.0.0.1:6379') : undefined;
const prefix = `rumpus-test-${randomBytes(6).toString('hex')}`;
afterAll(async () => {
  if (redis === undefined) return;
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  await redis.quit();
});

const forms: [string, () => RoomLog][] = [['memory', () => new MemoryRoomLog()], ...(redis === undefined ? [] : [['redis', () => new RedisRoomLog(redis, prefix)] as [string, () => RoomLog]])];

describe.each(forms)('room log in %s', (name, make) => {
  const log = make();

  it('numbers each room from one', async () => {
    expect((await log.append('a', 'x', 1)).seq).toBe(1);
    expect((await log.append('a', 'x', 2)).seq).toBe(2);
    expect((await log.append('b', 'x', 1)).seq).toBe(1);
  });

  it('gives what came after a number, and only where it stands to somebody new', async () => {
    expect(await log.since('a', 1)).toEqual({ seq: 2, events: [{ seq: 2, event: 'x', payload: 2 }] });
    expect(await log.since('a', 2)).toEqual({ seq: 2, events: [] });
    expect(await log.since('a', undefined)).toEqual({ seq: 2, events: [] });
    expect(await log.since(`${name}-empty`, undefined)).toEqual({ seq: 0, events: [] });
  });

  it('sends clients to the API when they missed too much or know a future', async () => {
    for (let n = 0; n < ROOM_LOG_SIZE + 5; n += 1) await log.append('busy', 'x', n);
    expect(await log.since('busy', 3)).toEqual({ seq: ROOM_LOG_SIZE + 5, refetch: true });
    expect(await log.since('busy', 9999)).toEqual({ seq: ROOM_LOG_SIZE + 5, refetch: true });
    expect(await log.since('busy', ROOM_LOG_SIZE)).toMatchObject({ events: [{}, {}, {}, {}, {}] });
  });
});
