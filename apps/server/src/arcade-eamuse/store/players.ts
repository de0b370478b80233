import { canonical, newExtid, newRefid } from './ids.js';
import { listOf, type Row, type Sql } from './sql.js';

/** A player's row number. Players known only from a peer have rows too, marked by their card. */
export type UserId = number;

/** Nobody: plays without a card. */
export const ANONYMOUS: UserId = 0;

export interface PlayerIds {
  userId: UserId;
  refid: string;
  extid: number;
}

const ID_ATTEMPTS = 20;

/** Users, cards and the ids that games know them by (core spec 9.4). */
export class Players {
  constructor(private readonly sql: Sql) {}

  /** The local player of a card; remote players are none. */
  async byCard(card: string): Promise<UserId | undefined> {
    return idOf(await this.sql.first('SELECT user_id FROM arcade_cards WHERE card = ?', [canonical(card)]));
  }

  /** The local players of some cards, by card. */
  async byCards(cards: readonly string[]): Promise<Map<string, UserId>> {
    const found = new Map<string, UserId>();
    const wanted = [...new Set(cards.map(canonical))];
    for (let at = 0; at < wanted.length; at += 500) {
      const some = wanted.slice(at, at + 500);
      for (const row of await this.sql.all(`SELECT card, user_id FROM arcade_cards WHERE card IN (${listOf(some)})`, some)) found.set(String(row['card']), Number(row['user_id']));
    }
    return found;
  }

  async byRefid(game: string, version: number, refid: string | undefined): Promise<UserId | undefined> {
    if (refid === undefined || refid === '') return undefined;
    return idOf(await this.sql.first('SELECT user_id FROM arcade_refids WHERE refid = ? AND game = ? AND version = ?', [canonical(refid), game, version]));
  }

  async byExtid(game: string, extid: number): Promise<UserId | undefined> {
    return idOf(await this.sql.first('SELECT user_id FROM arcade_extids WHERE extid = ? AND game = ?', [extid, game]));
  }

  /** Cards of a player in the order in which they were added. */
  async cardsOf(userId: UserId): Promise<string[]> {
    return (await this.sql.all('SELECT card FROM arcade_cards WHERE user_id = ? ORDER BY id', [userId])).map((row) => String(row['card']));
  }

  /** Cards of some players with what they are called, in the order in which they were added. */
  async namedCards(userIds: readonly UserId[]): Promise<{ userId: UserId; card: string; label: string | null }[]> {
    if (userIds.length === 0) return [];
    const rows = await this.sql.all(`SELECT user_id, card, label FROM arcade_cards WHERE user_id IN (${listOf(userIds)}) ORDER BY id`, userIds);
    return rows.map((row) => ({ userId: Number(row['user_id']), card: String(row['card']), label: row['label'] === null ? null : String(row['label']) }));
  }

  /** Gives a card a name, or none. @returns false when nobody has it (or not this player) */
  async nameCard(card: string, label: string | null, owner?: UserId): Promise<boolean> {
    const mine = owner === undefined ? '' : ' AND user_id = ?';
    const known = await this.sql.first(`SELECT id FROM arcade_cards WHERE card = ?${mine}`, owner === undefined ? [canonical(card)] : [canonical(card), owner]);
    if (known !== undefined) await this.sql.run('UPDATE arcade_cards SET label = ? WHERE id = ?', [label, known['id'] ?? 0]);
    return known !== undefined;
  }

  async sealedPin(userId: UserId): Promise<string | undefined> {
    const row = await this.sql.first('SELECT pin FROM arcade_users WHERE id = ?', [userId]);
    return row?.['pin'] === null || row === undefined ? undefined : String(row['pin']);
  }

  async setSealedPin(userId: UserId, pin: string): Promise<void> {
    await this.sql.run('UPDATE arcade_users SET pin = ? WHERE id = ?', [pin, userId]);
  }

  /**
   * Makes a player of a card nobody has. A player known from a peer by this card becomes a local one and keeps his ids and rivals.
   * Run it in a transaction. @returns undefined when the card is taken
   */
  async register(card: string, now: number): Promise<UserId | undefined> {
    const id = canonical(card);
    if ((await this.byCard(id)) !== undefined) return undefined;
    const remote = idOf(await this.sql.first('SELECT id AS user_id FROM arcade_users WHERE remote_card = ?', [id]));
    const userId = remote ?? (await this.sql.insert('arcade_users', { created_at: now * 1000 }));
    if (remote !== undefined) await this.sql.run('UPDATE arcade_users SET remote_card = NULL WHERE id = ?', [remote]);
    await this.sql.insert('arcade_cards', { card: id, user_id: userId });
    return userId;
  }

