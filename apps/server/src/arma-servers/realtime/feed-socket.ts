import { mayOn, type Principal } from '@rumpus/auth';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { FeedChannel, FeedFrames, FeedMessage, LogView } from './feed.js';

/** What a socket may subscribe to; logs come only when they are asked for. */
export const CHANNELS = ['status', 'log', 'metrics', 'players', 'event', 'chat', 'job'] as const satisfies readonly FeedChannel[];
const DEFAULT_CHANNELS: readonly FeedChannel[] = ['status', 'metrics', 'players', 'event'];

const CHANNEL_LIST = z.array(z.enum(CHANNELS)).max(CHANNELS.length);
const INBOUND = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), id: z.union([z.string().max(64), z.number()]).optional() }),
  z.object({ type: z.literal('subscribe'), channels: CHANNEL_LIST }),
  z.object({ type: z.literal('unsubscribe'), channels: CHANNEL_LIST }),
  z.object({ type: z.literal('auth'), token: z.string().min(1).max(8_192) }),
  z.object({ type: z.literal('replay'), channel: z.literal('log'), after_id: z.int().min(0) }),
]);

const MEBIBYTE = 1024 * 1024;
const DROP_ABOVE = MEBIBYTE;
const CLOSE_ABOVE = 4 * MEBIBYTE;
const MESSAGES_PER_SECOND = 20;
/** How long a listener has to show a new token when his has run out. */
const GRACE_MS = 60_000;
const LINES_PER_FRAME = 200;
/** More than this while a snapshot is made: the database is away, and the listener had better come again. */
const HELD_FRAMES = 1_000;

/** Who listens, and until when (epoch milliseconds) what he showed is good; null for good until it is revoked. */
export interface FeedCaller {
  principal: Principal;
  expiresAt: number | null;
}

/** What a listener may ask for. */
export interface FeedTools {
  /** Whose a token is; undefined when it is not good. */
  authenticate: (token: string) => Promise<FeedCaller | undefined>;
  /** Stored log entries behind the one that was seen last, the oldest first. */
  logsAfter: (serverId: number, id: number) => Promise<LogView[]>;
}

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
  private expiredAt: number | null = null;
  private replaying = false;
  /** What happens while the snapshot is made; it comes behind it, so that what is newer stands last. */
  private held: SharedFrame[] | undefined = [];
  alive = true;

  constructor(
    readonly socket: WebSocket,
    private caller: FeedCaller,
    readonly target: number | 'all',
    channels: Set<FeedChannel>,
    private readonly tools: FeedTools,
  ) {
    this.channels = channels;
    socket.on('pong', () => (this.alive = true));
    socket.on('message', (bytes: Buffer) => this.hear(bytes));
  }

  get principal(): Principal {
    return this.caller.principal;
  }

  /** Tells a listener that his token has run out, and lets go of him when he shows no new one. */
  expire(now: number): void {
    if (this.caller.expiresAt === null || now < this.caller.expiresAt) return;
    if (this.expiredAt === null) {
      this.expiredAt = now;
      this.say('auth_expired', {});
    } else if (now - this.expiredAt >= GRACE_MS) this.socket.close(4401, 'token expired');
  }

  /** The first frame. */
  hello(): void {
    this.say('hello', { server_time: new Date().toISOString(), channels: [...this.channels], protocol: 1, user: { id: this.principal.id, role: this.principal.role } });
  }

  /** How things stand, then what has happened since that was asked for. */
  begin(snapshot: readonly FeedMessage[]): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const message of snapshot) this.offer(new SharedFrame(message));
    for (const frame of held) this.offer(frame);
  }

  /** Passes a frame on if this listener wants it and may have it. */
  offer(frame: SharedFrame): void {
    const { server_id: serverId, type, ts } = frame.message;
    if ((this.target !== 'all' && this.target !== serverId) || !this.channels.has(type) || !this.may(serverId, 'servers.read')) return;
    if (this.held !== undefined) {
      if (this.held.push(frame) > HELD_FRAMES) this.socket.close(1013, 'try again');
      return;
    }
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

  /** Says something to this listener alone. */
  private say(type: string, data: object): void {
    this.send(type, null, new Date().toISOString(), JSON.stringify(data));
  }

  /** A new token of the same person, in place of one that runs out. */
  private async renew(token: string): Promise<void> {
    const caller = await this.tools.authenticate(token).catch(() => undefined);
    if (caller?.principal.id !== this.principal.id) {
      this.say('error', { code: 'UNAUTHENTICATED', message: 'This token is not good' });
      return;
    }
    this.caller = caller;
    this.expiredAt = null;
  }

  /** What was said while the listener was away. With many lines he asks again behind the last one. */
  private async replay(afterId: number): Promise<void> {
    if (this.target === 'all' || !this.may(this.target, 'servers.read') || this.replaying) {
      this.say('error', { code: 'INVALID_TRANSITION', message: 'The log is told again for one server at a time, and once at a time' });
      return;
    }
    this.replaying = true;
    try {
      const entries = await this.tools.logsAfter(this.target, afterId);
      for (let from = 0; from === 0 || from < entries.length; from += LINES_PER_FRAME) this.send('log', this.target, new Date().toISOString(), JSON.stringify({ entries: entries.slice(from, from + LINES_PER_FRAME), dropped: 0 }));
    } catch {
      this.say('error', { code: 'DB_BUSY', message: 'The log can’t be read now' });
    } finally {
      this.replaying = false;
    }
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
      this.say('error', { code: 'VALIDATION_ERROR', message: 'This message is not understood' });
      return;
    }
    switch (message.type) {
      case 'ping':
        this.say('pong', { id: message.id ?? null });
        break;
      case 'subscribe':
        for (const channel of message.channels) this.channels.add(channel);
        break;
      case 'unsubscribe':
        for (const channel of message.channels) this.channels.delete(channel);
        break;
      case 'auth':
        void this.renew(message.token);
        break;
      case 'replay':
        void this.replay(message.after_id);
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
