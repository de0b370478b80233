import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client.js';
import type { paths } from '../../api/generated/schema.js';
import type { MatchState, StorageName } from './search-params.js';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Upstream = Answer<'/api/admin/upstream'>;
export type Status = Answer<'/api/admin/status'>;
export type NowPlaying = Answer<'/api/admin/now-playing'>['playing'][number];
export type Download = Answer<'/api/admin/downloads/queue'>[number];
export type Space = Answer<'/api/admin/cache'>;
export type UserSpace = Answer<'/api/admin/cache/users'>;
export type MusicFile = Answer<'/api/admin/downloads'>['files'][number];
export type Match = Answer<'/api/admin/mappings'>['mappings'][number];
export type Found = Answer<'/api/admin/search'>;
export type Provider = Answer<'/api/admin/providers'>['providers'][number];
export type Request = Answer<'/api/admin/requests'>[number];
export type Statistics = Answer<'/api/admin/statistics'>;
export type Setting = Answer<'/api/admin/settings'>['settings'][number];
export type SettingValue = Setting['value'];

/** Root of all keys of this module. */
export const MUSIC_KEY = ['music'] as const;
export const DOWNLOADS_KEY = [...MUSIC_KEY, 'downloads'] as const;
export const PLAYING_KEY = [...MUSIC_KEY, 'playing'] as const;
export const PROVIDERS_KEY = [...MUSIC_KEY, 'providers'] as const;
export const MATCHES_KEY = [...MUSIC_KEY, 'matches'] as const;
export const FILES_KEY = [...MUSIC_KEY, 'files'] as const;

export const statusQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'status'], queryFn: ({ signal }) => body(api.GET('/api/admin/status', { signal })) });
export const upstreamQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'upstream'], queryFn: ({ signal }) => body(api.GET('/api/admin/upstream', { signal })) });
export const playingQuery = queryOptions({ queryKey: PLAYING_KEY, queryFn: ({ signal }) => body(api.GET('/api/admin/now-playing', { signal })) });
export const downloadsQuery = queryOptions({ queryKey: DOWNLOADS_KEY, queryFn: ({ signal }) => body(api.GET('/api/admin/downloads/queue', { signal })) });
export const spaceQuery = queryOptions({ queryKey: [...FILES_KEY, 'space'], queryFn: ({ signal }) => body(api.GET('/api/admin/cache', { signal })) });
export const userSpaceQuery = queryOptions({ queryKey: [...FILES_KEY, 'users'], queryFn: ({ signal }) => body(api.GET('/api/admin/cache/users', { signal })) });
export const providersQuery = queryOptions({ queryKey: PROVIDERS_KEY, queryFn: ({ signal }) => body(api.GET('/api/admin/providers', { signal })) });
export const settingsQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'settings'], queryFn: ({ signal }) => body(api.GET('/api/admin/settings', { signal })) });
export const matchCountsQuery = queryOptions({ queryKey: [...MATCHES_KEY, 'counts'], queryFn: ({ signal }) => body(api.GET('/api/admin/mappings/stats', { signal })) });
export const sessionsQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'sessions'], queryFn: ({ signal }) => body(api.GET('/api/admin/sessions', { signal })) });
export const usageQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'usage'], queryFn: ({ signal }) => body(api.GET('/api/admin/debug/endpoint-usage', { params: { query: { top: 20 } }, signal })) });
export const requestsQuery = queryOptions({ queryKey: [...MUSIC_KEY, 'requests'], queryFn: ({ signal }) => body(api.GET('/api/admin/requests', { params: { query: { limit: 300 } }, signal })) });

export const filesQuery = (storage: StorageName) =>
  queryOptions({ queryKey: [...FILES_KEY, storage], queryFn: ({ signal }) => body(api.GET('/api/admin/downloads', { params: { query: { storage } }, signal })) });

/** Matches on a page of the list. */
export const MATCHES_PAGE = 25;

export const matchesQuery = (state: MatchState, search: string, page: number) =>
  queryOptions({
    queryKey: [...MATCHES_KEY, 'list', state, search, page],
    queryFn: ({ signal }) => body(api.GET('/api/admin/mappings', { params: { query: { state, page, pageSize: MATCHES_PAGE, ...(search === '' ? {} : { search }) } }, signal })),
  });

export const searchQuery = (query: string) =>
  queryOptions({ queryKey: [...MUSIC_KEY, 'search', query], queryFn: ({ signal }) => body(api.GET('/api/admin/search', { params: { query: { query } }, signal })), enabled: query !== '', staleTime: Infinity });

export const statisticsQuery = (days: number) =>
  queryOptions({ queryKey: [...MUSIC_KEY, 'statistics', days], queryFn: ({ signal }) => body(api.GET('/api/admin/statistics', { params: { query: { days, top: 20 } }, signal })) });

/** Stores changed settings: all of them or, with the list of faults, none. `null` goes back to what the start says. */
export const putSettings = (updates: Record<string, SettingValue>) => body(api.POST('/api/admin/config', { body: { updates } }));

/** Address of a file's bytes; `inline` to play it in the page. */
export const fileUrl = (path: string, inline = false) => `/api/admin/downloads/file?${new URLSearchParams({ path, ...(inline ? { inline: 'true' } : {}) }).toString()}`;

/** Address of a storage as one zip. */
export const archiveUrl = (storage: StorageName) => `/api/admin/downloads/all?${new URLSearchParams({ storage }).toString()}`;
