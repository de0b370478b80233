import { Injectable } from '@nestjs/common';
import { LanguardError } from '../errors.js';

/** Work on a server of this host during which it must not be started or deleted. */
@Injectable()
export class ServerLocks {
  private readonly held = new Map<number, string>();

  /** @throws LanguardError `JOB_RUNNING` with what is going on */
  assertFree(serverId: number): void {
    const why = this.held.get(serverId);
    if (why !== undefined) throw new LanguardError('JOB_RUNNING', `Not now: ${why}`);
  }

  /** Does something while nobody else may. @throws LanguardError `JOB_RUNNING` */
  async hold<T>(serverId: number, why: string, work: () => Promise<T>): Promise<T> {
    this.assertFree(serverId);
    this.held.set(serverId, why);
    try {
      return await work();
    } finally {
      this.held.delete(serverId);
    }
  }
}
