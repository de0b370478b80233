import { decodeDocument, Doc, encodeDocument, type DocValue } from './document.js';
import { newSession } from './ids.js';
import type { UserId } from './players.js';
import type { Row, Sql, SqlValue } from './sql.js';
import { dayOfYear, type Schedule, weekInDays } from './times.js';

const docOf = (row: Row | undefined): Doc => new Doc(decodeDocument(row?.['data'] as string | undefined));

/** Directed relations of players (core spec 11.2). */
export class Links {
  constructor(private readonly sql: Sql) {}

  /** Whom a player has linked, in the order of their rows. */
  async of(game: string, version: number, userId: UserId, type: string): Promise<{ userId: UserId; doc: Doc }[]> {
    const rows = await this.sql.all('SELECT other_user_id, data FROM arcade_links WHERE user_id = ? AND game = ? AND version = ? AND type = ? ORDER BY other_user_id', [userId, game, version, type]);
    return rows.map((row) => ({ userId: Number(row['other_user_id']), doc: docOf(row) }));
  }

  async put(game: string, version: number, userId: UserId, type: string, other: UserId, doc = new Doc()): Promise<void> {
    await this.sql.upsert('arcade_links', { user_id: userId, game, version, type, other_user_id: other, data: encodeDocument(doc.values) }, ['user_id', 'game', 'version', 'type', 'other_user_id'], ['data']);
  }

  async remove(game: string, version: number, userId: UserId, type: string, other: UserId): Promise<boolean> {
    return (await this.sql.run('DELETE FROM arcade_links WHERE user_id = ? AND game = ? AND version = ? AND type = ? AND other_user_id = ?', [userId, game, version, type, other])) > 0;
  }
}

/** Whose session it is. */
export type SessionKind = 'paseli' | 'operator';

/** PASELI sessions: short, and of a kind of their own (core spec 9.5). */
export class Sessions {
  constructor(private readonly sql: Sql) {}

  async create(kind: SessionKind, subjectId: number, now: number, seconds: number): Promise<string> {
    const session = newSession();
    await this.sql.insert('arcade_sessions', { session, type: kind, subject_id: subjectId, expires_at: now + seconds });
    return session;
  }

  async subject(kind: SessionKind, session: string | undefined, now: number): Promise<number | undefined> {
    if (session === undefined || session === '') return undefined;
    const row = await this.sql.first('SELECT subject_id FROM arcade_sessions WHERE session = ? AND type = ? AND expires_at > ?', [session.toUpperCase(), kind, now]);
    return row === undefined ? undefined : Number(row['subject_id']);
  }

  /** Ends a session, and clears away those that ran out. */
  async destroy(kind: SessionKind, session: string, now: number): Promise<void> {
    await this.sql.run('DELETE FROM arcade_sessions WHERE (session = ? AND type = ?) OR expires_at <= ?', [session.toUpperCase(), kind, now]);
  }
}

/** PASELI of players, kept per arcade (core spec 6). */
export class Balances {
  constructor(private readonly sql: Sql) {}

  async of(userId: UserId, arcadeId: number): Promise<number> {
    return Number((await this.sql.first('SELECT balance FROM arcade_balances WHERE user_id = ? AND arcade_id = ?', [userId, arcadeId]))?.['balance'] ?? 0);
  }

  /** Takes money in one conditional statement. @returns false when there is not enough, and then nothing was taken */
  async spend(userId: UserId, arcadeId: number, amount: number): Promise<boolean> {
    return (await this.sql.run('UPDATE arcade_balances SET balance = balance - ? WHERE user_id = ? AND arcade_id = ? AND balance >= ?', [amount, userId, arcadeId, amount])) > 0;
  }

  /** Adds money, or takes it with a negative amount; the result is never below zero. @returns false when it would be */
  async adjust(userId: UserId, arcadeId: number, amount: number): Promise<boolean> {
    await this.sql.insertNew('arcade_balances', { user_id: userId, arcade_id: arcadeId, balance: 0 });
    return (await this.sql.run('UPDATE arcade_balances SET balance = balance + ? WHERE user_id = ? AND arcade_id = ? AND balance + ? BETWEEN 0 AND 2000000000', [amount, userId, arcadeId, amount])) > 0;
  }

