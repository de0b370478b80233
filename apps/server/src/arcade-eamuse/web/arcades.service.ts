import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, notFound } from '@rumpus/errors';
import { isUniqueViolation } from '@rumpus/persistence';
import { randomBytes } from 'node:crypto';

import { isArcadePin, PinBox } from '../core/pins.js';
import { isRegion } from '../core/regions.js';
import { withDefaults } from '../dispatch/call.js';
import type { GameSetting } from '../dispatch/game.js';
import { NetworkSettings } from '../settings/network-settings.js';
import { ArcadeData } from '../store/arcade-data.js';
import { Doc, type DocValue } from '../store/document.js';
import { parsePcbid } from '../store/ids.js';
import type { MachineRecord } from '../store/machines.js';
import type { UserId } from '../store/players.js';
import { cardIdOf, type CardView, toCard } from './players.service.js';
import { SeriesService } from './series.service.js';

export interface ArcadeFields {
  name: string;
  description: string;
  region: number;
  area: string | null;
  paseli_enabled: boolean;
  paseli_infinite: boolean;
  mask_services_url: boolean;
}
export interface ArcadeView extends ArcadeFields {
  id: number;
  machines: number;
}

export interface MachineView {
  id: number;
  pcbid: string;
  name: string;
  description: string;
  port: number;
  arcade_id: number | null;
  game: string | null;
  pinned_version: number | null;
}

export interface MachineChanges {
  description?: string | undefined;
  port?: number | undefined;
  arcade_id?: number | null | undefined;
  game?: string | null | undefined;
  pinned_version?: number | null | undefined;
}

/** PCBIDs that owners make begin so (core spec 16.3). */
const GRANTED_PREFIX = '01201000000000';
const seconds = (): number => Math.floor(Date.now() / 1000);

const toView = ({ arcade, ...machine }: MachineRecord): MachineView => ({
  id: machine.id, pcbid: machine.pcbid, name: machine.name, description: machine.description, port: machine.port, arcade_id: arcade?.id ?? null, game: machine.game ?? null,
  pinned_version: machine.pinnedVersion ?? null,
});

/** Arcades, machines, money and operator settings (core spec 16.3, 16.4). */
@Injectable()
export class ArcadesService {
  constructor(private readonly data: ArcadeData, private readonly pins: PinBox, private readonly games: SeriesService, private readonly network: NetworkSettings) {}

  async arcades(only: 'all' | ReadonlySet<number>): Promise<ArcadeView[]> {
    const rows = await this.data.sql.all('SELECT a.id, a.name, a.description, a.region, a.area, a.data, (SELECT COUNT(*) FROM arcade_machines m WHERE m.arcade_id = a.id) AS machines FROM arcade_arcades a ORDER BY a.id');
    return rows.filter((row) => only === 'all' || only.has(Number(row['id']))).map((row) => {
      const doc = new Doc(JSON.parse(String(row['data'])) as Record<string, DocValue>);
      return {
        id: Number(row['id']), name: String(row['name']), description: String(row['description']), region: Number(row['region']), area: row['area'] === null ? null : String(row['area']),
        paseli_enabled: doc.bool('paseli_enabled'), paseli_infinite: doc.bool('paseli_infinite'), mask_services_url: doc.bool('mask_services_url'), machines: Number(row['machines']),
      };
    });
  }

  async arcade(id: number): Promise<ArcadeView> {
    const [arcade] = await this.arcades(new Set([id]));
    if (arcade === undefined) throw notFound('There is no such arcade');
    return arcade;
  }

  async create(fields: ArcadeFields): Promise<ArcadeView> {
    const id = await this.data.transaction(async (tables) => {
      const made = await tables.sql.insert('arcade_arcades', { ...columnsOf(fields), pin: '' });
      await tables.machines.setSealedPin(made, this.pins.sealArcade(made, '00000000'));
      return made;
    });
    return this.arcade(id);
  }

