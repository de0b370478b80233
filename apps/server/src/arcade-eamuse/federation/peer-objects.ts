import { z } from 'zod';

import type { FederationPage } from '../dispatch/game.js';
import { OMNIMIX } from '../store/music.js';

/** Objects in the answers of peers (core spec 15.5). What does not fit is left out, never an error. */

const cards = z.array(z.string().regex(/^[0-9A-Fa-f]{16}$/).transform((card) => card.toUpperCase()));
const number = z.coerce.number().int();

const record = z.object({ cards, song: number, chart: number, points: z.number().int(), timestamp: z.number().int(), updated: z.number().int().nullish() }).loose();
export type RemoteRecord = z.infer<typeof record>;

const profile = z.object({ cards, name: z.string().max(255), match: z.enum(['exact', 'partial']) }).loose();
export type RemoteProfile = z.infer<typeof profile>;

const statistic = z.object({ song: number, chart: number, plays: z.number().int(), clears: z.number().int(), combos: z.number().int() }).loose();
export type RemoteStatistic = z.infer<typeof statistic>;

function listOf<S extends z.ZodType>(json: unknown, name: string, item: S): z.output<S>[] {
  const list = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
  return Array.isArray(list) ? list.map((one) => item.safeParse(one)).filter((parsed) => parsed.success).map(({ data }) => data) : [];
}

/** Records that somebody holds, of charts that are exchanged. */
export const recordsIn = (json: unknown, page: FederationPage): RemoteRecord[] => listOf(json, 'records', record).filter((one) => one.cards.length > 0 && page.charts.includes(one.chart));

/** Profiles with at least one card, their cards sorted. */
export const profilesIn = (json: unknown): RemoteProfile[] => listOf(json, 'profile', profile).filter((one) => one.cards.length > 0).map((one) => ({ ...one, cards: [...one.cards].sort() }));

/** Counts of charts; unknown ones (-1) count as none. */
export const statisticsIn = (json: unknown, page: FederationPage): RemoteStatistic[] =>
  listOf(json, 'statistics', statistic)
    .filter(({ chart }) => page.charts.includes(chart))
    .map((one) => ({ ...one, plays: Math.max(0, one.plays), clears: Math.max(0, one.clears), combos: Math.max(0, one.combos) }));

/** Where a peer keeps this version: `/v1/popnmusic/24`, `o24` for omnimix; undefined for one that is not exchanged. */
export function pathOf(page: FederationPage, version: number): string | undefined {
  const omnimix = version >= OMNIMIX;
  const stored = omnimix ? version - OMNIMIX : version;
  const name = Object.entries(page.versions).find(([, one]) => one === stored)?.[0];
  return name === undefined ? undefined : `/v1/${page.game}/${omnimix ? 'o' : ''}${name}`;
}
