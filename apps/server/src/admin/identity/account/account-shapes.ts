import type { AppPassword, Session } from '@rumpus/auth';
import { z } from 'zod';

import { wireTime, wireTimeOrNull } from '../wire.js';

export const sessionShape = z
  .object({ id: z.int(), kind: z.string(), method: z.string().nullable(), device_id: z.string().nullable(), ip: z.string(), user_agent: z.string(), created_at: z.string(), last_seen: z.string(), expires_at: z.string(), current: z.boolean() })
  .meta({ id: 'Session' });

export const sessionBody = (session: Session, currentId: number | undefined): z.infer<typeof sessionShape> => ({
  id: session.id,
  kind: session.kind,
  method: session.method,
  device_id: session.deviceId,
  ip: session.ip,
  user_agent: session.userAgent,
  created_at: wireTime(session.createdAt),
  last_seen: wireTime(session.lastSeen),
  expires_at: wireTime(session.expiresAt),
  current: session.id === currentId,
});

export const appPasswordShape = z.object({ id: z.int(), name: z.string(), last_used_at: z.string().nullable(), created_at: z.string() }).meta({ id: 'AppPassword' });
export const newAppPasswordShape = appPasswordShape.extend({ password: z.string() });

export const appPasswordBody = ({ id, name, lastUsedAt, createdAt }: AppPassword): z.infer<typeof appPasswordShape> => ({ id, name, last_used_at: wireTimeOrNull(lastUsedAt), created_at: wireTime(createdAt) });

export const secondFactorShape = z.object({ enabled: z.boolean(), recovery_codes_left: z.int() });
export const enrolmentShape = z.object({ secret: z.string(), uri: z.string() });
export const recoveryCodesShape = z.object({ recovery_codes: z.array(z.string()) });
export const codeBody = z.object({ code: z.string().min(1).max(64) });
export const namedBody = z.object({ name: z.string().trim().min(1).max(255) });
export const passwordBody = z.object({ current_password: z.string().max(1000), new_password: z.string().max(1000) });
export const resetLinkShape = z.object({ token: z.string(), url: z.string().nullable(), expires_at: z.string() });
