import { EventEmitter } from 'node:events';
import type { Principal } from '@rumpus/auth';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedChannel, FeedMessage } from './feed.js';
import { FeedSocket, SharedFrame, type FeedCaller, type FeedTools } from './feed-socket.js';

const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const person = (id: number): Principal => ({ id, role: 'user', scopes: new Set(['servers.read']), globalScopes: new Set(['servers.read']), objectGrants: [], limits: new Map() }) as unknown as Principal;

/** A WebSocket whose other end is the test. */
class FakeWebSocket extends EventEmitter {
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  readonly frames: { type: string; seq: number; data: Record<string, unknown> }[] = [];
  closed: number | null = null;
  send(text: string): void {
    this.frames.push(JSON.parse(text) as (typeof this.frames)[number]);
  }
  close(code: number): void {
    this.closed = code;
  }
  hear(message: object): Promise<void> {
    this.emit('message', Buffer.from(JSON.stringify(message)));
    return new Promise((resolve) => setImmediate(resolve));
  }
}

let wire: FakeWebSocket;
let tokens: Map<string, FeedCaller>;
let stored: number;
const open = (target: number | 'all' = 3, expiresAt: number | null = NOON, channels: FeedChannel[] = []): FeedSocket => {
  const tools: FeedTools = { authenticate: (token) => Promise.resolve(tokens.get(token)), logsAfter: (_, id) => Promise.resolve(Array.from({ length: stored }, (_line, index) => ({ id: id + 1 + index }) as never)) };
  return new FeedSocket(wire as never, { principal: person(7), expiresAt }, target, new Set(channels), tools);
};
const types = (): string[] => wire.frames.map(({ type }) => type);
beforeEach(() => {
  wire = new FakeWebSocket();
  tokens = new Map([['fresh', { principal: person(7), expiresAt: NOON + 30 * MINUTE }], ['another', { principal: person(8), expiresAt: null }]]);
  stored = 0;
});

describe('a listener whose token runs out', () => {
  it('is told once, and let go a minute later', () => {
    const socket = open();
    socket.expire(NOON - 1);
    expect(types()).toEqual([]);
    socket.expire(NOON);
    socket.expire(NOON + MINUTE - 1);
    expect([types(), wire.closed]).toEqual([['auth_expired'], null]);
    socket.expire(NOON + MINUTE);
    expect(wire.closed).toBe(4401);
  });

  it('stays with a new token of his own, and not with anybody else’s', async () => {
    const socket = open();
    socket.expire(NOON);
    for (const token of ['another', 'nonsense']) await wire.hear({ type: 'auth', token });
    expect(types()).toEqual(['auth_expired', 'error', 'error']);
    await wire.hear({ type: 'auth', token: 'fresh' });
    socket.expire(NOON + 20 * MINUTE);
    expect([types().length, wire.closed]).toEqual([3, null]);
    socket.expire(NOON + 30 * MINUTE);
    expect(types().at(-1)).toBe('auth_expired');
  });

  it('is never told when what he showed has no end', () => {
    open(3, null).expire(NOON + 365 * 24 * 60 * MINUTE);
    expect([types(), wire.closed]).toEqual([[], null]);
  });
});

describe('a new listener', () => {
  const frame = (type: FeedChannel, text: string): FeedMessage => ({ server_id: 3, type, ts: '2026-01-01T12:00:00.000Z', data: { text } }) as unknown as FeedMessage;

  it('hears how things stand before what happens meanwhile', () => {
    const socket = open(3, null, ['status', 'log']);
    socket.hello();
    socket.offer(new SharedFrame(frame('log', 'line')));
    socket.offer(new SharedFrame(frame('status', 'newer')));
    socket.begin([frame('status', 'older')]);
    socket.offer(new SharedFrame(frame('log', 'next')));
    expect(wire.frames.map(({ type, seq, data }) => [type, seq, data['text']])).toEqual([['hello', 1, undefined], ['status', 2, 'older'], ['log', 3, 'line'], ['status', 4, 'newer'], ['log', 5, 'next']]);
  });

  it('is sent away when it takes so long that too much piles up', () => {
    const socket = open(3, null, ['log']);
    for (let count = 0; count < 1_000; count += 1) socket.offer(new SharedFrame(frame('log', 'line')));
    for (let count = 0; count < 1_000; count += 1) socket.offer(new SharedFrame(frame('chat', 'not asked for')));
    expect(wire.closed).toBeNull();
    socket.offer(new SharedFrame(frame('log', 'one more')));
    expect(wire.closed).toBe(1013);
  });
});

describe('a listener who was away', () => {
  it('gets the lines behind the one he saw last, in frames of two hundred', async () => {
    open();
    stored = 450;
    await wire.hear({ type: 'replay', channel: 'log', after_id: 10 });
    const sizes = wire.frames.map(({ data }) => (data['entries'] as { id: number }[]).map(({ id }) => id));
    expect(sizes.map((ids) => [ids[0], ids.length])).toEqual([[11, 200], [211, 200], [411, 50]]);
    expect(wire.frames.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('is told that there are none, and is refused for all servers at once', async () => {
    open();
    await wire.hear({ type: 'replay', channel: 'log', after_id: 10 });
    expect(wire.frames).toMatchObject([{ type: 'log', data: { entries: [], dropped: 0 } }]);
    open('all');
    await wire.hear({ type: 'replay', channel: 'log', after_id: -1 });
    expect(types().at(-1)).toBe('error');
  });
});
