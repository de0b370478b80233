import { mayOn, type Principal } from '@rumpus/auth';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { FeedChannel, FeedFrames, FeedMessage } from './feed.js';

/** What a socket may subscribe to; logs come only when they are asked for. */
export const CHANNELS = ['status', 'log', 'metrics', 'players', 'event', 'chat', 'job'] as const satisfies readonly FeedChannel[];
const DEFAULT_CHANNELS: readonly FeedChannel[] = ['status', 'metrics', 'players', 'event'];

const CHANNEL_LIST = z.array(z.enum(CHANNELS)).max(CHANNELS.length);
const INBOUND = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), id: z.union([z.string().max(64), z.number()]).optional() }),
  z.object({ type: z.literal('subscribe'), channels: CHANNEL_LIST }),
  z.object({ type: z.literal('unsubscribe'), channels: CHANNEL_LIST }),
]);

const MEBIBYTE = 1024 * 1024;
const DROP_ABOVE = MEBIBYTE;
const CLOSE_ABOVE = 4 * MEBIBYTE;
const MESSAGES_PER_SECOND = 20;

/** Channels named in `?channels=a,b`, or the default ones. */
export function channelsOf(text: string | null): Set<FeedChannel> {
  if (text === null) return new Set(DEFAULT_CHANNELS);
  const words = new Set(text.split(','));
  return new Set(CHANNELS.filter((channel) => words.has(channel)));
}

/** A frame that is on its way to many sockets: each form of it is put into words once. */
export class SharedFrame {
  private staff: string | undefined;
  private viewer: string | undefined;

  constructor(readonly message: FeedMessage) {}

  /** The data as JSON; addresses of players only for staff. */
  data(forStaff: boolean): string {
    if (forStaff || this.message.type !== 'players') return (this.staff ??= JSON.stringify(this.message.data));
    return (this.viewer ??= JSON.stringify(withoutAddresses(this.message.data)));
  }
}

const withoutAddresses = (data: FeedFrames['players']): FeedFrames['players'] => ({ ...data, players: data.players.map(({ ip: _ip, port: _port, ...player }) => player) });

/** One listener. Frames are numbered, so that he sees gaps; a slow one loses logs first, then readings, then the link. */
export class FeedSocket {
  private seq = 0;
  private readonly channels: Set<FeedChannel>;
  private readonly recent: number[] = [];
  alive = true;

  constructor(
    readonly socket: WebSocket,
    readonly principal: Principal,
    readonly target: number | 'all',
    channels: Set<FeedChannel>,
  ) {
    this.channels = channels;
    socket.on('pong', () => (this.alive = true));
    socket.on('message', (bytes: Buffer) => this.hear(bytes));
  }

  /** The first frame. */
  hello(): void {
    this.send('hello', null, new Date().toISOString(), JSON.stringify({ server_time: new Date().toISOString(), channels: [...this.channels], protocol: 1, user: { id: this.principal.id, role: this.principal.role } }));
  }

  /** Passes a frame on if this listener wants it and may have it. */
  offer(frame: SharedFrame): void {
    const { server_id: serverId, type, ts } = frame.message;
    if ((this.target !== 'all' && this.target !== serverId) || !this.channels.has(type) || !this.may(serverId, 'servers.read')) return;
    const waiting = this.socket.bufferedAmount;
    if (waiting > CLOSE_ABOVE) this.socket.close(1013, 'too slow');
    else if (waiting <= DROP_ABOVE || (type !== 'log' && type !== 'metrics')) this.send(type, serverId, ts, frame.data(this.may(serverId, 'servers.operate')));
  }

  /** What concerns the whole house is for those who may look at its downloads. */
  private may(serverId: number | null, scope: 'servers.read' | 'servers.operate'): boolean {
    return serverId === null ? mayOn(this.principal, 'servers.operate', 'server', '*') : mayOn(this.principal, scope, 'server', serverId);
  }

  private send(type: string, serverId: number | null, ts: string, data: string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.seq += 1;
    this.socket.send(`{"type":"${type}","server_id":${String(serverId)},"ts":"${ts}","seq":${String(this.seq)},"data":${data}}`);
  }

  private hear(bytes: Buffer): void {
    if (this.tooMany()) {
      this.socket.close(1008, 'too many messages');
      return;
    }
    let message: z.infer<typeof INBOUND>;
    try {
      message = INBOUND.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      this.send('error', null, new Date().toISOString(), JSON.stringify({ code: 'VALIDATION_ERROR', message: 'This message is not understood' }));
      return;
    }
    switch (message.type) {
      case 'ping':
        this.send('pong', null, new Date().toISOString(), JSON.stringify({ id: message.id ?? null }));
        break;
      case 'subscribe':
        for (const channel of message.channels) this.channels.add(channel);
        break;
      case 'unsubscribe':
        for (const channel of message.channels) this.channels.delete(channel);
        break;
    }
  }

  private tooMany(): boolean {
    const now = Date.now();
    this.recent.push(now);
    while (this.recent[0] !== undefined && now - this.recent[0] > 1_000) this.recent.shift();
    return this.recent.length > MESSAGES_PER_SECOND;
  }
}
