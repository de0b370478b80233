import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { conflict, DomainError, forbidden, invalid, notFound } from '@rumpus/errors';
import { randomInt } from 'node:crypto';
import { DataSource, type EntityManager, Not, Repository } from 'typeorm';

import type { Principal } from '../guard/principal.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PermissionGroup } from '../permissions/permission.entities.js';
import { RightsService } from '../permissions/rights.service.js';
import { EDITOR_GROUP } from '../permissions/vocabulary.js';
import { SessionService } from '../sessions/session.service.js';
import { RefreshToken } from '../tokens/refresh-token.entity.js';
import { checkEmail, checkPassword, checkUsername } from './account-rules.js';
import { User } from './user.entity.js';
import { roleWish } from './user-rules.js';

export interface NewUser {
  username: string;
  email: string;
  password: string | null;
  role: string;
  permissionGroupId?: number | null;
  serverIds?: number[] | null;
  /** The first sign-in has to set another password. */
  mustChangePassword?: boolean;
  /** Checks the name by other rules than RomM's and returns it as stored. */
  nameRule?: (username: string) => string;
  /** Shortest password allowed; 6 unless told. */
  minPassword?: number;
}

/** Changes to an account; absent fields stay as they are. */
export interface UserChanges {
  username?: string;
  password?: string;
  email?: string;
  role?: string;
  enabled?: boolean;
  raUsername?: string;
  uiSettings?: Record<string, unknown>;
  avatarPath?: string;
  serverIds?: number[] | null;
  mustChangePassword?: boolean;
}

/** What a change of an account meant for its sessions. */
export interface UserUpdate {
  user: User;
  roleChanged: boolean;
  /** The caller's own sign-in ended with this change (library-api spec §4.4). */
  signedOut: boolean;
}

