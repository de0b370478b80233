import { Injectable } from '@nestjs/common';

/** Throws, or rejects, when the dependency can't serve. */
export type ReadinessCheck = () => Promise<void>;

export interface CheckResult {
  readonly status: 'up' | 'down';
  /** Milliseconds the check took. */
  readonly ms: number;
  /** Why it is down; not for strangers, since it may name hosts and folders. */
  readonly reason?: string;
}

export interface Readiness {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

const TIMEOUT_MS = 2000;

/** Knows what this instance needs to serve; each module adds its own checks. Not ready while shutting down. */
@Injectable()
export class ReadinessRegistry {
  readonly #checks = new Map<string, ReadinessCheck>();
  #draining = false;

  register(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** From now on `/readyz` says no, so that a proxy sends nobody new. */
  drain(): void {
    this.#draining = true;
  }

  /** Runs all checks side by side, each with a time-out of two seconds. */
  async check(): Promise<Readiness> {
    const entries = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await timed(check)] as const));
    if (this.#draining) entries.push(['shutdown', { status: 'down', ms: 0, reason: 'shutting down' }]);
    const ok = entries.every(([, result]) => result.status === 'up');
    return { status: ok ? 'ok' : 'unavailable', checks: Object.fromEntries(entries) };
  }
}

async function timed(check: ReadinessCheck): Promise<CheckResult> {
  const start = performance.now();
  const ms = (): number => Math.round(performance.now() - start);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { status: 'up', ms: ms() };
  } catch (error) {
    return { status: 'down', ms: ms(), reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
