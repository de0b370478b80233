import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus, SocketServer } from '@rumpus/realtime';

import { type ExchangeView, toExchangeView } from './exchange-view.js';
import { Traffic } from './traffic.js';

/** How long somebody who asked for the list hears what follows: pages ask again well within it. */
const WATCH_MS = 30_000;
/** Four a second, as progress does. */
const EVERY_MS = 250;
/** More exchanges than this at a time are not told one by one: whoever looks fetches the list. */
const MOST = 50;

/** What goes over the socket: new exchanges, newest first, or that there were too many of them. */
export interface TrafficNews {
  exchanges: ExchangeView[];
  missed: boolean;
}

/**
 * Tells those who look at the inspector of each new exchange: `arcade:traffic`. Asking for the list by HTTP is what proves the right to hear
 * them, each time anew and not for long; the event goes to that account's sockets only.
 */
@Injectable()
export class TrafficFeed implements OnApplicationShutdown {
  private readonly watchers = new Map<number, number>();
  private pending: ExchangeView[] = [];
  private missed = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly stopListening: readonly (() => void)[];

  constructor(traffic: Traffic, private readonly sockets: SocketServer, bus: EventBus) {
    traffic.onKept((exchange) => this.keep(toExchangeView(exchange)));
    const forget = ({ userId }: { userId: number }): void => void this.watchers.delete(userId);
    this.stopListening = [bus.on('identity.permissions.changed', forget), bus.on('identity.access.revoked', forget)];
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    for (const stop of this.stopListening) stop();
  }

  /** For a while this account hears of new exchanges; its right to was just checked. */
  watch(userId: number, now = Date.now()): void {
    this.watchers.set(userId, now + WATCH_MS);
  }

  private keep(exchange: ExchangeView): void {
    const now = Date.now();
    for (const [userId, until] of this.watchers) if (until < now) this.watchers.delete(userId);
    if (this.watchers.size === 0) return;
    if (this.pending.length < MOST) this.pending.unshift(exchange);
    else this.missed = true;
    this.timer ??= setTimeout(() => this.tell(), EVERY_MS).unref();
  }

  private tell(): void {
    const news: TrafficNews = { exchanges: this.missed ? [] : this.pending, missed: this.missed };
    this.pending = [];
    this.missed = false;
    this.timer = undefined;
    for (const userId of this.watchers.keys()) this.sockets.toUser(userId).emit('arcade:traffic', news);
  }
}
