import { Injectable } from '@nestjs/common';
import { notFound } from '@rumpus/errors';
import { insertRows as insertBulk, type Row } from '@rumpus/persistence';
import { In, type EntityManager, type ObjectLiteral, type QueryDeepPartialEntity } from 'typeorm';
import { insertFacets, replaceFacets, type RomFacets } from '../facets/facet-store.js';
import { bumpVersion, LIBRARY } from '../versions/library-versions.js';
import { aggregateMetadata, type AggregatedMetadata } from './aggregate-metadata.js';
import { groupKeyOf, isPrerelease, isVerified, searchTextOf, sortKeyOf } from './derived.js';
import { RomDetails } from './rom-details.entity.js';
import { RomSearch } from './rom-search.entity.js';
import { Rom } from './rom.entity.js';

/** Columns that follow from others; nobody sets them. */
type Derived = 'id' | 'group_key' | 'is_prerelease' | 'first_region' | 'verified' | 'first_release_date' | 'average_rating' | 'player_count' | 'created_at' | 'updated_at' | 'platform';
type DerivedDetails = 'rom_id' | 'rom' | 'metadata_lists';

/** Everything that can be said of a game. `name_sort_key` follows the name unless `custom_sort_key` is set. */
export type RomFields = Omit<Rom, Derived> & Omit<RomDetails, DerivedDetails>;

type Identity = 'platform_id' | 'fs_name' | 'fs_name_no_ext' | 'fs_name_no_tags' | 'fs_extension' | 'fs_path';

/** A new game: where it lies, and whatever else is known. */
export type RomDraft = Pick<RomFields, Identity> & Partial<RomFields>;
/** What changed of a game. */
export type RomPatch = { readonly id: number } & Partial<RomFields>;

/** Rows per statement: about 45 columns each, below the parameter limit of every database. */
const BATCH = 300;

const DETAIL_FIELDS = [
  'slug', 'summary', 'regions', 'languages', 'tags', 'url_cover', 'path_cover_s', 'path_cover_l', 'url_manual', 'path_manual',
  'url_screenshots', 'path_screenshots', 'igdb_metadata', 'moby_metadata', 'ss_metadata', 'ra_metadata', 'launchbox_metadata',
  'hasheous_metadata', 'flashpoint_metadata', 'hltb_metadata', 'gamelist_metadata', 'manual_metadata',
] as const satisfies readonly (keyof RomFields)[];

/** What a list filters by is derived from these fields only. */
const FACET_SOURCES: ReadonlySet<string> = new Set(['regions', 'languages', 'tags', 'igdb_metadata', 'moby_metadata', 'ss_metadata', 'ra_metadata', 'launchbox_metadata', 'flashpoint_metadata', 'gamelist_metadata', 'manual_metadata']);

/**
 * Writes games so that everything derived from them (sort key, group, search text, filter values, aggregated metadata) is
 * right in the same transaction. Every writer of games goes through here; pass the manager of your transaction.
 */
