import { insertRows } from '@rumpus/persistence';
import type { EntityManager } from 'typeorm';
import { Facet, RomFacet, type FacetKind } from './facet.entity.js';

/** The values of one game. */
export interface RomFacets {
  readonly rom_id: number;
  readonly platform_id: number;
  readonly values: Readonly<Partial<Record<FacetKind, readonly string[]>>>;
}

/** Links per statement: three parameters each, below the limit of every database. */
const BATCH = 2_000;

/** Writes the values of new games. */
export async function insertFacets(manager: EntityManager, games: readonly RomFacets[]): Promise<void> {
  const wanted = games.flatMap(({ rom_id, platform_id, values }) => pairsOf(values).map((pair) => ({ rom_id, platform_id, ...pair })));
  if (wanted.length === 0) return;
  const ids = await facetIds(manager, wanted);
  const links = wanted.map(({ rom_id, platform_id, kind, value }) => ({ rom_id, platform_id, facet_id: ids.get(keyOf(kind, value)) ?? 0 }));
  await insertRows(manager, RomFacet, links);
}

/** Writes the values of games that may have had others. */
export async function replaceFacets(manager: EntityManager, games: readonly RomFacets[]): Promise<void> {
  for (let at = 0; at < games.length; at += BATCH) {
    const ids = games.slice(at, at + BATCH).map(({ rom_id }) => rom_id);
    await manager.createQueryBuilder().delete().from(RomFacet).where('rom_id IN (:...ids)', { ids }).execute();
  }
  await insertFacets(manager, games);
}

interface Pair {
  readonly kind: FacetKind;
  readonly value: string;
}

/** Each value once, cut to what the column holds; empty ones tell nothing. */
function pairsOf(values: RomFacets['values']): Pair[] {
  return (Object.entries(values) as [FacetKind, readonly string[]][]).flatMap(([kind, list]) =>
    [...new Set(list.map((value) => value.slice(0, 450)))].filter((value) => value !== '').map((value) => ({ kind, value })),
  );
}

const keyOf = (kind: string, value: string): string => `${kind}\0${value}`;

/** Ids of the values; unknown ones are made. Two writers may make the same value at once: the first one's row counts. */
async function facetIds(manager: EntityManager, pairs: readonly Pair[]): Promise<Map<string, number>> {
  const distinct = [...new Map(pairs.map(({ kind, value }) => [keyOf(kind, value), { kind, value }])).values()];
  const known = await findFacets(manager, distinct);
  const missing = distinct.filter(({ kind, value }) => !known.has(keyOf(kind, value)));
  if (missing.length === 0) return known;
  for (let at = 0; at < missing.length; at += BATCH) {
    await manager.createQueryBuilder().insert().into(Facet).values(missing.slice(at, at + BATCH)).orIgnore().updateEntity(false).execute();
  }
  return new Map([...known, ...(await findFacets(manager, missing))]);
}

async function findFacets(manager: EntityManager, pairs: readonly Pair[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const byKind = new Map<FacetKind, string[]>();
  for (const { kind, value } of pairs) byKind.set(kind, [...(byKind.get(kind) ?? []), value]);
  for (const [kind, values] of byKind) {
    for (let at = 0; at < values.length; at += BATCH) {
      const part = values.slice(at, at + BATCH);
      const rows = await manager.createQueryBuilder(Facet, 'f').where('f.kind = :kind AND f.value IN (:...part)', { kind, part }).getMany();
      for (const { id, value } of rows) found.set(keyOf(kind, value), id);
    }
  }
  return found;
}
