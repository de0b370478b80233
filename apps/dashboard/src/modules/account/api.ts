import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../api/client.js';
import type { paths } from '../../api/generated/schema.js';

export type Session = Schemas['Session'];
export type ClientToken = Schemas['ClientToken'];
export type CreatedToken = Schemas['ClientTokenCreated'];
export type AppPassword = Schemas['AppPassword'];
/** What a token may be given; the words of library-api spec §3.9 and of the other rooms. */
export type TokenScope = paths['/api/client-tokens']['post']['requestBody']['content']['application/json']['scopes'][number];

export const sessionsQuery = queryOptions({ queryKey: ['me', 'sessions'], queryFn: ({ signal }) => body(api.GET('/api/users/me/sessions', { signal })) });

export type AccessDevice = Schemas['AccessDevice'];

export const devicesQuery = queryOptions({ queryKey: ['me', 'devices'], queryFn: ({ signal }) => body(api.GET('/api/users/me/devices', { signal })) });

export const secondFactorQuery = queryOptions({ queryKey: ['me', 'second-factor'], queryFn: ({ signal }) => body(api.GET('/api/users/me/second-factor', { signal })) });

export const appPasswordsQuery = queryOptions({ queryKey: ['me', 'app-passwords'], queryFn: ({ signal }) => body(api.GET('/api/users/me/app-passwords', { signal })) });

export const tokensQuery = queryOptions({ queryKey: ['me', 'tokens'], queryFn: ({ signal }) => body(api.GET('/api/client-tokens', { signal })) });

/** What a device asks for (library-api spec §5.2). */
export const pendingDeviceQuery = (code: string) =>
  queryOptions({ queryKey: ['pair', code], queryFn: ({ signal }) => body(api.GET('/api/auth/device/pending/{user_code}', { params: { path: { user_code: code } }, signal })), retry: false, staleTime: 0 });
