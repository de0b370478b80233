import { element } from '@rumpus/eamuse-protocol';
import type { DomainEventHandler, EventBus, SocketServer } from '@rumpus/realtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { BINARY } from '../testing/test-arcade.js';
import { Traffic } from './traffic.js';
import { TrafficFeed, type TrafficNews } from './traffic-feed.js';

const ANN = 3;
let heard: [number, TrafficNews][];
let revoke: (userId: number) => void;
let traffic: Traffic;
let feed: TrafficFeed;
const exchange = (call: string): void =>
  traffic.add({ at: 0, address: '10.0.0.1', framing: BINARY, status: 200, duration: 1, received: 10, sent: 10, request: element('call', element(call).setAttribute('method', 'get')), response: undefined });

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  const handlers: Record<string, DomainEventHandler<'identity.access.revoked'>> = {};
  const bus = { on: (name: string, handler: DomainEventHandler<'identity.access.revoked'>) => ((handlers[name] = handler), () => undefined) } as unknown as EventBus;
  revoke = (userId) => void handlers['identity.access.revoked']?.({ userId });
  traffic = new Traffic();
  traffic.enabled = true;
  feed = new TrafficFeed(traffic, { toUser: (userId: number) => ({ emit: (_event: string, news: TrafficNews) => heard.push([userId, news]) }) } as unknown as SocketServer, bus);
});
afterEach(() => {
  feed.onApplicationShutdown();
  vi.useRealTimers();
});

describe('traffic over the socket', () => {
  it('is told to those who just asked for the list, four times a second at most, newest first', () => {
    exchange('before');
    feed.watch(ANN);
    exchange('first');
    exchange('second');
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(250);
    expect(heard.map(([userId, { exchanges, missed }]) => [userId, missed, exchanges.map(({ call }) => call)])).toEqual([[ANN, false, ['second.get', 'first.get']]]);
    vi.advanceTimersByTime(1000);
    expect(heard).toHaveLength(1);
  });

  it('ends with the right to hear it, and half a minute after the last question', () => {
    feed.watch(ANN);
    revoke(ANN);
    exchange('one');
    vi.advanceTimersByTime(250);
    feed.watch(ANN);
    vi.advanceTimersByTime(31_000);
    exchange('two');
    vi.advanceTimersByTime(250);
    expect(heard).toEqual([]);
  });

  it('says in a flood only that the list is worth fetching', () => {
    feed.watch(ANN);
    for (let i = 0; i < 60; i++) exchange('x');
    vi.advanceTimersByTime(250);
    expect(heard).toEqual([[ANN, { exchanges: [], missed: true }]]);
  });
});
