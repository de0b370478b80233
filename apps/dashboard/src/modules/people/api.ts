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

/** What the audit log is asked for; absent fields don't narrow it. */
export interface AuditFilters {
  /** A whole name (`login.failed`) or a subject (`login`). */
  action?: string;
  actor?: number;
  /** Part of a name, target or address. */
  text?: string;
  /** First and last day, `YYYY-MM-DD` in the reader's time zone. */
  from?: string;
  to?: string;
}

/** Midnight of a day in the reader's time zone, `days` later. */
function midnight(day: string, days = 0): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + days);
  return date.toISOString();
}

const auditParams = ({ action, actor, text, from, to }: AuditFilters) => ({
  ...(action === undefined ? {} : { action }),
  ...(actor === undefined ? {} : { actor_id: String(actor) }),
  ...(text === undefined ? {} : { text }),
  ...(from === undefined ? {} : { since: midnight(from) }),
  ...(to === undefined ? {} : { until: midnight(to, 1) }),
});

/** A piece of the audit log, newest first. */
export const readAudit = (filters: AuditFilters, limit: number, offset: number, signal?: AbortSignal) =>
  body(api.GET('/api/audit', { params: { query: { ...auditParams(filters), limit: String(limit), offset: String(offset) } }, ...(signal === undefined ? {} : { signal }) }));

/** A page of the audit log, newest first. */
export const auditQuery = (filters: AuditFilters, page: number) => queryOptions({ queryKey: ['audit', filters, page], queryFn: ({ signal }) => readAudit(filters, AUDIT_PAGE, page * AUDIT_PAGE, signal) });

/** Every kind of line the log can have. */
export const auditActionsQuery = queryOptions({ queryKey: ['audit', 'actions'], queryFn: ({ signal }) => body(api.GET('/api/audit/actions', { signal })), staleTime: Infinity });

/** Platforms by name, for choosing. */
export const platformNamesQuery = queryOptions({
  queryKey: ['people', 'platforms'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/platforms', { signal }))).map(({ id, display_name: name }) => ({ id, name })),
});

interface Named {
  name: string | null;
  fs_name: string;
}
const titleOf = ({ name, fs_name }: Named): string => name ?? fs_name;

/** The title of one game. */
export const gameNameQuery = (id: number) =>
  queryOptions({
    queryKey: ['people', 'game', id],
    queryFn: async ({ signal }) => ({ id, name: titleOf(await body(api.GET('/api/roms/{id}/simple', { params: { path: { id } }, signal }))) }),
    staleTime: 5 * 60_000,
    retry: false,
  });

/** A few games with those letters in their names. */
export const gamesLikeQuery = (term: string) =>
  queryOptions({
    queryKey: ['people', 'games', term],
    queryFn: async ({ signal }) => {
      const query = { search_term: term, limit: 20, offset: 0, with_char_index: false, with_filter_values: false, with_rom_id_index: false, with_total: false };
      return (await body(api.GET('/api/roms', { params: { query }, signal }))).items.map((rom) => ({ id: rom.id, name: titleOf(rom) }));
    },
  });

/** Lines of the audit log on a page. */
export const AUDIT_PAGE = 50;

interface UserFields {
  email?: string;
  password?: string;
  role?: string;
  enabled?: boolean;
  must_change_password?: boolean;
}

/** Fields of `PUT /api/users/{id}`, sent as a form (library-api spec §4.4). */
export function updateUser(id: number, fields: UserFields): Promise<User> {
  return body(api.PUT('/api/users/{id}', { params: { path: { id } }, body: fields, bodySerializer: asForm }));
}

export type PermissionChanges = paths['/api/permissions/users/{id}']['put']['requestBody']['content']['application/json'];

/** What is set for one person beside the group. */
export type UserPermissions = Awaited<ReturnType<typeof putPermissions>>;

export type ExtraScope = NonNullable<PermissionChanges['extra_scopes']>[number];

/** Sets group, overrides or extra scopes of one person; what is not named stays. */
export const putPermissions = (id: number, changes: PermissionChanges) => body(api.PUT('/api/permissions/users/{id}', { params: { path: { id } }, body: changes }));

export interface InviteWish {
  role: 'user' | 'admin';
  seconds: number;
  /** Where the server sends the link, when it can. */
  email: string;
  /** Null: the group for new members. */
  group: number | null;
}

/** A link that lets somebody make an account; the server leaves the address out when it has none to share. */
export async function createInvite({ role, seconds, email, group }: InviteWish): Promise<{ link: string; mailed: boolean }> {
  const query = { role, expiration: String(seconds), ...(email === '' ? {} : { email }), ...(group === null || role === 'admin' ? {} : { permission_group_id: group }) };
  const { token, url, mailed } = await body(api.POST('/api/users/invite-link', { params: { query } }));
  return { link: url ?? `${window.location.origin}/register?token=${encodeURIComponent(token)}`, mailed };
}
