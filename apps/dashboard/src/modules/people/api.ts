import { queryOptions } from '@tanstack/react-query';
import { api, asForm, body } from '../../api/client.js';
import type { paths } from '../../api/generated/schema.js';
import type { User } from '../../api/types.js';

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: ({ signal }) => body(api.GET('/api/users', { signal })) });

export const groupsQuery = queryOptions({ queryKey: ['groups'], queryFn: ({ signal }) => body(api.GET('/api/permissions/groups', { signal })) });

export const userPermissionsQuery = (id: number) =>
  queryOptions({ queryKey: ['users', id, 'permissions'], queryFn: ({ signal }) => body(api.GET('/api/permissions/users/{id}', { params: { path: { id } }, signal })) });

/** Invitations that still wait. */
export const invitesQuery = queryOptions({ queryKey: ['invites'], queryFn: ({ signal }) => body(api.GET('/api/users/invites', { signal })) });

/** A page of the audit log, newest first; `action` is a whole name or empty. */
export const auditQuery = (action: string, page: number) =>
  queryOptions({
    queryKey: ['audit', action, page],
    queryFn: ({ signal }) => body(api.GET('/api/audit', { params: { query: { ...(action === '' ? {} : { action }), limit: String(AUDIT_PAGE), offset: String(page * AUDIT_PAGE) } }, signal })),
  });

/** Lines of the audit log on a page. */
export const AUDIT_PAGE = 50;

interface UserFields {
  email?: string;
  password?: string;
  role?: string;
  enabled?: boolean;
}

/** Fields of `PUT /api/users/{id}`, sent as a form (library-api spec §4.4). */
export function updateUser(id: number, fields: UserFields): Promise<User> {
  return body(api.PUT('/api/users/{id}', { params: { path: { id } }, body: fields, bodySerializer: asForm }));
}

type PermissionChanges = paths['/api/permissions/users/{id}']['put']['requestBody']['content']['application/json'];

export type ExtraScope = NonNullable<PermissionChanges['extra_scopes']>[number];

/** Sets group, overrides or extra scopes of one person; what is not named stays. */
export const putPermissions = (id: number, changes: PermissionChanges) => body(api.PUT('/api/permissions/users/{id}', { params: { path: { id } }, body: changes }));

/** A link that lets somebody make an account of that role; the server leaves the address out when it has none to share. */
export async function createInvite(role: 'user' | 'admin', seconds: number): Promise<string> {
  const { token, url } = await body(api.POST('/api/users/invite-link', { params: { query: { role, expiration: String(seconds) } } }));
  return url ?? `${window.location.origin}/register?token=${encodeURIComponent(token)}`;
}
