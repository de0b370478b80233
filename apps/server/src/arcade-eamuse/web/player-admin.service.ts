import { Injectable } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';
import { conflict, invalid, notFound } from '@rumpus/errors';
import { isUniqueViolation } from '@rumpus/persistence';

import { isCardPin, PinBox } from '../core/pins.js';
import { GameRegistry } from '../dispatch/registry.js';
import type { Tables } from '../store/arcade-data.js';
import { ArcadeData } from '../store/arcade-data.js';
import type { DocValue } from '../store/document.js';
import { formatExtid, newExtid, parseExtid } from '../store/ids.js';
import type { UserId } from '../store/players.js';
import { Accounts } from './accounts.js';
import { cardIdOf, cardName, PlayersService, type ProfileView } from './players.service.js';
import { PlayerList, type PlayerSummary } from './player-list.js';

export interface PlayerDetail extends PlayerSummary {
  profiles: ProfileView[];
  balances: { arcade: number; arcade_name: string; balance: number }[];
  /** Whether his PIN is refused at the moment, after wrong ones. */
  pin_refused: boolean;
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const EXTID_ATTEMPTS = 20;
/** What belongs to a profile of one version; scores belong to the series and stay. */
const PROFILE_TABLES = ['arcade_profiles', 'arcade_achievements', 'arcade_timed_achievements', 'arcade_links', 'arcade_lobbies', 'arcade_play_sessions'];

/** What those who run the network may do to a player (core spec 16.4). Everything leaves an entry in the audit. */
@Injectable()
export class PlayerAdminService {
  constructor(
    private readonly data: ArcadeData,
    private readonly registry: GameRegistry,
    private readonly pins: PinBox,
    private readonly list: PlayerList,
    private readonly players: PlayersService,
    private readonly accounts: Accounts,
  ) {}

  async detail(id: UserId): Promise<PlayerDetail> {
    const [summary] = await this.list.summaries([id]);
    if (summary === undefined) throw notFound('There is no such player');
    const { profiles } = await this.players.view(id);
    const balances = await this.data.sql.all('SELECT b.arcade_id, b.balance, a.name FROM arcade_balances b LEFT JOIN arcade_arcades a ON a.id = b.arcade_id WHERE b.user_id = ? ORDER BY b.arcade_id', [id]);
    return {
      ...summary, profiles, pin_refused: this.pins.isCardRefused(id, seconds()),
      balances: balances.map((row) => ({ arcade: Number(row['arcade_id']), arcade_name: String(row['name'] ?? ''), balance: Number(row['balance']) })),
    };
  }

  /** Sets a new PIN, and forgets the wrong ones that were tried. */
  async resetPin(caller: Principal, id: UserId, pin: string): Promise<void> {
    await this.demandLocal(id);
    if (!isCardPin(pin)) throw invalid('A PIN has four digits', 'pin');
    await this.data.transaction(async (tables) => {
      await tables.players.setSealedPin(id, this.pins.sealCard(id, pin));
      await note(tables, caller, 'pin reset', { player: id });
    });
    this.pins.forgive(id);
  }

