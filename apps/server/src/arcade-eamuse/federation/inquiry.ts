import type { AnswerCache } from '../core/answer-cache.js';
import type { FederationPage, SeriesDefinition } from '../dispatch/game.js';
import type { ClearCount, Inquiry, OtherNetworks, Stranger } from '../dispatch/network.js';
import type { ArcadeData } from '../store/arcade-data.js';
import type { UserId } from '../store/players.js';
import type { Profile } from '../store/profiles.js';
import type { Score } from '../store/scores.js';
import { Budget } from './budget.js';
import { pathOf, profilesIn, recordsIn, type RemoteProfile, type RemoteRecord, statisticsIn } from './peer-objects.js';
import type { Peer, Peers } from './peers.js';

/** How long answers that are the same for everybody are kept (core spec 14.3). */
const RECORD_SECONDS = 60;
const STATISTICS_SECONDS = 300;
/** Lists of all players are dear to make and to send. */
const EVERYBODY_SECONDS = 300;
/** What stands for our own ids in a score that came from a peer. */
const REMOTE = -1;
/** The version of a profile that a peer has in another version only (core spec 14.2). */
const PARTIAL_VERSION = 0;
/** Cards in one question: the most a peer of our kind takes. */
const MOST_CARDS = 1000;

const key = ({ songId, chart }: { songId: number; chart: number }): string => `${songId}|${chart}`;
const bySong = (a: Score, b: Score): number => a.songId - b.songId || a.chart - b.chart;

