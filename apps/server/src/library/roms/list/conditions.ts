import type { FacetKind } from '../../facets/facet.entity.js';
import { PLAYABLE_PLATFORMS } from '../playable-platforms.js';
import type { Viewer } from '../../shared/viewer.js';
import type { MultiFilter, TriStateFilter } from '../rom-query.js';
import { asksForHidden, type FilterLogic, type RomCriteria, type RomScope } from './criteria.js';
import { parseSearch, type SearchAlternative } from './search-terms.js';

/** SQL that must hold for a game, and the values it names. Only fixed text and parameter names stand in the SQL. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the conditions need to know about the caller and the search. */
export interface QueryContext extends Viewer {
  /** Whether the caller has hidden any game; without one the filter isn't worth its price. */
  readonly hasHidden: boolean;
  /** Most games match the search: test each as it comes by rather than collect all that match. */
  readonly broadSearch?: boolean;
  /** Ids of the games that match the search, when they are known and few. */
  readonly hits?: readonly number[];
}

const condition = (sql: string, parameters: Condition['parameters'] = {}): Condition => ({ sql, parameters });
const NOTHING = condition('1 = 0');
const EVERYTHING = condition('1 = 1');
const not = ({ sql, parameters }: Condition): Condition => condition(`NOT (${sql})`, parameters);

/** Conditions of a scope: platform and text. `rom` is the alias of the game in the query. */
export function scopeConditions(rom: string, scope: RomScope, { broadSearch = false, hits }: QueryContext): Condition[] {
  const oneByOne = broadSearch || scope.platformIds !== undefined;
  return [
    ...(scope.nothing ? [NOTHING] : []),
    ...(scope.platformIds === undefined ? [] : [condition(`${rom}.platform_id IN (:...platformIds)`, { platformIds: scope.platformIds })]),
    ...(scope.searchTerm === undefined ? [] : [hits === undefined ? searchCondition(rom, parseSearch(scope.searchTerm), oneByOne) : hitsCondition(rom, hits)]),
  ];
}

/** Everything that decides about a game before grouping (library-api spec §8.7). */
export function groupedConditions(rom: string, criteria: RomCriteria, context: QueryContext): Condition[] {
  return [
    ...scopeConditions(rom, criteria, context),
    ...(criteria.updatedAfter === undefined ? [] : [condition(`${rom}.updated_at > :updatedAfter`, { updatedAfter: criteria.updatedAfter.getTime() })]),
    ...(Object.entries(criteria.flags) as [TriStateFilter, boolean][]).map(([flag, wanted]) => (wanted ? flagCondition(rom, flag, context) : not(flagCondition(rom, flag, context)))),
    ...criteria.values.filter(({ filter }) => filter !== 'statuses').map(({ filter, values, logic }) => valuesCondition(rom, filter, values, logic)),
  ];
}

/** What decides about the game that survived grouping: the caller's statuses, and that he hasn't hidden it. */
export function survivorConditions(rom: string, criteria: RomCriteria, context: QueryContext): Condition[] {
  const statuses = criteria.values.filter(({ filter }) => filter === 'statuses').map(({ values, logic }) => statusCondition(rom, values, logic, context.userId));
  return [...statuses, ...visibleConditions(rom, { ...context, hasHidden: context.hasHidden && !asksForHidden(criteria) })];
}

/** Neither what the caller hid from himself nor what an administrator hid from him is in any list of his. */
export const visibleConditions = (rom: string, { userId, hasHidden, hiddenPlatforms, hiddenRoms }: QueryContext): Condition[] => [
  ...(hasHidden ? [ownHidden(rom, userId)] : []),
  ...(hiddenPlatforms.length === 0 ? [] : [condition(`${rom}.platform_id NOT IN (:...hiddenPlatforms)`, { hiddenPlatforms })]),
  ...(hiddenRoms.length === 0 ? [] : [condition(`${rom}.id NOT IN (:...hiddenRoms)`, { hiddenRoms })]),
];

const ownHidden = (rom: string, userId: number): Condition =>
  condition(`NOT EXISTS (SELECT 1 FROM rom_user hu WHERE hu.rom_id = ${rom}.id AND hu.user_id = :hiddenFor AND hu.hidden = :yes)`, { hiddenFor: userId, yes: true });

