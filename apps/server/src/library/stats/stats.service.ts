import { Injectable } from '@nestjs/common';
import { DataSource, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { RomFacet } from '../facets/facet.entity.js';
import { PROVIDER_COLUMNS } from '../roms/list/conditions.js';
import { Rom } from '../roms/rom.entity.js';
import { byCodePoint } from '../shared/wire.js';
import type { Viewer } from '../shared/viewer.js';
import type { Stats } from './stats.dto.js';

/** Figures of the library as far as the viewer sees it (library-api spec §15.4). */
@Injectable()
export class StatsService {
  constructor(private readonly source: DataSource) {}

  async read(viewer: Viewer, perPlatform: boolean): Promise<Stats> {
    const totals = await this.#visible(this.source.createQueryBuilder(Rom, 'r'), viewer)
      .select('COUNT(DISTINCT r.platform_id)', 'platforms')
      .addSelect('COUNT(*)', 'games')
      .addSelect('SUM(r.fs_size_bytes)', 'bytes')
      .getRawOne<Record<'platforms' | 'games' | 'bytes', number | string | null>>();
    return {
      PLATFORMS: Number(totals?.platforms ?? 0),
      ROMS: Number(totals?.games ?? 0),
      // This server keeps no saves, states or screenshots yet.
      SAVES: 0,
      STATES: 0,
      SCREENSHOTS: 0,
      TOTAL_FILESIZE_BYTES: Number(totals?.bytes ?? 0),
      ...(perPlatform ? { METADATA_COVERAGE: await this.#coverage(viewer), REGION_BREAKDOWN: await this.#regions(viewer) } : {}),
    };
  }

  /** How many games of each platform each provider knows. */
  async #coverage(viewer: Viewer): Promise<NonNullable<Stats['METADATA_COVERAGE']>> {
    const query = this.#visible(this.source.createQueryBuilder(Rom, 'r').select('r.platform_id', 'platform_id'), viewer);
    for (const [source, column] of Object.entries(PROVIDER_COLUMNS)) query.addSelect(`COUNT(r.${column})`, source);
    const rows = await query.groupBy('r.platform_id').getRawMany<Record<string, number | string>>();
    return Object.fromEntries(rows.map((row) => [
      String(row['platform_id']),
      Object.keys(PROVIDER_COLUMNS).map((source) => ({ source, matched: Number(row[source]) })).filter(({ matched }) => matched > 0),
    ]));
  }

  async #regions(viewer: Viewer): Promise<NonNullable<Stats['REGION_BREAKDOWN']>> {
    const rows = await this.#visible(this.source.createQueryBuilder(RomFacet, 'rf').innerJoin('rf.facet', 'f').innerJoin('rf.rom', 'r').where('f.kind = :kind', { kind: 'region' }), viewer)
      .select('r.platform_id', 'platform_id').addSelect('f.value', 'region').addSelect('COUNT(*)', 'games')
      .groupBy('r.platform_id').addGroupBy('f.value')
      .getRawMany<{ platform_id: number; region: string; games: number | string }>();
    const breakdown: NonNullable<Stats['REGION_BREAKDOWN']> = {};
    for (const { platform_id, region, games } of rows) (breakdown[String(platform_id)] ??= []).push({ region, count: Number(games) });
    for (const list of Object.values(breakdown)) list.sort((a, b) => b.count - a.count || byCodePoint(a.region, b.region));
    return breakdown;
  }

  #visible<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, { hiddenPlatforms, hiddenRoms }: Viewer): SelectQueryBuilder<T> {
    if (hiddenPlatforms.length > 0) query.andWhere('r.platform_id NOT IN (:...hiddenPlatforms)', { hiddenPlatforms });
    if (hiddenRoms.length > 0) query.andWhere('r.id NOT IN (:...hiddenRoms)', { hiddenRoms });
    return query;
  }
}
