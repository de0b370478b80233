import { decodeDocument, Doc, type DocValue, encodeDocument } from './document.js';
import { ANONYMOUS, type UserId } from './players.js';
import type { Row, Sql, SqlValue } from './sql.js';
import { jsonText, listOf, MAX_INT } from './sql.js';

/** The best a player has on a chart. Song and chart are numbers of the version that was asked for. */
export interface Score {
  userId: UserId;
  musicId: number;
  songId: number;
  chart: number;
  points: number;
  /** When the record was made, whole seconds. */
  achievedAt: number;
  /** When anything of it was last changed. */
  touchedAt: number;
  machineId: number;
  /** Attempts of this player on this chart. */
  plays: number;
  doc: Doc;
}

/** One play. */
export interface Attempt {
  userId: UserId;
  musicId: number;
  songId: number;
  chart: number;
  points: number;
  playedAt: number;
  machineId: number;
  newRecord: boolean;
  doc: Doc;
}

/** What a play is before it is stored. `merge` makes the best document of the old one and this play's. */
export interface Play {
  userId: UserId;
  musicId: number;
  points: number;
  now: number;
  machineId: number;
  /** This play's own values, for the history. */
  played: Doc;
  /** @param old the stored best, undefined for a first score. @param raised whether this play has more points */
  merge: (old: Doc | undefined, raised: boolean) => Doc;
}

/** How often a taken second is left for the next one (core spec 10.3 step 7). */
const TIME_ATTEMPTS = 10;

const PLAYS = '(SELECT COUNT(*) FROM arcade_attempts h WHERE h.user_id = s.user_id AND h.music_id = s.music_id) AS plays';
const SCORE = `SELECT s.user_id, s.music_id, m.song_id, m.chart, s.points, s.achieved_at, s.touched_at, s.machine_id, s.data, ${PLAYS} FROM arcade_scores s`;

/** Rows of one version; without one, each chart once, with the numbers of the highest version that has it (core spec 10.1). */
const inVersion = (version: number | undefined): { clause: string; values: number[] } =>
  version === undefined ? { clause: 'm.version = (SELECT MAX(n.version) FROM arcade_music n WHERE n.music_id = m.music_id)', values: [] } : { clause: 'm.version = ?', values: [version] };

const docOf = (row: Row): Doc => new Doc(decodeDocument(row['data'] as string | null));

const toScore = (row: Row): Score => ({
  userId: Number(row['user_id']),
  musicId: Number(row['music_id']),
  songId: Number(row['song_id']),
  chart: Number(row['chart']),
  points: Number(row['points']),
  achievedAt: Number(row['achieved_at']),
  touchedAt: Number(row['touched_at']),
  machineId: Number(row['machine_id']),
  plays: Number(row['plays']),
  doc: docOf(row),
});

const toAttempt = (row: Row): Attempt => ({
  userId: Number(row['user_id']),
  musicId: Number(row['music_id']),
  songId: Number(row['song_id']),
  chart: Number(row['chart']),
  points: Number(row['points']),
  playedAt: Number(row['played_at']),
  machineId: Number(row['machine_id']),
  newRecord: row['new_record'] === 1 || (row['new_record'] as unknown) === true || row['new_record'] === '1',
  doc: docOf(row),
});

/** How many plays of a chart had the same outcome. */
export interface Outcome {
  /** Nobody when players are counted together. */
  userId: UserId;
  songId: number;
  chart: number;
  plays: number;
  /** The one key that was counted by; empty for plays without it. */
  doc: Doc;
}

export interface AttemptFilter {
  version?: number | undefined;
  userId?: UserId | undefined;
  songId?: number | undefined;
  chart?: number | undefined;
  since?: number | undefined;
  limit?: number | undefined;
  /** Attempts to skip; it needs a limit. */
  offset?: number | undefined;
}

/** Best scores and history (core spec 10). Scores hang on the chart's identity, so they show in every version that has the song. */
export class Scores {
  constructor(private readonly sql: Sql) {}

  /** One player's bests on the charts of a version, or of all. */
  async ofPlayer(game: string, version: number | undefined, userId: UserId, range: { since?: number | undefined; until?: number | undefined } = {}): Promise<Score[]> {
    const { clause, values: versions } = inVersion(version);
    const values: SqlValue[] = [userId, game, ...versions];
    let where = '';
    if (range.since !== undefined) { where += ' AND s.touched_at >= ?'; values.push(range.since); }
    if (range.until !== undefined) { where += ' AND s.touched_at < ?'; values.push(range.until); }
    const rows = await this.sql.all(`${SCORE} JOIN arcade_music m ON m.music_id = s.music_id WHERE s.user_id = ? AND m.game = ? AND ${clause}${where} ORDER BY m.song_id, m.chart`, values);
    return rows.map(toScore);
  }

  async one(game: string, version: number, userId: UserId, songId: number, chart: number): Promise<Score | undefined> {
    const row = await this.sql.first(`${SCORE} JOIN arcade_music m ON m.music_id = s.music_id WHERE s.user_id = ? AND m.game = ? AND m.version = ? AND m.song_id = ? AND m.chart = ?`, [userId, game, version, songId, chart]);
    return row === undefined ? undefined : toScore(row);
  }

