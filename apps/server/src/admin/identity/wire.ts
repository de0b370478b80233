import { ALL_SCOPES, confinedScopes, inCanonicalOrder, type Reach, type User } from '@rumpus/auth';
import { z } from 'zod';

/** A moment as RomM writes it: UTC with an explicit `+00:00`, the fraction only when there is one (library-api spec §1.5). */
export const wireTime = (moment: Date): string => {
  const iso = moment.toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}+00:00` : `${iso.slice(0, -1)}000+00:00`;
};

export const wireTimeOrNull = (moment: Date | null): string | null => (moment === null ? null : wireTime(moment));

const timestamp = z.string().meta({ format: 'date-time' });

/** A scope a request names; an unknown one is a 422. */
export const scopeShape = z.enum(ALL_SCOPES);

/** An account as RomM's clients see it (library-api spec §2.1). */
export const userShape = z
  .object({
    id: z.int(),
    username: z.string(),
    email: z.string().nullable(),
    enabled: z.boolean(),
    role: z.enum(['admin', 'user']),
    permission_group_id: z.int().nullable(),
    oauth_scopes: z.array(z.string()),
    avatar_path: z.string(),
    last_login: timestamp.nullable(),
    last_active: timestamp.nullable(),
    ra_username: z.string().nullable(),
    ra_progression: z.record(z.string(), z.unknown()).nullable(),
    ui_settings: z.record(z.string(), z.unknown()).nullable(),
    current_device_id: z.string().nullable(),
    /** Ours: until the password is changed nothing else works. */
    must_change_password: z.boolean(),
    /** Ours: those of `oauth_scopes` that are held on some objects only, and on which. */
    confined_scopes: z.array(z.object({ scope: z.string(), kind: z.enum(['server', 'arcade']), ids: z.array(z.string()) })),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'User' });

export type UserBody = z.infer<typeof userShape>;

/** Turns an account into its answer. */
export const userBody = (user: User, rights: Omit<Reach, 'role'>, deviceId: string | null = null): UserBody => ({
  id: user.id,
  username: user.username,
  email: user.email,
  enabled: user.enabled,
  role: user.role,
  permission_group_id: user.permissionGroupId,
  oauth_scopes: inCanonicalOrder(rights.scopes),
  avatar_path: user.avatarPath,
  last_login: wireTimeOrNull(user.lastLogin),
  last_active: wireTimeOrNull(user.lastActive),
  ra_username: user.raUsername,
  ra_progression: user.raProgression,
  ui_settings: user.uiSettings,
  current_device_id: deviceId,
  must_change_password: user.mustChangePassword,
  confined_scopes: confinedScopes({ role: user.role, scopes: rights.scopes, globalScopes: rights.globalScopes, objectGrants: rights.objectGrants, limits: rights.limits }),
  created_at: wireTime(user.createdAt),
  updated_at: wireTime(user.updatedAt),
});
