import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import type { Hidden, ObjectGrant, ObjectKind } from '../guard/principal.js';
import { ALL_SCOPES, inCanonicalOrder, type Scope } from '../scopes/scopes.js';
import { IdentitySignals } from '../signals/identity-signals.js';
import { User } from '../users/user.entity.js';
import { HiddenEntity, ObjectGrantRow, PermissionGrant, PermissionGroup, PermissionOverride } from './permission.entities.js';
import { effectiveGrants, type Grant, scopesOfGrants } from './vocabulary.js';

/** What an account may do, worked out from its role, group, overrides and grants. */
export interface Rights {
  /** Scopes held everywhere, in canonical order. */
  globalScopes: ReadonlySet<Scope>;
  /** {@link globalScopes} and those held on some objects only. */
  scopes: ReadonlySet<Scope>;
  grants: readonly Grant[];
  objectGrants: readonly ObjectGrant[];
  limits: ReadonlyMap<ObjectKind, ReadonlySet<string>>;
  hidden: Hidden;
}

const NOTHING_HIDDEN: Hidden = { platforms: new Set(), roms: new Set() };
const CACHE_SIZE = 5000;

/**
 * Works out rights and remembers them by the account's `rightsVersion`. The version is read with the account on every request,
 * so a change made by another instance holds at once.
 */
@Injectable()
export class RightsService {
  readonly #cache = new Map<number, { version: number; rights: Rights }>();

  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    @InjectRepository(PermissionGroup) private readonly groups: Repository<PermissionGroup>,
    @InjectRepository(PermissionGrant) private readonly grants: Repository<PermissionGrant>,
    @InjectRepository(PermissionOverride) private readonly overrides: Repository<PermissionOverride>,
    @InjectRepository(HiddenEntity) private readonly hidden: Repository<HiddenEntity>,
    @InjectRepository(ObjectGrantRow) private readonly objects: Repository<ObjectGrantRow>,
    private readonly signals: IdentitySignals,
  ) {}

  /** The rights of an account as it stands in the database now. */
  async of(user: User): Promise<Rights> {
    const cached = this.#cache.get(user.id);
    if (cached?.version === user.rightsVersion) return cached.rights;
    const rights = user.role === 'admin' ? this.#adminRights() : await this.#userRights(user);
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(user.id, { version: user.rightsVersion, rights });
    return rights;
  }

  /** The rights of many accounts, for lists. */
  async ofAll(users: readonly User[]): Promise<Map<number, Rights>> {
    const rights = new Map<number, Rights>();
    for (const user of users) rights.set(user.id, await this.of(user));
    return rights;
  }

  /** Says that the rights of an account changed: caches everywhere forget them, sockets are told. */
  async changed(userId: number): Promise<void> {
    await this.users.increment({ id: userId }, 'rightsVersion', 1);
    this.signals.emit('rights-changed', { userId });
  }

  /** Says that the rights of a group's members changed; of a default group these are also the users without a group. */
  async groupChanged(): Promise<void> {
    await this.users.createQueryBuilder().update().set({ rightsVersion: () => 'rights_version + 1' }).where("role <> 'admin'").execute();
    const members = await this.users.find({ select: { id: true }, where: { role: 'user' } });
    for (const { id } of members) this.signals.emit('rights-changed', { userId: id });
  }

  #adminRights(): Rights {
    const everything = new Set<Scope>(ALL_SCOPES);
    return { globalScopes: everything, scopes: everything, grants: [], objectGrants: [], limits: new Map(), hidden: NOTHING_HIDDEN };
  }

  async #userRights(user: User): Promise<Rights> {
    const group = await this.groupOf(user);
    const [groupGrants, overrides, hiddenRows, objectRows] = await Promise.all([
      group === null ? [] : this.grants.findBy({ groupId: group.id }),
      this.overrides.findBy({ userId: user.id }),
      this.hidden.findBy(group === null ? [{ userId: user.id }] : [{ userId: user.id }, { groupId: group.id }]),
      this.objects.findBy({ userId: user.id }),
    ]);
    const plain = ({ entity, action, ownOnly }: PermissionGrant | PermissionOverride): Grant => ({ entity, action, own_only: ownOnly });
    const grants = effectiveGrants(groupGrants.map(plain), overrides.map((row) => ({ ...plain(row), granted: row.granted })));
    const globalScopes = inCanonicalOrder([...scopesOfGrants(grants), ...(group?.extraScopes ?? []), ...user.extraScopes]);
    const objectGrants = objectRows.map(({ scope, kind, objectId }) => ({ scope, kind, id: objectId }));
    return {
      globalScopes: new Set(globalScopes),
      scopes: new Set(inCanonicalOrder([...globalScopes, ...objectGrants.map(({ scope }) => scope)])),
      grants,
      objectGrants,
      limits: new Map(user.serverIds === null ? [] : [['server' as const, new Set(user.serverIds.map(String))]]),
      hidden: hiddenIds(hiddenRows),
    };
  }

  /** The group whose grants hold for the account: its own, else the default one. */
  async groupOf(user: User): Promise<PermissionGroup | null> {
    const own = user.permissionGroupId === null ? null : await this.groups.findOneBy({ id: user.permissionGroupId });
    return own ?? this.groups.findOneBy({ isDefault: true });
  }
}

const hiddenIds = (rows: readonly HiddenEntity[]): Hidden => {
  const of = (entity: HiddenEntity['entity']): Set<number> => new Set(rows.filter((row) => row.entity === entity).map((row) => row.entityId));
  return { platforms: of('platforms'), roms: of('roms') };
};