@Injectable()
export class RomStore {
  /** Writes new games in few statements. @returns their ids, in the order of the drafts */
  async insert(manager: EntityManager, drafts: readonly RomDraft[]): Promise<number[]> {
    const ids: number[] = [];
    for (let at = 0; at < drafts.length; at += BATCH) ids.push(...(await this.#insertBatch(manager, drafts.slice(at, at + BATCH))));
    if (drafts.length > 0) await bumpVersion(manager, LIBRARY);
    return ids;
  }

  /**
   * Applies changes; `updated_at` moves for each game named.
   * @throws DomainError `not-found` when a game is gone
   */
  async update(manager: EntityManager, patches: readonly RomPatch[]): Promise<void> {
    for (let at = 0; at < patches.length; at += BATCH) await this.#updateBatch(manager, patches.slice(at, at + BATCH));
    if (patches.length > 0) await bumpVersion(manager, LIBRARY);
  }

  /** Sets or clears the missing flag of games without reading them. */
  async markMissing(manager: EntityManager, ids: readonly number[], missing: boolean): Promise<void> {
    for (let at = 0; at < ids.length; at += 5_000) {
      await manager.update(Rom, { id: In(ids.slice(at, at + 5_000)) }, { missing_from_fs: missing, updated_at: new Date() });
    }
    if (ids.length > 0) await bumpVersion(manager, LIBRARY);
  }

  /** Removes games with all that hangs on them. */
  async remove(manager: EntityManager, ids: readonly number[]): Promise<void> {
    for (let at = 0; at < ids.length; at += 5_000) await manager.delete(Rom, { id: In(ids.slice(at, at + 5_000)) });
    if (ids.length > 0) await bumpVersion(manager, LIBRARY);
  }

  async #insertBatch(manager: EntityManager, drafts: readonly RomDraft[]): Promise<number[]> {
    const now = new Date();
    const made = drafts.map((draft) => romColumns(draft));
    await insertRows(manager, Rom, made.map(({ rom }) => ({ ...rom, created_at: now, updated_at: now })));
    const ids = await this.#idsOf(manager, drafts);
    const withIds = made.map((rows, index) => ({ ...rows, rom_id: ids[index] ?? 0, platform_id: drafts[index]?.platform_id ?? 0 }));
    await insertRows(manager, RomDetails, withIds.map(({ details, rom_id }) => ({ ...details, rom_id })));
    await insertRows(manager, RomSearch, withIds.map(({ rom, text, rom_id }) => ({ rom_id, text, name_sort_key: rom.name_sort_key ?? '' })));
    await insertFacets(manager, withIds);
    return ids;
  }

  /** The ids that the database gave out, found by the unique key: the same way on all three. */
  async #idsOf(manager: EntityManager, drafts: readonly RomDraft[]): Promise<number[]> {
    const rows = await manager
      .createQueryBuilder(Rom, 'r')
      .select(['r.id', 'r.platform_id', 'r.fs_name'])
      .where('r.platform_id IN (:...platforms) AND r.fs_name IN (:...names)', {
        platforms: [...new Set(drafts.map((draft) => draft.platform_id))],
        names: drafts.map((draft) => draft.fs_name),
      })
      .getMany();
    const ids = new Map(rows.map((row) => [`${row.platform_id}/${row.fs_name}`, row.id]));
    return drafts.map((draft) => {
      const id = ids.get(`${draft.platform_id}/${draft.fs_name}`);
      if (id === undefined) throw new Error(`The game ${draft.fs_name} was not stored under its name`);
      return id;
    });
  }

  async #updateBatch(manager: EntityManager, patches: readonly RomPatch[]): Promise<void> {
    const ids = patches.map(({ id }) => id);
    const roms = new Map((await manager.findBy(Rom, { id: In(ids) })).map((rom) => [rom.id, rom]));
    const details = new Map((await manager.findBy(RomDetails, { rom_id: In(ids) })).map((row) => [row.rom_id, row]));
    const facets: RomFacets[] = [];
    for (const { id, ...patch } of patches) {
      const rom = roms.get(id);
      if (rom === undefined) throw notFound(`Rom with id '${id}' not found`);
      const merged: RomDraft = Object.assign({}, details.get(id), rom, patch);
      const rows = romColumns(merged);
      await manager.update(Rom, { id }, { ...changesOf(rom, rows.rom), updated_at: new Date() });
      const detailChanges = changesOf(details.get(id), rows.details);
      if (Object.keys(detailChanges).length > 0) await manager.update(RomDetails, { rom_id: id }, detailChanges);
      if (searchTextOf(rom) !== rows.text || rom.name_sort_key !== rows.rom.name_sort_key) {
        await manager.update(RomSearch, { rom_id: id }, { text: rows.text, name_sort_key: rows.rom.name_sort_key ?? '' });
      }
      if (Object.keys(patch).some((field) => FACET_SOURCES.has(field))) facets.push({ rom_id: id, platform_id: merged.platform_id, values: rows.values });
    }
    await replaceFacets(manager, facets);
  }
}