/** Makes, changes and removes accounts and keeps at least one enabled administrator. */
@Injectable()
export class UsersService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly hasher: PasswordHasher,
    private readonly rights: RightsService,
    private readonly sessions: SessionService,
  ) {}

  async hasAdmin(): Promise<boolean> {
    return this.users.existsBy({ role: 'admin' });
  }

  list(): Promise<User[]> {
    return this.users.find({ order: { username: 'ASC' } });
  }

  find(id: number): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  findByName(username: string): Promise<User | null> {
    return this.users.findOneBy({ username: username.toLowerCase() });
  }

  /** @throws DomainError `not-found` `User not found` */
  async get(id: number): Promise<User> {
    const user = await this.find(id);
    if (user === null) throw notFound('User not found');
    return user;
  }

  /** Checks the fields of a new account, uniqueness included, and returns them as stored. */
  async check(fields: Pick<NewUser, 'username' | 'email' | 'password' | 'nameRule' | 'minPassword'>): Promise<{ username: string; email: string | null; password: string | null }> {
    const username = (fields.nameRule ?? checkUsername)(fields.username);
    const password = fields.password === null ? null : checkPassword(fields.password, fields.minPassword);
    const email = checkEmail(fields.email);
    await this.#demandFree({ username, email });
    return { username, email, password };
  }

  /** Makes an account. */
  async create(fields: NewUser): Promise<User> {
    const user = await this.prepare(fields);
    return this.unique(user, () => this.dataSource.manager.save(User, user));
  }

  /**
   * An account as it will be stored, checked and with its password hashed. What needs it inside a transaction prepares it before: there, a
   * second connection could be waited for while all are held by others who wait as well.
   */
  async prepare(fields: NewUser): Promise<User> {
    const { username, email, password } = await this.check(fields);
    const wish = roleWish(fields.role);
    const permissionGroupId = fields.permissionGroupId ?? (wish.group === null ? null : await this.#editorGroupId());
    const now = new Date();
    return Object.assign(new User(), blankUser(), {
      username,
      email,
      passwordHash: password === null ? null : await this.hasher.hash(password),
      role: wish.role,
      permissionGroupId,
      serverIds: fields.serverIds ?? null,
      mustChangePassword: fields.mustChangePassword ?? false,
      createdAt: now,
      updatedAt: now,
    });
  }

  /** Applies `changes` of `caller` to an account by the rules of library-api spec §4.4. */
  async update(caller: Principal, id: number, changes: UserChanges): Promise<UserUpdate> {
    const user = await this.find(id);
    if (user === null) throw notFound(`Username with id ${String(id)} not found`);
    const own = caller.id === id;
    if (!own && caller.role !== 'admin') throw forbidden();
    // One's own role and one's own being enabled are not changed by oneself, silently so.
    const allowed = own ? { ...changes, role: undefined, enabled: undefined, mustChangePassword: hasText(changes.password) ? false : undefined } : changes;
    const { role, enabled, username, passwordHash, permissionGroupId, serverIds, mustChangePassword } = user;
    const before = { role, enabled, username, passwordHash, permissionGroupId, serverIds, mustChangePassword };
    await this.#apply(user, allowed);
    const saved = await this.#saveKeepingAnAdmin(user);
    const roleChanged = saved.role !== before.role || saved.permissionGroupId !== before.permissionGroupId;
    const identityChanged = saved.username !== before.username || saved.passwordHash !== before.passwordHash;
    if (roleChanged || saved.enabled !== before.enabled || saved.serverIds !== before.serverIds || saved.mustChangePassword !== before.mustChangePassword) await this.rights.changed(id);
    if (identityChanged || !saved.enabled) await this.#endAccess(id);
    return { user: await this.get(id), roleChanged, signedOut: own && identityChanged };
  }

  /** Sets the role a sign-in provider names: `admin`, `editor` or `viewer`. A group chosen here for a viewer is left to him. */
  async setRole(user: User, role: 'admin' | 'editor' | 'viewer'): Promise<User> {
    const before = { role: user.role, permissionGroupId: user.permissionGroupId };
    const demoted = role === 'viewer' && user.permissionGroupId !== null && user.permissionGroupId === (await this.#editorGroup())?.id;
    await this.#applyRole(user, role === 'viewer' && !demoted ? 'user' : role);
    if (before.role === user.role && before.permissionGroupId === user.permissionGroupId) return user;
    await this.#saveKeepingAnAdmin(user);
    await this.rights.changed(user.id);
    return this.get(user.id);
  }

  /** Sets a new password and ends everything the old one opened. */
  async setPassword(user: User, password: string, keepSession?: number): Promise<void> {
    await this.#demandAnother(user, password, 'new_password');
    const passwordHash = await this.hasher.hash(password);
    await this.users.update({ id: user.id }, { passwordHash, mustChangePassword: false, updatedAt: new Date() });
    await this.#endAccess(user.id, keepSession);
  }

  /** Removes an account and what belongs to it (by the database's cascades). */
  async remove(caller: Pick<Principal, 'id'>, id: number): Promise<User> {
    const user = await this.get(id);
    if (caller.id === id) throw invalid('You cannot delete yourself');
    await this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      if (user.role === 'admin' && !(await otherAdmin(manager, id))) throw invalid('You cannot delete the last admin user', undefined, { code: 'last_admin' });
      await manager.delete(User, { id });
    });
    await this.sessions.endAll(id);
    return user;
  }

  /** Notes a sign-in. */
  async signedIn(user: User): Promise<void> {
    const now = new Date();
    await this.users.update({ id: user.id }, { lastLogin: now, lastActive: now });
  }

  async #apply(user: User, changes: UserChanges): Promise<void> {
    if (changes.username !== undefined && changes.username !== '') user.username = checkUsername(changes.username);
    if (changes.email !== undefined) user.email = checkEmail(changes.email);
    await this.#demandFree(user, user.id);
    if (hasText(changes.password)) {
      checkPassword(changes.password);
      if (changes.mustChangePassword === false) await this.#demandAnother(user, changes.password, 'password');
      user.passwordHash = await this.hasher.hash(changes.password);
    }
    if (changes.role !== undefined && changes.role !== '') await this.#applyRole(user, changes.role);
    if (changes.raUsername !== undefined && changes.raUsername !== '') user.raUsername = changes.raUsername;
    const { enabled = user.enabled, uiSettings = user.uiSettings, avatarPath = user.avatarPath, serverIds = user.serverIds, mustChangePassword = user.mustChangePassword } = changes;
    Object.assign(user, { enabled, uiSettings, avatarPath, serverIds, mustChangePassword, updatedAt: new Date() });
  }

  /** Who has to change his password has not done so by setting the old one again. */
  async #demandAnother(user: User, password: string, field: string): Promise<void> {
    if (user.mustChangePassword && (await this.hasher.verify(user.passwordHash, password))) throw invalid('The new password must differ from the old one', field);
  }

  async #applyRole(user: User, word: string): Promise<void> {
    const wish = roleWish(word);
    user.role = wish.role;
    if (wish.group === 'editor') user.permissionGroupId = await this.#editorGroupId();
    else if (word.toLowerCase() === 'viewer') user.permissionGroupId = null;
  }

  /** Saves unless that would leave no enabled administrator. Concurrent demotions wait for one another. */
  async #saveKeepingAnAdmin(user: User): Promise<User> {
    return this.unique(user, () => this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      const before = await manager.findOneByOrFail(User, { id: user.id });
      const wasAdmin = before.role === 'admin' && before.enabled;
      if (wasAdmin && user.role !== 'admin' && !(await otherAdmin(manager, user.id))) throw invalid('You cannot demote the last admin user', 'role', { code: 'last_admin' });
      if (wasAdmin && !user.enabled && !(await otherAdmin(manager, user.id))) throw invalid('You cannot disable the last admin user', 'enabled', { code: 'last_admin' });
      // Versions and activity are counted by others meanwhile: only what was edited is written.
      const { username, email, passwordHash, role, enabled, permissionGroupId, serverIds, mustChangePassword, avatarPath, raUsername, uiSettings, updatedAt } = user;
      const edited = { username, email, passwordHash, role, enabled, permissionGroupId, serverIds, mustChangePassword, avatarPath, raUsername, uiSettings, updatedAt };
      await manager.update(User, { id: user.id }, edited as never);
      return user;
    }), user.id);
  }

  /** Makes every JWT issued to the user so far worthless. */
  async voidJwts(userId: number): Promise<void> {
    await this.users.increment({ id: userId }, 'tokenVersion', 1);
  }

  async #endAccess(userId: number, keepSession?: number): Promise<void> {
    await this.voidJwts(userId);
    await this.dataSource.manager.delete(RefreshToken, { userId });
    await this.sessions.endAll(userId, keepSession);
  }

  async #demandFree({ username, email }: { username: string; email: string | null }, except = 0): Promise<void> {
    if (await this.users.existsBy({ username, id: Not(except) })) throw taken('username', username);
    if (email !== null && (await this.users.existsBy({ email, id: Not(except) }))) throw taken('email', email);
  }

  /** Two requests may claim a name at once; the database's unique index decides, in the words of the rule. `work` is whole transactions only. */
  async unique<T>({ username, email }: Pick<User, 'username' | 'email'>, work: () => Promise<T>, except = 0): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError)) await this.#demandFree({ username, email }, except);
      throw error;
    }
  }

  #editorGroup(): Promise<PermissionGroup | null> {
    return this.dataSource.manager.findOneBy(PermissionGroup, { name: EDITOR_GROUP });
  }

  async #editorGroupId(): Promise<number> {
    const group = await this.#editorGroup();
    if (group === null) throw conflict(`There is no group "${EDITOR_GROUP}" any more; choose a group instead`);
    return group.id;
  }
}

const hasText = (text: string | undefined): text is string => text !== undefined && text !== '';

const taken = (field: 'username' | 'email', value: string): DomainError =>
  invalid(field === 'username' ? `Username ${value} already exists` : `User with email ${value} already exists`, field, { code: 'name_taken' });

const otherAdmin = (manager: EntityManager, id: number): Promise<boolean> => manager.existsBy(User, { role: 'admin', enabled: true, id: Not(id) });

/** Serialises checks of "is there another administrator" by writing to one row they share. */
const lockAdmins = async (manager: EntityManager): Promise<void> => {
  await manager.createQueryBuilder().update(PermissionGroup).set({ isSystem: () => 'is_system' }).where({ isDefault: true }).execute();
};

const blankUser = (): Partial<User> => ({
  enabled: true,
  extraScopes: [],
  // Not 1: ids and names are given out again, and tokens of who had them before must not fit the new account.
  tokenVersion: randomInt(1, 1_000_000_000),
  rightsVersion: 1,
  mustChangePassword: false,
  avatarPath: '',
  raUsername: '',
  raProgression: null,
  uiSettings: null,
  totpSecret: null,
  totpLastStep: 0,
  lastLogin: null,
  lastActive: null,
});
