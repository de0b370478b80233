import { Injectable } from '@nestjs/common';
import { DomainError } from '@rumpus/errors';

import { GameRegistry } from '../dispatch/registry.js';
import { ArcadeData } from '../store/arcade-data.js';
import { formatExtid, parseExtid } from '../store/ids.js';
import type { UserId } from '../store/players.js';
import type { Row, SqlValue } from '../store/sql.js';
import { listOf } from '../store/sql.js';
import { Accounts, type AccountView } from './accounts.js';
import { cardIdOf, type CardView, toCard } from './players.service.js';

export interface PlayerSummary {
  id: UserId;
  /** The name of the newest profile; empty without one. */
  name: string;
  account: AccountView | null;
  /** Known from another network only: he has no card and no profile here. */
  remote: boolean;
  cards: CardView[];
  extids: { series: string; extid: string }[];
  games: { series: string; version: number; game: string; name: string }[];
  /** PASELI over all arcades. */
  balance: number;
  plays: number;
  last_play: string | null;
  created_at: string;
}

export interface CardLine extends CardView {
  player: UserId;
  player_name: string;
  account: AccountView | null;
}

export interface ListQuery {
  q?: string | undefined;
  limit: number;
  offset: number;
}

/** Profiles whose document has the text somewhere are read to see whether it is the name; more than this many are not. */
const MOST_CANDIDATES = 500;
const FULL_WIDTH_OFFSET = 0xfee0;
/** Half-width text as games with full-width names keep it. */
const wide = (text: string): string => text.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + FULL_WIDTH_OFFSET));
/** `%`, `_` and `!` stand for themselves behind the escape. */
const like = (text: string): string => `%${text.replaceAll(/[%_!]/g, (sign) => `!${sign}`)}%`;
const LIKE = "LIKE ? ESCAPE '!'";

/** Lists of players and cards, for those who run the network (core spec 16.4). */
@Injectable()
export class PlayerList {
  constructor(private readonly data: ArcadeData, private readonly registry: GameRegistry, private readonly accounts: Accounts) {}

  /** Newest first. The text may be a card, a card number, a player number, a name in a game, or the name of an account. */
  async players({ q, limit, offset }: ListQuery, remote = false): Promise<{ items: PlayerSummary[]; total: number }> {
    const filter = await this.playerFilter(q?.trim() ?? '');
    const { values } = filter;
    const where = remote ? filter.where : `u.remote_card IS NULL AND ${filter.where}`;
    const total = Number((await this.data.sql.first(`SELECT COUNT(*) AS total FROM arcade_users u WHERE ${where}`, values))?.['total'] ?? 0);
    const rows = await this.data.sql.all(`SELECT u.id FROM arcade_users u WHERE ${where} ORDER BY u.id DESC LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)}`, values);
    return { items: await this.summaries(rows.map((row) => Number(row['id']))), total };
  }