/** The rows that a game consists of. */
function romColumns(fields: RomDraft): { rom: Partial<Rom>; details: Partial<RomDetails>; text: string; values: RomFacets['values'] } {
  const aggregated = aggregateMetadata(fields);
  const own = Object.fromEntries(Object.entries(fields).filter(([field]) => ROM_FIELDS.has(field))) as Partial<Rom>;
  const name = fields.name ?? null;
  const rom: Partial<Rom> = {
    ...own,
    name,
    name_sort_key: fields.custom_sort_key && fields.name_sort_key !== undefined ? fields.name_sort_key : sortKeyOf(name ?? fields.fs_name_no_tags),
    group_key: groupKeyOf(fields),
    is_prerelease: isPrerelease(fields.fs_name),
    first_region: fields.regions?.[0]?.slice(0, 100) ?? null,
    verified: isVerified(fields.hasheous_metadata),
    first_release_date: aggregated.first_release_date,
    average_rating: aggregated.average_rating,
    player_count: aggregated.player_count.slice(0, 100),
  };
  const details: Partial<RomDetails> = { metadata_lists: Object.values(aggregated.lists).some((list) => list.length > 0) ? aggregated.lists : null };
  for (const field of DETAIL_FIELDS) if (fields[field] !== undefined) Object.assign(details, { [field]: fields[field] });
  return { rom, details, text: searchTextOf({ name, fs_name: fields.fs_name }), values: facetValues(fields, aggregated) };
}

const ROM_FIELDS: ReadonlySet<string> = new Set<keyof Rom & keyof RomFields>([
  'platform_id', 'igdb_id', 'sgdb_id', 'moby_id', 'ss_id', 'ra_id', 'launchbox_id', 'hasheous_id', 'tgdb_id', 'hltb_id', 'flashpoint_id',
  'gamelist_id', 'libretro_id', 'fs_name', 'fs_name_no_ext', 'fs_name_no_tags', 'fs_extension', 'fs_path', 'fs_size_bytes', 'name',
  'custom_sort_key', 'revision', 'version', 'crc_hash', 'md5_hash', 'sha1_hash', 'ra_hash', 'multi_file', 'top_level_file_count',
  'has_soundtrack', 'missing_from_fs',
]);

const facetValues = (fields: Partial<RomFields>, { lists, player_count }: AggregatedMetadata): RomFacets['values'] => ({
  genre: lists.genres,
  franchise: lists.franchises,
  collection: lists.collections,
  company: lists.companies,
  game_mode: lists.game_modes,
  age_rating: lists.age_ratings,
  // One player is the default of every game: a column tells it, a hundred thousand links needn't.
  player_count: player_count === '1' ? [] : [player_count],
  region: fields.regions ?? [],
  language: fields.languages ?? [],
  tag: fields.tags ?? [],
});

/** Only what differs, so that an unchanged field costs no index write. */
function changesOf<T extends object>(before: T | undefined, after: Partial<T>): QueryDeepPartialEntity<T> {
  const changed = (Object.keys(after) as (keyof T)[]).filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]])) as QueryDeepPartialEntity<T>;
}

/** The query builder takes three times as long for the same statement; a statement's rows must have the same columns, though. */
async function insertRows<T extends ObjectLiteral>(manager: EntityManager, entity: new () => T, rows: readonly Partial<T>[]): Promise<void> {
  const alike = new Map<string, Partial<T>[]>();
  for (const row of rows) {
    const columns = Object.keys(row).sort().join();
    const list = alike.get(columns);
    if (list) list.push(row);
    else alike.set(columns, [row]);
  }
  for (const list of alike.values()) await insertBulk(manager, entity, list as Row<T>[]);
}
