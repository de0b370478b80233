import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.js';
import type { paths } from '../../api/generated/schema.js';
import { ApiProblem } from '../../api/problem.js';

/** What a GET route answers. */
export type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Overview = Answer<'/api/arcade/overview'>;
export type Activity = Answer<'/api/arcade/activity'>;
export type Seen = Activity['machines'][number];
export type Player = Answer<'/api/arcade/me'>;
export type Profile = Player['profiles'][number];
export type Card = Player['cards'][number];
export type Series = Answer<'/api/arcade/series'>[number];
export type Version = Series['versions'][number];
export type PlayerLine = Answer<'/api/arcade/series/{series}/players'>[number];
export type PlayerOfSeries = Answer<'/api/arcade/series/{series}/players/{player}'>;
export type Song = Answer<'/api/arcade/series/{series}/songs'>[number];
export type Score = Answer<'/api/arcade/series/{series}/records'>[number];
export type NewsItem = Answer<'/api/arcade/news'>[number];

/** Everything below one key: one change to the network can be asked to refresh all of it. */
export const ARCADE = ['arcade'] as const;

/** What is played now, where cabinets connect, and what the reader has a say in. */
export const overviewQuery = queryOptions({ queryKey: [...ARCADE, 'overview'], queryFn: ({ signal }) => body(api.GET('/api/arcade/overview', { signal })), refetchInterval: 30_000 });

/** Machines that have called and the calls of the last hour; for those who run machines. */
export const activityQuery = queryOptions({ queryKey: [...ARCADE, 'activity'], queryFn: ({ signal }) => body(api.GET('/api/arcade/activity', { signal })), refetchInterval: 10_000, staleTime: 5_000 });

/** The reader as a player; null before the first card was claimed. */
export const meQuery = queryOptions({
  queryKey: [...ARCADE, 'me'],
  queryFn: async ({ signal }): Promise<Player | null> => {
    try {
      return await body(api.GET('/api/arcade/me', { signal }));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }
  },
});

export const seriesQuery = queryOptions({ queryKey: [...ARCADE, 'series'], queryFn: ({ signal }) => body(api.GET('/api/arcade/series', { signal })), staleTime: 10 * 60_000 });

export const songsQuery = (series: string) =>
  queryOptions({ queryKey: [...ARCADE, 'songs', series], queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/songs', { params: { path: { series } }, signal })), staleTime: 10 * 60_000 });

export const playersQuery = (series: string) =>
  queryOptions({ queryKey: [...ARCADE, 'players', series], queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/players', { params: { path: { series } }, signal })), refetchInterval: 60_000 });

/** One player with all versions of a series, also one whom only another network knows. */
export const playerQuery = (series: string, player: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'player', series, player],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/players/{player}', { params: { path: { series, player } }, signal })),
    refetchInterval: 60_000,
  });

/** In place of a version: all of them, each chart once. */
export const ALL_VERSIONS = 0;

/** The bests of one player in a version (0: in all), or of the whole network. */
export const recordsQuery = (series: string, version: number, player?: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'records', series, version, player ?? null],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/records', { params: { path: { series }, query: { ...(version === ALL_VERSIONS ? {} : { version }), ...(player === undefined ? {} : { player }) } }, signal })),
    refetchInterval: 30_000,
  });

/** Plays on one page of the list. */
export const PLAYS_SHOWN = 100;

/** A page of plays, newest first, of one player or of everybody: one more than is shown, which tells whether there are older ones. */
export const playsQuery = (series: string, player: number | undefined, page: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'plays', series, player ?? null, page],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/attempts', { params: { path: { series }, query: { limit: PLAYS_SHOWN + 1, offset: page * PLAYS_SHOWN, ...(player === undefined ? {} : { player }) } }, signal })),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });

export const topScoresQuery = (series: string, song: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'top', series, song],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/songs/{song}/scores', { params: { path: { series, song } }, signal })),
    refetchInterval: 30_000,
  });

export const rivalsQuery = (series: string, version: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'rivals', series, version],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/series/{series}/versions/{version}/rivals', { params: { path: { series, version } }, signal })),
  });

export const newsQuery = queryOptions({ queryKey: [...ARCADE, 'news'], queryFn: ({ signal }) => body(api.GET('/api/arcade/news', { params: { query: { limit: 100 } }, signal })) });

/** What the reader runs: the whole network, or some arcades. Undefined while it is not known. */
export function useAccess(): { network: boolean; arcades: readonly number[] } | undefined {
  return useQuery(overviewQuery).data;
}