  /** Everybody's bests on the charts of a version, or of all, optionally of one song or chart. */
  async all(game: string, version: number | undefined, only: { songId?: number | undefined; chart?: number | undefined; since?: number | undefined; until?: number | undefined } = {}): Promise<Score[]> {
    const { clause: versionClause, values: versions } = inVersion(version);
    const values: SqlValue[] = [game, ...versions];
    let where = '';
    const add = (clause: string, value: number | undefined): void => {
      if (value === undefined) return;
      where += ` AND ${clause}`;
      values.push(value);
    };
    add('m.song_id = ?', only.songId);
    add('m.chart = ?', only.chart);
    add('s.touched_at >= ?', only.since);
    add('s.touched_at < ?', only.until);
    const rows = await this.sql.all(`${SCORE} JOIN arcade_music m ON m.music_id = s.music_id WHERE m.game = ? AND ${versionClause}${where} ORDER BY m.song_id, m.chart, s.points DESC, s.user_id`, values);
    return rows.map(toScore);
  }

  /** The record of each chart of a version, or of all: most points, and of equals the latest. `users` limits who counts; an empty list matches nobody. */
  async records(game: string, version: number | undefined, users?: readonly UserId[], machines?: readonly number[]): Promise<Score[]> {
    if (users?.length === 0 || machines?.length === 0) return [];
    const { clause, values: versions } = inVersion(version);
    const limit = `${users === undefined ? '' : ` AND s.user_id IN (${listOf(users)})`}${machines === undefined ? '' : ` AND s.machine_id IN (${listOf(machines)})`}`;
    const rows = await this.sql.all(
      `SELECT * FROM (SELECT s.user_id, s.music_id, m.song_id, m.chart, s.points, s.achieved_at, s.touched_at, s.machine_id, s.data, ${PLAYS},
        ROW_NUMBER() OVER (PARTITION BY s.music_id ORDER BY s.points DESC, s.achieved_at DESC, s.id) AS place
        FROM arcade_scores s JOIN arcade_music m ON m.music_id = s.music_id WHERE m.game = ? AND ${clause}${limit}) ranked WHERE place = 1 ORDER BY song_id, chart`,
      [game, ...versions, ...(users ?? []), ...(machines ?? [])],
    );
    return rows.map(toScore);
  }

  async attempts(game: string, filter: AttemptFilter = {}): Promise<Attempt[]> {
    const { clause: versionClause, values: versions } = inVersion(filter.version);
    const values: SqlValue[] = [game, ...versions];
    let where = ` AND ${versionClause}`;
    const add = (clause: string, value: number | undefined): void => {
      if (value === undefined) return;
      where += ` AND ${clause}`;
      values.push(value);
    };
    add('h.user_id = ?', filter.userId);
    add('m.song_id = ?', filter.songId);
    add('m.chart = ?', filter.chart);
    add('h.played_at >= ?', filter.since);
    const rows = await this.sql.all(
      `SELECT h.user_id, h.music_id, m.song_id, m.chart, h.points, h.played_at, h.machine_id, h.new_record, h.data FROM arcade_attempts h
        JOIN arcade_music m ON m.music_id = h.music_id WHERE m.game = ?${where} ORDER BY h.played_at DESC, h.id DESC${filter.limit === undefined ? '' : ` LIMIT ${Math.trunc(filter.limit)} OFFSET ${Math.trunc(filter.offset ?? 0)}`}`,
      values,
    );
    return rows.map(toAttempt);
  }

  /**
   * Counts plays by chart and by what one key of their documents says, such as the medal; by player as well when players are named. The
   * database counts: a network has far more plays than charts.
   */
  async outcomes(game: string, version: number, key: string, only: { userIds?: readonly UserId[] | undefined; songId?: number | undefined; chart?: number | undefined } = {}): Promise<Outcome[]> {
    if (only.userIds?.length === 0) return [];
    const values: SqlValue[] = [game, version, ...(only.userIds ?? [])];
    let where = only.userIds === undefined ? '' : ` AND h.user_id IN (${listOf(only.userIds)})`;
    for (const [column, value] of [['m.song_id', only.songId], ['m.chart', only.chart]] as const) {
      if (value === undefined) continue;
      where += ` AND ${column} = ?`;
      values.push(value);
    }
    const player = only.userIds === undefined ? '' : 'user_id, ';
    const rows = await this.sql.all(
      `SELECT ${player}song_id, chart, outcome, COUNT(*) AS plays FROM (SELECT h.user_id, m.song_id, m.chart, ${jsonText(this.sql.dialect, 'h.data', key)} AS outcome
        FROM arcade_attempts h JOIN arcade_music m ON m.music_id = h.music_id WHERE m.game = ? AND m.version = ?${where}) counted
        GROUP BY ${player}song_id, chart, outcome ORDER BY ${player}song_id, chart`,
      values,
    );
    return rows.map((row) => ({
      userId: only.userIds === undefined ? ANONYMOUS : Number(row['user_id']), songId: Number(row['song_id']), chart: Number(row['chart']), plays: Number(row['plays']),
      doc: new Doc(row['outcome'] === null ? {} : { [key]: JSON.parse(String(row['outcome'])) as DocValue }),
    }));
  }

