import { accessSync, type BigIntStats, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { conflict, DomainError } from '@rumpus/errors';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import { parseConfigText } from '../config-file.js';
import { normalExclusion, parseRommFile } from './parse.js';
import { type ExclusionList, exclusionLists } from './tables.js';
import type { RommFileConfig } from './types.js';
import { replaceFile } from './replace-file.js';

/** The whole of `scan.*` as the API replaces it (library-api spec §15.5); an absent override is removed. */
export interface ScanOptions {
  readonly metadataPriority: readonly string[];
  readonly artworkPriority: readonly string[];
  readonly coverPriority?: readonly string[] | null;
  readonly screenshotPriority?: readonly string[] | null;
  readonly manualPriority?: readonly string[] | null;
  readonly regionPriority: readonly string[];
  readonly languagePriority: readonly string[];
  readonly media: readonly string[];
  readonly gamelistExport: boolean;
  readonly gamelistThumbnail: string;
  readonly gamelistImage: string;
  readonly pegasusExport: boolean;
}

/**
 * RomM's part of config.yml while the app runs. `current()` reads the file again when it changed; a broken file keeps
 * the last good values and shows its error. Writing keeps comments and keys we don't know.
 */
export class RommFile {
  #fingerprint = '';
  #config: RommFileConfig = parseRommFile({}).config;
  #parseError: string | null = null;
  #warnings: readonly string[] = [];
  #writing: Promise<unknown> = Promise.resolve();

  /** A missing file is created empty where that is possible. */
  constructor(readonly file: string) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '', { flag: 'wx' });
    } catch {
      // It is there already, or the folder is read-only: `mounted` and `writable` tell.
    }
  }

  /** The checked values, as the file says now. Costs one `stat` when nothing changed. */
  current(): RommFileConfig {
    this.#refresh();
    return this.#config;
  }

  /** Why the file as it stands now is not in force; null when it is. */
  get parseError(): string | null {
    this.#refresh();
    return this.#parseError;
  }

  /** What is odd about the file but no fault. */
  get warnings(): readonly string[] {
    this.#refresh();
    return this.#warnings;
  }

  /** Whether there is a file. */
  get mounted(): boolean {
    return existsSync(this.file);
  }

  /** Whether the file can be written. */
  get writable(): boolean {
    try {
      accessSync(this.file, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  /** Binds a folder name to a platform; an existing binding stays as it is. */
  async bindPlatform(fsSlug: string, slug: string): Promise<void> {
    await this.#addToMap(['system', 'platforms'], this.current().platformBindings, fsSlug, slug);
  }

  /** Removes a binding; none is fine. */
  async unbindPlatform(fsSlug: string): Promise<void> {
    await this.#edit((document) => deleteIn(document, ['system', 'platforms', fsSlug]));
  }

  /** Names the main version of a platform folder; an existing one stays as it is. */
  async bindVersion(fsSlug: string, slug: string): Promise<void> {
    await this.#addToMap(['system', 'versions'], this.current().platformVersions, fsSlug, slug);
  }

  /** Removes a version; none is fine. */
  async unbindVersion(fsSlug: string): Promise<void> {
    await this.#edit((document) => deleteIn(document, ['system', 'versions', fsSlug]));
  }

  /** Adds an exclusion; one that is active already is fine. */
  async exclude(name: ExclusionList, value: string): Promise<void> {
    if (this.current().excluded[name].includes(normalExclusion(name, value))) return;
    await this.#edit((document) => {
      const { path } = exclusionLists[name];
      makeMaps(document, path.slice(0, -1));
      const list = document.getIn(path);
      if (isSeq(list)) list.add(document.createNode(normalExclusion(name, value)));
      else document.setIn(path, document.createNode([normalExclusion(name, value)]));
      return true;
    });
  }

  /** Removes an exclusion from the file; one that is not there, or is built in, is fine. */
  async unexclude(name: ExclusionList, value: string): Promise<void> {
    await this.#edit((document) => {
      const list = document.getIn(exclusionLists[name].path);
      if (!isSeq(list)) return false;
      const before = list.items.length;
      const wanted = normalExclusion(name, value);
      list.items = list.items.filter((item) => normalExclusion(name, textOf(item)) !== wanted);
      return list.items.length !== before;
    });
  }

  /** Replaces the scan options; `region_mode` stays as it is. */
  async replaceScan(options: ScanOptions): Promise<void> {
    const values: [string[], unknown][] = [
      [['priority', 'metadata'], options.metadataPriority],
      [['priority', 'artwork'], options.artworkPriority],
      [['priority', 'cover'], options.coverPriority],
      [['priority', 'screenshot'], options.screenshotPriority],
      [['priority', 'manual'], options.manualPriority],
      [['priority', 'region'], options.regionPriority],
      [['priority', 'language'], options.languagePriority],
      [['media'], options.media],
      [['export_gamelist'], undefined],
      [['gamelist', 'export'], options.gamelistExport],
      [['gamelist', 'media', 'thumbnail'], options.gamelistThumbnail],
      [['gamelist', 'media', 'image'], options.gamelistImage],
      [['pegasus', 'export'], options.pegasusExport],
    ];
    await this.#edit((document) => {
      for (const [path, value] of values) {
        const full = ['scan', ...path];
        if (value == null) {
          deleteIn(document, full);
          continue;
        }
        makeMaps(document, full.slice(0, -1));
        document.setIn(full, document.createNode(value));
      }
      return true;
    });
  }

  async #addToMap(path: readonly string[], existing: Readonly<Record<string, string>>, key: string, value: string): Promise<void> {
    if (Object.hasOwn(existing, key)) return;
    await this.#edit((document) => {
      makeMaps(document, path);
      document.setIn([...path, key], value);
      return true;
    });
  }

  /** One edit at a time: read, change, check, replace. `change` returns whether there is something to write. */
  async #edit(change: (document: Document) => boolean): Promise<void> {
    const run = this.#writing.then(async () => this.#editNow(change));
    this.#writing = run.catch(() => undefined);
    await run;
  }

  async #editNow(change: (document: Document) => boolean): Promise<void> {
    const before = this.mounted ? readFileSync(this.file, 'utf8') : '';
    const parsed = parseConfigText(before);
    if (parsed.parseError !== undefined) throw conflict(`config.yml is broken and was left alone: ${parsed.parseError}`, { code: 'config_broken' });
    const document: Document = parseDocument(before);
    if (!isMap(document.contents)) document.contents = document.createNode({});
    if (!change(document)) return;
    const after = document.toString({ lineWidth: 0 });
    try {
      await replaceFile(this.file, after);
    } catch (error) {
      throw new DomainError('internal', 'Config file is not writable. Check config.yml permissions', { code: 'config_not_writable', cause: error });
    }
    this.#fingerprint = '';
  }

  #refresh(): void {
    const stat = statOf(this.file);
    const fingerprint = stat === undefined ? 'none' : `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    this.#reload();
  }

  #reload(): void {
    let text = '';
    try {
      text = this.mounted ? readFileSync(this.file, 'utf8') : '';
    } catch (error) {
      this.#parseError = error instanceof Error ? error.message : String(error);
      return;
    }
    const content = parseConfigText(text);
    if (content.parseError !== undefined) {
      this.#parseError = content.parseError;
      return;
    }
    const { config, faults, warnings } = parseRommFile(content.tree);
    this.#parseError = faults.length === 0 ? null : faults.map(({ source, problem }) => `${source}: ${problem}`).join('\n');
    if (faults.length > 0) return;
    this.#config = config;
    this.#warnings = warnings;
  }
}

/** The state of the file; `undefined` when there is none or it can't be reached. */
function statOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Makes sure that every node on the way is a map; what is null or missing becomes an empty one. */
function makeMaps(document: Document, path: readonly string[]): void {
  for (let length = 1; length <= path.length; length += 1) {
    const part = path.slice(0, length);
    if (!isMap(document.getIn(part))) document.setIn(part, document.createNode({}));
  }
}

function deleteIn(document: Document, path: readonly string[]): boolean {
  return isMap(document.getIn(path.slice(0, -1))) && document.deleteIn(path);
}

function textOf(node: unknown): string {
  const value = typeof node === 'object' && node !== null && 'value' in node ? node.value : node;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
