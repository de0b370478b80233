import { invalid } from '@rumpus/errors';
import { z } from 'zod';

import type { PinBox } from '../core/pins.js';
import type { ArcadeData, Tables } from '../store/arcade-data.js';
import { Doc, type DocValue } from '../store/document.js';
import { parsePcbid } from '../store/ids.js';

/** The whole state of a network in one file: arcade, machine, songs, catalog, what is in force, settings. The keys are those of the recorded corpus. */

const document = z.record(z.string(), z.unknown()).default({});
const game = z.string().min(1).max(32);
const int = z.number().int();

const song = z.object({
  id: int, songid: int, chart: int, game, version: int, name: z.string().max(255).nullish(), artist: z.string().max(255).nullish(), genre: z.string().max(255).nullish(), data: document,
});
const catalogItem = z.object({ game, version: int, type: z.string().max(64), id: int, data: document });
const timedSetting = z.object({ game, version: int, name: z.string().max(32), start_time: int, end_time: int, data: document });
const arcade = z.object({ name: z.string().min(1).max(255), description: z.string().max(255).default(''), pin: z.string().regex(/^\d{8}$/).default('00000000'), pref: int.default(56), area: z.string().max(63).nullish(), data: document });
const machine = z.object({ pcbid: z.string(), name: z.string().max(255).default(''), port: int.min(1).max(65_535).optional() });
const gameSetting = z.object({ game, version: int, type: z.string().default('game_config'), data: document });

/** The accepted file; every part may be missing. */
export const snapshotSchema = z.object({
  arcade: arcade.optional(),
  machine: z.union([machine, z.array(machine)]).optional(),
  music: z.array(song).default([]),
  catalog: z.array(catalogItem).default([]),
  scheduled: z.array(timedSetting).default([]),
  settings: z.array(gameSetting).default([]),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** How many of each were written. */
export interface SnapshotReport {
  arcades: number;
  machines: number;
  music: number;
  catalog: number;
  scheduled: number;
  settings: number;
}

const docOf = (data: Record<string, unknown>): Doc => new Doc(data as Record<string, DocValue>);

/**
 * Reads a snapshot into the network, all or nothing. What is there already is replaced where it has the same key; nothing is removed.
 * @param beforeCommit told what was written while all of it can still be undone by throwing
 * @throws DomainError `invalid` when the file is none
 */
export async function importSnapshot(data: ArcadeData, pins: PinBox, input: unknown, beforeCommit: (report: SnapshotReport) => void = () => undefined): Promise<SnapshotReport> {
  const parsed = snapshotSchema.safeParse(input);
  if (!parsed.success) throw invalid(`not a snapshot: ${z.prettifyError(parsed.error)}`);
  const snapshot = parsed.data;
  return data.transaction(async (tables) => {
    const arcadeId = snapshot.arcade === undefined ? undefined : await writeArcade(tables, pins, snapshot.arcade);
    const machines = snapshot.machine === undefined ? [] : [snapshot.machine].flat();
    for (const one of machines) await writeMachine(tables, one, arcadeId);
    await writeMusic(tables, snapshot.music);
    for (const { game: series, version, type, id, data: doc } of snapshot.catalog) await tables.music.putCatalog(series, version, type, id, docOf(doc));
    for (const { game: series, version, name, start_time: start, end_time: end, data: doc } of snapshot.scheduled) await tables.calendar.put(series, version, name, { start, end, doc: docOf(doc) });
    for (const { game: series, version, type, data: doc } of snapshot.settings) await tables.machines.putGameConfig(series, version, arcadeId, docOf(doc), type);
    const report: SnapshotReport = {
      arcades: arcadeId === undefined ? 0 : 1, machines: machines.length, music: snapshot.music.length, catalog: snapshot.catalog.length,
      scheduled: snapshot.scheduled.length, settings: snapshot.settings.length,
    };
    beforeCommit(report);
    return report;
  });
}

async function writeArcade(tables: Tables, pins: PinBox, given: z.infer<typeof arcade>): Promise<number> {
  const known = await tables.sql.first('SELECT id FROM arcade_arcades WHERE name = ?', [given.name]);
  const fields = { name: given.name, description: given.description, region: given.pref, area: given.area ?? null, data: JSON.stringify(given.data) };
  const id = known === undefined ? await tables.sql.insert('arcade_arcades', { ...fields, pin: '' }) : Number(known['id']);
  if (known !== undefined) {
    await tables.sql.run('UPDATE arcade_arcades SET description = ?, region = ?, area = ?, data = ? WHERE id = ?', [fields.description, fields.region, fields.area, fields.data, id]);
  }
  await tables.machines.setSealedPin(id, pins.sealArcade(id, given.pin));
  return id;
}

async function writeMachine(tables: Tables, given: z.infer<typeof machine>, arcadeId: number | undefined): Promise<void> {
  const pcbid = parsePcbid(given.pcbid);
  if (pcbid === undefined) throw invalid(`"${given.pcbid}" is no PCBID`, 'machine.pcbid');
  const { id } = await tables.machines.ensure(pcbid, arcadeId);
  await tables.machines.rename(id, given.name);
  await tables.sql.run('UPDATE arcade_machines SET arcade_id = ? WHERE id = ?', [arcadeId ?? null, id]);
  if (given.port !== undefined) await tables.sql.run('UPDATE arcade_machines SET port = ? WHERE id = ?', [given.port, id]);
}

/**
 * The file's ids say which rows are the same chart; ours are given anew, so that they cannot meet those of another file. A chart that some
 * version has already keeps its identity, and with it everybody's scores (core spec 10.2).
 */
async function writeMusic(tables: Tables, songs: Snapshot['music']): Promise<void> {
  const ids = new Map<number, number>();
  for (const row of songs) {
    if (ids.has(row.id)) continue;
    const known = (await tables.music.idOf(row.game, row.version, row.songid, row.chart)) ?? (await tables.music.idInAnyVersion(row.game, row.songid, row.chart));
    if (known !== undefined) ids.set(row.id, known);
  }
  let next = await tables.music.nextId();
  for (const row of songs) {
    const musicId = ids.get(row.id) ?? next++;
    ids.set(row.id, musicId);
    await tables.music.put({
      musicId, game: row.game, version: row.version, songId: row.songid, chart: row.chart, name: row.name ?? undefined, artist: row.artist ?? undefined,
      genre: row.genre ?? undefined, doc: docOf(row.data),
    });
  }
}
