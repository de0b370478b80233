import { Get, Query } from '@nestjs/common';
import { AdminOnly, type AuditEntry, AuditLog } from '@rumpus/auth';
import { z } from 'zod';

import { Answers, IdentityController } from '../routes.js';
import { wireTime } from '../wire.js';

const int = (min: number, max: number) => z.string().regex(/^\d{1,9}$/u).transform(Number).pipe(z.int().min(min).max(max));
const moment = z.string().max(40).transform((text) => new Date(text)).refine((date) => !Number.isNaN(date.getTime()), 'Input should be a valid datetime').meta({ type: 'string', format: 'date-time' });

const auditQuery = z.object({
  action: z.string().max(60).optional(),
  actor_id: int(1, 999_999_999).optional(),
  /** Part of a name, target or address. */
  text: z.string().trim().max(100).optional(),
  since: moment.optional(),
  until: moment.optional(),
  limit: int(1, 500).default(50),
  offset: int(0, 100_000_000).default(0),
});

const entryShape = z
  .object({
    id: z.int(),
    at: z.string(),
    action: z.string(),
    actor_id: z.int().nullable(),
    actor_name: z.string().nullable(),
    target: z.string().nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
const actionsShape = z.array(z.string());
const pageShape = z.object({ items: z.array(entryShape), total: z.int(), limit: z.int(), offset: z.int() });

/** Who did what, when and from where. */
@IdentityController('audit', 'audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get('actions')
  @AdminOnly('users.read')
  @Answers('get_audit_actions', 'What lines of the log can be about', actionsShape)
  actions(): Promise<string[]> {
    return this.log.actions();
  }

  @Get()
  @AdminOnly('users.read')
  @Answers('get_audit_log', 'The audit log, newest first', pageShape)
  async list(@Query({ schema: auditQuery }) { actor_id: actorId, ...query }: z.infer<typeof auditQuery>): Promise<z.infer<typeof pageShape>> {
    const { items, total } = await this.log.list({ ...query, actorId });
    return { items: items.map(entryBody), total, limit: query.limit, offset: query.offset };
  }
}

const entryBody = ({ id, at, action, actorId, actorName, target, ip, userAgent, detail }: AuditEntry): z.infer<typeof entryShape> => ({
  id,
  at: wireTime(at),
  action,
  actor_id: actorId,
  actor_name: actorName,
  target,
  ip,
  user_agent: userAgent,
  detail,
});
