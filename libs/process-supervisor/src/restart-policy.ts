/** When a crashed process is started again. Times in milliseconds. */
export interface RestartPolicy {
  enabled: boolean;
  /** Restarts allowed … */
  maxRestarts: number;
  /** … within this time. Older ones no longer count. */
  windowMs: number;
  /** Pause before the first restart; it doubles with each further one in the window, up to `maxDelayMs`. */
  delayMs: number;
  maxDelayMs: number;
  /** Share of the pause added or taken at random, so that servers that fell together don't rise together. */
  jitter: number;
  /** A run shorter than this counts as a fast crash … */
  fastCrashMs: number;
  /** … and so many in a row are given up, because waiting won't mend them. */
  maxFastCrashes: number;
  /** After running this long all is forgotten. */
  healthyMs: number;
}

/** The policy of a game server: three restarts an hour, from 10 s up to 5 min apart. */
export const DEFAULT_RESTART_POLICY: RestartPolicy = {
  enabled: true,
  maxRestarts: 3,
  windowMs: 3_600_000,
  delayMs: 10_000,
  maxDelayMs: 300_000,
  jitter: 0.1,
  fastCrashMs: 20_000,
  maxFastCrashes: 3,
  healthyMs: 600_000,
};

/** What to do about a crash. */
export type RestartDecision = { restart: true; delayMs: number } | { restart: false; why: 'disabled' | 'limit' | 'fast-crash-loop' };

/** The memory of a policy: pure, so that its rules can be tested without waiting. */
export class RestartHistory {
  private restarts: number[] = [];
  private fastCrashes = 0;

  /** Restarts within the window that ends at `now` (epoch milliseconds). */
  count(policy: RestartPolicy, now: number): number {
    this.restarts = this.restarts.filter((at) => now - at < policy.windowMs);
    return this.restarts.length;
  }

  /** Decides about a crash after a run of `ranForMs`, and remembers a restart that is granted. */
  decide(policy: RestartPolicy, ranForMs: number, now: number, random: () => number = Math.random): RestartDecision {
    if (ranForMs >= policy.healthyMs) this.reset();
    this.fastCrashes = ranForMs < policy.fastCrashMs ? this.fastCrashes + 1 : 0;
    if (!policy.enabled) return { restart: false, why: 'disabled' };
    const done = this.count(policy, now);
    if (done >= policy.maxRestarts) return { restart: false, why: 'limit' };
    if (this.fastCrashes >= policy.maxFastCrashes) return { restart: false, why: 'fast-crash-loop' };
    this.restarts.push(now);
    const pause = Math.min(policy.maxDelayMs, policy.delayMs * 2 ** done);
    return { restart: true, delayMs: Math.round(pause * (1 + (random() * 2 - 1) * policy.jitter)) };
  }

  /** A person took over, or it ran long enough: nothing counts any more. */
  reset(): void {
    this.restarts = [];
    this.fastCrashes = 0;
  }
}
