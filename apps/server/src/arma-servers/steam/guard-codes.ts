import { Injectable } from '@nestjs/common';
import { LanguardError } from '../errors.js';
import { SteamFault } from './steam-fault.js';

/** How long a person has to find his phone. */
const PATIENCE_MS = 10 * 60_000;

/** Brings Steam Guard codes from the page to the steamcmd that waits for one. Never stored. */
@Injectable()
export class GuardCodes {
  private readonly waiting = new Map<string, (code: string) => void>();

  /**
   * Waits until somebody enters the code for a job.
   *
   * @throws SteamFault `GUARD_TIMEOUT`; the signal's reason
   */
  wait(jobId: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        this.waiting.delete(jobId);
        then();
      };
      const abort = (): void => settle(() => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')));
      const timer = setTimeout(() => settle(() => reject(new SteamFault('GUARD_TIMEOUT'))), PATIENCE_MS).unref();
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.set(jobId, (code) => settle(() => resolve(code)));
    });
  }

  /** @throws LanguardError `INVALID_TRANSITION` when this job waits for no code here */
  give(jobId: string, code: string): void {
    const take = this.waiting.get(jobId);
    if (take === undefined) throw new LanguardError('INVALID_TRANSITION', 'This job does not wait for a Steam Guard code', { job_id: jobId });
    take(code);
  }
}