  /** Connects a player with an account, or with none. */
  async setAccount(caller: Principal, id: UserId, username: string | null): Promise<void> {
    await this.demandLocal(id);
    const account = username === null ? null : await this.accounts.byName(username);
    try {
      await this.data.transaction(async (tables) => {
        await tables.sql.run('UPDATE arcade_users SET account_id = ? WHERE id = ?', [account?.id ?? null, id]);
        await note(tables, caller, 'account', { player: id, account: account?.username ?? null });
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict('This account has a player already', { code: 'account_taken' });
      throw error;
    }
  }

  /** Gives a player another number in a series: the one given, or a new one. */
  async setExtid(caller: Principal, id: UserId, series: string, wanted: string | undefined): Promise<{ extid: string }> {
    await this.demandLocal(id);
    if (this.registry.series(series) === undefined) throw notFound('This network does not serve that series');
    const extid = wanted === undefined ? undefined : parseExtid(wanted);
    if (wanted !== undefined && (extid === undefined || extid < 10_000_000)) throw invalid('A player number looks like 1234-5678', 'extid');
    return this.data.transaction(async (tables) => {
      await tables.players.extid(series, id);
      const chosen = extid ?? (await freeExtid(tables));
      const owner = await tables.sql.first('SELECT user_id, game FROM arcade_extids WHERE extid = ?', [chosen]);
      if (owner !== undefined && (Number(owner['user_id']) !== id || owner['game'] !== series)) throw conflict('Somebody has this number already', { field: 'extid' });
      await tables.sql.run('UPDATE arcade_extids SET extid = ? WHERE user_id = ? AND game = ?', [chosen, id, series]);
      await note(tables, caller, 'player number', { player: id, series });
      return { extid: formatExtid(chosen) };
    });
  }

  /** Gives a card nobody has to a player. */
  async addCard(caller: Principal, id: UserId, text: string): Promise<void> {
    await this.demandLocal(id);
    const card = cardIdOf(text);
    await this.data.transaction(async (tables) => {
      if (!(await tables.players.addCard(id, card))) throw conflict('This card belongs to a player already', { code: 'card_taken' });
      await note(tables, caller, 'card added', { player: id, card });
    });
  }

  /** Gives a card a name, or none. */
  async nameCard(caller: Principal, card: string, name: string | null): Promise<void> {
    await this.data.transaction(async (tables) => {
      const player = await tables.players.byCard(card);
      if (player === undefined || !(await tables.players.nameCard(card, cardName(name)))) throw notFound('Nobody has this card');
      await note(tables, caller, 'card named', { player, card, name: cardName(name) });
    });
  }

  /** Moves a card to another player. What the first one played stays his. */
  async moveCard(caller: Principal, card: string, to: UserId): Promise<void> {
    await this.demandLocal(to);
    await this.data.transaction(async (tables) => {
      const from = await tables.players.byCard(card);
      if (from === undefined) throw notFound('Nobody has this card');
      if (from === to) return;
      await tables.sql.run('UPDATE arcade_cards SET user_id = ? WHERE card = ?', [to, card.toUpperCase()]);
      await note(tables, caller, 'card moved', { player: to, from, card });
    });
  }

  /** Takes a card away. The player keeps everything else; the next use of the card makes a new player. */
  async removeCard(caller: Principal, card: string): Promise<void> {
    await this.data.transaction(async (tables) => {
      const from = await tables.players.byCard(card);
      if (from === undefined) throw notFound('Nobody has this card');
      await tables.players.removeCard(from, card);
      await note(tables, caller, 'card removed', { player: from, card });
    });
  }

  /** Deletes a player's profile of one version. His scores stay, and all of it can be taken back. @returns the change to undo */
  async deleteProfile(caller: Principal, id: UserId, series: string, version: number): Promise<{ change: number }> {
    const game = this.registry.series(series)?.versions.find((one) => one.version === version);
    if (game === undefined) throw notFound('The series has no such version');
    return this.data.forPlayer(id, async (tables) => {
      const profile = await tables.profiles.get(series, version, id);
      if (profile === undefined) throw notFound('The player has no profile in this version');
      const name = game.page?.name(profile.doc) ?? '';
      const journal = await tables.changes.begin({ kind: 'profile-deletion', title: `${game.name}: ${name}`, accountId: caller.id, now: seconds() });
      let rows = 0;
      for (const table of PROFILE_TABLES) rows += await journal.removeWhere(table, { user_id: id, game: series, version });
      await journal.report({ player: id, series, version, name, rows });
      await note(tables, caller, 'profile deleted', { player: id, series, version, change: journal.id });
      return { change: journal.id };
    });
  }

  private async demandLocal(id: UserId): Promise<void> {
    const row = await this.data.sql.first('SELECT remote_card FROM arcade_users WHERE id = ?', [id]);
    if (row === undefined) throw notFound('There is no such player');
    if (row['remote_card'] !== null) throw conflict('This player belongs to another network', { code: 'player_remote' });
  }
}

async function freeExtid(tables: Tables): Promise<number> {
  for (let attempt = 0; attempt < EXTID_ATTEMPTS; attempt++) {
    const extid = newExtid();
    if ((await tables.sql.first('SELECT id FROM arcade_extids WHERE extid = ?', [extid])) === undefined) return extid;
  }
  throw new Error('no free player number was found');
}

/** Who did what, in the arcade's audit. */
export async function note(tables: Tables, caller: Principal, action: string, details: Readonly<Record<string, DocValue>> & { player?: UserId; arcade?: number }): Promise<void> {
  const { player, arcade, ...rest } = details;
  await tables.audit.put('admin', { action, account: caller.id, username: caller.username, ...rest }, seconds(), { userId: player, arcadeId: arcade });
}
