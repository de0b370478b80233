import { Injectable } from '@nestjs/common';
import { AuditLog, type Caller, ClaimService, demandUnnarrowed, type NewUser, type Principal, RightsService, type User, type UserChanges, UsersService } from '@rumpus/auth';
import { forbidden } from '@rumpus/errors';

import { userBody, type UserBody } from '../wire.js';
import { AvatarService } from './avatar.service.js';

/** Accounts as the API shows and changes them: claims, pictures and the audit log included. */
@Injectable()
export class AccountService {
  constructor(
    private readonly users: UsersService,
    private readonly claims: ClaimService,
    private readonly rights: RightsService,
    private readonly avatars: AvatarService,
    private readonly audit: AuditLog,
  ) {}

  async body(user: User, deviceId: string | null = null): Promise<UserBody> {
    return userBody(user, await this.rights.of(user), deviceId);
  }

  async list(): Promise<UserBody[]> {
    const users = await this.users.list();
    return Promise.all(users.map((user) => this.body(user)));
  }

  async ids(): Promise<number[]> {
    return (await this.users.list()).map(({ id }) => id).toSorted((a, b) => a - b);
  }

  async get(id: number): Promise<UserBody> {
    return this.body(await this.users.get(id));
  }

  /** The caller's own account; the kiosk visitor gets one that stands for nobody (library-api spec §3.8). */
  async me(caller: Principal): Promise<UserBody> {
    if (caller.via === 'kiosk') return kioskBody(caller);
    const user = await this.users.get(caller.id);
    return userBody(user, caller, caller.deviceId ?? null);
  }

  /** Makes an account: the first one with the claim code, later ones with `users.write` (library-api spec §4.2). */
  async create(fields: NewUser, caller: Principal | undefined, code: string | undefined, from: Caller): Promise<UserBody> {
    if (await this.claims.open()) return this.body(await this.claims.claim({ ...fields, mustChangePassword: false }, code, from));
    if (caller?.scopes.has('users.write') !== true) throw forbidden();
    if (fields.role.toLowerCase() === 'admin' && caller.role !== 'admin') throw forbidden('Only an administrator can create admin users');
    if (fields.role.toLowerCase() === 'admin') demandUnnarrowed(caller);
    const user = await this.users.create(fields);
    await this.audit.write({ action: 'user.created', actor: caller, target: `user:${String(user.id)}`, from, detail: { username: user.username, role: user.role } });
    return this.body(user);
  }

  async update(caller: Principal, id: number, changes: UserChanges, avatar: Buffer | undefined, from: Caller): Promise<{ body: UserBody; signedOut: boolean }> {
    if (caller.id !== id && caller.role !== 'admin') throw forbidden();
    // RomM's own page changes a password through this route; nothing else is open until that is done.
    if (caller.mustChangePassword === true) return this.#changePassword(caller, changes.password ?? '', from);
    if (['username', 'password', 'email', 'role', 'enabled', 'mustChangePassword'].some((field) => field in changes)) demandUnnarrowed(caller);
    const avatarPath = avatar === undefined || avatar.length === 0 ? undefined : await this.avatars.store(id, avatar);
    const { user, signedOut } = await this.users.update(caller, id, { ...changes, ...(avatarPath === undefined ? {} : { avatarPath }) });
    const fields = Object.keys(changes).filter((field) => field !== 'uiSettings');
    if (fields.length > 0) await this.audit.write({ action: 'user.updated', actor: caller, target: `user:${String(id)}`, from, detail: { fields } });
    return { body: await this.body(user), signedOut };
  }

  async #changePassword(caller: Principal, password: string, from: Caller): Promise<{ body: UserBody; signedOut: boolean }> {
    if (password === '') throw forbidden('Password change required', { code: 'password_change_required' });
    const { user, signedOut } = await this.users.update(caller, caller.id, { password });
    await this.audit.write({ action: 'user.password-changed', actor: caller, target: `user:${String(caller.id)}`, from });
    return { body: await this.body(user), signedOut };
  }

  async remove(caller: Principal, id: number, from: Caller): Promise<null> {
    const user = await this.users.remove(caller, id);
    await this.avatars.forget(id);
    await this.audit.write({ action: 'user.deleted', actor: caller, target: `user:${String(id)}`, from, detail: { username: user.username } });
    return null;
  }

  async avatar(id: number): Promise<Awaited<ReturnType<AvatarService['locate']>>> {
    return this.avatars.locate((await this.users.get(id)).avatarPath);
  }
}

const kioskBody = (caller: Principal): UserBody => {
  const epoch = new Date(0);
  const nobody = {
    id: caller.id, username: caller.username, email: null, enabled: true, role: caller.role, permissionGroupId: null, avatarPath: '', lastLogin: null, lastActive: null,
    raUsername: '', raProgression: null, uiSettings: null, mustChangePassword: false, createdAt: epoch, updatedAt: epoch,
  } as unknown as User;
  return userBody(nobody, caller);
};
