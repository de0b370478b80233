import { EventEmitter } from 'node:events';
import type { ResourceSample } from '@rumpus/process-supervisor';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryPolicy } from '../servers/server.entity.js';
import { MemoryGuard } from './memory-guard.js';

const MEBIBYTE = 1024 * 1024;
const HOLD_MS = 300_000;
const SERVER = 7;

let limit: { mb: number; policy: MemoryPolicy } | undefined;
let players: number;
let sample: (mb: number) => void;
let signals: EventEmitter;
let notes: unknown[];
let restarts: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  [limit, players, notes, restarts, signals] = [{ mb: 1_000, policy: 'restart' }, 0, [], [], new EventEmitter()];
  const processes = { memoryLimit: () => limit, onSamples: (listener: (samples: Map<number, ResourceSample>) => void) => (sample = (mb) => listener(new Map([[SERVER, { memoryBytes: mb * MEBIBYTE } as ResourceSample]]))) };
  const writer = { note: (id: number, type: string, detail: object) => notes.push([id, type, detail]) };
  const lifecycle = { restart: (...args: unknown[]) => Promise.resolve(restarts.push(args)) };
  new MemoryGuard({ servers: { memoryHoldSeconds: HOLD_MS / 1_000 } } as never, processes as never, signals as never, { get: () => ({ playerCount: players }) } as never, writer as never, lifecycle as never).onModuleInit();
});
afterEach(() => void vi.useRealTimers());

/** Five minutes of readings, and one more. */
function stay(mb: number): void {
  for (let passed = 0; passed <= HOLD_MS; passed += 5_000) {
    sample(mb);
    vi.advanceTimersByTime(5_000);
  }
}

describe('a server over its memory limit', () => {
  it('is told of and restarted once, when it stays there', () => {
    stay(1_500);
    sample(1_600);
    expect(notes).toEqual([[SERVER, 'memory_limit', { limit_mb: 1_000, ram_mb: 1_500, seconds: 300, policy: 'restart' }]]);
    expect(restarts).toEqual([[SERVER, expect.objectContaining({ force: false, warn_seconds: 0 }), 'system']]);
  });

  it('gives those who play a minute', () => {
    players = 3;
    stay(1_500);
    expect(restarts).toEqual([[SERVER, expect.objectContaining({ warn_seconds: 60, message: expect.stringContaining('60 seconds') as string }), 'system']]);
  });

  it('is only told of when that is its policy', () => {
    limit = { mb: 1_000, policy: 'warn' };
    stay(1_500);
    expect([notes.length, restarts.length]).toEqual([1, 0]);
    // Again only when it was below in between.
    stay(1_500);
    expect(notes).toHaveLength(1);
    sample(900);
    stay(1_500);
    expect(notes).toHaveLength(2);
  });

  it('is left alone for a peak, after a new start, at the limit, and without one', () => {
    for (let peak = 0; peak < 5; peak += 1) {
      sample(1_500);
      vi.advanceTimersByTime(HOLD_MS - 1);
      sample(1_000);
    }
    sample(1_500);
    vi.advanceTimersByTime(HOLD_MS);
    signals.emit('down', SERVER);
    sample(1_500);
    limit = undefined;
    stay(9_999);
    expect(notes).toEqual([]);
  });
});