  async ofArcade(arcadeId: number): Promise<{ userId: UserId; balance: number }[]> {
    const rows = await this.sql.all('SELECT user_id, balance FROM arcade_balances WHERE arcade_id = ? ORDER BY user_id', [arcadeId]);
    return rows.map((row) => ({ userId: Number(row['user_id']), balance: Number(row['balance']) }));
  }
}

export interface AuditEvent {
  id: number;
  time: number;
  userId: UserId | undefined;
  arcadeId: number | undefined;
  type: string;
  doc: Doc;
}

export interface AuditFilter {
  userId?: UserId | undefined;
  arcadeId?: number | undefined;
  type?: string | undefined;
  /** Lowest id, inclusive: a poller passes the last one plus one. */
  since?: number | undefined;
  /** Highest id, exclusive. */
  until?: number | undefined;
  limit?: number | undefined;
}

/** What happened (core spec 9.8). */
export class Audit {
  constructor(private readonly sql: Sql) {}

  async put(type: string, data: Record<string, DocValue>, now: number, of: { userId?: UserId | undefined; arcadeId?: number | undefined } = {}): Promise<void> {
    await this.sql.insert('arcade_audit', { happened_at: now, user_id: of.userId ?? null, arcade_id: of.arcadeId ?? null, type, data: encodeDocument(data) });
  }

  /** Newest first. */
  async list(filter: AuditFilter = {}): Promise<AuditEvent[]> {
    const clauses: string[] = [];
    const values: SqlValue[] = [];
    const add = (clause: string, value: SqlValue | undefined): void => {
      if (value === undefined) return;
      clauses.push(clause);
      values.push(value);
    };
    add('user_id = ?', filter.userId);
    add('arcade_id = ?', filter.arcadeId);
    add('type = ?', filter.type);
    add('id >= ?', filter.since);
    add('id < ?', filter.until);
    const where = clauses.length === 0 ? '' : ` WHERE ${clauses.join(' AND ')}`;
    const limit = filter.limit === undefined ? '' : ` LIMIT ${Math.trunc(filter.limit)}`;
    const rows = await this.sql.all(`SELECT id, happened_at, user_id, arcade_id, type, data FROM arcade_audit${where} ORDER BY id DESC${limit}`, values);
    return rows.map((row) => ({
      id: Number(row['id']),
      time: Number(row['happened_at']),
      userId: row['user_id'] === null ? undefined : Number(row['user_id']),
      arcadeId: row['arcade_id'] === null ? undefined : Number(row['arcade_id']),
      type: String(row['type']),
      doc: docOf(row),
    }));
  }

  async deleteBefore(time: number): Promise<number> {
    return this.sql.run('DELETE FROM arcade_audit WHERE happened_at < ?', [time]);
  }
}

export interface TimedSetting {
  start: number;
  end: number;
  doc: Doc;
}

/** Dailies, weeklies, events: settings that hold for a time (core spec 9.7), and when scheduled work was last done (12). */
export class Calendar {
  constructor(private readonly sql: Sql) {}

  async current(game: string, version: number, name: string, now: number): Promise<TimedSetting | undefined> {
    const row = await this.sql.first('SELECT start_time, end_time, data FROM arcade_timed_settings WHERE game = ? AND version = ? AND name = ? AND start_time <= ? AND end_time > ? ORDER BY start_time DESC', [game, version, name, now, now]);
    return row === undefined ? undefined : toSetting(row);
  }

  /** Newest first. */
  async all(game: string, version: number, name: string, limit = 1000): Promise<TimedSetting[]> {
    const rows = await this.sql.all(`SELECT start_time, end_time, data FROM arcade_timed_settings WHERE game = ? AND version = ? AND name = ? ORDER BY start_time DESC LIMIT ${Math.trunc(limit)}`, [game, version, name]);
    return rows.map(toSetting);
  }

  /** A row with the same start and end is replaced; one that overlaps otherwise is an error. */
  async put(game: string, version: number, name: string, setting: TimedSetting): Promise<void> {
    if (setting.start >= setting.end) throw new RangeError('a period ends after it starts');
    if (await this.overlaps(game, version, name, setting)) throw new RangeError('the period overlaps another');
    const row = { game, version, name, start_time: setting.start, end_time: setting.end, data: encodeDocument(setting.doc.values) };
    await this.sql.upsert('arcade_timed_settings', row, ['game', 'version', 'name', 'start_time']);
  }

