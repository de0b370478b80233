import { invalid } from '@rumpus/errors';
import { z } from 'zod';

import type { PinBox } from '../core/pins.js';
import { isRegion } from '../core/regions.js';
import type { ArcadeData } from '../store/arcade-data.js';
import { type DocValue, encodeDocument } from '../store/document.js';
import { parsePcbid } from '../store/ids.js';
import { NETWORK_ARCADE, UNNAMED } from '../store/machines.js';
import type { Row } from '../store/sql.js';
import { type ImportResult, ImportWriter, unusedIds } from './import-writer.js';

/** The whole state of a network in one file: arcade, machine, songs, catalog, what is in force, settings. The keys are those of the recorded corpus. */

const document = z.record(z.string(), z.unknown()).default({});
const game = z.string().min(1).max(32);
const int = z.number().int();

const song = z.object({
  id: int, songid: int, chart: int, game, version: int, name: z.string().max(255).nullish(), artist: z.string().max(255).nullish(), genre: z.string().max(255).nullish(), data: document,
});
const catalogItem = z.object({ game, version: int, type: z.string().max(64), id: int, data: document });
const timedSetting = z.object({ game, version: int, name: z.string().max(32), start_time: int, end_time: int, data: document });
const arcade = z.object({ name: z.string().min(1).max(255), description: z.string().max(255).default(''), pin: z.string().regex(/^\d{8}$/).optional(), pref: int.refine(isRegion, 'a region is 1 to 56, 1000 or 2000').default(56), area: z.string().max(63).nullish(), data: document });
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

const FIRST_PIN = '00000000';
const dataOf = (data: Record<string, unknown>): string => encodeDocument(data as Record<string, DocValue>);

export interface SnapshotOptions {
  /** What the import is called in the list of changes. */
  title: string;
  accountId: number | null;
  /** Only say what it would do. */
  dryRun: boolean;
}

/**
 * Reads a snapshot into the network, all or nothing; the change in the report takes it back. What is there already is replaced where it has
 * the same key; nothing is removed.
 * @throws DomainError `invalid` when the file is none, or does not fit what is here
 */
export async function importSnapshot(data: ArcadeData, pins: PinBox, input: unknown, { title = 'snapshot', accountId = null, dryRun = false }: Partial<SnapshotOptions> = {}): Promise<ImportResult> {
  const parsed = snapshotSchema.safeParse(input);
  if (!parsed.success) throw invalid(`not a snapshot: ${z.prettifyError(parsed.error)}`);
  return data.transaction(async (tables) => {
    const journal = dryRun ? undefined : await tables.changes.begin({ kind: 'import', title, accountId, now: Math.floor(Date.now() / 1000) });
    const result: ImportResult = { counts: {}, notes: [], dry_run: dryRun, change: journal?.id ?? null };
    const writer = new ImportWriter(tables, journal, unusedIds());
    await takeSnapshot(writer, pins, parsed.data);
    writer.addTo(result);
    await journal?.report({ counts: result.counts, notes: result.notes });
    return result;
  });
}

async function takeSnapshot(writer: ImportWriter, pins: PinBox, { arcade: place, machine: cabinets, music, catalog, scheduled, settings }: Snapshot): Promise<void> {
  const arcadeId = place === undefined ? undefined : await takeArcade(writer, pins, place);
  for (const one of cabinets === undefined ? [] : [cabinets].flat()) await takeMachine(writer, one, arcadeId);
  await takeMusic(writer, music);
  for (const { game: series, version, type, id, data } of catalog) await writer.put('catalog', 'arcade_catalog', { game: series, version, type, item_id: id }, { data: dataOf(data) });
  for (const one of scheduled) await takePeriod(writer, one);
  for (const { game: series, version, type, data } of settings) {
    await writer.put('game settings', 'arcade_game_config', { arcade_id: arcadeId ?? NETWORK_ARCADE, game: series, version, type }, { data: dataOf(data) });
  }
}

