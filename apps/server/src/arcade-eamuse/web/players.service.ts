import { Injectable } from '@nestjs/common';
import { CardError, cardTypeOf, decodeCardNumber, encodeCardNumber } from '@rumpus/eamuse-protocol';
import { conflict, forbidden, invalid, notFound, tooMany } from '@rumpus/errors';

import { isCardPin, PinBox } from '../core/pins.js';
import { GameRegistry } from '../dispatch/registry.js';
import { ArcadeData } from '../store/arcade-data.js';
import { formatExtid, isCardId } from '../store/ids.js';
import type { UserId } from '../store/players.js';

export interface CardView {
  /** What its player calls it. */
  name: string | null;
  card: string;
  /** The printed number; null for a card that has none. */
  number: string | null;
}

export interface ProfileView {
  series: string;
  version: number;
  game: string;
  name: string;
  extid: string;
  details: Readonly<Record<string, string>>;
}

export interface PlayerView {
  id: UserId;
  cards: CardView[];
  profiles: ProfileView[];
}

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Players and the accounts of the house they belong to. */
@Injectable()
export class PlayersService {
  constructor(private readonly data: ArcadeData, private readonly registry: GameRegistry, private readonly pins: PinBox) {}

  /** The player of an account, or undefined when it has claimed no card yet. */
  async ofAccount(accountId: number): Promise<UserId | undefined> {
    const row = await this.data.sql.first('SELECT id FROM arcade_users WHERE account_id = ?', [accountId]);
    return row === undefined ? undefined : Number(row['id']);
  }

  async mine(accountId: number): Promise<UserId> {
    const userId = await this.ofAccount(accountId);
    if (userId === undefined) throw notFound('This account has no e-amusement pass yet: claim one with its number and PIN');
    return userId;
  }

  async view(userId: UserId): Promise<PlayerView> {
    const cards = (await this.data.players.namedCards([userId])).map(toCard);
    const profiles: ProfileView[] = [];
    for (const series of this.registry.all()) {
      for (const version of series.versions) {
        const profile = await this.data.profiles.get(series.series, version.version, userId);
        if (profile === undefined || version.page === undefined) continue;
        profiles.push({ series: series.series, version: version.version, game: version.name, name: version.page.name(profile.doc), extid: formatExtid(profile.extid), details: version.page.details?.(profile.doc) ?? {} });
      }
    }
    return { id: userId, cards, profiles };
  }

  /** Takes a card's player over: the card was used on this network, nobody claimed it, and its PIN is known. */
  async claim(accountId: number, number: string, pin: string): Promise<PlayerView> {
    const userId = await this.data.players.byCard(cardIdOf(number));
    if (userId === undefined) throw notFound('This card was never used here', { code: 'card_unknown' });
    await this.demandPin(userId, pin);
    if ((await this.ofAccount(accountId)) !== undefined) throw conflict('This account has a player already: add the card to it');
    const claimed = await this.data.sql.run('UPDATE arcade_users SET account_id = ? WHERE id = ? AND account_id IS NULL', [accountId, userId]);
    if (claimed === 0) throw conflict('Another account has claimed this card');
    return this.view(userId);
  }

  async addCard(accountId: number, number: string): Promise<PlayerView> {
    const userId = await this.mine(accountId);
    const card = cardIdOf(number);
    if (!(await this.data.transaction(({ players }) => players.addCard(userId, card)))) throw conflict('This card belongs to a player already');
    return this.view(userId);
  }

  async removeCard(accountId: number, card: string): Promise<PlayerView> {
    const userId = await this.mine(accountId);
    if (!(await this.data.players.removeCard(userId, card))) throw notFound('You have no such card');
    return this.view(userId);
  }

  /** Gives one of the player's own cards a name, or none. */
  async nameCard(accountId: number, card: string, name: string | null): Promise<PlayerView> {
    const userId = await this.mine(accountId);
    if (!(await this.data.players.nameCard(card, cardName(name), userId))) throw notFound('You have no such card');
    return this.view(userId);
  }

  async changePin(accountId: number, oldPin: string, newPin: string): Promise<void> {
    const userId = await this.mine(accountId);
    if (!isCardPin(newPin)) throw invalid('A PIN has four digits', 'new_pin');
    await this.demandPin(userId, oldPin);
    await this.data.players.setSealedPin(userId, this.pins.sealCard(userId, newPin));
  }

  private async demandPin(userId: UserId, pin: string): Promise<void> {
    const state = this.pins.checkCard(userId, await this.data.players.sealedPin(userId), pin, 'web', seconds());
    if (state) return;
    if (this.pins.isCardRefused(userId, seconds())) throw tooMany('Too many wrong PINs', 300);
    throw forbidden('Wrong PIN', { code: 'wrong_pin' });
  }
}

/** A card with the number printed on it, and what its player calls it. */
export const toCard = ({ card, label }: { card: string; label: string | null }): CardView => ({ card, name: label, number: cardTypeOf(card) === undefined ? null : encodeCardNumber(card) });

/** A name for a card, of one line; null for an empty one. */
export const cardName = (name: string | null): string | null => name?.replaceAll(/\s+/g, ' ').trim().slice(0, 64) || null;

/** The id of a card given by its printed number or its id. @throws DomainError `invalid` */
export function cardIdOf(text: string): string {
  const plain = text.replaceAll(/[\s-]/g, '');
  if (isCardId(plain) && cardTypeOf(plain) !== undefined) return plain.toUpperCase();
  try {
    return decodeCardNumber(text);
  } catch (error) {
    if (error instanceof CardError) throw invalid(error.message, 'card');
    throw error;
  }
}