  /** Whether a period meets another one of the same name that is not the same. */
  async overlaps(game: string, version: number, name: string, { start, end }: Pick<TimedSetting, 'start' | 'end'>): Promise<boolean> {
    const other = await this.sql.first('SELECT id FROM arcade_timed_settings WHERE game = ? AND version = ? AND name = ? AND start_time < ? AND end_time > ? AND NOT (start_time = ? AND end_time = ?)', [game, version, name, end, start, start, end]);
    return other !== undefined;
  }

  /** Whether a task has not been done in the period that holds `now`. */
  async isDue(game: string, version: number, name: string, schedule: Schedule, now: number): Promise<boolean> {
    const row = await this.sql.first('SELECT done_year, done_day FROM arcade_scheduled_work WHERE game = ? AND version = ? AND name = ? AND schedule = ?', [game, version, name, schedule]);
    if (row === undefined) return true;
    const [year, day] = dayOfYear(now);
    if (schedule === 'weekly') return Number(row['done_day']) !== weekInDays(now);
    return Number(row['done_year']) !== year || Number(row['done_day']) !== day;
  }

  async markDone(game: string, version: number, name: string, schedule: Schedule, now: number): Promise<void> {
    const [year, day] = dayOfYear(now);
    const row = { game, version, name, schedule, done_year: schedule === 'daily' ? year : null, done_day: schedule === 'daily' ? day : weekInDays(now) };
    await this.sql.upsert('arcade_scheduled_work', row, ['game', 'version', 'name', 'schedule']);
  }
}

const toSetting = (row: Row): TimedSetting => ({ start: Number(row['start_time']), end: Number(row['end_time']), doc: docOf(row) });

/** A lobby or play session: the id and time are the row's own. */
export interface Meeting {
  id: number;
  userId: UserId;
  time: number;
  doc: Doc;
}

/** How long a lobby or play session is seen (core spec 7). */
export const MEETING_SECONDS = 3600;

/** Lobbies and play sessions (core spec 7): one per player and version; saving again keeps the id and refreshes the time. */
export class Meetings {
  constructor(private readonly sql: Sql, private readonly table: 'arcade_lobbies' | 'arcade_play_sessions') {}

  async save(game: string, version: number, userId: UserId, now: number, doc: Doc): Promise<number> {
    // Id and time are the row's: what a game sends back of them is not kept.
    const { id: _id, time: _time, ...data } = doc.values;
    const row = { user_id: userId, game, version, saved_at: now, data: encodeDocument(data) };
    await this.sql.upsert(this.table, row, ['user_id', 'game', 'version']);
    return Number((await this.sql.first(`SELECT id FROM ${this.table} WHERE user_id = ? AND game = ? AND version = ?`, [userId, game, version]))?.['id']);
  }

  async of(game: string, version: number, userId: UserId, now: number): Promise<Meeting | undefined> {
    const row = await this.sql.first(`SELECT id, user_id, saved_at, data FROM ${this.table} WHERE user_id = ? AND game = ? AND version = ? AND saved_at > ?`, [userId, game, version, now - MEETING_SECONDS]);
    return row === undefined ? undefined : toMeeting(row);
  }

  async list(game: string, version: number, now: number, maxAge = MEETING_SECONDS): Promise<Meeting[]> {
    const rows = await this.sql.all(`SELECT id, user_id, saved_at, data FROM ${this.table} WHERE game = ? AND version = ? AND saved_at > ? ORDER BY id`, [game, version, now - Math.min(maxAge, MEETING_SECONDS)]);
    return rows.map(toMeeting);
  }

  /** Ends one, and clears away those that are no longer seen. */
  async remove(id: number, now: number): Promise<void> {
    await this.sql.run(`DELETE FROM ${this.table} WHERE id = ? OR saved_at <= ?`, [id, now - MEETING_SECONDS]);
  }

  /** Ends a player's own, and clears away those that are no longer seen. */
  async removeOf(game: string, version: number, userId: UserId, now: number): Promise<void> {
    await this.sql.run(`DELETE FROM ${this.table} WHERE (game = ? AND version = ? AND user_id = ?) OR saved_at <= ?`, [game, version, userId, now - MEETING_SECONDS]);
  }
}

const toMeeting = (row: Row): Meeting => ({ id: Number(row['id']), userId: Number(row['user_id']), time: Number(row['saved_at']), doc: docOf(row) });
