import { dataTable } from '../../scan/platforms/data-tables.js';
import type { CallerState } from './caller-state.js';
import { groupedConditions, type Condition, type QueryContext } from './conditions.js';
import type { RomCriteria } from './criteria.js';

/**
 * Leaves one game of each group (library-api spec §8.7): the caller's main sibling, else a full release, else the best region,
 * else the first by name. Games that nothing identifies are their own group. `rom` is the alias of the game in the query.
 */
export function groupingCondition(rom: string, criteria: RomCriteria, caller: CallerState & QueryContext, regionPriority: readonly string[]): Condition {
  // A group lies within one platform: naming it again would only tempt a planner to walk the whole platform for each game.
  const { platformIds: _platformIds, ...criteriaInGroup } = criteria;
  const conditions = groupedConditions('gr', criteriaInGroup, caller);
  const ranks = regionRanks(regionPriority);
  const own = caller.hasMainSiblings ? 'LEFT JOIN rom_user gu ON gu.rom_id = gr.id AND gu.user_id = :groupFor AND gu.is_main_sibling = :groupMain' : '';
  const order = [
    ...(caller.hasMainSiblings ? ['CASE WHEN gu.id IS NULL THEN 1 ELSE 0 END'] : []),
    'gr.is_prerelease',
    ...(ranks.length === 0 ? [] : [`CASE gr.first_region ${ranks.map((_, index) => `WHEN :region${index} THEN :rank${index}`).join(' ')} ELSE :rankLast END`]),
    'gr.fs_name_no_ext',
    'gr.id',
  ];
  const best = `SELECT gr.id FROM roms gr ${own} WHERE gr.platform_id = ${rom}.platform_id AND gr.group_key = ${rom}.group_key
    ${conditions.map(({ sql }) => `AND (${sql})`).join(' ')} ORDER BY ${order.join(', ')} LIMIT 1`;
  const parameters: Record<string, unknown> = { groupFor: caller.userId, groupMain: true, rankLast: 1000 };
  for (const [index, { region, rank }] of ranks.entries()) {
    parameters[`region${index}`] = region;
    parameters[`rank${index}`] = rank;
  }
  return { sql: `(${rom}.group_key IS NULL OR ${rom}.id = (${best}))`, parameters: Object.assign(parameters, ...conditions.map((inner) => inner.parameters)) as Condition['parameters'] };
}

/** Region names by the rank of their code; Holland and Netherlands share `nl`. Codes without a name are skipped. */
function regionRanks(priority: readonly string[]): { region: string; rank: number }[] {
  const { provider_shortcodes: codes } = dataTable<{ provider_shortcodes: Record<string, string> }>('region-tokens');
  return priority.flatMap((code, rank) => Object.entries(codes).filter(([, known]) => known === code).map(([region]) => ({ region, rank })));
}
