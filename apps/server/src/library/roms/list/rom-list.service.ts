import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FilterValuesService, noFilters } from '../../facets/filter-values.service.js';
import { viewerOf, type Viewer } from '../../shared/viewer.js';
import type { RomListQuery, RomScopeQuery } from '../rom-query.js';
import { RomReader } from '../rom-reader.js';
import type { RomFilters, SimpleRom } from '../rom.dto.js';
import { toSimpleRom } from '../rom.mapper.js';
import { readCallerState, type CallerState } from './caller-state.js';
import { criteriaOf, isOnlyScope, isPlain, scopeOf, type RomCriteria } from './criteria.js';
import { NAME_ORDER, orderOf, type RomOrder } from './order.js';
import type { IndexedPage } from './page-json.js';
import { RomIndexService, type RomIndex } from './rom-index.service.js';
import { SearchTexts } from './search-texts.js';

/** What a page is cut from. */
interface Cut {
  readonly ids: readonly number[];
  readonly total: number | null;
  readonly index: RomIndex | undefined;
}

/** Answers `GET /roms` (library-api spec §8.2-8.7). */
@Injectable()
export class RomListService {
  constructor(
    private readonly source: DataSource,
    private readonly indexes: RomIndexService,
    private readonly filterValues: FilterValuesService,
    private readonly reader: RomReader,
    private readonly texts: SearchTexts,
  ) {}

  /** One page with whatever indexes were asked for. */
  async page(query: RomListQuery, viewer: Viewer): Promise<IndexedPage> {
    const caller = await readCallerState(this.source.manager, viewer);
    // Whoever looks at lists is likely to search them next.
    this.texts.at(caller.libraryVersion);
    const criteria = criteriaOf(query);
    const order = orderOf(query.order_by, query.order_dir);
    const { ids, total, index } = await this.#cut(query, criteria, order, caller);
    const parts = await this.reader.read(ids, viewer, { files: query.with_files });
    const now = new Date();
    return {
      items: parts.map((part) => toSimpleRom(part, now)),
      total,
      limit: query.limit,
      offset: query.offset,
      char_index: query.with_char_index ? { ...index?.chars } : {},
      rom_id_index: query.with_rom_id_index ? (index?.ids ?? []) : [],
      filter_values: query.with_filter_values ? await this.filterValues.values(scopeOf(query), caller) : noFilters(),
    };
  }

  /** Ids of all games of the viewer, by name. */
  async identifiers(viewer: Viewer): Promise<readonly number[]> {
    return this.idsIn({}, viewer);
  }

  /** Any game of a part of the library, or null when it is empty. */
  async random(scope: RomScopeQuery, viewer: Viewer): Promise<SimpleRom | null> {
    const ids = await this.idsIn(scope, viewer);
    const id = ids[Math.floor(Math.random() * ids.length)];
    const [part] = id === undefined ? [] : await this.reader.read([id], viewer);
    return part === undefined ? null : toSimpleRom(part, new Date());
  }

  /** Ids of the games in a part of the library, by name. */
  async idsIn(scope: RomScopeQuery, viewer: Viewer): Promise<readonly number[]> {
    const caller = await readCallerState(this.source.manager, viewer);
    const criteria: RomCriteria = { ...scopeOf(scope), flags: {}, values: [], grouped: false };
    return (await this.indexes.index(criteria, NAME_ORDER(false), caller)).ids;
  }

  /** The values that the whole library can be filtered by, whoever asks (library-api spec §8.1). */
  async filters(): Promise<RomFilters> {
    return this.filterValues.values({}, await readCallerState(this.source.manager, viewerOf(undefined)));
  }

  async #cut(query: RomListQuery, criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<Cut> {
    const { offset, limit, with_total } = query;
    const index = await this.#index(query, criteria, order, caller);
    if (index !== undefined) return { ids: index.ids.slice(offset, offset + limit), total: with_total || query.with_rom_id_index ? index.ids.length : null, index };
    const total = with_total ? await this.indexes.total(criteria, order, caller) : null;
    const ids = await this.indexes.pageIds(criteria, order, caller, { offset, limit, broad: criteria.searchTerm !== undefined });
    return { ids, total, index };
  }

  /** The whole list, unless a page of it is cheaper on its own: a sorted index gives it, of all games, a platform or many hits. */
  async #index(query: RomListQuery, criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex | undefined> {
    const known = this.indexes.known(criteria, order, caller);
    if (known !== undefined) return known;
    const found = await this.indexes.found(criteria, order, caller);
    if (found !== undefined) return found;
    const partly = !query.with_rom_id_index && !query.with_char_index && order.table === 'rom';
    if (partly && isPlain(criteria)) return undefined;
    const manyHitsPossible = partly && query.offset === 0 && isOnlyScope(criteria) && criteria.platformIds === undefined && order.column === 'name_sort_key';
    return manyHitsPossible ? this.indexes.fewHits(criteria, order, caller) : this.indexes.index(criteria, order, caller);
  }
}
