const BURST = 60;
const PER_SECOND = 20;
/** So many messages over the quota in a row and the socket is closed. */
const PATIENCE = 200;

export type QuotaVerdict = 'pass' | 'drop' | 'close';

/** Bounds what one socket may send: bursts of 60 messages, 20 a second in the long run. */
export class MessageQuota {
  #tokens = BURST;
  #at: number;
  #dropped = 0;

  constructor(private readonly now: () => number = Date.now) {
    this.#at = now();
  }

  take(): QuotaVerdict {
    const now = this.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      this.#dropped = 0;
      return 'pass';
    }
    this.#dropped += 1;
    return this.#dropped > PATIENCE ? 'close' : 'drop';
  }
}
