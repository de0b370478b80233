import type { LogEntry, Metric, PlayerList, ServerEvent, ServerStatus } from '../api/types.js';

/** Frames of the feed of servers by channel (arma-servers spec §1.10). */
export interface Frames {
  status: { status: ServerStatus; desired_state: 'stopped' | 'running'; pid: number | null; started_at: string | null; restart_in_seconds: number | null; restart_count: number };
  metrics: Metric;
  players: Pick<PlayerList, 'players' | 'count'> & { max_players: number };
  event: ServerEvent;
  log: { entries: LogEntry[]; dropped: number };
  chat: { channel: string; name: string; message: string; from_admin: boolean };
  job: { job_id: string; kind: string; state: string; progress: number | null; line: string | null };
}
export type Channel = keyof Frames;
type Listener = (serverId: number, data: never) => void;

const RETRY_MS = { first: 1_000, most: 15_000 };
/** A feed that nobody watches any more is kept for a moment: the next page may want it. */
const LINGER_MS = 2_000;
/** The session has ended: there is nothing to come back to. */
const SIGNED_OUT = 4401;

/** One WebSocket to the feed of a server, or of all, shared by everything on the page that watches it. */
class Feed {
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry = RETRY_MS.first;
  #wasOpen = false;
  readonly #listeners = new Map<Channel, Set<Listener>>();
  readonly #reconnects = new Set<() => void>();

  constructor(
    private readonly target: number | 'all',
    private readonly forget: () => void,
  ) {}

  /** Listens to a channel; returns how to stop. */
  on<C extends Channel>(channel: C, listener: (serverId: number, data: Frames[C]) => void): () => void {
    const set = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, set.add(listener));
    clearTimeout(this.#socket === null ? undefined : this.#timer);
    if (this.#socket === null) this.#open();
    else if (set.size === 1) this.#say('subscribe', [channel]);
    return () => {
      set.delete(listener);
      if (set.size > 0) return;
      this.#listeners.delete(channel);
      this.#say('unsubscribe', [channel]);
      if (this.#listeners.size === 0) this.#timer = setTimeout(() => this.#close(), LINGER_MS);
    };
  }

  /** Called when the feed is back after a gap: what was missed has to be fetched. */
  onReconnect(listener: () => void): () => void {
    this.#reconnects.add(listener);
    return () => this.#reconnects.delete(listener);
  }

  #open(): void {
    clearTimeout(this.#timer);
    const { protocol, host } = window.location;
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/${this.target}?channels=${[...this.#listeners.keys()].join(',')}`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retry = RETRY_MS.first;
      // What was added while the connection was being made.
      this.#say('subscribe', [...this.#listeners.keys()]);
      if (this.#wasOpen) for (const listener of this.#reconnects) listener();
      this.#wasOpen = true;
    };
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = ({ code }) => {
      this.#socket = null;
      if (this.#listeners.size === 0 || code === SIGNED_OUT) return;
      this.#timer = setTimeout(() => this.#open(), this.#retry);
      this.#retry = Math.min(RETRY_MS.most, this.#retry * 2);
    };
  }

  #close(): void {
    if (this.#listeners.size > 0) return;
    this.forget();
    this.#socket?.close();
  }

  #say(type: 'subscribe' | 'unsubscribe', channels: readonly Channel[]): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type, channels }));
  }

  #hear(text: string): void {
    const frame = JSON.parse(text) as { type: string; server_id: number | null; data: never };
    const { server_id: serverId, type } = frame;
    if (serverId !== null) for (const listener of this.#listeners.get(type as Channel) ?? []) listener(serverId, frame.data);
  }
}

const feeds = new Map<number | 'all', Feed>();

/** The feed of a server, or of all; opened when somebody listens. */
export function feedOf(target: number | 'all'): Feed {
  const feed = feeds.get(target) ?? new Feed(target, () => feeds.delete(target));
  feeds.set(target, feed);
  return feed;
}
