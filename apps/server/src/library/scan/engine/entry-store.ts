import { Injectable } from '@nestjs/common';
import { inChunks, insertRows, selectRows } from '@rumpus/persistence';
import { DataSource, In, MoreThan, type EntityManager } from 'typeorm';
import { RomFile } from '../../roms/rom-file.entity.js';
import { RomStore, type RomDraft, type RomPatch } from '../../roms/rom-store.js';
import { Rom } from '../../roms/rom.entity.js';
import { bumpVersion, LIBRARY } from '../../versions/library-versions.js';
import type { ProviderIds } from '../reconcile/decide.js';
import type { FileColumns, FileGlance, FileRowPlan, StoredFile } from '../reconcile/file-rows.js';

/** An entry's row as far as a scan needs it. */
export type KnownRom = ProviderIds & Pick<Rom, 'id' | 'fs_name' | 'name' | 'missing_from_fs' | 'crc_hash' | 'md5_hash' | 'sha1_hash' | 'fs_size_bytes' | 'fs_path' | 'multi_file' | 'top_level_file_count' | 'has_soundtrack'>;

/** What one batch of entries changes. */
export interface BatchChanges {
  inserts: { draft: RomDraft; files: FileColumns[] }[];
  updates: { name: string; patch: RomPatch; rows: FileRowPlan }[];
  /** Ids to mark as found again. */
  back: number[];
}

const KNOWN_COLUMNS = [
  'id', 'fs_name', 'name', 'missing_from_fs', 'crc_hash', 'md5_hash', 'sha1_hash', 'fs_size_bytes', 'fs_path', 'multi_file', 'top_level_file_count', 'has_soundtrack',
  'igdb_id', 'moby_id', 'ss_id', 'ra_id', 'launchbox_id', 'hasheous_id', 'flashpoint_id', 'hltb_id', 'gamelist_id', 'libretro_id', 'sgdb_id', 'tgdb_id',
] as const satisfies readonly (keyof KnownRom)[];

const FILE_COLUMNS = [
  'id', 'rom_id', 'file_name', 'file_path', 'file_size_bytes', 'last_modified', 'mtime_ns', 'inode', 'crc_hash', 'md5_hash', 'sha1_hash', 'chd_sha1_hash', 'archive_members', 'scan_error',
  'category', 'track_meta', 'missing_from_fs',
] as const satisfies readonly (keyof StoredFile)[];

const GLANCE_COLUMNS = ['rom_id', 'file_name', 'file_path', 'file_size_bytes', 'mtime_ns', 'scan_error'] as const satisfies readonly (keyof FileGlance)[];

/** Games per page when all of a platform are looked at. */
const PAGE = 2000;

/** A game as far as it takes to see whether it is still there. */
export interface NamedRom {
  id: number;
  fs_name: string;
  missing_from_fs: boolean;
}

/** Everything a scan reads and writes of games, in few statements. */
@Injectable()
export class EntryStore {
  constructor(
    private readonly source: DataSource,
    private readonly roms: RomStore,
  ) {}

  /** Name, id and flag of every game of a platform, page by page. */
  async *names(platformId: number): AsyncGenerator<NamedRom[]> {
    for (let after = ''; ; ) {
      const page = await this.source
        .createQueryBuilder(Rom, 'r')
        .select(['r.id AS id', 'r.fs_name AS fs_name', 'r.missing_from_fs AS missing'])
        // By name and not by id: there is an index for it, so that no page sorts the rest of the platform.
        .where({ platform_id: platformId, fs_name: MoreThan(after) })
        .orderBy('r.fs_name')
        .limit(PAGE)
        .getRawMany<{ id: number; fs_name: string; missing: unknown }>();
      yield page.map(({ id, fs_name, missing }) => ({ id, fs_name, missing_from_fs: missing === true || Number(missing) === 1 }));
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      after = last.fs_name;
    }
  }

  /** The games of a platform with these names, by name. */
  async known(platformId: number, names: readonly string[]): Promise<Map<string, KnownRom>> {
    if (names.length === 0) return new Map();
    const rows = await selectRows(this.source, Rom, KNOWN_COLUMNS, { platform_id: platformId, fs_name: names });
    return new Map(rows.map((row) => [row.fs_name, row]));
  }

  /** The games of a platform whose content is one of these, by its SHA-1. */
  async bySha1(platformId: number, hashes: readonly string[]): Promise<KnownRom[]> {
    return hashes.length === 0 ? [] : selectRows(this.source, Rom, KNOWN_COLUMNS, { platform_id: platformId, sha1_hash: hashes });
  }

  /** The platforms of games; games that are gone are left out. */
  async platformsOf(ids: readonly number[]): Promise<{ id: number; platform_id: number }[]> {
    return selectRows(this.source, Rom, ['id', 'platform_id'], { id: ids });
  }

  async byIds(ids: readonly number[]): Promise<KnownRom[]> {
    return ids.length === 0 ? [] : selectRows(this.source, Rom, KNOWN_COLUMNS, { id: ids });
  }

  /** The file rows of games, by game, as far as it takes to see whether they changed. */
  async glance(romIds: readonly number[]): Promise<Map<number, FileGlance[]>> {
    return byGame(romIds.length === 0 ? [] : await selectRows(this.source, RomFile, GLANCE_COLUMNS, { rom_id: romIds }));
  }

  /** The file rows of games, by game. */
  async files(romIds: readonly number[]): Promise<Map<number, StoredFile[]>> {
    return byGame(romIds.length === 0 ? [] : await selectRows(this.source, RomFile, FILE_COLUMNS, { rom_id: romIds }));
  }

  /** Writes a batch; call it in a transaction. @returns the ids of the new games, in their order */
  async write(manager: EntityManager, changes: BatchChanges): Promise<number[]> {
    const ids = await this.roms.insert(manager, changes.inserts.map(({ draft }) => draft));
    const now = new Date();
    const rows = [
      ...changes.inserts.flatMap(({ files }, i) => files.map((file) => ({ ...file, rom_id: ids[i] ?? 0 }))),
      ...changes.updates.flatMap(({ patch, rows }) => rows.insert.map((file) => ({ ...file, rom_id: patch.id }))),
    ];
    await insertRows(manager, RomFile, rows.map((row) => ({ ...row, created_at: now, updated_at: now })));
    await this.roms.update(manager, changes.updates.map(({ patch }) => patch).filter((patch) => Object.keys(patch).length > 1));
    const updates = changes.updates.flatMap(({ rows }) => rows.update);
    for (const { id, changes } of updates) await manager.update(RomFile, { id }, { ...changes, updated_at: now });
    const removed = changes.updates.flatMap(({ rows }) => rows.remove);
    for (const part of inChunks(removed, 5000)) await manager.delete(RomFile, { id: In([...part]) });
    if (updates.length > 0 || removed.length > 0) await bumpVersion(manager, LIBRARY);
    await this.roms.markMissing(manager, changes.back, false);
    return ids;
  }

  async markMissing(manager: EntityManager, ids: readonly number[]): Promise<void> {
    await this.roms.markMissing(manager, ids, true);
  }
}

function byGame<T extends { rom_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const files = new Map<number, T[]>();
  for (const row of rows) {
    const list = files.get(row.rom_id);
    if (list) list.push(row);
    else files.set(row.rom_id, [row]);
  }
  return files;
}
