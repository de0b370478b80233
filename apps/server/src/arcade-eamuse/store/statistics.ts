import { decodeDocument, Doc, encodeDocument } from './document.js';
import type { UserId } from './players.js';
import { listOf, type Sql } from './sql.js';
import { DAY, dateOf } from './times.js';

/** How often and when a player played a series. */
export interface PlayStatistics {
  totalPlays: number;
  todayPlays: number;
  totalDays: number;
  consecutiveDays: number;
  firstPlay: number;
  lastPlay: number;
}

const sameDate = (a: readonly number[], b: readonly number[]): boolean => a.length === 3 && a.every((part, i) => part === b[i]);

/** What a game is told when a player arrives: the numbers as they will be after the play that starts now (core spec 11.1). */
export function predict(doc: Doc, now: number): PlayStatistics {
  if (!doc.has('total_plays')) return { totalPlays: 1, todayPlays: 1, totalDays: 1, consecutiveDays: 1, firstPlay: now, lastPlay: now };
  const last = doc.ints('last_play_date', 3);
  const today = sameDate(last, dateOf(now));
  const yesterday = sameDate(last, dateOf(now - DAY));
  return {
    totalPlays: doc.int('total_plays') + 1,
    todayPlays: today ? doc.int('today_plays') + 1 : 1,
    totalDays: today ? doc.int('total_days', 1) : doc.int('total_days') + 1,
    consecutiveDays: today ? doc.int('consecutive_days', 1) : yesterday ? doc.int('consecutive_days') + 1 : 1,
    firstPlay: doc.int('first_play_timestamp', now),
    lastPlay: doc.int('last_play_timestamp', now),
  };
}

/** Counts one play that ended now. */
export function count(doc: Doc, now: number): void {
  const last = doc.ints('last_play_date', 3);
  const date = dateOf(now);
  if (sameDate(last, date)) {
    doc.setInt('today_plays', doc.int('today_plays') + 1);
  } else {
    doc.setInt('total_days', doc.int('total_days') + 1).setInt('today_plays', 1);
    doc.setInt('consecutive_days', sameDate(last, dateOf(now - DAY)) ? doc.int('consecutive_days') + 1 : 1);
  }
  doc.setInt('total_plays', doc.int('total_plays') + 1).setInt('last_play_timestamp', now).setInts('last_play_date', 3, date);
  if (!doc.has('first_play_timestamp')) doc.setInt('first_play_timestamp', now);
}

/** Play statistics and other data a player has for a whole series. */
export class Statistics {
  constructor(private readonly sql: Sql) {}

  async doc(game: string, userId: UserId): Promise<Doc> {
    const row = await this.sql.first('SELECT data FROM arcade_player_settings WHERE user_id = ? AND game = ?', [userId, game]);
    return new Doc(decodeDocument(row?.['data'] as string | undefined));
  }

  async predicted(game: string, userId: UserId, now: number): Promise<PlayStatistics> {
    return predict(await this.doc(game, userId), now);
  }

  /** Counts a play; run it in the transaction that saves the profile. */
  async countPlay(game: string, userId: UserId, now: number): Promise<void> {
    const doc = await this.doc(game, userId);
    count(doc, now);
    await this.put(game, userId, doc);
  }

  async put(game: string, userId: UserId, doc: Doc): Promise<void> {
    await this.sql.upsert('arcade_player_settings', { user_id: userId, game, data: encodeDocument(doc.values) }, ['user_id', 'game']);
  }

  /** The documents of some players in all series. */
  async ofPlayers(userIds: readonly UserId[]): Promise<{ userId: UserId; doc: Doc }[]> {
    const found: { userId: UserId; doc: Doc }[] = [];
    for (let at = 0; at < userIds.length; at += 500) {
      const some = userIds.slice(at, at + 500);
      const rows = await this.sql.all(`SELECT user_id, data FROM arcade_player_settings WHERE user_id IN (${listOf(some)})`, some);
      found.push(...rows.map((row) => ({ userId: Number(row['user_id']), doc: new Doc(decodeDocument(row['data'] as string | null)) })));
    }
    return found;
  }

  /** The documents of all players of a series, for lists of players. */
  async all(game: string): Promise<Map<UserId, Doc>> {
    const rows = await this.sql.all('SELECT user_id, data FROM arcade_player_settings WHERE game = ?', [game]);
    return new Map(rows.map((row) => [Number(row['user_id']), new Doc(decodeDocument(row['data'] as string | null))]));
  }
}
