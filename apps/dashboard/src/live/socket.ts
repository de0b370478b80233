import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Socket } from 'socket.io-client';

/** `live`: events arrive; `connecting`: first try or a reconnect; `off`: nobody is signed in. */
export type LiveState = 'off' | 'connecting' | 'live';

type Handler = (payload: unknown) => void;

/** After the server has closed a connection it is tried again no sooner than this, in milliseconds: it had its reasons. */
const AFTER_CLOSE = 10_000;

/** One socket for the whole page. It is loaded and opened after the sign-in, and closed at the sign-out. */
class Live {
  #state: LiveState = 'off';
  #since = Date.now();
  #socket: Socket | null = null;
  #opening = false;
  readonly #watchers = new Set<() => void>();
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #reconnects = new Set<() => void>();
  readonly #closings = new Set<() => void>();

  readonly state = (): LiveState => this.#state;

  /** When the state last changed, epoch milliseconds. */
  readonly since = (): number => this.#since;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Called after each reconnect: what was missed must be fetched again. */
  readonly onReconnect = (listener: () => void): (() => void) => {
    this.#reconnects.add(listener);
    return () => this.#reconnects.delete(listener);
  };

  /** Called when the server has closed the connection, as it does when the session it belonged to is over. */
  readonly onClosed = (listener: () => void): (() => void) => {
    this.#closings.add(listener);
    return () => this.#closings.delete(listener);
  };

  readonly on = (event: string, handler: Handler): (() => void) => {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return () => handlers.delete(handler);
  };

  /** Sends an event; false when there is no connection to send it on. */
  readonly emit = (event: string, payload?: unknown): boolean => {
    if (this.#socket?.connected !== true) return false;
    this.#socket.emit(event, ...(payload === undefined ? [] : [payload]));
    return true;
  };

  async open(): Promise<void> {
    if (this.#socket !== null || this.#opening) return;
    this.#opening = true;
    this.#set('connecting');
    const { io } = await import('socket.io-client');
    if (!this.#opening) return;
    let before = false;
    const socket = io({ path: '/ws/socket.io', withCredentials: true, transports: ['websocket', 'polling'], reconnectionDelayMax: 10_000 });
    socket.on('connect', () => {
      this.#set('live');
      if (before) for (const listener of this.#reconnects) listener();
      before = true;
    });
    socket.on('disconnect', (reason) => {
      this.#set('connecting');
      if (reason !== 'io server disconnect') return;
      // Socket.IO comes back by itself from everything but this.
      window.setTimeout(() => this.#socket === socket && socket.connect(), AFTER_CLOSE);
      for (const listener of this.#closings) listener();
    });
    socket.on('connect_error', () => this.#set('connecting'));
    socket.onAny((event: string, payload: unknown) => {
      for (const handler of this.#handlers.get(event) ?? []) handler(payload);
    });
    this.#socket = socket;
  }

  close(): void {
    this.#opening = false;
    this.#socket?.disconnect();
    this.#socket = null;
    this.#set('off');
  }

  #set(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = Date.now();
    for (const watcher of this.#watchers) watcher();
  }
}

export const live = new Live();

/** State of the connection, as a hook. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(live.watch, live.state);
}

/** Calls `handler` for each event of that name while the component is on screen. */
export function useLiveEvent<T>(event: string, handler: (payload: T) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => live.on(event, (payload) => latest.current(payload as T)), [event]);
}

/** Interval for queries that events keep fresh: none while events arrive, polling while they don't. */
export function useFallbackPolling(milliseconds: number): number | false {
  return useLiveState() === 'live' ? false : milliseconds;
}
