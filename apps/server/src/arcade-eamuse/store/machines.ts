import { decodeDocument, Doc, encodeDocument } from './document.js';
import type { Row, Sql } from './sql.js';

/** A place with machines. */
export interface ArcadeRecord {
  id: number;
  name: string;
  description: string;
  /** 1 to 56, 1000 Europe, 2000 other. */
  region: number;
  area: string | undefined;
  paseliEnabled: boolean;
  paseliInfinite: boolean;
  maskServicesUrl: boolean;
}

/** A cabinet, and the arcade it stands in. */
export interface MachineRecord {
  id: number;
  pcbid: string;
  name: string;
  description: string;
  port: number;
  /** Series and version it is pinned to; a negative version means "that or older". */
  game: string | undefined;
  pinnedVersion: number | undefined;
  doc: Doc;
  arcade: ArcadeRecord | undefined;
}

/** What a machine is called until a game says so. */
export const UNNAMED = 'なし';
/** The arcade id under which the network's own settings stand. */
export const NETWORK_ARCADE = -1;
const FIRST_PORT = 10_000;
const PORT_ATTEMPTS = 5;

const SELECT = `SELECT m.id, m.pcbid, m.name, m.description, m.port, m.game, m.pinned_version, m.data, a.id AS arcade_id, a.name AS arcade_name,
  a.description AS arcade_description, a.region, a.area, a.data AS arcade_data FROM arcade_machines m LEFT JOIN arcade_arcades a ON a.id = m.arcade_id`;

const optionalNumber = (value: string | number | null | undefined): number | undefined => (value === null || value === undefined ? undefined : Number(value));
const optionalText = (value: string | number | null | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));

function toArcade(row: Row): ArcadeRecord | undefined {
  const id = optionalNumber(row['arcade_id']);
  if (id === undefined) return undefined;
  const doc = new Doc(decodeDocument(row['arcade_data'] as string | null));
  return {
    id,
    name: String(row['arcade_name']),
    description: String(row['arcade_description']),
    region: Number(row['region']),
    area: optionalText(row['area']),
    paseliEnabled: doc.bool('paseli_enabled'),
    paseliInfinite: doc.bool('paseli_infinite'),
    maskServicesUrl: doc.bool('mask_services_url'),
  };
}

const toMachine = (row: Row): MachineRecord => ({
  id: Number(row['id']),
  pcbid: String(row['pcbid']),
  name: String(row['name']),
  description: String(row['description']),
  port: Number(row['port']),
  game: optionalText(row['game']),
  pinnedVersion: optionalNumber(row['pinned_version']),
  doc: new Doc(decodeDocument(row['data'] as string | null)),
  arcade: toArcade(row),
});

/** Cabinets and arcades (core spec 9.3). */
export class Machines {
  constructor(private readonly sql: Sql) {}

  async byPcbid(pcbid: string): Promise<MachineRecord | undefined> {
    const row = await this.sql.first(`${SELECT} WHERE m.pcbid = ?`, [pcbid]);
    return row === undefined ? undefined : toMachine(row);
  }

  async byId(id: number): Promise<MachineRecord | undefined> {
    const row = await this.sql.first(`${SELECT} WHERE m.id = ?`, [id]);
    return row === undefined ? undefined : toMachine(row);
  }

  async all(arcadeId?: number): Promise<MachineRecord[]> {
    const rows = arcadeId === undefined ? await this.sql.all(`${SELECT} ORDER BY m.id`) : await this.sql.all(`${SELECT} WHERE m.arcade_id = ? ORDER BY m.id`, [arcadeId]);
    return rows.map(toMachine);
  }

  /** Ids of the machines of an arcade: scores carry the machine they were made on. */
  async idsOf(arcadeId: number): Promise<number[]> {
    return (await this.sql.all('SELECT id FROM arcade_machines WHERE arcade_id = ? ORDER BY id', [arcadeId])).map((row) => Number(row['id']));
  }

  /** The machine with this PCBID, made when it is new; its port is the next free one. */
  async ensure(pcbid: string, arcadeId?: number): Promise<MachineRecord> {
    for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      const known = await this.byPcbid(pcbid);
      if (known !== undefined) return known;
      await this.sql.insertNew('arcade_machines', { pcbid, name: UNNAMED, description: '', arcade_id: arcadeId ?? null, port: await this.nextPort(), data: '{}' });
    }
    const made = await this.byPcbid(pcbid);
    if (made === undefined) throw new Error('no free port was found for the machine');
    return made;
  }

  /** The port after the highest one in use. */
  async nextPort(): Promise<number> {
    const top = optionalNumber((await this.sql.first('SELECT MAX(port) AS port FROM arcade_machines'))?.['port']);
    return top === undefined ? FIRST_PORT : top + 1;
  }

  /** Sets the name games report; an empty one is ignored. */
  async rename(id: number, name: string | undefined): Promise<void> {
    const trimmed = name?.slice(0, 255);
    if (trimmed !== undefined && trimmed !== '') await this.sql.run('UPDATE arcade_machines SET name = ? WHERE id = ?', [trimmed, id]);
  }

  async putDoc(id: number, doc: Doc): Promise<void> {
    await this.sql.run('UPDATE arcade_machines SET data = ? WHERE id = ?', [encodeDocument(doc.values), id]);
  }

  async sealedPin(arcadeId: number): Promise<string | undefined> {
    return optionalText((await this.sql.first('SELECT pin FROM arcade_arcades WHERE id = ?', [arcadeId]))?.['pin']);
  }

  async setSealedPin(arcadeId: number, pin: string): Promise<void> {
    await this.sql.run('UPDATE arcade_arcades SET pin = ? WHERE id = ?', [pin, arcadeId]);
  }

  /** Operator settings of a version for a machine: its arcade's, or the network's when it stands in none. */
  async gameConfig(game: string, version: number, arcadeId: number | undefined, type = 'game_config'): Promise<Doc> {
    const row = await this.sql.first('SELECT data FROM arcade_game_config WHERE arcade_id = ? AND game = ? AND version = ? AND type = ?', [arcadeId ?? NETWORK_ARCADE, game, version, type]);
    return new Doc(decodeDocument(row?.['data'] as string | undefined));
  }

  async putGameConfig(game: string, version: number, arcadeId: number | undefined, doc: Doc, type = 'game_config'): Promise<void> {
    const row = { arcade_id: arcadeId ?? NETWORK_ARCADE, game, version, type, data: encodeDocument(doc.values) };
    await this.sql.upsert('arcade_game_config', row, ['arcade_id', 'game', 'version', 'type']);
  }
}
