import { LanguardError } from '../errors.js';

const PAUSE_MS = 1_000;
/** Longer than a database is away in an ordinary accident; then whoever waits is told. */
const TRIES = 300;

/**
 * Does something that needs the database until it works. A verdict of ours (no such server, a port in use …) is passed on
 * at once.
 */
export async function insist<T>(work: () => Promise<T>, { goOn = () => true, onFirst = () => undefined }: { goOn?: () => boolean; onFirst?: (error: unknown) => void } = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LanguardError || attempt >= TRIES || !goOn()) throw error;
      if (attempt === 1) onFirst(error);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
  }
}
