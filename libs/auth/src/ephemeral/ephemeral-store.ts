/**
 * Short-lived facts shared by all instances: one-time tokens, pairing codes, counters. Redis when it is set, else the
 * database, so that one-time things are single-use across instances in both forms (library-api spec §22).
 */
export abstract class EphemeralStore {
  /** Stores a value for `ttl` seconds, replacing an older one. */
  abstract set(key: string, value: string, ttl: number): Promise<void>;
  /** Stores the value only if the key is free; true when it was. */
  abstract add(key: string, value: string, ttl: number): Promise<boolean>;
  /** The value, or undefined when there is none or its time is over. */
  abstract get(key: string): Promise<string | undefined>;
  /** Removes the value and returns it. Of any number of concurrent callers exactly one gets it. */
  abstract take(key: string): Promise<string | undefined>;
  abstract delete(key: string): Promise<void>;
  /**
   * Adds one to a counter and returns the new count and the seconds it has left. A new counter lives for `window` seconds;
   * with `sliding` every call gives it the whole window again.
   */
  abstract increment(key: string, window: number, sliding?: boolean): Promise<{ count: number; ttl: number }>;
}
