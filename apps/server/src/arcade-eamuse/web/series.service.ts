import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '@rumpus/errors';

import type { GameVersion, SeriesDefinition } from '../dispatch/game.js';
import { GameRegistry } from '../dispatch/registry.js';
import { ArcadeData } from '../store/arcade-data.js';
import type { Doc } from '../store/document.js';
import { formatExtid } from '../store/ids.js';
import type { UserId } from '../store/players.js';
import type { Profile } from '../store/profiles.js';
import type { Attempt, AttemptFilter, Score } from '../store/scores.js';

export interface PlayerLine {
  player: UserId;
  /** Known from another network only. */
  remote: boolean;
  name: string;
  extid: string;
  versions: number[];
  first_play: string | null;
  last_play: string | null;
  plays: number;
}

export interface PlayerOfSeries extends PlayerLine {
  today_plays: number;
  total_days: number;
  consecutive_days: number;
  profiles: { version: number; game: string; name: string; details: Readonly<Record<string, string>> }[];
}

export interface SongView {
  song: number;
  name: string;
  artist: string;
  genre: string;
  /** Difficulty by chart; 0 means no such chart. */
  difficulties: Readonly<Record<string, number>>;
  versions: number[];
  /** The part of the series the song came with, as the game sorts it; its name is in the list of series. */
  category: number | null;
}

export interface ScoreView {
  player: UserId;
  player_name: string;
  song: number;
  song_name: string;
  chart: number;
  chart_name: string;
  points: number;
  at: string;
  plays: number | null;
  new_record: boolean | null;
  details: Readonly<Record<string, string | number | null>>;
}

const iso = (time: number): string => new Date(time * 1000).toISOString();
export const isoOrNull = (time: number): string | null => (time > 0 ? iso(time) : null);

/** Players, scores, records and names of a series (core spec 16). */
@Injectable()
export class SeriesService {
  constructor(private readonly data: ArcadeData, private readonly registry: GameRegistry) {}

  series(name: string): SeriesDefinition {
    const series = this.registry.series(name);
    if (series === undefined) throw notFound('This network does not serve that series');
    return series;
  }

  version(name: string, version: number): GameVersion {
    const found = this.series(name).versions.find((one) => one.version === version);
    if (found === undefined) throw notFound('The series has no such version');
    return found;
  }

  /** Everybody with a profile in any version. */
  async players(name: string): Promise<PlayerLine[]> {
    const series = this.series(name);
    const statistics = await this.data.statistics.all(name);
    const lines = new Map<UserId, PlayerLine>();
    for (const profile of await this.data.profiles.all(name)) {
      const doc = statistics.get(profile.userId);
      const line = lines.get(profile.userId) ?? {
        player: profile.userId, remote: false, name: '', extid: formatExtid(profile.extid), versions: [],
        first_play: isoOrNull(doc?.int('first_play_timestamp') ?? 0), last_play: isoOrNull(doc?.int('last_play_timestamp') ?? 0), plays: doc?.int('total_plays') ?? 0,
      };
      line.versions.push(profile.version);
      line.name = nameIn(series, profile);
      lines.set(profile.userId, line);
    }
    return [...lines.values()];
  }

  /** One player with his profiles of all versions, oldest first. */
  async player(name: string, userId: UserId): Promise<PlayerOfSeries> {
    const series = this.series(name);
    const profiles = (await this.data.profiles.ofPlayers([userId])).filter(({ game }) => game === name);
    const [newest] = profiles.slice(-1);
    if (newest === undefined) throw notFound('That player has no profile in this series');
    const doc = await this.data.statistics.doc(name, userId);
    return {
      player: userId, remote: false, name: nameIn(series, newest), extid: formatExtid(newest.extid), versions: profiles.map(({ version }) => version),
      first_play: isoOrNull(doc.int('first_play_timestamp')), last_play: isoOrNull(doc.int('last_play_timestamp')), plays: doc.int('total_plays'),
      today_plays: doc.int('today_plays'), total_days: doc.int('total_days'), consecutive_days: doc.int('consecutive_days'),
      profiles: profiles.map((profile) => {
        const page = series.versions.find(({ version }) => version === profile.version);
        return { version: profile.version, game: page?.name ?? '', name: nameIn(series, profile), details: page?.page?.details?.(profile.doc) ?? {} };
      }),
    };
  }

