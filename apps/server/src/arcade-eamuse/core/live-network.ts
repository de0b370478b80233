import type { Config } from '@rumpus/config';
import { randomInt } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIPv4 } from 'node:net';

import type { Network, OtherNetworks } from '../dispatch/network.js';
import type { AnswerCache } from './answer-cache.js';
import type { PinBox } from './pins.js';
import type { Webhooks } from './webhooks.js';

const REFRESH_MS = 5 * 60_000;
const LOOPBACK = '127.0.0.1';

/** The network outside of the database, for real. */
export class LiveNetwork implements Network {
  private keepalive = LOOPBACK;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly pins: PinBox,
    private readonly config: Config['arcade'],
    private readonly webhooks: Webhooks,
    readonly cache: AnswerCache,
    readonly others: OtherNetworks,
  ) {}

  /** Resolves the keepalive address now and then again and again in the background; a request never waits for it. */
  async start(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  keepaliveAddress(): string {
    return this.keepalive;
  }
  shareScore(series: string, fields: readonly (readonly [string, string])[]): void {
    this.webhooks.post(series, fields);
  }
  sharesScores(series: string): boolean {
    return this.webhooks.has(series);
  }
  random(below: number): number {
    return randomInt(below);
  }

  /** Resolves the keepalive address anew, after a change of the settings too. */
  async refresh(): Promise<void> {
    const name = this.config.keepalive ?? this.config.address;
    if (name === undefined || isIPv4(name)) {
      this.keepalive = name ?? LOOPBACK;
      return;
    }
    // A name that cannot be resolved right now keeps the address it had.
    const found = await lookup(name, { family: 4 }).catch(() => undefined);
    if (found !== undefined) this.keepalive = found.address;
  }
}
