import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { CONFIG, type Config } from '@rumpus/config';
import { invalid, notFound } from '@rumpus/errors';
import { fsPath, type ZipEntry } from '@rumpus/storage';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { LibraryLayout } from '../layout/library-layout.js';
import { RomListService } from '../roms/list/rom-list.service.js';
import { RomFile } from '../roms/rom-file.entity.js';
import { Rom } from '../roms/rom.entity.js';
import { RomsService } from '../roms/roms.service.js';
import { byCodePoint } from '../shared/wire.js';
import { canSee, type Viewer } from '../shared/viewer.js';
import { entryNames, playlist, safeFileName } from './archive-names.js';
import { parseIds, type BulkQuery, type ContentQuery } from './download.query.js';
import { deliveryOf, type Delivery } from './media-types.js';

/** What a download consists of. */
export type Download =
  | ({ readonly kind: 'file'; readonly path: string; readonly fileName: string; readonly accelRedirect: string | undefined; readonly missing: string } & Delivery)
  | { readonly kind: 'zip'; readonly fileName: string; readonly entries: readonly ZipEntry[] };

/** Files looked at on disk at the same time. */
const STATS_AT_ONCE = 32;

/** Decides what a download sends (library-api spec §9); sending is the storage lib's. */
@Injectable()
export class DownloadsService {
  constructor(
    private readonly source: DataSource,
    private readonly roms: RomsService,
    private readonly lists: RomListService,
    private readonly layout: LibraryLayout,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The content of a game: its one file, or all (or the chosen ones) as a zip with a play list. */
  async content(romId: number, fileName: string, query: ContentQuery, viewer: Viewer): Promise<Download> {
    const { rom, files } = await this.roms.parts(romId, viewer);
    const selected = choose(files, query.file_ids).toSorted((a, b) => byCodePoint(a.file_name, b.file_name) || a.id - b.id);
    const [first] = selected;
    if (first === undefined) throw notFound(`No files found for ROM ${romId}`);
    if (selected.length === 1) return this.#file(first, romId, { contentType: 'application/octet-stream', disposition: 'attachment' });
    const names = entryNames(selected, `${rom.fs_path}/${rom.fs_name}`, query.hidden_folder);
    const archive = safeFileName(fileName, rom.fs_name);
    const list = playlist(files, names);
    const entries = await this.#entries(selected, names, romId);
    return { kind: 'zip', fileName: `${archive}.zip`, entries: list === undefined ? entries : [...entries, playlistEntry(`${archive}.m3u`, list, entries)] };
  }

  /** One file by its own id, shown or saved according to what it is. */
  async file(fileId: number, viewer: Viewer): Promise<Download> {
    const { file, rom } = await this.roms.fileWithGame(fileId, viewer);
    return this.#file(file, rom.id, deliveryOf(file.file_name, file.category));
  }

  /** Several games in one zip; entries keep their place in the library. */
  async bulk(query: BulkQuery, viewer: Viewer): Promise<Download> {
    const ids = await this.#bulkIds(query, viewer);
    const visible = (await this.#visible(ids, viewer)).toSorted((a, b) => a - b);
    if (visible.length === 0) throw notFound('No ROMs found with the provided IDs');
    const files = await this.#filesOf(visible);
    if (files.length === 0) throw notFound('No ROMs found to download');
    const names = files.map((file) => `${file.file_path}/${file.file_name}`);
    const print = crc32(names.join('\n')).toString(16).padStart(8, '0');
    return { kind: 'zip', fileName: safeFileName(query.filename ?? '', `${visible.length} ROMs (${print}).zip`), entries: await this.#entries(files, names) };
  }

  async #bulkIds(query: BulkQuery, viewer: Viewer): Promise<readonly number[]> {
    const { platform_id, collection_id, virtual_collection_id, smart_collection_id } = query;
    if (platform_id !== undefined || collection_id !== undefined || virtual_collection_id !== undefined || smart_collection_id !== undefined) {
      const ids = await this.lists.idsIn({ ...(platform_id === undefined ? {} : { platform_ids: [platform_id] }), collection_id, virtual_collection_id, smart_collection_id }, viewer);
      if (ids.length === 0) throw notFound('No ROMs found to download');
      return ids;
    }
    const ids = parseIds(query.rom_ids ?? '');
    if (ids === undefined) throw invalid('Invalid ROM ID format. Must be comma-separated integers.', 'rom_ids');
    if (ids.length === 0) throw invalid('No ROM IDs or platform/collection selector provided', 'rom_ids');
    return ids;
  }

  async #visible(ids: readonly number[], viewer: Viewer): Promise<number[]> {
    const rows: Pick<Rom, 'id' | 'platform_id'>[] = [];
    for (let at = 0; at < ids.length; at += 5_000) rows.push(...(await this.source.getRepository(Rom).find({ select: { id: true, platform_id: true }, where: { id: In(ids.slice(at, at + 5_000)) } })));
    return rows.filter((rom) => canSee(viewer, rom)).map(({ id }) => id);
  }

  async #filesOf(romIds: readonly number[]): Promise<RomFile[]> {
    const files: RomFile[] = [];
    for (let at = 0; at < romIds.length; at += 5_000) {
      files.push(...(await this.source.getRepository(RomFile).find({ where: { rom_id: In(romIds.slice(at, at + 5_000)) }, order: { file_path: 'ASC', file_name: 'ASC', id: 'ASC' } })));
    }
    return files;
  }