/** The texts of a search alone, for a query over {@link RomSearch}; undefined when hashes may match too. */
export function textCondition(search: string, term: string): Condition | undefined {
  const alternatives = parseSearch(term);
  if (alternatives.length === 0 || alternatives.some(({ hash }) => hash !== undefined)) return undefined;
  return textsOf(search, alternatives);
}

function textsOf(search: string, alternatives: readonly SearchAlternative[]): Condition {
  const parameters: Record<string, unknown> = {};
  const texts = alternatives.map(({ words }, a) =>
    words.map((word, w) => {
      parameters[`word${a}_${w}`] = `%${word.replace(/[!%_]/g, '!$&')}%`;
      return `${search}.text LIKE :word${a}_${w} ESCAPE '!'`;
    }).join(' AND '),
  );
  return condition(`(${texts.join(') OR (')})`, parameters);
}

const hitsCondition = (rom: string, hits: readonly number[]): Condition => (hits.length === 0 ? NOTHING : condition(`${rom}.id IN (:...hits)`, { hits }));

/** A text search either collects the games that match, or tests those that the rest of the query lets through. */
function searchCondition(rom: string, alternatives: readonly SearchAlternative[], oneByOne: boolean): Condition {
  if (alternatives.length === 0) return EVERYTHING;
  const { sql: text, parameters: words } = textsOf('st', alternatives);
  const parameters: Record<string, unknown> = { ...words };
  const hashes = alternatives.flatMap(({ hash }, a) => {
    if (hash === undefined) return [];
    parameters[`hash${a}`] = hash;
    return hashLookups(hash.length).map(({ table, id, column }) => `SELECT ${id} FROM ${table} WHERE ${column} = :hash${a}`);
  });
  if (!oneByOne) return condition(`${rom}.id IN (${[`SELECT st.rom_id FROM rom_search st WHERE ${text}`, ...hashes].join(' UNION ')})`, parameters);
  const byHash = hashes.length === 0 ? '' : ` OR ${rom}.id IN (${hashes.join(' UNION ')})`;
  return condition(`EXISTS (SELECT 1 FROM rom_search st WHERE st.rom_id = ${rom}.id AND (${text}))${byHash}`, parameters);
}

/** Where a hash of this length may stand: 8 digits are a CRC-32, 32 an MD5 or RetroAchievements', 40 a SHA-1 or CHD's. */
function hashLookups(length: number): { table: string; id: string; column: string }[] {
  const ofGame = length === 8 ? ['crc_hash'] : length === 32 ? ['md5_hash', 'ra_hash'] : ['sha1_hash'];
  const ofFile = length === 40 ? [...ofGame, 'chd_sha1_hash'] : ofGame;
  return [...ofGame.map((column) => ({ table: 'roms', id: 'id', column })), ...ofFile.map((column) => ({ table: 'rom_files', id: 'rom_id', column }))];
}

const MATCHED_BY = ['igdb_id', 'moby_id', 'ss_id', 'ra_id', 'launchbox_id', 'hasheous_id', 'tgdb_id', 'flashpoint_id'];
/** Ids that make two games of a platform siblings (library-scan spec §15). */
export const SIBLING_IDS = ['igdb_id', 'moby_id', 'ss_id', 'launchbox_id', 'ra_id', 'hasheous_id', 'tgdb_id'] as const;

const anyIdOf = (rom: string, columns: readonly string[]): string => columns.map((column) => `${rom}.${column} IS NOT NULL`).join(' OR ');

function flagCondition(rom: string, flag: TriStateFilter, { userId }: QueryContext): Condition {
  switch (flag) {
    case 'matched':
      return condition(`(${anyIdOf(rom, MATCHED_BY)})`);
    case 'duplicate':
      return condition(SIBLING_IDS.map((id) => `EXISTS (SELECT 1 FROM roms si WHERE si.${id} = ${rom}.${id} AND si.platform_id = ${rom}.platform_id AND si.id <> ${rom}.id)`).join(' OR '));
    case 'last_played':
      return condition(`EXISTS (SELECT 1 FROM rom_user pu WHERE pu.rom_id = ${rom}.id AND pu.user_id = :playedBy AND pu.last_played IS NOT NULL)`, { playedBy: userId });
    case 'playable':
      return condition(`${rom}.platform_id IN (SELECT pl.id FROM platforms pl WHERE pl.slug IN (:...playable))`, { playable: PLAYABLE_PLATFORMS });
    case 'missing':
      return condition(`${rom}.missing_from_fs = :isTrue`, { isTrue: true });
    case 'has_ra':
      return condition(`${rom}.ra_id IS NOT NULL`);
    case 'verified':
      return condition(`${rom}.verified = :isTrue`, { isTrue: true });
    case 'has_soundtrack':
      return condition(`${rom}.has_soundtrack = :isTrue`, { isTrue: true });
    // Favourites, saves and states don't exist on this server yet: no game has any.
    case 'favorite':
    case 'has_saves':
    case 'has_states':
      return NOTHING;
  }
}

