import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../../api/client.js';

export type OwnedToken = Schemas['ClientTokenAdmin'];
export type OwnedSession = Schemas['OwnedSession'];
export type OwnedDevice = Schemas['OwnedDevice'];
export type OwnedAppPassword = Schemas['OwnedAppPassword'];

/** Key of everything on the page. */
export const ACCESS_KEY = ['access'] as const;

export const allTokensQuery = queryOptions({ queryKey: [...ACCESS_KEY, 'tokens'], queryFn: ({ signal }) => body(api.GET('/api/client-tokens/all', { signal })) });
export const allSessionsQuery = queryOptions({ queryKey: [...ACCESS_KEY, 'sessions'], queryFn: ({ signal }) => body(api.GET('/api/access/sessions', { signal })) });
export const allDevicesQuery = queryOptions({ queryKey: [...ACCESS_KEY, 'devices'], queryFn: ({ signal }) => body(api.GET('/api/access/devices', { signal })) });
export const allAppPasswordsQuery = queryOptions({ queryKey: [...ACCESS_KEY, 'app-passwords'], queryFn: ({ signal }) => body(api.GET('/api/access/app-passwords', { signal })) });

const byId = (id: number) => ({ params: { path: { id } } });

export const revokeToken = (id: number) => api.DELETE('/api/client-tokens/{id}/admin', byId(id));
export const endSession = (id: number) => api.DELETE('/api/access/sessions/{id}', byId(id));
export const revokeAppPassword = (id: number) => api.DELETE('/api/access/app-passwords/{id}', byId(id));
export const removeDevice = (id: string) => api.DELETE('/api/access/devices/{id}', { params: { path: { id } } });
