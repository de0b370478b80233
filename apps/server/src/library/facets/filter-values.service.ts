import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CallerState } from '../roms/list/caller-state.js';
import { scopeConditions, visibleConditions, type Condition } from '../roms/list/conditions.js';
import type { RomScope } from '../roms/list/criteria.js';
import { SearchTexts } from '../roms/list/search-texts.js';
import type { RomFilters } from '../roms/rom.dto.js';
import { WeightedLru } from '../shared/lru.js';
import { sorted } from '../shared/wire.js';
import { Facet, type FacetKind } from './facet.entity.js';

const FIELD_OF: Readonly<Record<FacetKind, Exclude<keyof RomFilters, 'platforms'>>> = {
  genre: 'genres', franchise: 'franchises', collection: 'collections', company: 'companies', game_mode: 'game_modes',
  age_rating: 'age_ratings', player_count: 'player_counts', region: 'regions', language: 'languages', tag: 'tags',
};

export const noFilters = (): RomFilters => ({
  genres: [], franchises: [], collections: [], companies: [], game_modes: [], age_ratings: [], player_counts: [], regions: [], languages: [], tags: [], platforms: [],
});

/** Values kept over all cached answers. */
const CACHED_VALUES = 1_000_000;

/** The values that a part of the library can be filtered by (library-api spec §8.5), remembered until the library changes. */
@Injectable()
export class FilterValuesService {
  readonly #cache = new WeightedLru<RomFilters>(CACHED_VALUES);

  constructor(
    private readonly source: DataSource,
    private readonly texts: SearchTexts,
  ) {}

  async values(scope: RomScope, caller: CallerState): Promise<RomFilters> {
    const key = JSON.stringify([caller.libraryVersion, caller.hasHidden ? [caller.userId, caller.userVersion] : null, caller.hiddenPlatforms, caller.hiddenRoms, scope]);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const values = await this.#read(scope, caller);
    this.#cache.set(key, values, Object.values(values).reduce((sum, list) => sum + list.length, 100));
    return values;
  }

  async #read(scope: RomScope, caller: CallerState): Promise<RomFilters> {
    const games = [...scopeConditions('gs', scope, { ...caller, ...this.texts.fewHits(scope, caller.libraryVersion) }), ...visibleConditions('gs', caller)];
    const inScope = existsGame('gs.platform_id = pf.id', games);
    const onePlayer = existsGame('gs.platform_id = pf.id AND gs.player_count = :onePlayer', games);
    const parameters: Record<string, unknown> = Object.assign({ onePlayer: '1' }, ...games.map((condition) => condition.parameters));
    const facets = this.source.createQueryBuilder(Facet, 'fa').select('fa.kind', 'kind').addSelect('fa.value', 'value').where(facetInScope(scope, games, caller));
    const platforms = (kind: string, sql: string) => `SELECT '${kind}' AS kind, CAST(pf.id AS CHAR(20)) AS value FROM platforms pf WHERE ${sql}`;
    const union = `${facets.getQuery()} UNION ALL ${platforms('platform', inScope)} UNION ALL ${platforms('one_player', onePlayer)}`;
    const rows = await this.source.createQueryBuilder().select('v.kind', 'kind').addSelect('v.value', 'value').from(`(${union})`, 'v').setParameters(parameters).getRawMany<{ kind: string; value: string }>();
    return collect(rows);
  }
}

const existsGame = (link: string, games: readonly Condition[]): string => `EXISTS (SELECT 1 FROM roms gs WHERE ${[link, ...games.map(({ sql }) => `(${sql})`)].join(' AND ')})`;

/** A platform's values are known without its games; anything narrower has to look at them. */
function facetInScope(scope: RomScope, games: readonly Condition[], caller: CallerState): string {
  if (scope.searchTerm !== undefined || scope.nothing || caller.hasHidden || caller.hiddenPlatforms.length > 0 || caller.hiddenRoms.length > 0) {
    return `fa.id IN (SELECT rf.facet_id FROM rom_facets rf JOIN roms gs ON gs.id = rf.rom_id WHERE ${games.map(({ sql }) => `(${sql})`).join(' AND ') || '1 = 1'})`;
  }
  return scope.platformIds === undefined
    ? 'EXISTS (SELECT 1 FROM rom_facets rf WHERE rf.facet_id = fa.id)'
    : 'EXISTS (SELECT 1 FROM rom_facets rf WHERE rf.facet_id = fa.id AND rf.platform_id IN (:...platformIds))';
}

function collect(rows: readonly { kind: string; value: string }[]): RomFilters {
  const filters = noFilters();
  const players = new Set<string>();
  for (const { kind, value } of rows) {
    if (kind === 'platform') filters.platforms.push(Number(value));
    else if (kind === 'one_player') players.add('1');
    else filters[FIELD_OF[kind as FacetKind]].push(value);
  }
  filters.player_counts.push(...players);
  for (const field of Object.values(FIELD_OF)) filters[field] = sorted(filters[field]);
  filters.platforms.sort((a, b) => a - b);
  return filters;
}