const FACET_OF: Readonly<Partial<Record<MultiFilter, FacetKind>>> = {
  genres: 'genre', franchises: 'franchise', collections: 'collection', companies: 'company',
  age_ratings: 'age_rating', regions: 'region', languages: 'language', tags: 'tag',
};

/** The column behind each slug of `metadata_providers`. */
export const PROVIDER_COLUMNS: Readonly<Record<string, string>> = {
  igdb: 'igdb_id', ss: 'ss_id', moby: 'moby_id', launchbox: 'launchbox_id', ra: 'ra_id', hasheous: 'hasheous_id',
  tgdb: 'tgdb_id', flashpoint: 'flashpoint_id', hltb: 'hltb_id', gamelist: 'gamelist_id', libretro: 'libretro_id',
};

function valuesCondition(rom: string, filter: MultiFilter, values: readonly string[], logic: FilterLogic): Condition {
  if (filter === 'metadata_providers') return providersCondition(rom, values, logic);
  if (filter === 'player_counts') {
    const any = condition(`${rom}.player_count IN (:...playerCounts)`, { playerCounts: values });
    return logic === 'none' ? not(any) : any;
  }
  const kind = FACET_OF[filter];
  if (kind === undefined) return EVERYTHING;
  const linked = `SELECT rf.rom_id FROM rom_facets rf JOIN facets fa ON fa.id = rf.facet_id WHERE fa.kind = :${filter}Kind AND fa.value`;
  const parameters = { [`${filter}Kind`]: kind, [filter]: values };
  // Counted rather than asked for one by one: hundreds of conditions are beyond SQLite, and PostgreSQL plans them for minutes.
  if (logic === 'all' && values.length > 1) {
    return condition(`${rom}.id IN (${linked} IN (:...${filter}) GROUP BY rf.rom_id HAVING COUNT(*) = :${filter}Count)`, { ...parameters, [`${filter}Count`]: values.length });
  }
  return condition(`${rom}.id ${logic === 'none' ? 'NOT IN' : 'IN'} (${linked} IN (:...${filter}))`, parameters);
}

function providersCondition(rom: string, slugs: readonly string[], logic: FilterLogic): Condition {
  const columns = slugs.flatMap((slug) => (Object.hasOwn(PROVIDER_COLUMNS, slug) ? [PROVIDER_COLUMNS[slug] ?? ''] : []));
  if (columns.length === 0) return EVERYTHING;
  if (logic === 'all') return condition(columns.map((column) => `${rom}.${column} IS NOT NULL`).join(' AND '));
  const any = condition(anyIdOf(rom, columns));
  return logic === 'none' ? not(any) : any;
}

const STATUS_FLAGS: Readonly<Record<string, string>> = { now_playing: 'now_playing', backlogged: 'backlogged', hidden: 'hidden' };

function statusCondition(rom: string, values: readonly string[], logic: FilterLogic, userId: number): Condition {
  const flags = values.flatMap((value) => (Object.hasOwn(STATUS_FLAGS, value) ? [`su.${STATUS_FLAGS[value]} = :statusYes`] : []));
  const statuses = values.filter((value) => !Object.hasOwn(STATUS_FLAGS, value));
  // A game has one status: it can't have all of several.
  if (logic === 'all' && statuses.length > 1) return NOTHING;
  const tests = [...flags, ...(statuses.length === 0 ? [] : ['su.status IN (:...statuses)'])];
  const parameters: Record<string, unknown> = { statusOf: userId, statusYes: true, statuses };
  const noted = `EXISTS (SELECT 1 FROM rom_user su WHERE su.rom_id = ${rom}.id AND su.user_id = :statusOf AND (${tests.join(logic === 'all' ? ' AND ' : ' OR ')}))`;
  // A game without a note of the caller's is "not any of them".
  return condition(logic === 'none' ? `NOT ${noted}` : noted, parameters);
}