  async #file(file: RomFile, romId: number, delivery: Delivery): Promise<Download> {
    const relative = `${file.file_path}/${file.file_name}`;
    const prefix = this.config.server.xAccelPrefix;
    return {
      kind: 'file',
      path: await this.layout.root.resolve(relative),
      fileName: file.file_name,
      accelRedirect: prefix === undefined ? undefined : `${prefix.replace(/\/+$/, '')}/${relative}`,
      missing: notOnDisk(file, romId),
      ...delivery,
    };
  }

  /** What is really on disk counts: sizes and times of the scan may be old. */
  async #entries(files: readonly RomFile[], names: readonly string[], romId?: number): Promise<ZipEntry[]> {
    const entries: ZipEntry[] = [];
    for (let at = 0; at < files.length; at += STATS_AT_ONCE) {
      const part = files.slice(at, at + STATS_AT_ONCE);
      entries.push(...(await Promise.all(part.map((file, index) => this.#entry(file, names[at + index] ?? file.file_name, romId ?? file.rom_id)))));
    }
    return entries;
  }

  async #entry(file: RomFile, name: string, romId: number): Promise<ZipEntry> {
    const path = await this.layout.root.resolve(`${file.file_path}/${file.file_name}`);
    const found = await stat(fsPath(path)).catch(() => undefined);
    if (found?.isFile() !== true) throw notFound(notOnDisk(file, romId));
    return { name, path, size: found.size, modified: found.mtime };
  }
}

const notOnDisk = (file: RomFile, romId: number): string => `File ${file.file_name} not found on disk for ROM ${romId}`;

/** The chosen files of a game; all when nothing was chosen. */
function choose(files: readonly RomFile[], wanted: string | undefined): readonly RomFile[] {
  if (wanted === undefined || wanted.trim() === '') return files;
  const ids = parseIds(wanted);
  if (ids === undefined) throw invalid('Invalid file ID format. Must be comma-separated integers.', 'file_ids');
  return files.filter((file) => ids.includes(file.id));
}

/** As old as the newest file, so that the archive stays the same until one of them changes. */
function playlistEntry(name: string, text: string, entries: readonly ZipEntry[]): ZipEntry {
  const data = Buffer.from(text);
  return { name, data, size: data.length, modified: new Date(Math.max(...entries.map(({ modified }) => modified.getTime()))) };
}