  /** Adds a card to a player. What a peer's player of that card had is dropped, links to him now point here. @returns false when it is taken */
  async addCard(userId: UserId, card: string): Promise<boolean> {
    const id = canonical(card);
    if ((await this.byCard(id)) !== undefined) return false;
    const remote = idOf(await this.sql.first('SELECT id AS user_id FROM arcade_users WHERE remote_card = ?', [id]));
    if (remote !== undefined) {
      const links = await this.sql.all('SELECT id, user_id, game, version, type FROM arcade_links WHERE other_user_id = ?', [remote]);
      for (const link of links) {
        const same = await this.sql.first('SELECT id FROM arcade_links WHERE user_id = ? AND game = ? AND version = ? AND type = ? AND other_user_id = ?',
          [link['user_id'] ?? 0, link['game'] ?? '', link['version'] ?? 0, link['type'] ?? '', userId]);
        if (same === undefined) await this.sql.run('UPDATE arcade_links SET other_user_id = ? WHERE id = ?', [userId, link['id'] ?? 0]);
      }
      await this.sql.run('DELETE FROM arcade_users WHERE id = ?', [remote]);
    }
    await this.sql.insert('arcade_cards', { card: id, user_id: userId });
    return true;
  }

  async removeCard(userId: UserId, card: string): Promise<boolean> {
    return (await this.sql.run('DELETE FROM arcade_cards WHERE user_id = ? AND card = ?', [userId, canonical(card)])) > 0;
  }

  /** The row of a player whom only a peer knows, made when first needed. */
  async remote(card: string, now: number): Promise<UserId> {
    const id = canonical(card);
    const known = idOf(await this.sql.first('SELECT id AS user_id FROM arcade_users WHERE remote_card = ?', [id]));
    if (known !== undefined) return known;
    await this.sql.insertNew('arcade_users', { remote_card: id, created_at: now * 1000 });
    return idOf(await this.sql.first('SELECT id AS user_id FROM arcade_users WHERE remote_card = ?', [id])) ?? ANONYMOUS;
  }

  /** The card of a player whom only a peer knows; undefined for a local one. */
  async remoteCardOf(userId: UserId): Promise<string | undefined> {
    const card = (await this.sql.first('SELECT remote_card FROM arcade_users WHERE id = ?', [userId]))?.['remote_card'];
    return card === null || card === undefined ? undefined : String(card);
  }

  /** The refid of a player for one version, made when first asked for; the extid of the series is made with it. */
  async refid(game: string, version: number, userId: UserId): Promise<string> {
    await this.extid(game, userId);
    const read = () => this.sql.first('SELECT refid FROM arcade_refids WHERE user_id = ? AND game = ? AND version = ?', [userId, game, version]);
    for (let attempt = 0; attempt < ID_ATTEMPTS; attempt++) {
      const row = await read();
      if (row !== undefined) return String(row['refid']);
      await this.sql.insertNew('arcade_refids', { refid: newRefid(), game, version, user_id: userId });
    }
    throw new Error('no free refid was found');
  }

  /** The player number of the series, made when first asked for. */
  async extid(game: string, userId: UserId): Promise<number> {
    for (let attempt = 0; attempt < ID_ATTEMPTS; attempt++) {
      const row = await this.sql.first('SELECT extid FROM arcade_extids WHERE user_id = ? AND game = ?', [userId, game]);
      if (row !== undefined) return Number(row['extid']);
      await this.sql.insertNew('arcade_extids', { game, user_id: userId, extid: newExtid() });
    }
    throw new Error('no free player number was found');
  }

  /** Holds other writers of this player back until the transaction ends; SQLite has one writer anyway. */
  async lock(userId: UserId): Promise<void> {
    if (this.sql.dialect !== 'sqlite') await this.sql.first('SELECT id FROM arcade_users WHERE id = ? FOR UPDATE', [userId]);
  }
}

const idOf = (row: Row | undefined): UserId | undefined => (row === undefined ? undefined : Number(row['user_id']));