  /** A player's most played songs of a version, most first. */
  async mostPlayed(game: string, version: number, userId: UserId, count: number): Promise<number[]> {
    const rows = await this.sql.all(
      `SELECT m.song_id, COUNT(*) AS plays FROM arcade_attempts h JOIN arcade_music m ON m.music_id = h.music_id
        WHERE h.user_id = ? AND m.game = ? AND m.version = ? GROUP BY m.song_id ORDER BY plays DESC, m.song_id LIMIT ${Math.trunc(count)}`,
      [userId, game, version],
    );
    return rows.map((row) => Number(row['song_id']));
  }

  /** A player's last played songs of a version, newest first, each once. */
  async lastPlayed(game: string, version: number, userId: UserId, count: number): Promise<number[]> {
    const rows = await this.sql.all(
      `SELECT m.song_id, MAX(h.played_at) AS latest, MAX(h.id) AS newest FROM arcade_attempts h JOIN arcade_music m ON m.music_id = h.music_id
        WHERE h.user_id = ? AND m.game = ? AND m.version = ? GROUP BY m.song_id ORDER BY latest DESC, newest DESC LIMIT ${Math.trunc(count)}`,
      [userId, game, version],
    );
    return rows.map((row) => Number(row['song_id']));
  }

  /** Plays of each song of a version by everybody, all charts together, most first. */
  async hitChart(game: string, version: number, count: number, since = 0): Promise<{ songId: number; plays: number }[]> {
    const rows = await this.sql.all(
      `SELECT m.song_id, COUNT(*) AS plays FROM arcade_attempts h JOIN arcade_music m ON m.music_id = h.music_id
        WHERE m.game = ? AND m.version = ? AND h.played_at >= ? GROUP BY m.song_id ORDER BY plays DESC, m.song_id LIMIT ${Math.trunc(count)}`,
      [game, version, since],
    );
    return rows.map((row) => ({ songId: Number(row['song_id']), plays: Number(row['plays']) }));
  }

  /**
   * Stores a play: the best is merged, the attempt is kept. Run it in a transaction that holds the player's lock, so that two plays at once
   * cannot overwrite each other (core spec 10.3). An anonymous play leaves an attempt only.
   */
  async save(reported: Play): Promise<void> {
    const play = { ...reported, points: Math.min(reported.points, MAX_INT) };
    const best = play.userId === ANONYMOUS ? undefined : await this.bestOf(play.userId, play.musicId);
    const raised = best === undefined || play.points > best.points;
    if (play.userId !== ANONYMOUS) await this.putBest(play, best, raised);
    await this.putAttempt(play, raised);
  }

  private async bestOf(userId: UserId, musicId: number): Promise<{ points: number; doc: Doc } | undefined> {
    const row = await this.sql.first('SELECT points, data FROM arcade_scores WHERE user_id = ? AND music_id = ?', [userId, musicId]);
    return row === undefined ? undefined : { points: Number(row['points']), doc: docOf(row) };
  }

  private async putBest(play: Play, best: { points: number; doc: Doc } | undefined, raised: boolean): Promise<void> {
    const data = encodeDocument(play.merge(best?.doc, raised).values);
    if (best === undefined) {
      await this.sql.insert('arcade_scores', { user_id: play.userId, music_id: play.musicId, points: play.points, achieved_at: play.now, touched_at: play.now, machine_id: play.machineId, data });
    } else if (play.points >= best.points) {
      await this.sql.run('UPDATE arcade_scores SET points = ?, achieved_at = ?, touched_at = ?, machine_id = ?, data = ? WHERE user_id = ? AND music_id = ?',
        [play.points, play.now, play.now, play.machineId, data, play.userId, play.musicId]);
    } else {
      await this.sql.run('UPDATE arcade_scores SET touched_at = ?, data = ? WHERE user_id = ? AND music_id = ?', [play.now, data, play.userId, play.musicId]);
    }
  }

  /** The history is unique by player, chart and second: a taken second gives way to the next (core spec 10.3 step 7). */
  private async putAttempt(play: Play, raised: boolean): Promise<void> {
    const row = { user_id: play.userId, music_id: play.musicId, points: play.points, machine_id: play.machineId, new_record: play.userId !== ANONYMOUS && raised, data: encodeDocument(play.played.values) };
    for (let shift = 0; shift <= TIME_ATTEMPTS; shift++) {
      if (await this.sql.insertNew('arcade_attempts', { ...row, played_at: play.now + shift })) return;
    }
    const last = await this.sql.first('SELECT MAX(played_at) AS latest FROM arcade_attempts WHERE user_id = ? AND music_id = ?', [play.userId, play.musicId]);
    await this.sql.insertNew('arcade_attempts', { ...row, played_at: Number(last?.['latest'] ?? play.now) + 1 });
  }
}
