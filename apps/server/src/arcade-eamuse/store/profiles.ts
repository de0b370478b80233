import { decodeDocument, Doc, encodeDocument } from './document.js';
import type { UserId } from './players.js';
import type { Row, Sql } from './sql.js';
import { listOf } from './sql.js';

/** A player's document of one version, with the ids games know him by. */
export interface Profile {
  userId: UserId;
  game: string;
  version: number;
  refid: string;
  extid: number;
  doc: Doc;
}

const SELECT = `SELECT p.user_id, p.game, p.version, p.data, r.refid, e.extid FROM arcade_profiles p
  LEFT JOIN arcade_refids r ON r.user_id = p.user_id AND r.game = p.game AND r.version = p.version
  LEFT JOIN arcade_extids e ON e.user_id = p.user_id AND e.game = p.game`;

const toProfile = (row: Row): Profile => ({
  userId: Number(row['user_id']),
  game: String(row['game']),
  version: Number(row['version']),
  refid: String(row['refid'] ?? ''),
  extid: Number(row['extid'] ?? 0),
  doc: new Doc(decodeDocument(row['data'] as string | null)),
});

/** Documents of players: one per player, series and version (core spec 8, `profile`). */
export class Profiles {
  constructor(private readonly sql: Sql) {}

  async get(game: string, version: number, userId: UserId): Promise<Profile | undefined> {
    const row = await this.sql.first(`${SELECT} WHERE p.user_id = ? AND p.game = ? AND p.version = ?`, [userId, game, version]);
    return row === undefined ? undefined : toProfile(row);
  }

  /** In one statement: who has this refid, and his document if there is one. */
  async byRefid(game: string, version: number, refid: string): Promise<{ userId: UserId; profile: Profile | undefined } | undefined> {
    const row = await this.sql.first(
      `SELECT r.user_id, r.game, r.version, r.refid, p.data, e.extid FROM arcade_refids r
        LEFT JOIN arcade_profiles p ON p.user_id = r.user_id AND p.game = r.game AND p.version = r.version
        LEFT JOIN arcade_extids e ON e.user_id = r.user_id AND e.game = r.game
        WHERE r.refid = ? AND r.game = ? AND r.version = ?`,
      [refid.toUpperCase(), game, version],
    );
    if (row === undefined) return undefined;
    return { userId: Number(row['user_id']), profile: row['data'] === null ? undefined : toProfile(row) };
  }

  async has(game: string, version: number, userId: UserId): Promise<boolean> {
    return (await this.sql.first('SELECT id FROM arcade_profiles WHERE user_id = ? AND game = ? AND version = ?', [userId, game, version])) !== undefined;
  }

  /** Whether the player has a profile in any version of the series. */
  async hasAny(game: string, userId: UserId): Promise<boolean> {
    return (await this.sql.first('SELECT id FROM arcade_profiles WHERE user_id = ? AND game = ?', [userId, game])) !== undefined;
  }

  /** Versions of the series a player has a profile in, ascending. */
  async versionsOf(game: string, userId: UserId): Promise<number[]> {
    return (await this.sql.all('SELECT version FROM arcade_profiles WHERE user_id = ? AND game = ? ORDER BY version', [userId, game])).map((row) => Number(row['version']));
  }

  /** The newest profile of a version below `version`. */
  async older(game: string, version: number, userId: UserId): Promise<Profile | undefined> {
    const row = await this.sql.first(`${SELECT} WHERE p.user_id = ? AND p.game = ? AND p.version < ? ORDER BY p.version DESC LIMIT 1`, [userId, game, version]);
    return row === undefined ? undefined : toProfile(row);
  }

  /** For each player the profile of `version`, else his newest of the series. */
  async any(game: string, version: number, userIds: readonly UserId[]): Promise<Map<UserId, Profile>> {
    const found = new Map<UserId, Profile>();
    for (let at = 0; at < userIds.length; at += 500) {
      const some = userIds.slice(at, at + 500);
      const rows = await this.sql.all(`${SELECT} WHERE p.game = ? AND p.user_id IN (${listOf(some)}) ORDER BY p.version`, [game, ...some]);
      for (const profile of rows.map(toProfile)) {
        if (found.get(profile.userId)?.version !== version) found.set(profile.userId, profile);
      }
    }
    return found;
  }

  /** All profiles of some players, by series and version. */
  async ofPlayers(userIds: readonly UserId[]): Promise<Profile[]> {
    const found: Profile[] = [];
    for (let at = 0; at < userIds.length; at += 500) {
      const some = userIds.slice(at, at + 500);
      found.push(...(await this.sql.all(`${SELECT} WHERE p.user_id IN (${listOf(some)}) ORDER BY p.game DESC, p.version`, some)).map(toProfile));
    }
    return found;
  }

  /** All profiles of a series, or of one version of it. */
  async all(game: string, version?: number): Promise<Profile[]> {
    const rows =
      version === undefined
        ? await this.sql.all(`${SELECT} WHERE p.game = ? ORDER BY p.user_id, p.version`, [game])
        : await this.sql.all(`${SELECT} WHERE p.game = ? AND p.version = ? ORDER BY p.user_id`, [game, version]);
    return rows.map(toProfile);
  }

  async put(game: string, version: number, userId: UserId, doc: Doc): Promise<void> {
    await this.sql.upsert('arcade_profiles', { user_id: userId, game, version, data: encodeDocument(doc.values) }, ['user_id', 'game', 'version']);
  }
}
