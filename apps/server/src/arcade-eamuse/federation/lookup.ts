import type { FederationPage, SeriesDefinition } from '../dispatch/game.js';
import type { GameRegistry } from '../dispatch/registry.js';
import type { ArcadeData } from '../store/arcade-data.js';
import { OMNIMIX } from '../store/music.js';
import type { UserId } from '../store/players.js';
import type { Score } from '../store/scores.js';
import { ApiError } from './api-error.js';

export type IdType = 'card' | 'song' | 'instance' | 'server';
export type ObjectName = 'records' | 'profile' | 'statistics' | 'catalog';

/** What is asked for; ids are checked already. */
export interface LookupRequest {
  type: IdType;
  cards: readonly string[];
  song: number | undefined;
  chart: number | undefined;
  objects: readonly ObjectName[];
  since: number | undefined;
  until: number | undefined;
}

/** A game in an address: `popnmusic/24`, or `popnmusic/o24` for its omnimix. */
export interface FederatedGame {
  series: SeriesDefinition;
  page: FederationPage;
  version: number;
  musicVersion: number;
}

export function findGame(registry: GameRegistry, game: string, version: string): FederatedGame | undefined {
  const series = registry.all().find((one) => one.federation?.game === game);
  const page = series?.federation;
  const omnimix = version.startsWith('o');
  const stored = page === undefined ? undefined : page.versions[omnimix ? version.slice(1) : version];
  if (series === undefined || page === undefined || stored === undefined) return undefined;
  return { series, page, version: stored, musicVersion: omnimix ? stored + OMNIMIX : stored };
}

/** Reads what this network alone knows: an answer is never made of what peers said (core spec 14.2). */
export class Lookup {
  constructor(private readonly data: ArcadeData, private readonly game: FederatedGame, private readonly request: LookupRequest) {}

  async answer(): Promise<Record<string, unknown>> {
    const answer: Record<string, unknown> = {};
    for (const object of new Set(this.request.objects)) answer[object] = await this[object]();
    return answer;
  }

  /** Players of the cards that were asked for, each once. */
  private async players(): Promise<UserId[]> {
    const found = await Promise.all(this.request.cards.map((card) => this.data.players.byCard(card)));
    return [...new Set(found.filter((userId) => userId !== undefined))];
  }

  private async cards(): Promise<Map<UserId, string[]>> {
    const cards = new Map<UserId, string[]>();
    for (const row of await this.data.sql.all('SELECT user_id, card FROM arcade_cards ORDER BY card')) {
      const userId = Number(row['user_id']);
      cards.set(userId, [...(cards.get(userId) ?? []), String(row['card'])]);
    }
    return cards;
  }

  private async records(): Promise<unknown[]> {
    const cards = await this.cards();
    const list = (await this.scores()).filter((score) => cards.has(score.userId) && this.game.page.charts.includes(score.chart) && this.inRange(score.touchedAt));
    return list.map((score) => ({
      cards: cards.get(score.userId), song: String(score.songId), chart: String(score.chart), points: score.points, timestamp: score.achievedAt, updated: score.touchedAt,
      ...this.game.page.record(score.doc),
    }));
  }

  private inRange(time: number): boolean {
    const { since, until } = this.request;
    return (since === undefined || time >= since) && (until === undefined || time < until);
  }

  private async scores(): Promise<Score[]> {
    const { series, musicVersion } = this.game;
    const { type, song, chart } = this.request;
    const { scores } = this.data;
    if (type === 'server') return scores.records(series.series, musicVersion);
    if (type === 'song') return scores.all(series.series, musicVersion, { songId: song, chart });
    const lists = await Promise.all((await this.players()).map((userId) => scores.ofPlayer(series.series, musicVersion, userId)));
    return lists.flat().filter((score) => type === 'card' || (score.songId === song && score.chart === chart));
  }

  private async statistics(): Promise<unknown[]> {
    const { series, musicVersion, page } = this.game;
    const { type, song, chart } = this.request;
    const byPlayer = type === 'card' || type === 'instance';
    const only = { userIds: byPlayer ? await this.players() : undefined, ...(type === 'song' || type === 'instance' ? { songId: song, chart } : {}) };
    const cards = byPlayer ? await this.cards() : new Map<UserId, string[]>();
    const totals = new Map<string, { cards: string[]; song: string; chart: string; plays: number; clears: number; combos: number }>();
    for (const { userId, songId, chart: played, plays, doc } of await this.data.scores.outcomes(series.series, musicVersion, page.outcome, only)) {
      if (!page.charts.includes(played)) continue;
      const key = `${userId}|${songId}|${played}`;
      const total = totals.get(key) ?? { cards: cards.get(userId) ?? [], song: String(songId), chart: String(played), plays: 0, clears: 0, combos: 0 };
      total.plays += plays;
      if (page.isClear(doc)) total.clears += plays;
      if (page.isCombo(doc)) total.combos += plays;
      totals.set(key, total);
    }
    return [...totals.values()];
  }

  private async profile(): Promise<unknown[]> {
    const { series, version, page } = this.game;
    const { type } = this.request;
    if (type !== 'card' && type !== 'server') throw new ApiError(405, 'Unsupported ID for lookup!');
    const cards = await this.cards();
    const statistics = await this.data.statistics.all(series.series);
    const profiles = type === 'server' ? await this.data.profiles.all(series.series, version) : [...(await this.data.profiles.any(series.series, version, await this.players())).values()];
    return profiles.filter(({ userId }) => cards.has(userId)).map((profile) => {
      const exact = profile.version === version;
      const doc = statistics.get(profile.userId);
      const name = series.versions.find((one) => one.version === profile.version)?.page?.name(profile.doc) ?? '';
      return {
        cards: cards.get(profile.userId), name, registered: doc?.int('first_play_timestamp', -1) ?? -1, updated: doc?.int('last_play_timestamp', -1) ?? -1,
        plays: doc?.int('total_plays', -1) ?? -1, match: exact ? 'exact' : 'partial', ...page.profile(profile.doc, exact),
      };
    });
  }

  private async catalog(): Promise<unknown> {
    if (this.request.type !== 'server') throw new ApiError(405, 'Unsupported ID for lookup!');
    const { series, musicVersion, page } = this.game;
    const songs = (await this.data.music.songs(series.series, musicVersion)).filter(({ chart }) => page.charts.includes(chart));
    return {
      songs: songs.map((song) => ({ song: String(song.songId), chart: String(song.chart), title: song.name ?? '', artist: song.artist ?? '', genre: song.genre ?? '', ...page.song(song.doc) })),
    };
  }
}
