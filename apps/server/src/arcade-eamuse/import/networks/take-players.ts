import type { PinBox } from '../../core/pins.js';
import { isCardPin } from '../../core/pins.js';
import { canonical, cardOfRemoteUser, isCardId, newRefid } from '../../store/ids.js';
import type { UserId } from '../../store/players.js';
import type { ImportRun, ImportWriter } from '../import-writer.js';

/** A player of another server: whom his cards and refids say he is. */
export interface ForeignPlayer {
  /** His number there, as text. */
  id: string;
  pin: string | undefined;
  cards: readonly string[];
  refids: readonly ForeignRefid[];
}
export interface ForeignRefid {
  refid: string;
  game: string;
  version: number;
}

/** A profile's place here. */
export interface ProfilePlace {
  userId: UserId;
  game: string;
  version: number;
}

/** Who of another server is who here. */
export class PlayerMap {
  readonly users = new Map<string, UserId>();
  readonly refids = new Map<string, ProfilePlace>();

  constructor(private readonly run: ImportRun, private readonly pins: PinBox, private readonly now: number) {}

  /** A player who has one of the cards, or one of the refids, is the same one; else he is made, with his PIN. */
  async take(writer: ImportWriter, player: ForeignPlayer): Promise<void> {
    const cards = player.cards.map(canonical).filter(isCardId);
    const known = await this.knownAs(writer, cards, player.refids);
    const userId = known ?? (await this.make(writer, player));
    writer.count('players', known === undefined ? 'added' : 'kept');
    this.users.set(player.id, userId);
    for (const card of cards) await this.takeCard(writer, card, userId);
    for (const refid of player.refids) await this.takeRefid(writer, refid, userId);
  }

  /** The player of a number there: a local one, or one whom that server knew only from others. */
  async idOf(writer: ImportWriter, id: string): Promise<UserId | undefined> {
    const known = this.users.get(id);
    if (known !== undefined || !/^\d{1,20}$/.test(id)) return known;
    const card = cardOfRemoteUser(BigInt(id));
    if (card === undefined) return undefined;
    const local = await writer.find('arcade_cards', { card });
    const remote = local ?? (await writer.find('arcade_users', { remote_card: card }));
    // Nothing is remembered: a batch that lost a race is written again, with other row numbers.
    if (remote === undefined) return writer.insert('arcade_users', { remote_card: card, created_at: this.now * 1000 });
    return Number(local === undefined ? remote['id'] : local['user_id']);
  }

  private async knownAs(writer: ImportWriter, cards: readonly string[], refids: readonly ForeignRefid[]): Promise<UserId | undefined> {
    for (const card of cards) {
      const row = await writer.find('arcade_cards', { card });
      if (row !== undefined) return Number(row['user_id']);
    }
    for (const { refid, game, version } of refids) {
      const row = await writer.find('arcade_refids', { refid: canonical(refid), game, version });
      if (row !== undefined) return Number(row['user_id']);
    }
    return undefined;
  }

  private async make(writer: ImportWriter, { pin }: ForeignPlayer): Promise<UserId> {
    const userId = await writer.insert('arcade_users', { created_at: this.now * 1000 });
    // The seal names the player's row, so the row comes first.
    if (isCardPin(pin)) await writer.update('arcade_users', userId, { pin: this.pins.sealCard(userId, pin) });
    else this.run.note('a player had no PIN of four digits: an admin has to set one');
    return userId;
  }

  private async takeCard(writer: ImportWriter, card: string, userId: UserId): Promise<void> {
    const row = await writer.find('arcade_cards', { card });
    if (row !== undefined && Number(row['user_id']) !== userId) this.run.note('a card belongs to another player here');
    await writer.add('cards', 'arcade_cards', { card }, { user_id: userId });
  }

  /** Games find their player by a refid: it is taken over as it is, unless somebody here has it. */
  private async takeRefid(writer: ImportWriter, { refid, game, version }: ForeignRefid, userId: UserId): Promise<void> {
    this.refids.set(refid, { userId, game, version });
    const isTaken = (await writer.find('arcade_refids', { refid: canonical(refid) })) !== undefined;
    await writer.add('profile keys', 'arcade_refids', { user_id: userId, game, version }, { refid: isTaken ? newRefid() : canonical(refid) });
  }
}