  /** Names of players by their newest profile in any series that has names; who has none is left out. */
  async namesOf(userIds: readonly UserId[]): Promise<Map<UserId, string>> {
    const names = new Map<UserId, string>();
    for (const profile of await this.data.profiles.ofPlayers(userIds)) {
      const series = this.registry.series(profile.game);
      const shown = series === undefined ? '' : nameIn(series, profile);
      if (shown !== '') names.set(profile.userId, shown);
    }
    return names;
  }

  /** Changes the caller's own name in one version. */
  async rename(name: string, version: number, userId: UserId, to: string): Promise<{ name: string }> {
    const { page } = this.version(name, version);
    if (page === undefined) throw notFound('This game has no names');
    return this.data.forPlayer(userId, async ({ profiles }) => {
      const profile = await profiles.get(name, version, userId);
      if (profile === undefined) throw notFound('You have no profile in this version');
      if (!page.rename(profile.doc, to)) throw invalid(`A name has ${page.nameRule}`, 'name');
      await profiles.put(name, version, userId, profile.doc);
      return { name: page.name(profile.doc) };
    });
  }

  /** Songs of all versions, each with the data of the newest that has it. */
  async songs(name: string): Promise<SongView[]> {
    const categories = this.series(name).scores?.categories;
    const songs = new Map<number, Omit<SongView, 'category'> & { newest: number; doc: Doc }>();
    for (const row of await this.data.music.allSongs(name)) {
      const song = songs.get(row.songId) ?? { song: row.songId, name: row.name ?? '', artist: row.artist ?? '', genre: row.genre ?? '', difficulties: {}, versions: [], newest: row.version, doc: row.doc };
      if (!song.versions.includes(row.version)) song.versions.push(row.version);
      if (row.version === song.newest) song.difficulties = { ...song.difficulties, [row.chart]: row.doc.int('difficulty') };
      songs.set(row.songId, song);
    }
    return [...songs.values()].map(({ newest: _newest, doc, ...song }) => ({ ...song, category: categories?.of(doc, song.versions) ?? null }));
  }

  /** Attempts, newest first, of everybody or of one player. */
  async attempts(name: string, filter: Pick<AttemptFilter, 'userId' | 'songId' | 'limit' | 'offset'>): Promise<ScoreView[]> {
    const series = this.series(name);
    return this.views(series, await this.data.scores.attempts(name, filter));
  }

  /** The record of every chart of a version (or of all), or a player's bests there. */
  async records(name: string, version: number | undefined, userId: UserId | undefined): Promise<ScoreView[]> {
    const series = this.series(name);
    const scores = userId === undefined ? await this.data.scores.records(name, version) : await this.data.scores.ofPlayer(name, version, userId);
    return this.views(series, scores);
  }

  /** Everybody's bests of a song, best first. */
  async topScores(name: string, song: number): Promise<ScoreView[]> {
    const series = this.series(name);
    const [newest] = await this.data.music.song(name, song);
    if (newest === undefined) throw notFound('There is no such song');
    return this.views(series, await this.data.scores.all(name, undefined, { songId: song }));
  }

  private async views(series: SeriesDefinition, scores: readonly (Score | Attempt)[]): Promise<ScoreView[]> {
    const profiles = await this.data.profiles.any(series.series, 0, [...new Set(scores.map(({ userId }) => userId))]);
    const names = new Map((await this.data.music.allSongs(series.series)).toReversed().map((song) => [song.songId, song.name ?? '']));
    return scores.map((score) => {
      const profile = profiles.get(score.userId);
      return {
        player: score.userId, player_name: profile === undefined ? '' : nameIn(series, profile), song: score.songId, song_name: names.get(score.songId) ?? '', chart: score.chart,
        chart_name: series.scores?.charts[score.chart] ?? String(score.chart), points: score.points, at: iso('playedAt' in score ? score.playedAt : score.achievedAt),
        plays: 'plays' in score ? score.plays : null, new_record: 'newRecord' in score ? score.newRecord : null, details: series.scores?.describe(score.doc) ?? {},
      };
    });
  }
}

const nameIn = (series: SeriesDefinition, profile: Profile): string => series.versions.find(({ version }) => version === profile.version)?.page?.name(profile.doc) ?? '';
