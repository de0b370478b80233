import { RommFile } from '@rumpus/config';
import { dialectOf, selectRows } from '@rumpus/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { WeightedLru } from '../../shared/lru.js';
import { RomSearch } from '../rom-search.entity.js';
import { RomUser } from '../rom-user.entity.js';
import { Rom } from '../rom.entity.js';
import type { CallerState } from './caller-state.js';
import { groupedConditions, survivorConditions, textCondition, type Condition } from './conditions.js';
import { dependsOnNotes, isOnlyScope, type RomCriteria } from './criteria.js';
import { groupingCondition } from './grouping.js';
import { NAME_ORDER, orderSql, type RomOrder } from './order.js';
import { SearchTexts } from './search-texts.js';

/** A whole list, reduced to what paging needs. */
export interface RomIndex {
  /** Ids in order. */
  readonly ids: readonly number[];
  /** First character of the sort column -> offset of the first game with it (library-api spec §8.4). */
  readonly chars: Readonly<Record<string, number>>;
}

/** Ids kept over all cached lists; about 16 MB. */
const CACHED_IDS = 2_000_000;
/** Hits from which on walking the sorted index beats sorting the hits: measured on 100,000 games. */
const FEW_HITS = 2_000;
/** A total weighs next to nothing; this bounds how many are kept. */
const CACHED_TOTALS = 10_000;

/**
 * Ordered ids, letter indexes and totals of lists. Each is computed once per state of the library (and of the caller's notes,
 * where they matter) and then serves every page of the list.
 */
@Injectable()
export class RomIndexService {
  readonly #indexes = new WeightedLru<Promise<RomIndex>>(CACHED_IDS);
  readonly #totals = new WeightedLru<Promise<number>>(CACHED_TOTALS);

  constructor(
    private readonly source: DataSource,
    private readonly config: RommFile,
    private readonly texts: SearchTexts,
  ) {}

