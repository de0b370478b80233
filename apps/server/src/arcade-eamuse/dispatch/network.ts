import type { AnswerCache } from '../core/answer-cache.js';
import type { PinBox } from '../core/pins.js';

/** What handlers may ask of the world outside of the database. */
export interface Network {
  readonly pins: PinBox;
  readonly cache: AnswerCache;
  /** The literal IPv4 address that games ping (core spec 3.1); it is resolved in the background. */
  keepaliveAddress(): string;
  /** Tells the webhooks of a series about a shared score; never waits, never fails. */
  shareScore(series: string, fields: readonly (readonly [string, string])[]): void;
  /** Whether a series has a webhook. */
  sharesScores(series: string): boolean;
  /** A number from 0 (inclusive) to `below` (exclusive). */
  random(below: number): number;
}
