import { queryOptions } from '@tanstack/react-query';
import { http, urlWith } from '../../api/http.js';
import type { Group, User, UserPermissions } from '../../api/types.js';

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: ({ signal }) => http.get<User[]>('/api/users', { signal }) });

export const groupsQuery = queryOptions({ queryKey: ['groups'], queryFn: ({ signal }) => http.get<Group[]>('/api/permissions/groups', { signal }) });

export const userPermissionsQuery = (id: number) =>
  queryOptions({ queryKey: ['users', id, 'permissions'], queryFn: ({ signal }) => http.get<UserPermissions>(`/api/permissions/users/${id}`, { signal }) });

/** Fields of `PUT /api/users/{id}`, sent as a form (library-api spec §4.4). */
export function updateUser(id: number, fields: Readonly<Record<string, string | boolean>>): Promise<User> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, String(value));
  return http.put<User>(`/api/users/${id}`, form);
}

/** A link that lets somebody make an account of that role; the server leaves the address out when it has none to share. */
export async function createInvite(role: 'user' | 'admin', seconds: number): Promise<string> {
  const { token, url } = await http.post<{ token: string; url: string | null }>(urlWith('/api/users/invite-link', { role, expiration: seconds }));
  return url ?? `${window.location.origin}/register?token=${encodeURIComponent(token)}`;
}
