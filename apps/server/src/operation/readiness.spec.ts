import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReadinessRegistry } from './readiness.js';

describe('ReadinessRegistry', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is ok when every dependency answers', async () => {
    const registry = new ReadinessRegistry();
    registry.register('database', async () => {});
    expect(await registry.check()).toMatchObject({ status: 'ok', checks: { database: { status: 'up' } } });
  });

  it('names the dependency that fails, and why', async () => {
    const registry = new ReadinessRegistry();
    registry.register('database', async () => {});
    registry.register('redis', () => Promise.reject(new Error('connection refused')));
    expect(await registry.check()).toMatchObject({ status: 'unavailable', checks: { database: { status: 'up' }, redis: { status: 'down', reason: 'connection refused' } } });
  });

  it('gives up on one that hangs', async () => {
    const registry = new ReadinessRegistry();
    registry.register('database', () => new Promise(() => {}));
    const result = registry.check();
    await vi.advanceTimersByTimeAsync(2000);
    expect((await result).checks['database']).toMatchObject({ status: 'down', reason: 'no answer within 2000 ms' });
  });

  it('is not ready while draining', async () => {
    const registry = new ReadinessRegistry();
    registry.drain();
    expect((await registry.check()).status).toBe('unavailable');
  });
});