  /** In the order given; players that do not exist are left out. */
  async summaries(ids: readonly UserId[]): Promise<PlayerSummary[]> {
    if (ids.length === 0) return [];
    const of = (statement: string): Promise<Row[]> => this.data.sql.all(statement.replace('?', listOf(ids)), [...ids]);
    const [users, cards, extids, balances] = [
      await of('SELECT id, account_id, remote_card, created_at FROM arcade_users WHERE id IN (?)'), await this.data.players.namedCards(ids),
      await of('SELECT user_id, game, extid FROM arcade_extids WHERE user_id IN (?) ORDER BY game'), await of('SELECT user_id, SUM(balance) AS balance FROM arcade_balances WHERE user_id IN (?) GROUP BY user_id'),
    ];
    const accounts = await this.accounts.byIds(users.map((row) => Number(row['account_id'])).filter((id) => id > 0));
    const games = await this.gamesOf(ids);
    const plays = await this.playsOf(ids);
    const mine = (rows: readonly Row[], id: UserId): Row[] => rows.filter((row) => Number(row['user_id']) === id);
    const byId = new Map(users.map((row) => [Number(row['id']), row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      if (row === undefined) return [];
      const own = games.get(id) ?? [];
      return [{
        id, name: own.find(({ name }) => name !== '')?.name ?? '', account: accounts.get(Number(row['account_id'])) ?? null, remote: row['remote_card'] !== null,
        cards: cards.filter(({ userId }) => userId === id).map(toCard), extids: mine(extids, id).map((one) => ({ series: String(one['game']), extid: formatExtid(Number(one['extid'])) })),
        games: own, balance: Number(mine(balances, id)[0]?.['balance'] ?? 0), plays: plays.get(id)?.plays ?? 0, last_play: isoOrNull(plays.get(id)?.last ?? 0), created_at: new Date(Number(row['created_at'])).toISOString(),
      }];
    });
  }

  /** All cards with their players, by card. The text is searched as for players. */
  async cards({ q, limit, offset }: ListQuery): Promise<{ items: CardLine[]; total: number }> {
    const { where, values } = await this.playerFilter(q?.trim() ?? '');
    const from = `FROM arcade_cards k JOIN arcade_users u ON u.id = k.user_id WHERE ${where}`;
    const total = Number((await this.data.sql.first(`SELECT COUNT(*) AS total ${from}`, values))?.['total'] ?? 0);
    const rows = await this.data.sql.all(`SELECT k.card, k.label, u.id ${from} ORDER BY k.card LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)}`, values);
    const players = new Map((await this.summaries([...new Set(rows.map((row) => Number(row['id'])))])).map((player) => [player.id, player]));
    const items = rows.map((row) => {
      const player = players.get(Number(row['id']));
      return { ...toCard({ card: String(row['card']), label: row['label'] === null ? null : String(row['label']) }), player: Number(row['id']), player_name: player?.name ?? '', account: player?.account ?? null };
    });
    return { items, total };
  }

  private async playerFilter(text: string): Promise<{ where: string; values: SqlValue[] }> {
    if (text === '') return { where: '1 = 1', values: [] };
    const extid = parseExtid(text);
    if (extid !== undefined) return { where: 'u.id IN (SELECT user_id FROM arcade_extids WHERE extid = ?)', values: [extid] };
    const card = cardOf(text);
    if (card !== undefined) return { where: '(u.remote_card = ? OR u.id IN (SELECT user_id FROM arcade_cards WHERE card = ?))', values: [card, card] };
    const clauses = [`u.id IN (SELECT user_id FROM arcade_cards WHERE card ${LIKE})`];
    const values: SqlValue[] = [like(text.toUpperCase())];
    const found = [...(await this.namedLike(text))];
    if (found.length > 0) {
      clauses.push(`u.id IN (${listOf(found)})`);
      values.push(...found);
    }
    const accounts = await this.accounts.search(text);
    if (accounts.length > 0) {
      clauses.push(`u.account_id IN (${listOf(accounts)})`);
      values.push(...accounts);
    }
    return { where: `(${clauses.join(' OR ')})`, values };
  }

  /** Players with the text in their name in some game. Names stand inside documents, so the database finds candidates and the game's page decides. */
  private async namedLike(text: string): Promise<Set<UserId>> {
    const spellings = [...new Set([text, text.toUpperCase(), wide(text), wide(text.toUpperCase())])];
    const where = spellings.map(() => `data ${LIKE}`).join(' OR ');
    const rows = await this.data.sql.all(`SELECT DISTINCT user_id FROM arcade_profiles WHERE ${where} LIMIT ${MOST_CANDIDATES}`, spellings.map(like));
    const wanted = text.toLowerCase().normalize('NFKC');
    const games = await this.gamesOf(rows.map((row) => Number(row['user_id'])));
    return new Set([...games].filter(([, own]) => own.some(({ name }) => name.normalize('NFKC').toLowerCase().includes(wanted))).map(([id]) => id));
  }

  /** Profiles by player, newest version first. */
  private async gamesOf(ids: readonly UserId[]): Promise<Map<UserId, PlayerSummary['games']>> {
    const games = new Map<UserId, PlayerSummary['games']>();
    for (const profile of await this.data.profiles.ofPlayers(ids)) {
      const version = this.registry.series(profile.game)?.versions.find((one) => one.version === profile.version);
      if (version?.page === undefined) continue;
      const own = games.get(profile.userId) ?? [];
      games.set(profile.userId, [{ series: profile.game, version: profile.version, game: version.name, name: version.page.name(profile.doc) }, ...own]);
    }
    return games;
  }

  private async playsOf(ids: readonly UserId[]): Promise<Map<UserId, { plays: number; last: number }>> {
    const plays = new Map<UserId, { plays: number; last: number }>();
    for (const { userId, doc } of await this.data.statistics.ofPlayers(ids)) {
      const known = plays.get(userId) ?? { plays: 0, last: 0 };
      plays.set(userId, { plays: known.plays + doc.int('total_plays'), last: Math.max(known.last, doc.int('last_play_timestamp')) });
    }
    return plays;
  }
}

const isoOrNull = (time: number): string | null => (time > 0 ? new Date(time * 1000).toISOString() : null);

/** The id of a whole card or card number; undefined for any other text. */
function cardOf(text: string): string | undefined {
  try {
    return cardIdOf(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
