import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { formatBansFile, parseBans, parseBansFile, type RconBan } from '@rumpus/battleye-rcon';
import { writeAtomic } from '@rumpus/storage';
import { LanguardError } from '../errors.js';
import { PlayerTracker } from '../players/player-tracker.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { FileModelService } from '../supervision/file-model.service.js';
import type { ArmaBan } from './ban.entity.js';

const MINUTE_MS = 60_000;

/** The bans a game holds. Row numbers change with every removal, so they are read again before each one. */
@Injectable()
export class BansInGame {
  /** One change after the other for each server. */
  private readonly turns = new Map<number, Promise<unknown>>();

  constructor(
    private readonly rcon: RconConnections,
    private readonly tracker: PlayerTracker,
    private readonly models: FileModelService,
  ) {}

  async list(serverId: number): Promise<RconBan[]> {
    return parseBans(await this.rcon.command(serverId, 'bans'));
  }

  async add(serverId: number, ban: Pick<ArmaBan, 'identity' | 'expires_at' | 'reason'>, now: Date): Promise<void> {
    const minutes = ban.expires_at === null ? 0 : Math.max(1, Math.ceil((ban.expires_at.getTime() - now.getTime()) / MINUTE_MS));
    await this.inTurn(serverId, () => this.rcon.command(serverId, `addBan ${ban.identity} ${String(minutes)} ${ban.reason}`.trimEnd()));
  }

  /** Makes BattlEye write its file. */
  async save(serverId: number): Promise<void> {
    await this.rcon.command(serverId, 'writeBans');
  }

  async kick(serverId: number, number: number, reason: string): Promise<void> {
    await this.rcon.command(serverId, `kick ${String(number)} ${reason}`.trimEnd());
  }

  /** A ban does not always kick who is there. */
  async kickBanned(serverId: number, { identity, reason }: Pick<ArmaBan, 'identity' | 'reason'>): Promise<void> {
    for (const player of this.tracker.list(serverId).players) if (player.guid === identity || player.ip === identity) await this.kick(serverId, player.number, reason);
  }

  /** Takes a ban out of a game: by RCon while it runs, in its file while it does not. */
  async remove({ id }: { id: number }, identity: string): Promise<void> {
    if (this.rcon.isConnected(id)) await this.inTurn(id, () => this.removeByRcon(id, identity));
    else await this.removeFromFile(id, identity);
  }

  /** @throws LanguardError `INVALID_TRANSITION` when the game's answer does not say which row is meant */
  private async removeByRcon(serverId: number, identity: string): Promise<void> {
    for (;;) {
      const rows = await this.list(serverId);
      const row = rows.findLast((ban) => ban.identity === identity)?.row;
      if (row === undefined) break;
      if (rows.filter((ban) => ban.row === row).length > 1) throw new LanguardError('INVALID_TRANSITION', 'The game numbers its bans so that this one can’t be told apart; lift it while the server is stopped', { row });
      await this.rcon.command(serverId, `removeBan ${String(row)}`);
      const after = await this.list(serverId);
      const others = (list: readonly RconBan[]): number => list.filter((ban) => ban.identity !== identity).length;
      if (after.length >= rows.length) throw new LanguardError('INVALID_TRANSITION', 'The game did not remove the ban', { row });
      if (others(after) !== others(rows)) throw new LanguardError('INVALID_TRANSITION', 'The game removed another ban; compare the lists', { row });
    }
    await this.save(serverId);
  }

  private async removeFromFile(serverId: number, identity: string): Promise<void> {
    const path = join(this.models.paths(serverId).battleye, 'bans.txt');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    const { bans, rejected } = parseBansFile(text);
    const kept = formatBansFile(bans.filter((ban) => ban.identity !== identity));
    await writeAtomic(path, kept + rejected.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  }

  private async inTurn<T>(serverId: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(serverId) ?? Promise.resolve()).then(work);
    this.turns.set(serverId, turn.catch(() => undefined));
    return turn;
  }
}