  async change(id: number, changes: { [K in keyof ArcadeFields]?: ArcadeFields[K] | undefined }): Promise<ArcadeView> {
    const { id: _id, machines: _machines, ...old } = await this.arcade(id);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const columns = columnsOf({ ...old, ...given });
    await this.data.sql.run(`UPDATE arcade_arcades SET ${Object.keys(columns).map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [...Object.values(columns), id]);
    return this.arcade(id);
  }

  /** Its machines stay, outside of any arcade; balances and settings stay too. */
  async remove(id: number): Promise<void> {
    await this.arcade(id);
    await this.data.transaction(async ({ sql }) => {
      await sql.run('UPDATE arcade_machines SET arcade_id = NULL WHERE arcade_id = ?', [id]);
      await sql.run('DELETE FROM arcade_arcades WHERE id = ?', [id]);
    });
  }

  async changePin(id: number, pin: string): Promise<void> {
    await this.arcade(id);
    if (!isArcadePin(pin)) throw invalid('An arcade PIN has eight digits', 'pin');
    await this.data.machines.setSealedPin(id, this.pins.sealArcade(id, pin));
  }

  async machines(arcadeId?: number): Promise<MachineView[]> {
    return (await this.data.machines.all(arcadeId)).map(toView);
  }

  async machine(id: number): Promise<MachineView> {
    const machine = await this.data.machines.byId(id);
    if (machine === undefined) throw notFound('There is no such machine');
    return toView(machine);
  }

  /** A machine with a given PCBID, or with one made here. */
  async addMachine(pcbid: string | undefined, arcadeId: number | undefined): Promise<MachineView> {
    const id = pcbid === undefined ? `${GRANTED_PREFIX}${randomBytes(3).toString('hex').toUpperCase()}` : parsePcbid(pcbid);
    if (id?.length !== 20) throw invalid('A PCBID has 20 hex digits', 'pcbid');
    if ((await this.data.machines.byPcbid(id)) !== undefined) throw conflict('A machine has this PCBID already');
    return toView(await this.data.machines.ensure(id, arcadeId));
  }

  /** An owner's own PCBID, up to the network's limit per arcade; machines pinned to a game do not count. */
  async grantMachine(arcadeId: number): Promise<MachineView> {
    const limit = this.network.current.pcbidSelfGrantLimit;
    if (limit === 0) throw forbidden('This network does not let owners make PCBIDs');
    const own = (await this.machines(arcadeId)).filter(({ game }) => game === null);
    if (own.length >= limit) throw conflict(`An arcade may have ${limit} PCBIDs of its own`);
    return this.addMachine(undefined, arcadeId);
  }

  async changeMachine(id: number, changes: MachineChanges): Promise<MachineView> {
    await this.machine(id);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined) as [string, string | number | null][];
    if (given.length > 0) {
      try {
        await this.data.sql.run(`UPDATE arcade_machines SET ${given.map(([name]) => `${name} = ?`).join(', ')} WHERE id = ?`, [...given.map(([, value]) => value), id]);
      } catch (error) {
        if (isUniqueViolation(error)) throw conflict('Another machine has this port', { field: 'port' });
        throw error;
      }
    }
    return this.machine(id);
  }

  async removeMachine(id: number): Promise<void> {
    await this.machine(id);
    await this.data.sql.run('DELETE FROM arcade_machines WHERE id = ?', [id]);
  }

  /** Gives or takes money of the player of a card. */
  async credit(arcadeId: number, card: string, amount: number, reason: string, account: number): Promise<{ balance: number }> {
    const userId = await this.data.players.byCard(cardIdOf(card));
    if (userId === undefined) throw notFound('This card was never used here', { code: 'card_unknown' });
    return this.adjust(arcadeId, userId, amount, reason, account);
  }

  /** Gives or takes money; each change leaves a transaction that says which account made it. */
  async adjust(arcadeId: number, userId: UserId, amount: number, reason: string, account: number): Promise<{ balance: number }> {
    await this.arcade(arcadeId);
    if ((await this.data.sql.first('SELECT id FROM arcade_users WHERE id = ? AND remote_card IS NULL', [userId])) === undefined) throw notFound('There is no such player');
    return this.data.transaction(async ({ audit, balances }) => {
      if (!(await balances.adjust(userId, arcadeId, amount))) throw conflict('The balance would leave its bounds', { code: 'balance_bounds' });
      const balance = await balances.of(userId, arcadeId);
      await audit.put('paseli_transaction', { delta: amount, balance, reason, account }, seconds(), { userId, arcadeId });
      return { balance };
    });
  }

  async balances(arcadeId: number): Promise<{ player: UserId; name: string; balance: number; cards: CardView[] }[]> {
    const list = await this.data.balances.ofArcade(arcadeId);
    const names = await this.games.namesOf(list.map(({ userId }) => userId));
    const cards = await this.data.players.namedCards(list.map(({ userId }) => userId));
    return list.map(({ userId, balance }) => ({ player: userId, name: names.get(userId) ?? '', balance, cards: cards.filter((card) => card.userId === userId).map(toCard) }));
  }

  /** Settings of a version with the values in force; without an arcade the network's own. */
  async settings(arcadeId: number | undefined, series: string, version: number): Promise<{ settings: (GameSetting & { value: boolean | number | string })[] }> {
    const declared = this.games.version(series, version).settings ?? [];
    const values = withDefaults(await this.data.machines.gameConfig(series, version, arcadeId), declared);
    return { settings: declared.map((setting) => ({ ...setting, value: values.values[setting.key] as boolean | number | string })) };
  }

  /** Sets some settings; each must be declared and fit its kind. */
  async changeSettings(arcadeId: number | undefined, series: string, version: number, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const declared = this.games.version(series, version).settings ?? [];
    for (const [key, value] of Object.entries(changes)) {
      const setting = declared.find((one) => one.key === key);
      if (setting === undefined || !fits(setting, value)) throw invalid('This setting does not exist or takes no such value', key);
    }
    await this.data.transaction(async ({ machines }) => {
      const doc = await machines.gameConfig(series, version, arcadeId);
      for (const [key, value] of Object.entries(changes)) doc.set(key, value as DocValue);
      await machines.putGameConfig(series, version, arcadeId, doc);
    });
  }
}

function fits(setting: GameSetting, value: unknown): boolean {
  switch (setting.kind) {
    case 'bool': return typeof value === 'boolean';
    case 'int': return typeof value === 'number' && setting.values[value] !== undefined;
    default: return typeof value === 'string' && value.length <= (setting.kind === 'str' ? 255 : 10_000);
  }
}

function columnsOf({ name, description, region, area, ...flags }: ArcadeFields): { name: string; description: string; region: number; area: string | null; data: string } {
  if (!isRegion(region)) throw invalid('A region is 1 to 56, 1000 (Europe) or 2000 (other)', 'region');
  return { name, description, region, area, data: JSON.stringify(flags) };
}
