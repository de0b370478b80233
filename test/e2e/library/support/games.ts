import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { authEntities } from '@rumpus/auth';
import { dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { libraryEntities } from '../../../../apps/server/src/library/entities.js';
import { insertPlatform } from '../../../../apps/server/src/library/platforms/platform-store.js';
import { RomFile } from '../../../../apps/server/src/library/roms/rom-file.entity.js';
import { RomStore, type RomDraft, type RomPatch } from '../../../../apps/server/src/library/roms/rom-store.js';
import type { TestApp } from '../../../support/app.js';

export interface GameToAdd extends Partial<RomDraft> {
  readonly platform: string;
  readonly fs_name: string;
  /** Files on disk, by path below the games folder of the platform; one file named like the game unless told. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Sets columns of the file rows. */
  readonly fileRow?: (path: string) => Partial<RomFile>;
}

/** When every file of a test was last changed. */
export const MODIFIED = new Date('2026-03-04T05:06:08Z');

/** Puts games into the library of a running app: files on disk, rows written by the app's own store, as a scan would. */
export class Games {
  readonly #store = new RomStore();
  readonly #platforms = new Map<string, number>();

  private constructor(
    private readonly source: DataSource,
    readonly folder: string,
  ) {}

  static async open(app: TestApp, folder = join(app.dataDir, 'library')): Promise<Games> {
    const source = await new DataSource(dataSourceOptions(app.database.url, { entities: [...authEntities, ...libraryEntities], migrations: [] })).initialize();
    return new Games(source, folder);
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  async platform(slug: string): Promise<number> {
    const known = this.#platforms.get(slug);
    if (known !== undefined) return known;
    await mkdir(join(this.folder, 'roms', slug), { recursive: true });
    const id = await this.source.transaction((manager) => insertPlatform(manager, slug, slug));
    this.#platforms.set(slug, id);
    return id;
  }

  /** @returns the ids of the games and of their files */
  async add(...games: readonly GameToAdd[]): Promise<{ id: number; files: Record<string, number> }[]> {
    const added: { id: number; files: Record<string, number> }[] = [];
    for (const game of games) added.push(await this.#addOne(game));
    return added;
  }

  async update(...patches: RomPatch[]): Promise<void> {
    await this.source.transaction((manager) => this.#store.update(manager, patches));
  }

  async remove(...ids: number[]): Promise<void> {
    await this.source.transaction((manager) => this.#store.remove(manager, ids));
  }

  async #addOne({ platform, files, fileRow, ...given }: GameToAdd): Promise<{ id: number; files: Record<string, number> }> {
    const platform_id = await this.platform(platform);
    const fs_path = `roms/${platform}`;
    const contents = files ?? { [given.fs_name]: `content of ${given.fs_name}` };
    const multi_file = Object.keys(contents).some((path) => path.includes('/'));
    const base = multi_file ? given.fs_name : given.fs_name.replace(/\.[^.]*$/, '');
    const title = base.replace(/\s*[([].*$/, '');
    const sizes = Object.values(contents).map((content) => Buffer.byteLength(content));
    const draft: RomDraft = {
      fs_name_no_ext: base, fs_name_no_tags: title, fs_extension: multi_file ? '' : given.fs_name.slice(base.length + 1), fs_path, platform_id, name: title,
      fs_size_bytes: sizes.reduce((sum, size) => sum + size, 0), multi_file,
      top_level_file_count: Object.keys(contents).filter((path) => path.split('/').length === (multi_file ? 2 : 1)).length,
      ...given,
    };
    return this.source.transaction(async (manager) => {
      const [id = 0] = await this.#store.insert(manager, [draft]);
      const ids: Record<string, number> = {};
      for (const [path, content] of Object.entries(contents)) {
        const onDisk = join(this.folder, fs_path, path);
        await mkdir(dirname(onDisk), { recursive: true });
        await writeFile(onDisk, content);
        await utimes(onDisk, MODIFIED, MODIFIED);
        const row = await manager.insert(RomFile, {
          rom_id: id, file_name: path.slice(path.lastIndexOf('/') + 1), file_path: dirname(`${fs_path}/${path}`), file_size_bytes: Buffer.byteLength(content),
          last_modified: MODIFIED, created_at: MODIFIED, updated_at: MODIFIED, ...fileRow?.(path),
        });
        ids[path] = Number(row.identifiers[0]?.['id']);
      }
      return { id, files: ids };
    });
  }
}
