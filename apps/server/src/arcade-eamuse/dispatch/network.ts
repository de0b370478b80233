import type { AnswerCache } from '../core/answer-cache.js';
import type { PinBox } from '../core/pins.js';
import type { Doc } from '../store/document.js';
import type { UserId } from '../store/players.js';
import type { Profile } from '../store/profiles.js';
import type { Score } from '../store/scores.js';
import type { SeriesDefinition } from './game.js';

/** Plays and clears of a chart elsewhere. */
export interface ClearCount {
  songId: number;
  chart: number;
  plays: number;
  clears: number;
}

/** A player whom only another network knows. */
export interface Stranger {
  /** The lowest of his cards: what names him. */
  card: string;
  /** As much of his profile as networks exchange. */
  doc: Doc;
  /** Whole seconds, 0 when unknown. */
  firstPlay: number;
  lastPlay: number;
  plays: number;
}

/**
 * What other networks know (core spec 14.2), asked within one budget of time. Without peers, or when they say nothing in time, answers are
 * what this network has by itself.
 */
export interface Inquiry {
  /** A player's bests, with those that peers have under his cards. He may be one whom only a peer knows. */
  ofPlayer(series: SeriesDefinition, musicVersion: number, userId: UserId, local: readonly Score[]): Promise<readonly Score[]>;
  /** The record of each chart; ours keeps a tie. Holders nobody here knows have numbers below zero, which `profiles` understands. */
  records(series: SeriesDefinition, musicVersion: number, local: readonly Score[], now: number): Promise<readonly Score[]>;
  /** Plays and clears on all other networks; a chart may stand in several entries. */
  clearCounts(series: SeriesDefinition, musicVersion: number, now: number): Promise<readonly ClearCount[]>;
  /** Profiles of players whom only peers know; of another version when there is no better, then with version 0. Others are left out. */
  profiles(series: SeriesDefinition, version: number, userIds: readonly UserId[]): Promise<Map<UserId, Profile>>;
  /** Everybody with a profile of exactly this version who has no card here. */
  everybody(series: SeriesDefinition, version: number, now: number): Promise<readonly Stranger[]>;
}

/** The other networks. */
export interface OtherNetworks {
  /** Starts asking; all questions together take `milliseconds` at most, a cabinet's patience by default. */
  inquiry(milliseconds?: number): Inquiry;
}

/** Nobody else. */
export const NO_OTHERS: OtherNetworks = {
  inquiry: () => ({
    ofPlayer: (_series, _version, _user, local) => Promise.resolve(local),
    records: (_series, _version, local) => Promise.resolve(local),
    clearCounts: () => Promise.resolve([]),
    profiles: () => Promise.resolve(new Map()),
    everybody: () => Promise.resolve([]),
  }),
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
