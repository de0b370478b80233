import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '../../../api/client.js';
import { ARCADE, type Answer } from '../api.js';

export type PlayerSummary = Answer<'/api/arcade/players'>['items'][number];
export type PlayerDetail = Answer<'/api/arcade/players/{id}'>;
export type Change = Answer<'/api/arcade/changes'>[number];
export type Account = Answer<'/api/arcade/arcades/{id}/owners'>[number];

/** Players on one page of the list. */
export const PLAYERS_PAGE = 50;

/** Everybody who plays here; `q` is a card, a player number, a name in a game or an account. */
export const playerListQuery = (q: string, page: number) =>
  queryOptions({
    queryKey: [...ARCADE, 'player-list', q, page],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/players', { params: { query: { ...(q === '' ? {} : { q }), limit: PLAYERS_PAGE, offset: page * PLAYERS_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });

export const playerDetailQuery = (id: number) => queryOptions({ queryKey: [...ARCADE, 'player-detail', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/players/{id}', { params: { path: { id } }, signal })) });

export const playerTransactionsQuery = (id: number) =>
  queryOptions({ queryKey: [...ARCADE, 'player-transactions', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/players/{id}/transactions', { params: { path: { id }, query: { limit: 50 } }, signal })) });

/** Imports and deletions that can be taken back. */
export const changesQuery = queryOptions({ queryKey: [...ARCADE, 'changes'], queryFn: ({ signal }) => body(api.GET('/api/arcade/changes', { params: { query: { limit: 100 } }, signal })) });

/** Those of one kind. */
export const changesOfKind = (kind: 'import' | 'profile-deletion') =>
  queryOptions({ queryKey: [...ARCADE, 'changes', kind], queryFn: ({ signal }) => body(api.GET('/api/arcade/changes', { params: { query: { kind, limit: 50 } }, signal })) });

export const ownersQuery = (id: number) => queryOptions({ queryKey: [...ARCADE, 'owners', id], queryFn: ({ signal }) => body(api.GET('/api/arcade/arcades/{id}/owners', { params: { path: { id } }, signal })) });
