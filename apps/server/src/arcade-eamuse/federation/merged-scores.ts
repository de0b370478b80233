import { z } from 'zod';

import type { AnswerCache } from '../core/answer-cache.js';
import type { FederationPage, SeriesDefinition } from '../dispatch/game.js';
import type { ArcadeData } from '../store/arcade-data.js';
import { OMNIMIX } from '../store/music.js';
import type { UserId } from '../store/players.js';
import type { Score } from '../store/scores.js';
import type { Peers } from './peers.js';

/** What games see of other networks: scores and records, merged with our own (core spec 14.2). */

const record = z.object({ cards: z.array(z.string()), song: z.coerce.number().int(), chart: z.coerce.number().int(), points: z.number().int(), timestamp: z.number().int(), updated: z.number().int().optional() }).loose();
const answer = z.object({ records: z.array(z.unknown()) }).loose();
type RemoteRecord = z.infer<typeof record>;

const RECORD_SECONDS = 60;
/** A record holder whom only a peer knows: he has no profile here, so games show no name. */
const STRANGER: UserId = -1;
const REMOTE = -1;

const key = ({ songId, chart }: { songId: number; chart: number }): string => `${songId}|${chart}`;

/** Records in an answer; one that does not fit is left out. */
function recordsOf(json: unknown, page: FederationPage): RemoteRecord[] {
  const parsed = answer.safeParse(json);
  if (!parsed.success) return [];
  return parsed.data.records.map((item) => record.safeParse(item)).filter((item) => item.success).map((item) => item.data).filter(({ cards, chart }) => cards.length > 0 && page.charts.includes(chart));
}

function toScore(remote: RemoteRecord, userId: UserId, page: FederationPage): Score {
  return {
    userId, musicId: REMOTE, songId: remote.song, chart: remote.chart, points: remote.points, achievedAt: remote.timestamp, touchedAt: Math.max(remote.timestamp, remote.updated ?? 0), machineId: REMOTE, plays: 1,
    doc: page.readRecord(remote),
  };
}

/** Two scores of one player: the best of each; ties go to the second, which is the later merged one. */
function mergeTwo(first: Score, second: Score, page: FederationPage): Score {
  const better = second.points >= first.points ? second : first;
  const worse = better === second ? first : second;
  return {
    ...first, points: better.points, achievedAt: Math.max(first.achievedAt, second.achievedAt), touchedAt: Math.max(first.touchedAt, second.touchedAt), plays: first.plays + second.plays,
    doc: page.merge(worse.doc, better.doc),
  };
}

export class MergedScores {
  constructor(private readonly peers: Peers, private readonly data: ArcadeData, private readonly cache: AnswerCache) {}

  /** A player's bests with those that peers have under his cards. */
  async ofPlayer(series: SeriesDefinition, musicVersion: number, userId: UserId, local: readonly Score[]): Promise<readonly Score[]> {
    const page = series.federation;
    const path = page === undefined ? undefined : pathOf(page, musicVersion);
    const peers = (await this.peers.list()).filter(({ useScores }) => useScores);
    if (page === undefined || path === undefined || peers.length === 0) return local;
    const cards = await this.data.players.cardsOf(userId);
    if (cards.length === 0) return local;
    const known = new Set(await this.charts(series.series, musicVersion));
    const merged = new Map(local.map((score) => [key(score), score]));
    for (const json of await this.peers.askAll(peers, path, { type: 'card', ids: cards, objects: ['records'] })) {
      for (const remote of recordsOf(json, page)) {
        const score = toScore(remote, userId, page);
        const own = merged.get(key(score));
        if (known.has(key(score))) merged.set(key(score), own === undefined ? score : mergeTwo(own, score, page));
      }
    }
    return [...merged.values()].sort((a, b) => a.songId - b.songId || a.chart - b.chart);
  }

  /** The record of each chart over all networks; ours keeps a tie. */
  async records(series: SeriesDefinition, musicVersion: number, local: readonly Score[], now: number): Promise<readonly Score[]> {
    const page = series.federation;
    const path = page === undefined ? undefined : pathOf(page, musicVersion);
    const peers = (await this.peers.list()).filter(({ useScores }) => useScores);
    if (page === undefined || path === undefined || peers.length === 0) return local;
    const answers = await this.cache.get(`bemapi|records|${path}`, RECORD_SECONDS, now, () => this.peers.askAll(peers, path, { type: 'server', ids: [], objects: ['records'] }));
    const known = new Set(await this.charts(series.series, musicVersion));
    const best = new Map(local.map((score) => [key(score), score]));
    for (const remote of answers.flatMap((json) => recordsOf(json, page))) {
      const chart = key({ songId: remote.song, chart: remote.chart });
      if (known.has(chart) && remote.points > (best.get(chart)?.points ?? -1)) best.set(chart, toScore(remote, await this.ownerOf(remote), page));
    }
    return [...best.values()].sort((a, b) => a.songId - b.songId || a.chart - b.chart);
  }

  private async charts(series: string, musicVersion: number): Promise<string[]> {
    return (await this.data.music.songs(series, musicVersion)).map(key);
  }

  /** The first of the cards that somebody has here. */
  private async ownerOf(remote: RemoteRecord): Promise<UserId> {
    for (const card of [...remote.cards].sort()) {
      const userId = await this.data.players.byCard(card);
      if (userId !== undefined) return userId;
    }
    return STRANGER;
  }
}

/** Where a peer keeps this version: `/v1/popnmusic/24`, `o24` for omnimix. */
function pathOf(page: FederationPage, musicVersion: number): string | undefined {
  const omnimix = musicVersion >= OMNIMIX;
  const stored = omnimix ? musicVersion - OMNIMIX : musicVersion;
  const name = Object.entries(page.versions).find(([, version]) => version === stored)?.[0];
  return name === undefined ? undefined : `/v1/${page.game}/${omnimix ? 'o' : ''}${name}`;
}
