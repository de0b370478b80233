import type { AnswerCache } from '../core/answer-cache.js';
import type { PinBox } from '../core/pins.js';
import type { Score } from '../store/scores.js';
import type { SeriesDefinition } from './game.js';

/** What other networks know; without peers it gives back what it got. */
export interface OtherNetworks {
  ofPlayer(series: SeriesDefinition, musicVersion: number, userId: number, local: readonly Score[]): Promise<readonly Score[]>;
  records(series: SeriesDefinition, musicVersion: number, local: readonly Score[], now: number): Promise<readonly Score[]>;
}

/** Nobody else. */
export const NO_OTHERS: OtherNetworks = {
  ofPlayer: (_series, _version, _user, local) => Promise.resolve(local),
  records: (_series, _version, local) => Promise.resolve(local),
};

/** What handlers may ask of the world outside of the database. */
export interface Network {
  readonly pins: PinBox;
  readonly cache: AnswerCache;
  readonly others: OtherNetworks;
  /** The literal IPv4 address that games ping (core spec 3.1); it is resolved in the background. */
  keepaliveAddress(): string;
  /** Tells the webhooks of a series about a shared score; never waits, never fails. */
  shareScore(series: string, fields: readonly (readonly [string, string])[]): void;
  /** Whether a series has a webhook. */
  sharesScores(series: string): boolean;
  /** A number from 0 (inclusive) to `below` (exclusive). */
  random(below: number): number;
}