function toScore(remote: RemoteRecord, userId: UserId, page: FederationPage): Score {
  return {
    userId, musicId: REMOTE, songId: remote.song, chart: remote.chart, points: remote.points, achievedAt: remote.timestamp, touchedAt: Math.max(remote.timestamp, remote.updated ?? 0),
    machineId: REMOTE, plays: 1, doc: page.readRecord(remote),
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

interface Question {
  page: FederationPage;
  path: string;
  peers: readonly Peer[];
}

/** Asks peers for one call of a cabinet, or for one page: all questions together take no longer than the budget (core spec 14). */
export class PeerInquiry implements Inquiry {
  private readonly budget: Budget;
  /** Players of records that nobody here knows: numbers below zero stand for their lowest cards, for as long as the call runs. */
  private readonly strangers: string[] = [];

  constructor(private readonly peers: Peers, private readonly data: ArcadeData, private readonly cache: AnswerCache, milliseconds: number) {
    this.budget = new Budget(milliseconds);
  }

  async ofPlayer(series: SeriesDefinition, musicVersion: number, userId: UserId, local: readonly Score[]): Promise<readonly Score[]> {
    const asked = await this.about(series, musicVersion, ({ useScores }) => useScores);
    if (asked === undefined) return local;
    const cards = await this.cardsOf(userId);
    if (cards.length === 0) return local;
    const known = await this.charts(series.series, musicVersion);
    const merged = new Map(local.map((score) => [key(score), score]));
    for (const json of await this.ask(asked, { type: 'card', ids: cards, objects: ['records'] })) {
      for (const remote of recordsIn(json, asked.page)) {
        const score = toScore(remote, userId, asked.page);
        const own = merged.get(key(score));
        if (known.has(key(score))) merged.set(key(score), own === undefined ? score : mergeTwo(own, score, asked.page));
      }
    }
    return [...merged.values()].sort(bySong);
  }

  async records(series: SeriesDefinition, musicVersion: number, local: readonly Score[], now: number): Promise<readonly Score[]> {
    const asked = await this.about(series, musicVersion, ({ useScores }) => useScores);
    if (asked === undefined) return local;
    const remotes = await this.cache.get(`bemapi|records|${asked.path}`, RECORD_SECONDS, now, async () =>
      (await this.ask(asked, { type: 'server', ids: [], objects: ['records'] })).flatMap((json) => recordsIn(json, asked.page)));
    const known = await this.charts(series.series, musicVersion);
    const owners = await this.data.players.byCards(remotes.flatMap(({ cards }) => cards));
    const best = new Map(local.map((score) => [key(score), score]));
    for (const remote of remotes) {
      const chart = key({ songId: remote.song, chart: remote.chart });
      if (known.has(chart) && remote.points > (best.get(chart)?.points ?? REMOTE)) best.set(chart, toScore(remote, this.ownerOf(remote.cards, owners), asked.page));
    }
    return [...best.values()].sort(bySong);
  }

  async clearCounts(series: SeriesDefinition, musicVersion: number, now: number): Promise<readonly ClearCount[]> {
    const asked = await this.about(series, musicVersion, ({ useStatistics }) => useStatistics);
    if (asked === undefined) return [];
    return this.cache.get(`bemapi|statistics|${asked.path}`, STATISTICS_SECONDS, now, async () =>
      (await this.ask(asked, { type: 'server', ids: [], objects: ['statistics'] })).flatMap((json) => statisticsIn(json, asked.page)).map(({ song, chart, plays, clears }) => ({ songId: song, chart, plays, clears })));
  }

  async profiles(series: SeriesDefinition, version: number, userIds: readonly UserId[]): Promise<Map<UserId, Profile>> {
    const found = new Map<UserId, Profile>();
    const cards = new Map<string, UserId>();
    for (const userId of userIds) {
      const card = userId < 0 ? this.strangers[-userId - 1] : await this.data.players.remoteCardOf(userId);
      if (card !== undefined) cards.set(card, userId);
    }
    const asked = cards.size === 0 ? undefined : await this.about(series, version, ({ useScores }) => useScores);
    if (asked === undefined) return found;
    const answers = (await this.ask(asked, { type: 'card', ids: [...cards.keys()].slice(0, MOST_CARDS), objects: ['profile'] })).flatMap(profilesIn);
    for (const wanted of ['exact', 'partial'] as const) {
      for (const remote of answers.filter(({ match }) => match === wanted)) {
        const userId = remote.cards.map((card) => cards.get(card)).find((id) => id !== undefined);
        if (userId === undefined || found.has(userId)) continue;
        const extid = userId < 0 ? 0 : await this.data.players.extid(series.series, userId);
        found.set(userId, { userId, game: series.series, version: wanted === 'exact' ? version : PARTIAL_VERSION, refid: '', extid, doc: asked.page.readProfile(remote) });
      }
    }
    return found;
  }

  async everybody(series: SeriesDefinition, version: number, now: number): Promise<readonly Stranger[]> {
    const asked = await this.about(series, version, ({ useScores }) => useScores);
    if (asked === undefined) return [];
    const remotes = await this.cache.get(`bemapi|profiles|${asked.path}`, EVERYBODY_SECONDS, now, async () =>
      (await this.ask(asked, { type: 'server', ids: [], objects: ['profile'] })).flatMap(profilesIn).filter(({ match }) => match === 'exact'));
    const local = await this.data.players.byCards(remotes.flatMap(({ cards }) => cards));
    const strangers = new Map<string, Stranger>();
    for (const remote of remotes) {
      const [lowest] = remote.cards;
      if (lowest === undefined || strangers.has(lowest) || remote.cards.some((card) => local.has(card))) continue;
      strangers.set(lowest, strangerOf(lowest, remote, asked.page));
    }
    return [...strangers.values()];
  }

  /** Whom to ask about a version; undefined when nobody, or when the series is not exchanged. */
  private async about(series: SeriesDefinition, version: number, use: (peer: Peer) => boolean): Promise<Question | undefined> {
    const page = series.federation;
    const path = page === undefined ? undefined : pathOf(page, version);
    if (page === undefined || path === undefined) return undefined;
    const peers = (await this.peers.list()).filter(use);
    return peers.length === 0 ? undefined : { page, path, peers };
  }

  private ask({ peers, path }: Question, body: unknown): Promise<unknown[]> {
    return this.budget.spend((left) => this.peers.askAll(peers, path, body, left), []);
  }

  private async cardsOf(userId: UserId): Promise<string[]> {
    const cards = await this.data.players.cardsOf(userId);
    if (cards.length > 0) return cards;
    const remote = await this.data.players.remoteCardOf(userId);
    return remote === undefined ? [] : [remote];
  }

  private async charts(series: string, musicVersion: number): Promise<Set<string>> {
    return new Set((await this.data.music.charts(series, musicVersion)).map(key));
  }

  /** The first of the cards, in their order as text, that somebody has here; else the lowest stands for a stranger. */
  private ownerOf(cards: readonly string[], owners: ReadonlyMap<string, UserId>): UserId {
    const sorted = [...cards].sort();
    const known = sorted.map((card) => owners.get(card)).find((id) => id !== undefined);
    if (known !== undefined) return known;
    const lowest = sorted[0] ?? '';
    const at = this.strangers.indexOf(lowest);
    return -(at >= 0 ? at + 1 : this.strangers.push(lowest));
  }
}

const strangerOf = (card: string, remote: RemoteProfile, page: FederationPage): Stranger => {
  const count = (name: string): number => (typeof remote[name] === 'number' && remote[name] > 0 ? remote[name] : 0);
  return { card, doc: page.readProfile(remote), firstPlay: count('registered'), lastPlay: count('updated'), plays: count('plays') };
};

/** The other networks that an admin entered. */
export class MergedNetworks implements OtherNetworks {
  /** @param patience of a cabinet, in milliseconds */
  constructor(private readonly peers: Peers, private readonly data: ArcadeData, private readonly cache: AnswerCache, private readonly patience: () => number) {}

  inquiry(milliseconds = this.patience()): Inquiry {
    return new PeerInquiry(this.peers, this.data, this.cache, milliseconds);
  }
}