/** A new arcade has the PIN of the file or the usual one; one that is here keeps its PIN unless the file brings another. */
async function takeArcade(writer: ImportWriter, pins: PinBox, given: z.infer<typeof arcade>): Promise<number> {
  const known = await writer.find('arcade_arcades', { name: given.name });
  const fields = { description: given.description, region: given.pref, area: given.area ?? null, data: JSON.stringify(given.data) };
  if (known === undefined) {
    const id = await writer.insert('arcade_arcades', { name: given.name, ...fields, pin: '' });
    // The seal names the arcade's row, so the row comes first.
    await writer.update('arcade_arcades', id, { pin: pins.sealArcade(id, given.pin ?? FIRST_PIN) });
    writer.count('arcades', 'added');
    return id;
  }
  const id = Number(known['id']);
  const { pin } = given;
  const keepsPin = pin === undefined || pins.isArcadePin(id, String(known['pin']), pin);
  return writer.set('arcades', 'arcade_arcades', known, keepsPin ? fields : { ...fields, pin: pins.sealArcade(id, pin) });
}

async function takeMachine(writer: ImportWriter, given: z.infer<typeof machine>, arcadeId: number | undefined): Promise<void> {
  const pcbid = parsePcbid(given.pcbid);
  if (pcbid === undefined) throw invalid(`"${given.pcbid}" is no PCBID`, 'machine.pcbid');
  const known = await writer.find('arcade_machines', { pcbid });
  const sharer = given.port === undefined ? undefined : await writer.find('arcade_machines', { port: given.port });
  if (sharer !== undefined && sharer['pcbid'] !== pcbid) throw invalid(`Port ${given.port ?? 0} belongs to the machine ${String(sharer['pcbid'])}`, 'machine.port');
  const place = { ...(arcadeId !== undefined && { arcade_id: arcadeId }), ...(given.port !== undefined && { port: given.port }) };
  if (known !== undefined) {
    await writer.set('machines', 'arcade_machines', known, { ...(given.name !== '' && { name: given.name }), ...place });
    return;
  }
  await writer.insert('arcade_machines', { pcbid, name: given.name || UNNAMED, description: '', data: '{}', port: await writer.tables.machines.nextPort(), ...place });
  writer.count('machines', 'added');
}

/**
 * The file's ids say which rows are the same chart; ours are given anew, so that they cannot meet those of another file. A chart that some
 * version has already keeps its identity, and with it everybody's scores (core spec 10.2).
 */
async function takeMusic(writer: ImportWriter, songs: Snapshot['music']): Promise<void> {
  const rows = new Map<string, Row>();
  const identities = new Map<string, number>();
  for (const series of new Set(songs.map((row) => row.game))) {
    // Newest version last, so that its identity counts where versions differ.
    for (const row of await writer.tables.sql.all('SELECT * FROM arcade_music WHERE game = ? ORDER BY version', [series])) {
      rows.set([series, row['version'], row['song_id'], row['chart']].join('|'), row);
      identities.set([series, row['song_id'], row['chart']].join('|'), Number(row['music_id']));
    }
  }
  const ids = new Map<number, number>();
  for (const { id, game: series, version, songid, chart } of songs) {
    const known = rows.get([series, version, songid, chart].join('|'))?.['music_id'] ?? identities.get([series, songid, chart].join('|'));
    if (known !== undefined && !ids.has(id)) ids.set(id, Number(known));
  }
  let next = await writer.tables.music.nextId();
  // The last line of a chart counts.
  for (const [key, row] of new Map(songs.map((one) => [[one.game, one.version, one.songid, one.chart].join('|'), one]))) {
    const musicId = ids.get(row.id) ?? next++;
    ids.set(row.id, musicId);
    const columns = { music_id: musicId, name: row.name ?? null, artist: row.artist ?? null, genre: row.genre ?? null, data: dataOf(row.data) };
    const known = rows.get(key);
    if (known !== undefined) {
      await writer.set('songs', 'arcade_music', known, columns);
      continue;
    }
    await writer.insert('arcade_music', { game: row.game, version: row.version, song_id: row.songid, chart: row.chart, ...columns });
    writer.count('songs', 'added');
  }
}

/** A period with the same start and end is replaced; one that meets another otherwise is refused. */
async function takePeriod(writer: ImportWriter, { game: series, version, name, start_time: start, end_time: end, data }: z.infer<typeof timedSetting>): Promise<void> {
  if (start >= end) throw invalid(`${series} ${version}: the period of "${name}" ends before it begins`, 'scheduled');
  if (await writer.tables.calendar.overlaps(series, version, name, { start, end })) throw invalid(`${series} ${version}: the period of "${name}" meets another one`, 'scheduled');
  await writer.put('events', 'arcade_timed_settings', { game: series, version, name, start_time: start }, { end_time: end, data: dataOf(data) });
}
