import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { DomainError, forbidden, invalid, unauthenticated } from '@rumpus/errors';
import { Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { PermissionGroup } from '../permissions/permission.entities.js';
import { PermissionAdminService } from '../permissions/permission-admin.service.js';
import { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { OidcPerson } from './oidc-client.js';
import { OidcIdentity } from './oidc-identity.entity.js';

type SsoRole = 'admin' | 'editor' | 'viewer';

/** Finds or makes the account of a person who came from the provider (library-api spec §3.5). */
@Injectable()
export class OidcAccounts {
  readonly #logger = new Logger('oidc');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(OidcIdentity) private readonly identities: Repository<OidcIdentity>,
    @InjectRepository(User) private readonly users: Repository<User>,
    @InjectRepository(PermissionGroup) private readonly groups: Repository<PermissionGroup>,
    private readonly accounts: UsersService,
    private readonly permissions: PermissionAdminService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError in the spec's words when the person gets no account */
  async resolve(person: OidcPerson, from: Caller): Promise<User> {
    const email = emailOf(person);
    const role = this.#roleOf(person.claims);
    const known = await this.#known(person);
    const user = known ?? (await this.#linkByEmail(person, email, from)) ?? (await this.#register(person, email, role, from));
    if (!user.enabled) throw unauthenticated('Disabled user', { code: 'oidc_disabled' });
    const aligned = role === undefined ? user : await this.#alignRole(user, role);
    return this.#alignGroup(aligned, person.claims, from);
  }

  async #known({ issuer, subject }: OidcPerson): Promise<User | null> {
    const identity = await this.identities.findOneBy({ issuer, subject });
    return identity === null ? null : this.users.findOneBy({ id: identity.userId });
  }

  /** An account that exists is only handed over for an address the provider has verified. */
  async #linkByEmail(person: OidcPerson, email: string, from: Caller): Promise<User | null> {
    const user = await this.users.findOneBy({ email });
    if (user === null) return null;
    if (person.claims['email_verified'] !== true) throw unverified();
    await this.#link(user, person);
    await this.audit.write({ action: 'oidc.linked', actor: user, from, detail: { issuer: person.issuer } });
    return user;
  }

  async #register(person: OidcPerson, email: string, role: SsoRole | undefined, from: Caller): Promise<User> {
    const { allowRegistration, usernameAttribute } = this.config.oidc;
    if (!allowRegistration) throw forbidden('User registration is disabled. Please contact an administrator to create an account.', { code: 'oidc_no_registration' });
    const username = person.claims[usernameAttribute];
    if (typeof username !== 'string' || username === '') throw invalid(`'${usernameAttribute}' attribute is missing from token.`);
    const user = await this.accounts.create({ username, email, password: null, role: role ?? 'user', nameRule: ssoName });
    await this.#link(user, person);
    await this.audit.write({ action: 'user.registered', actor: user, from, detail: { how: 'oidc', issuer: person.issuer } });
    return user;
  }

  async #link(user: User, { issuer, subject }: OidcPerson): Promise<void> {
    await this.identities.insert({ userId: user.id, issuer, subject, createdAt: new Date() });
  }

  /** Undefined when the provider says nothing about roles. */
  #roleOf(claims: Readonly<Record<string, unknown>>): SsoRole | undefined {
    const { claimRoles, roleAdmin, roleEditor, roleViewer } = this.config.oidc;
    const claim = claimRoles === undefined ? undefined : claims[claimRoles];
    if (claim === undefined || claim === null) return undefined;
    const roles = new Set((Array.isArray(claim) ? claim : [claim]).map(String));
    if (roleAdmin !== undefined && roles.has(roleAdmin)) return 'admin';
    if (roleEditor !== undefined && roles.has(roleEditor)) return 'editor';
    if (roleViewer !== undefined && (roleViewer === '*' || roles.has(roleViewer))) return 'viewer';
    throw forbidden('User has not been granted any roles for this application.', { code: 'oidc_no_role' });
  }

  /** Puts the person into the group that the first fitting line of the map names; who is in none of them leaves the mapped ones. */
  async #alignGroup(user: User, claims: Readonly<Record<string, unknown>>, from: Caller): Promise<User> {
    const { claimGroups, claimRoles, groupMap } = this.config.oidc;
    const claim = claims[claimGroups ?? claimRoles ?? ''];
    if (groupMap.length === 0 || claim === undefined || claim === null || user.role === 'admin') return user;
    const named = new Set((Array.isArray(claim) ? claim : [claim]).map(String));
    const lines = groupMap.map((line) => line.split('=').map((part) => part.trim()) as [string, string]);
    const groups = new Map((await this.groups.find()).map(({ id, name }) => [name, id]));
    const wanted = lines.find(([theirs]) => named.has(theirs))?.[1];
    const mapped = new Set(lines.map(([, ours]) => groups.get(ours)));
    const id = wanted === undefined ? undefined : groups.get(wanted);
    if (wanted !== undefined && id === undefined) this.#logger.warn({ group: wanted }, 'OIDC_GROUP_MAP names a group that does not exist');
    const current = user.permissionGroupId;
    const next = id ?? (current !== null && mapped.has(current) ? null : current);
    if (next === current) return user;
    await this.permissions.setUserPermissions(user.id, { group: next });
    await this.audit.write({ action: 'user.grants-changed', actor: user, target: `user:${String(user.id)}`, from, detail: { how: 'oidc', permission_group_id: next } });
    return this.accounts.get(user.id);
  }

  /** The provider decides about roles, but can't take the last administrator away. */
  async #alignRole(user: User, role: SsoRole): Promise<User> {
    try {
      return await this.accounts.setRole(user, role);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'last_admin') return user;
      throw error;
    }
  }
}

const unverified = (): DomainError => invalid('Email is not verified.', undefined, { code: 'oidc_email_unverified' });

const emailOf = ({ claims, vouchesForEmail }: OidcPerson): string => {
  const { email, email_verified: verified } = claims;
  if (typeof email !== 'string' || email === '') throw invalid('Email is missing from token.', undefined, { code: 'oidc_no_email' });
  if (verified === false || (vouchesForEmail && verified !== true)) throw unverified();
  return email.toLowerCase();
};

/** Providers hand out names with dots and at-signs; what our rules don't know becomes an underscore. */
const ssoName = (name: string): string => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9_.-]/gu, '_').slice(0, 255);
  return plain.length < 3 ? plain.padEnd(3, '_') : plain;
};
