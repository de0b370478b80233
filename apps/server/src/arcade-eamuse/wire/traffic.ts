import type { Framing, Node } from '@rumpus/eamuse-protocol';

import { redact } from '../dispatch/redact.js';

/** One exchange as the inspector shows it; the trees hold no PIN. */
export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly address: string;
  readonly framing: Framing;
  readonly status: number;
  /** Milliseconds from the whole body to the answer. */
  readonly duration: number;
  /** Bytes of both bodies as they went over the wire. */
  readonly received: number;
  readonly sent: number;
  readonly request: Node;
  readonly response: Node | undefined;
}

const KEPT = 200;

/** The last exchanges, in memory only. It keeps nothing until somebody switches it on. */
export class Traffic {
  enabled = false;
  private readonly ring: Exchange[] = [];
  private nextId = 1;
  private readonly listeners = new Set<(exchange: Exchange) => void>();

  /** Calls back with every exchange that is kept. */
  onKept(listener: (exchange: Exchange) => void): void {
    this.listeners.add(listener);
  }

  add(exchange: Omit<Exchange, 'id'>): void {
    if (!this.enabled) return;
    const { request, response } = exchange;
    const kept: Exchange = { ...exchange, id: this.nextId++, request: redact(request), response: response === undefined ? undefined : redact(response) };
    this.ring.push(kept);
    if (this.ring.length > KEPT) this.ring.shift();
    for (const listener of this.listeners) listener(kept);
  }

  /** Newest first. */
  list(): readonly Exchange[] {
    return this.ring.toReversed();
  }

  get(id: number): Exchange | undefined {
    return this.ring.find((exchange) => exchange.id === id);
  }

  clear(): void {
    this.ring.length = 0;
  }
}
