import { Injectable } from '@nestjs/common';
import { AuditLog, type Caller, checkLanguardName, demandUnnarrowed, LanguardAuthService, languardRole, type LanguardRole, type Principal, RightsService, type User, UsersService } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import { z } from 'zod';

/** Shortest password set through this API (arma-servers spec §1.2). */
export const MIN_PASSWORD = 12;

export const languardUserShape = z
  .object({
    id: z.int(),
    username: z.string(),
    role: z.enum(['admin', 'operator', 'viewer']),
    enabled: z.boolean(),
    server_ids: z.array(z.int()).nullable(),
    created_at: z.string(),
    last_login_at: z.string().nullable(),
    must_change_password: z.boolean(),
  })
  .meta({ id: 'LanguardUser' });

export type LanguardUserBody = z.infer<typeof languardUserShape>;

export interface LanguardUserChanges {
  role?: LanguardRole | undefined;
  enabled?: boolean | undefined;
  server_ids?: number[] | null | undefined;
  password?: string | undefined;
  must_change_password?: boolean | undefined;
}

/** The house's accounts as the server manager's API sees them. */
@Injectable()
export class LanguardUsersService {
  constructor(
    private readonly users: UsersService,
    private readonly rights: RightsService,
    private readonly languard: LanguardAuthService,
    private readonly audit: AuditLog,
  ) {}

  async body(user: User): Promise<LanguardUserBody> {
    return {
      id: user.id,
      username: user.username,
      role: languardRole(user, await this.rights.of(user)),
      enabled: user.enabled,
      server_ids: user.serverIds,
      created_at: user.createdAt.toISOString(),
      last_login_at: user.lastLogin?.toISOString() ?? null,
      must_change_password: user.mustChangePassword,
    };
  }

  async me(caller: Principal): Promise<LanguardUserBody> {
    return this.body(await this.users.get(caller.id));
  }

  async list(): Promise<LanguardUserBody[]> {
    return Promise.all((await this.users.list()).map((user) => this.body(user)));
  }

  async create(caller: Principal, fields: { username: string; password: string; role: LanguardRole; server_ids?: number[] | null | undefined; must_change_password?: boolean | undefined }, from: Caller): Promise<LanguardUserBody> {
    if (fields.role !== 'viewer') demandUnnarrowed(caller);
    const { username, password, role, server_ids: serverIds = null, must_change_password: mustChangePassword = false } = fields;
    const user = await this.users.create({ username, password, email: '', role: role === 'admin' ? 'admin' : 'user', serverIds, mustChangePassword, nameRule: checkLanguardName, minPassword: MIN_PASSWORD });
    if (role !== 'admin') await this.languard.grantRole(user, role);
    await this.audit.write({ action: 'user.created', actor: caller, target: `user:${String(user.id)}`, from, detail: { username: user.username, role } });
    return this.body(await this.users.get(user.id));
  }

  async change(caller: Principal, id: number, changes: LanguardUserChanges, from: Caller): Promise<LanguardUserBody> {
    demandUnnarrowed(caller);
    await this.users.get(id);
    if (changes.password !== undefined && changes.password.length < MIN_PASSWORD) throw invalid(`Password must be at least ${String(MIN_PASSWORD)} characters long`, 'password');
    const { role, enabled, server_ids: serverIds, password, must_change_password: mustChangePassword } = changes;
    const wanted = { role: role === undefined ? undefined : role === 'admin' ? 'admin' : 'user', enabled, serverIds, password, mustChangePassword };
    await this.users.update(caller, id, Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)));
    const user = await this.users.get(id);
    if (role !== undefined && role !== 'admin' && user.role !== 'admin') await this.languard.grantRole(user, role);
    await this.audit.write({ action: 'user.updated', actor: caller, target: `user:${String(id)}`, from, detail: { fields: Object.keys(changes) } });
    return this.body(await this.users.get(id));
  }

  async remove(caller: Principal, id: number, from: Caller): Promise<Record<string, never>> {
    const user = await this.users.remove(caller, id);
    await this.audit.write({ action: 'user.deleted', actor: caller, target: `user:${String(id)}`, from, detail: { username: user.username } });
    return {};
  }
}
