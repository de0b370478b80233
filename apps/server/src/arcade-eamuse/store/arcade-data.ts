import type { ArcadeDatabase } from './arcade-database.js';
import { Changes } from './changes.js';
import { Machines } from './machines.js';
import { Music } from './music.js';
import { Audit, Balances, Calendar, Links, Meetings, Sessions } from './network.js';
import { ANONYMOUS, Players, type UserId } from './players.js';
import { Profiles } from './profiles.js';
import { Progress } from './progress.js';
import { Scores } from './scores.js';
import type { Sql } from './sql.js';
import { Statistics } from './statistics.js';

/** All that the network knows, over one connection: the database at large, or a transaction. */
export class Tables {
  readonly players: Players;
  readonly profiles: Profiles;
  readonly progress: Progress;
  readonly statistics: Statistics;
  readonly machines: Machines;
  readonly music: Music;
  readonly scores: Scores;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly balances: Balances;
  readonly audit: Audit;
  readonly calendar: Calendar;
  readonly lobbies: Meetings;
  readonly playSessions: Meetings;
  readonly changes: Changes;

  constructor(readonly sql: Sql) {
    this.players = new Players(sql);
    this.profiles = new Profiles(sql);
    this.progress = new Progress(sql);
    this.statistics = new Statistics(sql);
    this.machines = new Machines(sql);
    this.music = new Music(sql);
    this.scores = new Scores(sql);
    this.links = new Links(sql);
    this.sessions = new Sessions(sql);
    this.balances = new Balances(sql);
    this.audit = new Audit(sql);
    this.calendar = new Calendar(sql);
    this.lobbies = new Meetings(sql, 'arcade_lobbies');
    this.playSessions = new Meetings(sql, 'arcade_play_sessions');
    this.changes = new Changes(sql);
  }
}

/** The tables, and transactions over them. */
export class ArcadeData extends Tables {
  constructor(private readonly database: ArcadeDatabase) {
    super(database);
  }

  /** All or nothing; a lost race is run again. */
  transaction<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.database.transaction((sql) => work(new Tables(sql)));
  }

  /** A transaction that no other writer of this player's data overtakes. */
  forPlayer<T>(userId: UserId, work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.transaction(async (tables) => {
      if (userId !== ANONYMOUS) await tables.players.lock(userId);
      return work(tables);
    });
  }
}
