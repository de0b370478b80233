import { EventEmitter } from 'node:events';
import type { ResourceSample } from '@rumpus/process-supervisor';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadGuard } from './load-guard.js';

const SERVER = 7;
let live: { fps: number | null; playerCount: number; rconConnected: boolean };
let notes: unknown[];
let signals: EventEmitter;
let sample: (cpuPercent: number) => void;

function guard(settings: { alertCpuPercent?: number; alertFps?: number; alertEmptyMinutes?: number }): void {
  const processes = { onSamples: (listener: (samples: Map<number, ResourceSample>) => void) => (sample = (cpuPercent) => listener(new Map([[SERVER, { cpuPercent } as ResourceSample]]))) };
  const config = { servers: { alertCpuPercent: 0, alertFps: 0, alertEmptyMinutes: 0, alertSeconds: 60, ...settings } };
  new LoadGuard(config as never, processes as never, signals as never, { get: () => live } as never, { note: (...note: unknown[]) => notes.push(note) } as never).onModuleInit();
}
/** Readings every five seconds for a time. */
function stay(seconds: number, cpuPercent = 0): void {
  for (let passed = 0; passed <= seconds; passed += 5) {
    sample(cpuPercent);
    vi.advanceTimersByTime(5_000);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  [live, notes, signals] = [{ fps: 48, playerCount: 3, rconConnected: true }, [], new EventEmitter()];
});
afterEach(() => void vi.useRealTimers());

describe('a server that is overloaded', () => {
  it('is told of once its processor time stayed above the limit, and again after it was below', () => {
    guard({ alertCpuPercent: 150 });
    stay(55, 180);
    stay(0, 100);
    stay(120, 180);
    expect(notes).toEqual([[SERVER, 'cpu_high', { limit_percent: 150, cpu_percent: 180, seconds: 60 }]]);
    stay(0, 100);
    stay(60, 151);
    expect(notes).toHaveLength(2);
  });

  it('is told of when its frames stay low while somebody plays', () => {
    guard({ alertFps: 20 });
    live = { ...live, fps: 12 };
    stay(60);
    expect(notes).toEqual([[SERVER, 'fps_low', { limit_fps: 20, fps: 12, players: 3, seconds: 60 }]]);
  });

  it('is no news when it is empty, tells no frames, or was started anew in between', () => {
    guard({ alertFps: 20, alertCpuPercent: 150 });
    live = { ...live, fps: 12, playerCount: 0 };
    stay(120);
    live = { ...live, fps: null, playerCount: 3 };
    stay(120);
    stay(30, 180);
    signals.emit('down', SERVER);
    stay(30, 180);
    expect(notes).toEqual([]);
  });
});

describe('a server that nobody plays on', () => {
  it('is told of after the minutes that are set, not while its players can’t be asked', () => {
    guard({ alertEmptyMinutes: 10 });
    live = { fps: null, playerCount: 0, rconConnected: false };
    stay(700);
    expect(notes).toEqual([]);
    live.rconConnected = true;
    stay(700);
    expect(notes).toEqual([[SERVER, 'no_players', { minutes: 10, seconds: 600 }]]);
  });
});