  /** The whole list, made or remembered. */
  async index(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex> {
    const key = this.#key(criteria, order, caller);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const made = this.#makeIndex(criteria, order, caller);
    this.#indexes.set(key, made, 1_000);
    try {
      this.#indexes.set(key, made, 1_000 + (await made).ids.length);
    } catch (error) {
      this.#indexes.delete(key);
      throw error;
    }
    return made;
  }

  /** The list if it is remembered already. */
  known(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex> | undefined {
    return this.#indexes.get(this.#key(criteria, order, caller));
  }

  /**
   * The whole list of a text search by name, out of the texts in memory; undefined when they aren't at hand or something else decides
   * about the list too.
   */
  async found(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex | undefined> {
    if (order.column !== 'name_sort_key' || criteria.searchTerm === undefined || !isOnlyScope(criteria)) return undefined;
    const hiddenRoms = new Set([...caller.hiddenRoms, ...(await this.#ownHidden(caller))]);
    const platforms = criteria.platformIds === undefined ? {} : { platformIds: criteria.platformIds };
    const hits = this.texts.find(criteria.searchTerm, { ...platforms, hiddenPlatforms: caller.hiddenPlatforms, hiddenRoms }, caller.libraryVersion);
    if (hits === undefined) return undefined;
    if (order.descending) hits.reverse();
    const index = { ids: hits.map(({ id }) => id), chars: firstOffsets(hits) };
    this.#indexes.set(this.#key(criteria, order, caller), Promise.resolve(index), 1_000 + index.ids.length);
    return index;
  }

  async #ownHidden({ hasHidden, userId }: CallerState): Promise<number[]> {
    return hasHidden ? (await selectRows(this.source, RomUser, ['rom_id'], { user_id: userId, hidden: true })).map(({ rom_id }) => rom_id) : [];
  }

  /**
   * The whole list of a text search over the whole library by name, if it has few hits; otherwise undefined, and so for any
   * other list. One pass over the texts gives hits, total and order, where counting and paging would take two.
   */
  async fewHits(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex | undefined> {
    const text = textAlone(criteria, caller);
    if (text === undefined || order.column !== 'name_sort_key') return undefined;
    const key = this.#key(criteria, order, caller);
    const hits = this.source.createQueryBuilder(RomSearch, 'st').select('st.rom_id', 'id').addSelect('st.name_sort_key', 'sort_key').where(text.sql).limit(FEW_HITS + 1);
    const direction = order.descending ? 'DESC' : 'ASC';
    const rows = await this.source
      .createQueryBuilder()
      .select('h.id', 'id')
      .addSelect('SUBSTR(h.sort_key, 1, 1)', 'letter')
      .from(`(${hits.getQuery()})`, 'h')
      .setParameters(text.parameters)
      .orderBy('h.sort_key', direction)
      .addOrderBy('h.id', direction)
      .getRawMany<{ id: number; letter: string }>();
    if (rows.length > FEW_HITS) return undefined;
    const index = { ids: rows.map(({ id }) => id), chars: firstOffsets(rows) };
    this.#indexes.set(key, Promise.resolve(index), 1_000 + index.ids.length);
    return index;
  }

  /** How many games the list has. */
  async total(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<number> {
    const key = this.#key(criteria, order.table === 'note' ? order : NAME_ORDER(false), caller);
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const text = order.table === 'note' ? undefined : textAlone(criteria, caller);
    const query = text === undefined ? this.#query(criteria, order, caller) : this.source.createQueryBuilder(RomSearch, 'st').where(text.sql, text.parameters);
    const counted = query.select('COUNT(*)', 'total').getRawOne<{ total: number | string }>().then((row) => Number(row?.total ?? 0));
    this.#totals.set(key, counted, 1);
    counted.catch(() => this.#totals.delete(key));
    return counted;
  }

  /** Ids of one page, straight from the database. @param broad a good part of the library is in the list */
  async pageIds(criteria: RomCriteria, order: RomOrder, caller: CallerState, { offset, limit, broad = false }: { offset: number; limit: number; broad?: boolean }): Promise<number[]> {
    const text = order.column === 'name_sort_key' ? textAlone(criteria, caller) : undefined;
    const query = text === undefined ? this.#ordered(criteria, order, caller, broad).select('r.id', 'id') : this.#hits(text, order).select('st.rom_id', 'id');
    const rows = await query.offset(offset).limit(limit).getRawMany<{ id: number }>();
    return rows.map(({ id }) => id);
  }

  /** The hits of a search by name, from the table of texts alone: of any number of them the first page takes one pass and no sorting of the rest. */
  #hits(text: Condition, order: RomOrder): SelectQueryBuilder<RomSearch> {
    const direction = order.descending ? 'DESC' : 'ASC';
    return this.source.createQueryBuilder(RomSearch, 'st').where(text.sql, text.parameters).orderBy('st.name_sort_key', direction).addOrderBy('st.rom_id', direction);
  }

  async #makeIndex(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex> {
    const letters = order.textual ? `SUBSTR(${order.table === 'note' ? 'n' : 'r'}.${order.column}, 1, 1)` : 'NULL';
    const rows = await this.#ordered(criteria, order, caller).select('r.id', 'id').addSelect(letters, 'letter').getRawMany<{ id: number; letter: string | null }>();
    const ids = rows.map(({ id }) => id);
    return { ids, chars: order.textual ? firstOffsets(rows) : await this.#nameLetters(criteria, order, caller) };
  }

  /** A list that isn't sorted by text has the letter index of its names. */
  async #nameLetters(criteria: RomCriteria, order: RomOrder, caller: CallerState): Promise<RomIndex['chars']> {
    const rows = await this.#query(criteria, order, caller).select('SUBSTR(r.name_sort_key, 1, 1)', 'letter').addSelect('COUNT(*)', 'games').groupBy('SUBSTR(r.name_sort_key, 1, 1)').getRawMany<{ letter: string; games: number | string }>();
    const sorted = rows.toSorted((a, b) => (a.letter < b.letter ? -1 : 1));
    if (order.descending) sorted.reverse();
    const chars: Record<string, number> = {};
    let offset = 0;
    for (const { letter, games } of sorted) {
      if (letter !== '') chars[letter] = offset;
      offset += Number(games);
    }
    return sortedKeys(chars);
  }

  #ordered(criteria: RomCriteria, order: RomOrder, caller: CallerState, broadSearch = false): SelectQueryBuilder<Rom> {
    const query = this.#query(criteria, order, caller, broadSearch);
    for (const { expression, direction, nulls } of orderSql(order, { rom: 'r', note: 'n' }, dialectOf(this.source))) query.addOrderBy(expression, direction, nulls);
    return query;
  }

  #query(criteria: RomCriteria, order: RomOrder, caller: CallerState, broadSearch = false): SelectQueryBuilder<Rom> {
    const context = { ...caller, broadSearch, ...this.texts.fewHits(criteria, caller.libraryVersion) };
    const query = this.source.createQueryBuilder(Rom, 'r');
    if (order.table === 'note') query.innerJoin(RomUser, 'n', 'n.rom_id = r.id AND n.user_id = :noteOf', { noteOf: caller.userId });
    const grouping = criteria.grouped ? [groupingCondition('r', criteria, context, this.#regions())] : [];
    for (const { sql, parameters } of [...groupedConditions('r', criteria, context), ...grouping, ...survivorConditions('r', criteria, context)]) query.andWhere(`(${sql})`, parameters);
    return query;
  }

  #regions(): readonly string[] {
    return this.config.current().scan.regionPriority;
  }

  /** Names the list and the state it was made in. Callers without notes that matter share their lists. */
  #key(criteria: RomCriteria, order: RomOrder, caller: CallerState): string {
    const personal = caller.hasHidden || (criteria.grouped && caller.hasMainSiblings) || dependsOnNotes(criteria) || order.table === 'note';
    return JSON.stringify([caller.libraryVersion, personal ? [caller.userId, caller.userVersion] : null, caller.hiddenPlatforms, caller.hiddenRoms, criteria, order, criteria.grouped ? this.#regions() : null]);
  }
}

/** The condition on the texts when nothing else decides about the list, so that the table of texts alone can answer. */
function textAlone(criteria: RomCriteria, caller: CallerState): Condition | undefined {
  const restricted = caller.hasHidden || caller.hiddenPlatforms.length > 0 || caller.hiddenRoms.length > 0 || criteria.platformIds !== undefined || !isOnlyScope(criteria);
  return restricted || criteria.searchTerm === undefined ? undefined : textCondition('st', criteria.searchTerm);
}

function firstOffsets(rows: readonly { readonly letter: string | null }[]): Record<string, number> {
  const chars: Record<string, number> = {};
  let last: string | null = null;
  for (const [offset, { letter }] of rows.entries()) {
    if (letter === last) continue;
    last = letter;
    if (letter !== null && letter !== '' && !Object.hasOwn(chars, letter)) chars[letter] = offset;
  }
  return sortedKeys(chars);
}

const sortedKeys = (chars: Record<string, number>): Record<string, number> => Object.fromEntries(Object.entries(chars).sort(([a], [b]) => (a < b ? -1 : 1)));
