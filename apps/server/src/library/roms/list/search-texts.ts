import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { queryCounter } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { LIBRARY, readVersions } from '../../versions/library-versions.js';
import { RomSearch } from '../rom-search.entity.js';
import { Rom } from '../rom.entity.js';
import type { RomScope } from './criteria.js';
import { PackedTexts, type SearchedGame, type SearchedPart } from './packed-texts.js';
import { parseSearch } from './search-terms.js';

/** A library that changed less than this ago is about to change again: a scan writes a batch several times a second. */
const QUIET_MS = 1_000;
/** Texts read per statement: on SQLite nothing else happens meanwhile. */
const STEP = 5_000;
/** A library beyond this isn't held: about 80 MB. */
const MOST_GAMES = 500_000;
/** Hits that a statement names one by one. */
const FEW_HITS = 1_000;

/**
 * Keeps the texts of the library in memory while it doesn't change. Whoever searches says which state he means; for any other than
 * the one that is held the database has to be asked, so that every instance is right at once after a write on any.
 */
@Injectable()
export class SearchTexts implements OnModuleDestroy {
  readonly #logger = new Logger('SearchTexts');
  #held: { readonly version: number; readonly texts: PackedTexts | undefined } | undefined;
  #seen = { version: -1, since: 0 };
  #loading: Promise<void> | undefined;

  constructor(private readonly source: DataSource) {}

  /** The texts at this version of the library if they are at hand; otherwise they will be soon, when the library is quiet. */
  at(version: number): PackedTexts | undefined {
    if (this.#held?.version === version) return this.#held.texts;
    if (this.#seen.version !== version) this.#seen = { version, since: performance.now() };
    else if (performance.now() - this.#seen.since >= QUIET_MS) void this.load();
    return undefined;
  }

  /**
   * The games that a search finds in a part of the library, by name; undefined when the texts aren't at hand at this version, or when
   * hashes may match too.
   */
  find(term: string, part: SearchedPart, version: number): Omit<SearchedGame, 'text'>[] | undefined {
    const alternatives = parseSearch(term);
    if (alternatives.length === 0 || alternatives.some(({ hash }) => hash !== undefined)) return undefined;
    return this.at(version)?.find(alternatives, part);
  }

  /** The ids of the games that a search finds in a part of the library, as a query's context, when they are known and few enough for a statement. */
  fewHits({ searchTerm, platformIds }: RomScope, version: number): { hits?: readonly number[] } {
    if (searchTerm === undefined) return {};
    const found = this.find(searchTerm, { ...(platformIds === undefined ? {} : { platformIds }), hiddenPlatforms: [], hiddenRoms: new Set() }, version);
    return found === undefined || found.length > FEW_HITS ? {} : { hits: found.map(({ id }) => id) };
  }

  /** Reads the texts; afterwards they are held unless the library changed meanwhile. Never fails: then the database is asked on. */
  load(): Promise<void> {
    // A counter of its own: these aren't queries of the request that set it off.
    this.#loading ??= queryCounter.run(() => this.#load())
      .catch((error: unknown) => this.#logger.debug(`The texts could not be read: ${String(error)}`))
      .finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loading;
  }

  async #load(): Promise<void> {
    const version = await this.#version();
    const games = await this.#games();
    if ((await this.#version()) === version) this.#held = { version, texts: games === undefined ? undefined : new PackedTexts(games) };
  }

  async #version(): Promise<number> {
    const [version = 0] = await readVersions(this.source.manager, [LIBRARY]);
    return version;
  }

  /** All games in the order of the names: order, platforms and texts each from where they lie together, which is faster than a join. */
  async #games(): Promise<SearchedGame[] | undefined> {
    const order = await this.source.createQueryBuilder(Rom, 'r').select('r.id', 'id').addSelect('SUBSTR(r.name_sort_key, 1, 1)', 'letter').orderBy('r.name_sort_key').addOrderBy('r.id').limit(MOST_GAMES + 1).getRawMany<{ id: number; letter: string }>();
    if (order.length > MOST_GAMES) return undefined;
    await turn();
    const rows = await this.source.createQueryBuilder(Rom, 'r').select('r.id', 'id').addSelect('r.platform_id', 'platform_id').getRawMany<{ id: number; platform_id: number }>();
    const platforms = new Map(rows.map(({ id, platform_id }) => [id, platform_id]));
    const texts = await this.#texts();
    return order.map(({ id, letter }) => ({ id, letter, platform_id: platforms.get(id) ?? 0, text: texts.get(id) ?? '' }));
  }

  async #texts(): Promise<Map<number, string>> {
    const texts = new Map<number, string>();
    for (let after = 0, more = true; more;) {
      await turn();
      const rows = await this.source.createQueryBuilder(RomSearch, 'st').select('st.rom_id', 'id').addSelect('st.text', 'text').where('st.rom_id > :after', { after }).orderBy('st.rom_id').limit(STEP).getRawMany<{ id: number; text: string }>();
      for (const { id, text } of rows) texts.set(id, text);
      after = rows.at(-1)?.id ?? after;
      more = rows.length === STEP;
    }
    return texts;
  }
}
