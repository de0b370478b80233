import type { ClientToken, IssuedToken, User } from '@rumpus/auth';
import { z } from 'zod';

import { wireTime, wireTimeOrNull } from '../wire.js';

/** A token as listed (library-api spec §2.13). */
export const tokenShape = z
  .object({
    id: z.int(),
    name: z.string(),
    scopes: z.array(z.string()),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    created_at: z.string(),
    user_id: z.int(),
    device_id: z.string().nullable(),
  })
  .meta({ id: 'ClientToken' });
export const issuedShape = tokenShape.extend({ raw_token: z.string() }).meta({ id: 'ClientTokenCreated' });
export const adminTokenShape = tokenShape.extend({ username: z.string(), user_avatar_path: z.string(), user_updated_at: z.string() }).meta({ id: 'ClientTokenAdmin' });

export const tokenBody = ({ id, name, scopes, expiresAt, lastUsedAt, createdAt, userId, deviceId }: ClientToken): z.infer<typeof tokenShape> => ({
  id,
  name,
  scopes,
  expires_at: wireTimeOrNull(expiresAt),
  last_used_at: wireTimeOrNull(lastUsedAt),
  created_at: wireTime(createdAt),
  user_id: userId,
  device_id: deviceId,
});

export const issuedBody = ({ token, secret }: IssuedToken): z.infer<typeof issuedShape> => ({ ...tokenBody(token), raw_token: secret });

export const adminTokenBody = ({ token, owner }: { token: ClientToken; owner: User }): z.infer<typeof adminTokenShape> => ({
  ...tokenBody(token),
  username: owner.username,
  user_avatar_path: owner.avatarPath,
  user_updated_at: wireTime(owner.updatedAt),
});
