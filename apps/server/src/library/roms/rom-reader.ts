import { Injectable } from '@nestjs/common';
import { dialectOf, placeholder, readValues } from '@rumpus/persistence';
import { DataSource, In } from 'typeorm';
import { Platform } from '../platforms/platform.entity.js';
import { canSee, type Viewer } from '../shared/viewer.js';
import { RowHydrator } from '../shared/row-hydrator.js';
import { SIBLING_IDS } from './list/conditions.js';
import { RomDetails } from './rom-details.entity.js';
import { RomFile } from './rom-file.entity.js';
import type { PlatformNames, RomParts, SiblingRow } from './rom.mapper.js';
import { RomUser } from './rom-user.entity.js';
import { Rom } from './rom.entity.js';

/** A game joined with what there is at most one of. */
interface JoinedRom {
  readonly rom: Rom;
  readonly platform: PlatformNames;
  readonly details: RomDetails | undefined;
  readonly note: RomUser | undefined;
}

/** Numbers of games that are asked for at once; a list is filled up to the next by repeating its last one. */
const LIST_SIZES = [1, 8, 24, 72, 256, 1000, 10_000];

/** Games whose siblings are asked for at once: each stands in the statement once per kind of id, and SQLite takes 32,766 values. */
const SIBLINGS_AT_ONCE = 4_000;

/** Reads games with everything an answer shows, in two or three queries whatever their number. */
@Injectable()
export class RomReader {
  readonly #rom: RowHydrator<Rom>;
  readonly #platform: RowHydrator<Platform, keyof PlatformNames>;
  readonly #details: RowHydrator<RomDetails>;
  readonly #note: RowHydrator<RomUser>;
  readonly #statements = new Map<number, string>();

  constructor(private readonly source: DataSource) {
    this.#rom = new RowHydrator(source, Rom);
    this.#platform = new RowHydrator(source, Platform, ['slug', 'fs_slug', 'name', 'custom_name']);
    this.#details = new RowHydrator(source, RomDetails);
    this.#note = new RowHydrator(source, RomUser);
  }

  /** The games in the order of the ids; ids of games that are gone are passed over. */
  async read(ids: readonly number[], viewer: Viewer, { files = false } = {}): Promise<RomParts[]> {
    if (ids.length === 0) return [];
    const roms = await this.#joined(ids, viewer.userId);
    const siblings = await this.#siblings([...roms.values()].map(({ rom }) => rom), viewer);
    const filesOf = files ? await this.#files(ids) : new Map<number, RomFile[]>();
    return ids.flatMap((id) => {
      const joined = roms.get(id);
      if (joined === undefined) return [];
      const { rom, platform, details, note } = joined;
      return [{ rom, platform, details, user: note, siblings: siblings.get(id) ?? [], files: filesOf.get(id) ?? [] }];
    });
  }

  async #joined(ids: readonly number[], userId: number): Promise<Map<number, JoinedRom>> {
    const size = LIST_SIZES.find((candidate) => candidate >= ids.length) ?? ids.length;
    const last = ids.at(-1) ?? 0;
    const list = [...ids, ...Array.from({ length: size - ids.length }, () => last)];
    const rows = await readValues(this.source, this.#statement(size), [userId, ...list]);
    const platformAt = this.#rom.width;
    const detailsAt = platformAt + this.#platform.width;
    const noteAt = detailsAt + this.#details.width;
    return new Map(rows.map((row) => {
      const rom = this.#rom.hydrate(row, 0);
      return [rom.id, { rom, platform: this.#platform.hydrate(row, platformAt), details: this.#details.hydrateIfAny(row, detailsAt), note: this.#note.hydrateIfAny(row, noteAt) }];
    }));
  }

  /** The same text for every page of that size: making it anew takes as long as the database does. */
  #statement(size: number): string {
    const known = this.#statements.get(size);
    if (known !== undefined) return known;
    const dialect = dialectOf(this.source);
    const columns = [...this.#rom.columns('r'), ...this.#platform.columns('p'), ...this.#details.columns('d'), ...this.#note.columns('n')];
    const ids = Array.from({ length: size }, (_, i) => placeholder(dialect, i + 2));
    const statement = `SELECT ${columns.join(', ')}
      FROM roms r
      JOIN platforms p ON p.id = r.platform_id
      LEFT JOIN rom_details d ON d.rom_id = r.id
      LEFT JOIN rom_user n ON n.rom_id = r.id AND n.user_id = ${placeholder(dialect, 1)}
      WHERE r.id IN (${ids.join(', ')})`;
    this.#statements.set(size, statement);
    return statement;
  }

  /** Other games of the same platform that share one of the ids; hidden ones are left out. */
  async #siblings(roms: readonly Rom[], viewer: Viewer): Promise<Map<number, SiblingRow[]>> {
    const siblings = new Map<number, SiblingRow[]>();
    for (let at = 0; at < roms.length; at += SIBLINGS_AT_ONCE) await this.#addSiblings(siblings, roms.slice(at, at + SIBLINGS_AT_ONCE), viewer);
    return siblings;
  }

  async #addSiblings(siblings: Map<number, SiblingRow[]>, roms: readonly Rom[], viewer: Viewer): Promise<void> {
    const known = SIBLING_IDS.map((column) => ({ column, ids: roms.filter((rom) => rom[column] !== null).map((rom) => rom.id) })).filter(({ ids }) => ids.length > 0);
    if (known.length === 0) return;
    const pairs = known.map(({ column }) => `SELECT a.id AS rom_id, b.id AS id FROM roms a JOIN roms b ON b.${column} = a.${column} AND b.platform_id = a.platform_id AND b.id <> a.id WHERE a.id IN (:...${column})`);
    const rows = await this.source
      .createQueryBuilder()
      .select('pair.rom_id', 'rom_id')
      .addSelect(['s.id AS id', 's.platform_id AS platform_id', 's.name AS name', 's.fs_name_no_tags AS fs_name_no_tags', 's.fs_name_no_ext AS fs_name_no_ext', 'n.is_main_sibling AS is_main_sibling', 'n.hidden AS hidden'])
      .from(`(${pairs.join(' UNION ')})`, 'pair')
      .innerJoin('roms', 's', 's.id = pair.id')
      .leftJoin('rom_user', 'n', 'n.rom_id = s.id AND n.user_id = :userId', { userId: viewer.userId })
      .setParameters(Object.fromEntries(known.map(({ column, ids }) => [column, ids])))
      .getRawMany<SiblingRow & { rom_id: number; platform_id: number; hidden: unknown }>();
    for (const { rom_id, platform_id, hidden, is_main_sibling, ...sibling } of rows) {
      if (isTrue(hidden) || !canSee(viewer, { id: sibling.id, platform_id })) continue;
      siblings.set(rom_id, [...(siblings.get(rom_id) ?? []), { ...sibling, is_main_sibling: isTrue(is_main_sibling) }]);
    }
  }

  async #files(ids: readonly number[]): Promise<Map<number, RomFile[]>> {
    const files = new Map<number, RomFile[]>();
    for (const file of await this.source.getRepository(RomFile).findBy({ rom_id: In([...ids]) })) files.set(file.rom_id, [...(files.get(file.rom_id) ?? []), file]);
    return files;
  }
}

/** Raw booleans are 0 and 1 except on PostgreSQL. */
const isTrue = (value: unknown): boolean => value === true || Number(value ?? 0) === 1;
